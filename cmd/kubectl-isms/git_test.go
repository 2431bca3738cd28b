package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// repo is a git repository of a test.
type repo struct {
	t   *testing.T
	dir string
}

func newRepo(t *testing.T, dir string) *repo {
	t.Helper()
	r := &repo{t, dir}
	r.git("init", "-q", "-b", "main")
	r.git("config", "user.name", "Ada")
	r.git("config", "user.email", "ada@example.org")
	r.commit("Start")
	return r
}

func (r *repo) git(args ...string) {
	r.t.Helper()
	if out, err := exec.Command("git", append([]string{"-C", r.dir}, args...)...).CombinedOutput(); err != nil {
		r.t.Fatalf("git %q: %v\n%s", args, err, out)
	}
}

func (r *repo) commit(message string) {
	r.t.Helper()
	r.git("add", "-A")
	r.git("commit", "-q", "-m", message)
}

// sarifLog is the part of SARIF that annotates lines.
type sarifLog struct {
	Runs []struct {
		Results []struct {
			RuleID        string
			Level         string
			BaselineState string
			Locations     []struct {
				PhysicalLocation struct {
					ArtifactLocation struct{ URI string }
					Region           struct{ StartLine int }
				}
			}
		}
	}
}

// TestPullRequest has a branch let a certificate lapse: the check fails, and the
// line that does it is annotated.
func TestPullRequest(t *testing.T) {
	dir := t.TempDir()
	evidence := filepath.Join(dir, "evidence")
	if err := os.CopyFS(evidence, os.DirFS(copyOfSamples(t))); err != nil {
		t.Fatal(err)
	}
	r := newRepo(t, dir)
	r.git("switch", "-q", "-c", "renew-later")
	proofs := filepath.Join(evidence, "competencyrecord.yaml")
	isms(t, "assess", "-f", evidence, "--base", "git:main").must(t, 0)

	edit(t, proofs, `validUntil: "2027-11-03"`, `validUntil: "2026-05-31"`)
	r.commit("Renew later")
	t.Chdir(dir) // as in CI: paths are relative to the repository
	p := isms(t, "assess", "-f", "evidence", "--base", "git:main", "-o", "sarif").must(t, exitFindings)
	var log sarifLog
	if err := json.Unmarshal([]byte(p.out), &log); err != nil {
		t.Fatal(err)
	}
	want := 0
	for i, line := range strings.Split(content(t, proofs), "\n") {
		if strings.Contains(line, `validUntil: "2026-05-31"`) {
			want = i + 1
		}
	}
	annotated := false
	for _, result := range log.Runs[0].Results {
		if result.BaselineState != "" && result.BaselineState != "new" {
			continue
		}
		at := result.Locations[0].PhysicalLocation
		if strings.Contains(result.RuleID, "P2-07") && at.ArtifactLocation.URI == "evidence/competencyrecord.yaml" && at.Region.StartLine == want {
			annotated = true
		}
	}
	if !annotated {
		t.Errorf("line %d of evidence/competencyrecord.yaml is not annotated:\n%s", want, p.out)
	}

	// The same from a folder below, where the repository is above.
	t.Chdir(evidence)
	if p := isms(t, "assess", "-f", ".", "--base", "git:main").must(t, exitFindings); !strings.Contains(p.out, "P2-07 CertificationExpired") {
		t.Errorf("from below:\n%s", p.out)
	}
	// A hook of git names its repository in the environment.
	t.Setenv("GIT_DIR", "nothing-here")
	isms(t, "assess", "-f", ".", "--base", "git:main").must(t, exitFindings)
	if err := os.Unsetenv("GIT_DIR"); err != nil {
		t.Fatal(err)
	}
	// What is not committed counts as well: it is the files that are judged.
	edit(t, proofs, `validUntil: "2026-05-31"`, `validUntil: "2027-11-03"`)
	isms(t, "assess", "-f", ".", "--base", "git:main").must(t, 0)
	isms(t, "assess", "-f", ".", "--base", "git:HEAD").must(t, 0)
}

// TestRemovedDocument has a branch remove a document that is named as evidence: the
// base still has it, so the change is what introduces the finding.
func TestRemovedDocument(t *testing.T) {
	dir := folder(t, map[string]string{
		"records/person.yaml":    strings.Replace(person, "spec: {", "spec: {evidence: [{name: contract, uri: ../documents/contract.txt}], ", 1),
		"documents/contract.txt": "signed\n",
	})
	r := newRepo(t, dir)
	records := filepath.Join(dir, "records")
	isms(t, "assess", "-f", records, "--base", "git:HEAD").must(t, 0)
	r.git("rm", "-q", "documents/contract.txt")
	p := isms(t, "assess", "-f", records, "--base", "git:HEAD", "--fail-on", "observation").must(t, exitFindings)
	if !strings.Contains(p.out, "contract") {
		t.Errorf("the document is gone, and nothing is shown:\n%s", p.out)
	}
}

// TestBaseRevisions are revisions that cannot be read, or hold something else.
func TestBaseRevisions(t *testing.T) {
	dir := folder(t, map[string]string{"records/a.yaml": person, "link/.keep": "", "other/b.yaml": licence})
	r := newRepo(t, dir)
	records := filepath.Join(dir, "records")
	for _, c := range []struct {
		why, file, base string
		says            string
	}{
		{"no such revision", records, "git:nowhere", "no such revision; fetch it first, as in git fetch origin nowhere"},
		{"an option is no revision", records, "git:--all", "no such revision"},
		{"a file is no revision", records, "git:HEAD:records/a.yaml", "no such revision"},
		{"in no repository", folder(t, map[string]string{"a.yaml": person}), "git:main", "is in no git repository"},
		{"no such folder", records, "nothing-here", `the path "nothing-here" does not exist`},
	} {
		if p := isms(t, "assess", "-f", c.file, "--base", c.base); p.code != exitUnusable || !strings.Contains(p.err, c.says) {
			t.Errorf("%s: exit code %d: %s", c.why, p.code, p.err)
		}
	}

	// A folder that the base does not have: all of it is introduced.
	writeTo(t, filepath.Join(dir, "new", "c.yaml"), strings.Replace(person, "name: ada", "name: eve", 1))
	p := isms(t, "assess", "-f", filepath.Join(dir, "new"), "--base", "git:main").must(t, exitFindings)
	if !strings.Contains(p.err, "has none of the files") {
		t.Error(p.err)
	}
	// Neither here nor there is anything to judge.
	isms(t, "assess", "-f", folder(t, map[string]string{"a.yaml": foreign}), "--base", t.TempDir()).must(t, exitUnusable)
	// A base of which a part cannot be judged says so, and excuses nothing.
	writeTo(t, filepath.Join(dir, "records", "bad.yaml"), broken)
	r.commit("Break it")
	if err := os.Remove(filepath.Join(dir, "records", "bad.yaml")); err != nil {
		t.Fatal(err)
	}
	if p = isms(t, "assess", "-f", records, "--base", "git:main").must(t, exitFindings); !strings.Contains(p.err, "bad.yaml") {
		t.Error(p.err)
	}
	// Links of the repository are followed, and lead nowhere but there.
	if err := os.Symlink(filepath.Join("..", "other", "b.yaml"), filepath.Join(dir, "link", "b.yaml")); err != nil {
		t.Fatal(err)
	}
	r.commit("Link")
	p = isms(t, "assess", "-f", filepath.Join(dir, "link"), "--base", "git:main").must(t, 0)
	if p.err != "" || strings.Contains(p.out, "Introduced") {
		t.Errorf("%s\n%s", p.err, p.out)
	}
	if err := os.Symlink("/etc/hostname", filepath.Join(dir, "link", "out.yaml")); err != nil {
		t.Fatal(err)
	}
	r.commit("Link to what is elsewhere")
	if err := os.Remove(filepath.Join(dir, "link", "out.yaml")); err != nil {
		t.Fatal(err)
	}
	if p = isms(t, "assess", "-f", filepath.Join(dir, "link"), "--base", "git:main").must(t, exitFindings); !strings.Contains(p.err, "out.yaml") {
		t.Error(p.err)
	}
}

// TestBaseThatCannotBeJudged: what a base lacks because it could not be judged is no
// excuse for a change that lacks it as well.
func TestBaseThatCannotBeJudged(t *testing.T) {
	before, after := copyOfSamples(t), copyOfSamples(t)
	people := content(t, filepath.Join(after, "person.yaml"))
	writeTo(t, filepath.Join(before, "person.yaml"), strings.Replace(people, "sourcing: Internal", "sourcing: Intern", 1))
	p := isms(t, "assess", "-f", after, "--base", before).must(t, 0)
	if !strings.Contains(p.err, "everything in the namespaces that it may be of counts as introduced") || !strings.Contains(p.out, "1 introduced, 0 resolved") {
		t.Errorf("a change that mends the base:\n%s\n%s", p.err, p.out)
	}
	_, rest, _ := strings.Cut(people, "\n---\n")
	writeTo(t, filepath.Join(after, "person.yaml"), rest)
	isms(t, "assess", "-f", after, "--base", before).must(t, exitFindings)
	isms(t, "assess", "-f", after, "--base", before, "-n", "acme").must(t, exitFindings)
}
