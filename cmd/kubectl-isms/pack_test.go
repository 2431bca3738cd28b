package main

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// recordsRepo is a repository with records, a document, and a history.
func recordsRepo(t *testing.T) *repo {
	t.Helper()
	dir := folder(t, map[string]string{
		"isms/ada.yaml":          strings.Replace(person, "spec: {", "spec: {evidence: [{name: contract, uri: ../documents/contract.txt}], ", 1),
		"documents/contract.txt": "signed\n",
	})
	r := newRepo(t, dir)
	writeTo(t, filepath.Join(dir, "isms", "tool.yaml"), licence)
	r.commit("Record a tool")
	return r
}

// packOf makes a pack and returns its bytes.
func packOf(t *testing.T, args ...string) []byte { t.Helper(); return packEnding(t, 0, args...) }

// packEnding is packOf with another exit code.
func packEnding(t *testing.T, code int, args ...string) []byte {
	t.Helper()
	file := filepath.Join(t.TempDir(), "pack.zip")
	isms(t, append([]string{"report", "-o", "zip=" + file}, args...)...).must(t, code)
	return []byte(content(t, file))
}

// entryOf is an entry of a pack.
func entryOf(t *testing.T, data []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	text, err := fs.ReadFile(z, name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestPackIsOneFile(t *testing.T) {
	r := recordsRepo(t)
	of := func(dir string, more ...string) []byte {
		return packOf(t, append([]string{"-f", filepath.Join(dir, "isms"), "--as-of", samplesDay, "--since", "2020-01-01"}, more...)...)
	}
	want := of(r.dir)

	// Another folder, another user, another time zone.
	clone := filepath.Join(t.TempDir(), "elsewhere", "clone")
	r.git("clone", "-q", r.dir, clone)
	other := &repo{t, clone}
	other.git("config", "user.name", "Ben")
	local := time.Local
	time.Local = time.FixedZone("far away", 13*60*60)
	t.Cleanup(func() { time.Local = local })
	t.Setenv("TZ", "Pacific/Auckland")
	if !bytes.Equal(want, of(clone)) {
		t.Error("a clone in another time zone gives another pack")
	}
	// From a folder below, and by the names of the files in another order.
	t.Chdir(filepath.Join(r.dir, "isms"))
	byName := packOf(t, "-f", "tool.yaml", "-f", "ada.yaml", "--as-of", samplesDay, "--since", "2020-01-01")
	if !bytes.Equal(byName, packOf(t, "-f", "ada.yaml,tool.yaml", "--as-of", samplesDay, "--since", "2020-01-01")) {
		t.Error("the order of -f changes the pack")
	}
	// Later, when there is more.
	commit := revision(t, r)
	writeTo(t, filepath.Join(r.dir, "isms", "eve.yaml"), strings.Replace(person, "name: ada", "name: eve", 1))
	r.commit("Record somebody else")
	if !bytes.Equal(want, of(r.dir, "--revision", commit)) {
		t.Error("a pack of a commit differs from the one that was made at it")
	}
	if bytes.Equal(want, of(r.dir)) {
		t.Error("a pack of what is there now is the one of before")
	}
	// And with what is not committed, which is told and is not in it.
	writeTo(t, filepath.Join(r.dir, "isms", "ada.yaml"), person)
	file := filepath.Join(t.TempDir(), "pack.zip")
	p := isms(t, "report", "-f", filepath.Join(r.dir, "isms"), "--as-of", samplesDay, "--since", "2020-01-01", "--revision", commit, "-o", "zip="+file).must(t, 0)
	if !strings.Contains(p.err, "changes that are not committed are not in it") || content(t, file) != string(want) {
		t.Error(p.err)
	}
}

// revision is the ID of the commit that a repository is at.
func revision(t *testing.T, r *repo) string {
	t.Helper()
	out, err := exec.Command("git", "-C", r.dir, "rev-parse", "HEAD").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

func TestVerify(t *testing.T) {
	r := recordsRepo(t)
	file := filepath.Join(t.TempDir(), "pack.zip")
	isms(t, "report", "-f", filepath.Join(r.dir, "isms"), "--as-of", samplesDay, "-o", "zip="+file).must(t, 0)
	p := isms(t, "verify", file, "--repository", r.dir).must(t, 0)
	if strings.Count(p.out, "equal ") != 5 || strings.Contains(p.out, "NOT EQUAL") {
		t.Error(p.out)
	}
	good := content(t, file)
	writeTo(t, file, strings.Replace(good, "signed\n", "forged\n", 1))
	if p = isms(t, "verify", file).must(t, exitUnusable); !strings.Contains(p.err, "contract.txt") {
		t.Error(p.err)
	}
	writeTo(t, file, good)
	if p = isms(t, "verify", file, "--repository", newRepo(t, folder(t, map[string]string{"a": "b"})).dir).must(t, exitUnusable); !strings.Contains(p.err, "the repository has no such revision") {
		t.Error(p.err)
	}
	for why, args := range map[string][]string{
		"no pack": {}, "two packs": {file, file}, "not there": {file + "x"}, "a folder": {r.dir}, "no repository": {file, "--repository", t.TempDir()},
		"another file": {filepath.Join(r.dir, "isms", "ada.yaml")},
	} {
		if p := isms(t, append([]string{"verify"}, args...)...); p.code != exitUnusable || p.err == "" {
			t.Errorf("%s: exit code %d: %s", why, p.code, p.err)
		}
	}
}

func TestPackOfNoRevision(t *testing.T) {
	r := recordsRepo(t)
	records := filepath.Join(r.dir, "isms")
	shallow := filepath.Join(t.TempDir(), "shallow")
	r.git("clone", "-q", "--depth", "1", "file://"+r.dir, shallow)
	empty := folder(t, map[string]string{"isms/ada.yaml": person})
	for _, c := range []struct {
		why  string
		args []string
		says string
	}{
		{"a cluster", nil, "made of files at a revision of a Git repository; name them with -f"},
		{"a stream", []string{"-f", "-"}, "standard input has no revision"},
		{"no repository", []string{"-f", empty}, "is in no git repository"},
		{"no such revision", []string{"-f", records, "--revision", "nowhere"}, "no such revision"},
		{"an option", []string{"-f", records, "--revision", "--all"}, "no such revision"},
		{"before the records were there", []string{"-f", filepath.Join(records, "tool.yaml"), "--revision", "HEAD~1"}, "has not all of the files"},
		{"a period that ends before it begins", []string{"-f", records, "--as-of", samplesDay, "--since", "2026-06-02"}, "is after the day"},
		{"a history that is cut off", []string{"-f", filepath.Join(shallow, "isms")}, "git fetch --unshallow"},
	} {
		p := isms(t, append([]string{"report", "-o", "zip=" + filepath.Join(t.TempDir(), "pack.zip")}, c.args...)...)
		if p.code != exitUnusable || !strings.Contains(p.err, c.says) {
			t.Errorf("%s: exit code %d: %s", c.why, p.code, p.err)
		}
	}
}

// TestPackTellsWhoChangedWhat: each change of a record, by whom and when, and none of what is
// no record.
func TestPackTellsWhoChangedWhat(t *testing.T) {
	r := &repo{t, t.TempDir()}
	at := func(day, author string) {
		t.Setenv("GIT_COMMITTER_DATE", day+"T12:00:00Z")
		t.Setenv("GIT_AUTHOR_DATE", day+"T12:00:00Z")
		t.Setenv("GIT_AUTHOR_NAME", author)
	}
	file := func(name string) string { return filepath.Join(r.dir, name) }
	at("2024-01-01", "Ada")
	writeTo(t, file("isms/people.yaml"), person)
	r = newRepo(t, r.dir)
	at("2026-01-01", "=Ben")
	writeTo(t, file("isms/tool.yaml"), licence)
	writeTo(t, file("notes.yaml"), licence)
	r.commit("Record a tool")
	at("2026-01-02", "Ben")
	writeTo(t, file("isms/people.yaml"), "# a comment\n"+person)
	r.commit("Comment")
	at("2026-01-03", "Carla")
	writeTo(t, file("isms/people.yaml"), strings.Replace(person, "Internal", "External", 1))
	r.git("mv", "isms/tool.yaml", "isms/licence.yaml")
	r.commit("Hire from outside")
	at("2026-01-04", "Carla")
	writeTo(t, file("isms/people.yaml"), strings.Replace(person, "Internal", "Nonsense", 1))
	r.git("rm", "-q", "isms/licence.yaml")
	r.commit("Break it")

	var have []string
	rows, err := csv.NewReader(strings.NewReader(entryOf(t, packEnding(t, exitUnusable, "-f", file("isms"), "--as-of", samplesDay), "changes.csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		have = append(have, strings.Join([]string{row[0], row[2], row[3], row[4], row[6], row[7], row[9]}, " "))
	}
	want := []string{
		"2026-01-04 Carla changed, not judged Person ada isms/people.yaml Break it",
		"2026-01-04 Carla removed ToolLicense scanner isms/licence.yaml Break it",
		"2026-01-03 Carla changed Person ada isms/people.yaml Hire from outside",
		"2026-01-03 Carla moved ToolLicense scanner isms/licence.yaml Hire from outside",
		"2026-01-01 '=Ben added ToolLicense scanner isms/tool.yaml Record a tool",
	}
	if strings.Join(have, "\n") != strings.Join(want, "\n") {
		t.Errorf("have\n%s\nwant\n%s", strings.Join(have, "\n"), strings.Join(want, "\n"))
	}
}

// TestGuideOfThePack runs what VERIFY.md shows, with what every system has.
func TestGuideOfThePack(t *testing.T) {
	for _, tool := range []string{"bash", "unzip", "sha256sum", "openssl", "ssh-keygen"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("SKIPPED: what VERIFY.md shows is not run, because %s is not installed", tool)
		}
	}
	r := recordsRepo(t)
	dir := t.TempDir()
	writeTo(t, filepath.Join(dir, "pack.zip"), string(packOf(t, "-f", filepath.Join(r.dir, "isms"), "--as-of", samplesDay)))
	run := func(script string) string {
		cmd := exec.Command("bash", "-euc", script)
		cmd.Dir, cmd.Env = filepath.Join(dir, "pack"), append(os.Environ(), "REPOSITORY="+r.dir, "HOME="+dir)
		out, err := cmd.CombinedOutput()
		if err != nil {
			out = append(out, err.Error()...)
		}
		return string(out)
	}
	if err := os.Mkdir(filepath.Join(dir, "pack"), 0o755); err != nil {
		t.Fatal(err)
	}
	if said := run("unzip -q ../pack.zip"); said != "" {
		t.Fatal(said)
	}
	var blocks []string
	for i, part := range strings.Split(content(t, filepath.Join(dir, "pack", "VERIFY.md")), "```") {
		if i%2 == 1 {
			blocks = append(blocks, strings.TrimPrefix(part, "sh\n"))
		}
	}
	if len(blocks) != 8 {
		t.Fatalf("%d blocks", len(blocks))
	}
	sums, beyond, subjects, sign, check, records := blocks[0], blocks[1], blocks[2], blocks[3], blocks[4], blocks[5]
	for what, script := range map[string]string{"sums": sums, "beyond": beyond, "records": records} {
		if said := run(script); said != "" {
			t.Errorf("%s: %s", what, said)
		}
	}
	if said := run(subjects); said != "1\n" {
		t.Errorf("subjects: %s", said)
	}
	// Signed and checked, with the tools that are there.
	without := func(script string) (kept string) {
		for line := range strings.Lines(script) {
			if !strings.HasPrefix(line, "cosign") {
				kept += line
			}
		}
		return kept
	}
	if said := run("mkdir -p ~/.ssh; ssh-keygen -q -t ed25519 -N '' -f ~/.ssh/id_ed25519; openssl ecparam -name prime256v1 -genkey -noout -out key.pem 2>/dev/null\n" +
		"openssl ec -in key.pem -pubout -out public.pem 2>/dev/null\ncp ~/.ssh/id_ed25519.pub .\n" + without(sign) + "\n" + without(check) + "\nrm key.pem public.pem id_ed25519.pub\n" + beyond); strings.Count(said, "Good \"isms-pack\" signature") != 1 || !strings.HasSuffix(said, "Verified OK\n") {
		t.Error(said)
	}
	if said := run("mv evidence/documents ..; " + records + "mv ../documents evidence"); said != "" {
		t.Errorf("a pack without documents: %s", said)
	}
	// What is changed is found.
	if said := run("echo more >>manifests/isms/ada.yaml; " + sums); !strings.Contains(said, "FAILED") {
		t.Errorf("a changed record: %s", said)
	}
	if said := run(records); !strings.Contains(said, "not the same: manifests/isms/ada.yaml") {
		t.Errorf("a changed record: %s", said)
	}
	if said := run("touch more.txt; " + beyond); !strings.Contains(said, "more.txt") {
		t.Errorf("a file more: %s", said)
	}
}
