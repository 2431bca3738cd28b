package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const reviewer = `apiVersion: isms-operator.io/v1alpha1
kind: Person
metadata: {name: ada}
spec:
  sourcing: Internal
  engagedFrom: "2020-01-01"
  engagedUntil: "2026-06-30"
  accounts: [{name: github, system: github, kind: User, subject: ada}]
`

// owned is a repository with records, owners and rules of a branch.
func owned(t *testing.T, owners string) *repo {
	t.Helper()
	r := emptyRepo(t)
	r.write("evidence/people.yaml", reviewer)
	r.write("evidence/risks/fire.yaml", openRisk)
	if owners != "" {
		r.write(".github/CODEOWNERS", owners)
	}
	rules, err := os.ReadFile("../../internal/reviewers/testdata/ruleset.json")
	if err != nil {
		t.Fatal(err)
	}
	r.write("rules.json", string(rules))
	return r
}

// TestReviewers: files are found in CODEOWNERS by their names below the root of the repository,
// wherever it is called from and however they are named.
func TestReviewers(t *testing.T) {
	r := owned(t, "* @ada @acme/isms\n/evidence/risks/ @ada\n")
	type told struct {
		CodeOwners   string
		Observations []struct {
			Reason string
			Files  []struct{ File string }
		}
		Files []struct {
			File          string
			Records, Line int
			Owners        []struct {
				Name   string
				People []struct{ Name string }
			}
		}
	}
	tell := func(args ...string) (d told) {
		t.Helper()
		p := isms(t, append([]string{"reviewers", "-R", "-o", "json"}, args...)...).must(t, exitOK)
		if err := json.Unmarshal([]byte(p.out), &d); err != nil {
			t.Fatal(err)
		}
		return d
	}
	evidence := filepath.Join(r.dir, "evidence")
	d := tell("-f", evidence, "--branch-rules", filepath.Join(r.dir, "rules.json"))
	if len(d.Files) != 2 || d.Files[0].File != "evidence/people.yaml" || d.Files[0].Line != 1 || d.Files[1].File != "evidence/risks/fire.yaml" || d.Files[1].Line != 2 || d.CodeOwners != ".github/CODEOWNERS" {
		t.Errorf("told by %s: %+v", d.CodeOwners, d.Files)
	}
	if owner := d.Files[1].Owners[0]; owner.Name != "@ada" || len(owner.People) != 1 || owner.People[0].Name != "ada" || d.Files[1].Records != 1 {
		t.Errorf("%+v", d.Files[1])
	}
	reasons := ""
	for _, o := range d.Observations {
		reasons += o.Reason + " "
	}
	if reasons != "RulesBypassed SingleOwner TeamNotOnRecord " {
		t.Errorf("told %s", reasons)
	}
	t.Chdir(evidence) // from below, and by a link from elsewhere
	if below := tell("-f", ".", "--branch-rules", "../rules.json"); len(below.Files) != 2 || below.Files[1].File != "evidence/risks/fire.yaml" || len(below.Observations) != len(d.Observations) {
		t.Errorf("from below: %+v", below)
	}
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(evidence, link); err != nil {
		t.Fatal(err)
	}
	if linked := tell("-f", link); len(linked.Files) != 2 || linked.Files[0].File != "evidence/people.yaml" {
		t.Errorf("by a link: %+v", linked)
	}
}

// TestReviewersOfADay: who leaves is an owner on the last day, and not on the day after; it makes
// the exit code 1 where somebody asks for that.
func TestReviewersOfADay(t *testing.T) {
	r := owned(t, "* @ada\n")
	for day, says := range map[string]string{
		"2026-06-29": "ada is the only owner", "2026-06-30": "ada is the only owner", "2026-07-01": "No owner that .github/CODEOWNERS:1 names is left: ada (left on 2026-06-30)",
	} {
		args := []string{"reviewers", "-R", "-f", filepath.Join(r.dir, "evidence"), "--as-of", day}
		if p := isms(t, args...).must(t, exitOK); !strings.Contains(p.out, says) {
			t.Errorf("%s: %q is missing in\n%s", day, says, p.out)
		}
		isms(t, append(args, "--fail-on", "observation")...).must(t, exitFindings)
	}
}

// TestReviewersSayWhatIsWrong: what cannot be told is refused, with file and line, and what helps.
func TestReviewersSayWhatIsWrong(t *testing.T) {
	r := owned(t, "* @ada\n")
	r.write("bad.json", "{\"rules\": 1}\n")
	r.write("page.html", "<!DOCTYPE html>\n<title>Not found</title>\n")
	r.write("utf16.json", "\xff\xfe{\x00}\x00")
	r.write("sections", "[Records]\n* @ada\n")
	r.write("CODEOWNERS", "* @ben\n")
	loose := folder(t, map[string]string{"a.yaml": person})
	for _, tc := range []struct {
		why, says string
		args      []string
	}{
		{"no files", "name those with records with -f", nil},
		{"standard input", "standard input has none", []string{"-f", "-"}},
		{"no repository", "name the file of owners with --codeowners", []string{"-f", loose}},
		{"no such folder", "does not exist", []string{"-f", filepath.Join(loose, "none")}},
		{"a folder of owners", "is a folder; name a CODEOWNERS file", []string{"-f", filepath.Join(r.dir, "evidence"), "--codeowners", r.dir}},
		{"a folder of rules", "is a folder; write the answer of gh api", []string{"-f", filepath.Join(r.dir, "evidence"), "--branch-rules", r.dir}},
		{"a page instead of rules", "page.html:1: not JSON: invalid character '<'", []string{"-f", filepath.Join(r.dir, "evidence"), "--branch-rules", filepath.Join(r.dir, "page.html")}},
		{"a page instead of owners", "page.html:1: unexpected character '<'", []string{"-f", filepath.Join(r.dir, "evidence"), "--codeowners", filepath.Join(r.dir, "page.html")}},
		{"rules of PowerShell", "utf16.json:1: it is no text in UTF-8", []string{"-f", filepath.Join(r.dir, "evidence"), "--branch-rules", filepath.Join(r.dir, "utf16.json")}},
		{"no such file of owners", "--codeowners: open", []string{"-f", filepath.Join(r.dir, "evidence"), "--codeowners", filepath.Join(r.dir, "none")}},
		{"sections of GitLab", "sections:1: sections of GitLab are not read", []string{"-f", filepath.Join(r.dir, "evidence"), "--codeowners", filepath.Join(r.dir, "sections")}},
		{"no such rules", "--branch-rules: open", []string{"-f", filepath.Join(r.dir, "evidence"), "--branch-rules", "none.json"}},
		{"rules that are none", "bad.json:1: rules is of the type number; it has to be a list", []string{"-f", filepath.Join(r.dir, "evidence"), "--branch-rules", filepath.Join(r.dir, "bad.json")}},
		{"a word that is none", "--fail-on", []string{"-f", filepath.Join(r.dir, "evidence"), "--fail-on", "minor"}},
	} {
		if p := isms(t, append([]string{"reviewers", "-R"}, tc.args...)...).must(t, exitUnusable); !strings.Contains(p.err, tc.says) {
			t.Errorf("%s: %q is missing in %s", tc.why, tc.says, p.err)
		}
	}
	if p := isms(t, "reviewers", "-R", "-f", filepath.Join(r.dir, "evidence")).must(t, exitOK); !strings.Contains(p.err, "CODEOWNERS is not read, because .github/CODEOWNERS is there") || !strings.Contains(p.out, "By .github/CODEOWNERS") {
		t.Errorf("which of two counts is not told: %s", p.err)
	}
	r.write("evidence/broken.yaml", "a: [\n")
	if p := isms(t, "reviewers", "-R", "-f", filepath.Join(r.dir, "evidence")).must(t, exitUnusable); !strings.Contains(p.out, "broken.yaml") {
		t.Errorf("a file that cannot be read is not told:\n%s", p.out)
	}
}

// TestReviewersWithoutOwners: without CODEOWNERS nobody is asked, which is told once.
func TestReviewersWithoutOwners(t *testing.T) {
	r := owned(t, "")
	p := isms(t, "reviewers", "-R", "-f", filepath.Join(r.dir, "evidence")).must(t, exitOK)
	if strings.Count(p.out, "NoCodeOwners") != 1 || strings.Contains(p.out, "NoOwner") || !strings.Contains(p.out, "evidence/people.yaml") {
		t.Errorf("told as\n%s", p.out)
	}
}

// TestReviewersWithoutRepository: where the file of owners is named, no repository is asked for; names
// are those below the folder that the file is of, or below that of the call.
func TestReviewersWithoutRepository(t *testing.T) {
	const owners = "/evidence/ @ada\n/.github/ @ada\n/CODEOWNERS @ada\n"
	dir := folder(t, map[string]string{
		"evidence/people.yaml": reviewer, ".github/CODEOWNERS": owners, "CODEOWNERS": owners, "elsewhere/owners": owners, "docs/CODEOWNERS": "/evidence/ @ada\n",
	})
	for _, tc := range []struct {
		why, from, evidence, owners, root string
	}{
		{"in the root", "", filepath.Join(dir, "evidence"), filepath.Join(dir, "CODEOWNERS"), dir},
		{"in .github", "", filepath.Join(dir, "evidence"), filepath.Join(dir, ".github/CODEOWNERS"), dir},
		{"in docs, of which no line is", "", filepath.Join(dir, "evidence"), filepath.Join(dir, "docs/CODEOWNERS"), dir},
		{"elsewhere, and called from the root", dir, "evidence", "elsewhere/owners", dir},
		{"elsewhere, and called from elsewhere", filepath.Join(dir, "elsewhere"), filepath.Join(dir, "evidence"), "owners", ""},
	} {
		t.Run(tc.why, func(t *testing.T) {
			if tc.from != "" {
				t.Chdir(tc.from)
			}
			p := isms(t, "reviewers", "-f", tc.evidence, "--codeowners", tc.owners, "-o", "csv")
			if tc.root == "" {
				if p.must(t, exitUnusable); !strings.Contains(p.err, "put that where the root of the repository would be, or call from there") {
					t.Error(p.err)
				}
				return
			}
			p.must(t, exitOK)
			if !strings.Contains(p.out, `"file","","evidence/people.yaml","1","1","'@ada","ada"`) || !strings.Contains(p.err, "held against names of files below "+tc.root) {
				t.Errorf("%s\n%s", p.out, p.err)
			}
			if unowned := strings.Contains(p.out, "CodeOwnersUnowned"); unowned != strings.HasPrefix(tc.why, "in docs") {
				t.Errorf("the file of owners has none: %t\n%s", unowned, p.out)
			}
		})
	}
}
