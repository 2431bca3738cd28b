package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// commitOn commits what there is, at noon of a day (UTC).
func (r *repo) commitOn(day, message string) {
	r.t.Helper()
	r.commitAt(day+"T12:00:00Z", day+"T12:00:00Z", message)
}

// commitAt commits what there is with the times of who wrote it and of who committed it.
func (r *repo) commitAt(author, committer, message string) {
	r.t.Helper()
	r.git("add", "-A")
	cmd := exec.Command("git", "-C", r.dir, "commit", "-q", "--allow-empty", "-m", message)
	cmd.Env = append(os.Environ(), "GIT_AUTHOR_DATE="+author, "GIT_COMMITTER_DATE="+committer)
	if out, err := cmd.CombinedOutput(); err != nil {
		r.t.Fatalf("git commit: %v\n%s", err, out)
	}
}

// emptyRepo is a repository without a commit.
func emptyRepo(t *testing.T) *repo {
	t.Helper()
	r := &repo{t, t.TempDir()}
	r.git("init", "-q", "-b", "main")
	r.git("config", "user.name", "Ada")
	r.git("config", "user.email", "ada@example.org")
	return r
}

func (r *repo) write(name, text string) {
	r.t.Helper()
	writeTo(r.t, filepath.Join(r.dir, name), text)
}

// ends is the licence until another day.
func ends(day string) string { return strings.Replace(licence, "2026-12-31", day, 1) }

// shownRegister makes a repository for the documentation, in which a licence lapses and is
// renewed late, a year before those of the other examples.
func shownRegister(t *testing.T, dir string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	r := &repo{t, dir}
	r.git("init", "-q", "-b", "main")
	r.git("config", "user.name", "Ada")
	r.git("config", "user.email", "ada@example.org")
	r.write("evidence/person.yaml", person)
	r.write("evidence/scanner.yaml", strings.NewReplacer("2026-12-31", "2025-03-31", "2026", "2025").Replace(licence))
	r.commitOn("2025-01-10", "Begin the register")
	r.write("evidence/scanner.yaml", strings.NewReplacer("2026-12-31", "2026-03-31", "2026-01-01", "2025-01-01").Replace(licence))
	r.commitOn("2025-04-20", "Renew the scanner")
}

// story is a repository in which a licence lapses, is renewed late, and a record is removed.
func story(t *testing.T) *repo {
	t.Helper()
	r := emptyRepo(t)
	r.write("evidence/person.yaml", person)
	r.write("evidence/scanner.yaml", ends("2026-03-31"))
	r.commitOn("2026-01-10", "Begin the register, see #12")
	r.write("readme.md", "Nothing of it is a record.\n")
	r.commitOn("2026-02-01", "Say what it is")
	r.write("evidence/scanner.yaml", ends("2027-03-31"))
	r.commitAt("2026-04-02T23:30:00-05:00", "2026-04-20T00:30:00+02:00", "Renew the scanner <script>|")
	if err := os.Remove(filepath.Join(r.dir, "evidence/person.yaml")); err != nil {
		t.Fatal(err)
	}
	r.commitOn("2026-05-04", "Remove a person")
	return r
}

func TestHistory(t *testing.T) {
	r := story(t)
	t.Chdir(r.dir)
	of := func(args ...string) plugin {
		return isms(t, append([]string{"history", "-f", "evidence", "--until", "2026-05-31"}, args...)...).must(t, 0)
	}
	golden(t, "history.txt", of().out)
	golden(t, "history.json", of("-o", "json").out)
	golden(t, "history.md", of("-o", "markdown").out)
	// The same from below, of the file alone, and of all.
	t.Chdir(filepath.Join(r.dir, "evidence"))
	if p := isms(t, "history", "-f", ".", "--until", "2026-05-31").must(t, 0); p.out != content(t, filepath.Join(here, "testdata", "history.txt")) {
		t.Errorf("from below it says something else:\n%s", p.out)
	}
	if p := isms(t, "history", "-f", "scanner.yaml", "--until", "2026-05-31").must(t, 0); strings.Contains(p.out, "Person") || !strings.Contains(p.out, "4 commits, of which 2 changed records") {
		t.Errorf("of one file:\n%s", p.out)
	}
}

// historyDoc is what "history -o json" writes.
type historyDoc struct {
	Commits, Changing int
	Notes             []struct{ Message string }
	Start             historyEntry
	Days              []historyEntry
}

type historyEntry struct {
	Day        string
	Commits    []struct{ Hash, Subject, AuthoredOn, CommittedOn string }
	Namespaces []struct {
		Name, Before, After string
		NotJudged           int
		Counts              api.FindingCounts
		ByDate, ByCommit    struct {
			Introduced, Resolved []jsonFinding
			Changes              struct{ Removed []any }
		}
	}
	Problems []map[string]any
}

func (r *repo) history(files []string, args ...string) (d historyDoc) {
	r.t.Helper()
	args = append(append([]string{"history", "-o", "json"}, args...), "-R")
	for _, f := range files {
		args = append(args, "-f", filepath.Join(r.dir, f))
	}
	if err := json.Unmarshal([]byte(isms(r.t, args...).must(r.t, 0).out), &d); err != nil {
		r.t.Fatal(err)
	}
	return d
}

func (d *historyDoc) notes() string {
	var all []string
	for _, n := range d.Notes {
		all = append(all, n.Message)
	}
	return strings.Join(all, "\n")
}

// subjects are the days and the commits that changed something on them.
func (d *historyDoc) subjects() string {
	var all []string
	for _, day := range append([]historyEntry{d.Start}, d.Days...) {
		for _, c := range day.Commits {
			all = append(all, day.Day+" "+c.Subject)
		}
	}
	return strings.Join(all, "\n")
}

// TestHistoryIsWhatAssessSays: each day that is told is what assess says of the files of that
// commit on that day, and the day before it is what the day before said.
func TestHistoryIsWhatAssessSays(t *testing.T) {
	r := story(t)
	d := r.history([]string{"evidence"})
	if len(d.Days) < 4 {
		t.Fatalf("%d days are told", len(d.Days))
	}
	head := ""
	for _, day := range append([]historyEntry{d.Start}, d.Days...) {
		if n := len(day.Commits); n > 0 {
			head = day.Commits[n-1].Hash
		}
		r.git("checkout", "-q", head)
		said := parse(t, isms(t, "assess", "-f", filepath.Join(r.dir, "evidence"), "--as-of", day.Day, "-o", "json", "--fail-on", "never").must(t, 0).out)
		if got, want := fmt.Sprint(day.Namespaces[0].After, day.Namespaces[0].Counts), fmt.Sprint(said.Namespaces[0].Verdict, said.Namespaces[0].Counts); got != want {
			t.Errorf("on %s history says %s, assess %s", day.Day, got, want)
		}
	}
	r.git("checkout", "-q", "main")
}

// TestHistoryOfOddRepositories are repositories that are not just one line of commits.
func TestHistoryOfOddRepositories(t *testing.T) {
	for _, tc := range []struct {
		why   string
		make  func(r *repo)
		files []string
		args  []string
		// commits that are told with their days, and what the notes say.
		commits, note string
	}{
		{
			why: "of a merge the side that was merged into counts, on its own day",
			make: func(r *repo) {
				r.write("e/a.yaml", person)
				r.commitOn("2026-01-10", "Begin")
				r.git("switch", "-q", "-c", "branch")
				r.write("e/b.yaml", licence)
				r.commitOn("2026-02-01", "On a branch")
				r.git("switch", "-q", "main")
				r.write("readme", "x")
				r.commitOn("2026-02-10", "Elsewhere")
				cmd := exec.Command("git", "-C", r.dir, "merge", "-q", "--no-ff", "-m", "Merge the branch", "branch")
				cmd.Env = append(os.Environ(), "GIT_AUTHOR_DATE=2026-03-01T12:00:00Z", "GIT_COMMITTER_DATE=2026-03-01T12:00:00Z")
				if out, err := cmd.CombinedOutput(); err != nil {
					r.t.Fatalf("%v: %s", err, out)
				}
			},
			files: []string{"e"}, commits: "2026-01-10 Begin\n2026-03-01 Merge the branch", note: "The repository begins on 2026-01-10",
		},
		{
			why: "files that were not there yet",
			make: func(r *repo) {
				r.write("readme", "x")
				r.commitOn("2025-01-10", "Before all")
				r.write("e/a.yaml", person)
				r.commitOn("2026-01-10", "Begin")
			},
			files: []string{"e"}, commits: "2026-01-10 Begin",
		},
		{
			why: "a folder that was renamed, by both of its names",
			make: func(r *repo) {
				r.write("old/a.yaml", person)
				r.commitOn("2026-01-10", "Begin")
				r.git("mv", "old", "new")
				r.commitOn("2026-02-10", "Rename")
				r.write("new/b.yaml", licence)
				r.commitOn("2026-03-10", "Go on")
			},
			files: []string{"old", "new"}, commits: "2026-01-10 Begin\n2026-03-10 Go on",
		},
		{
			why: "a folder that was renamed, by the name of now: it begins anew",
			make: func(r *repo) {
				r.write("old/a.yaml", person)
				r.commitOn("2026-01-10", "Begin")
				r.git("mv", "old", "new")
				r.commitOn("2026-02-10", "Rename")
			},
			files: []string{"new"}, commits: "2026-01-10 Begin\n2026-02-10 Rename",
		},
		{
			why: "names that git quotes",
			make: func(r *repo) {
				r.write("Prüfung 1/ä.yaml", person)
				r.commitOn("2026-01-10", "Begin")
				r.write("Prüfung 1/ö.yaml", licence)
				r.commitOn("2026-02-10", "Go on")
			},
			files: []string{"Prüfung 1"}, commits: "2026-01-10 Begin\n2026-02-10 Go on",
		},
		{
			why: "a clock that was behind",
			make: func(r *repo) {
				r.write("e/a.yaml", person)
				r.commitOn("2026-01-10", "Begin")
				r.commitOn("2026-02-10", "Nothing")
				r.write("e/b.yaml", licence)
				r.commitOn("2001-01-01", "A flat battery")
				r.commitOn("2026-03-10", "Nothing")
			},
			files: []string{"e"}, commits: "2026-01-10 Begin\n2026-02-10 A flat battery", note: "1 commit is dated out of order",
		},
		{
			why: "several commits of a day are one day, of the records after the last of them",
			make: func(r *repo) {
				r.write("e/a.yaml", person)
				r.commitOn("2026-01-10", "Begin")
				r.write("e/b.yaml", licence)
				r.commitOn("2026-02-10", "Add")
				r.write("readme", "x")
				r.commitOn("2026-02-10", "Elsewhere")
				r.write("e/b.yaml", ends("2026-02-01"))
				r.commitOn("2026-02-10", "Correct")
			},
			files: []string{"e"}, commits: "2026-01-10 Begin\n2026-02-10 Add\n2026-02-10 Correct",
		},
		{
			why: "a document that is named as evidence counts, wherever it is",
			make: func(r *repo) {
				r.write("e/a.yaml", strings.Replace(person, "spec: {", "spec: {evidence: [{name: contract, uri: ../papers/contract.txt}], ", 1))
				r.write("papers/contract.txt", "signed")
				r.commitOn("2026-01-10", "Begin")
				r.git("rm", "-q", "papers/contract.txt")
				r.commitOn("2026-02-10", "Tidy up")
			},
			files: []string{"e"}, commits: "2026-01-10 Begin\n2026-02-10 Tidy up",
		},
		{
			why: "what is not committed is not in it, and that is told",
			make: func(r *repo) {
				r.write("e/a.yaml", person)
				r.commitOn("2026-01-10", "Begin")
				r.write("e/a.yaml", licence)
				r.write("e/new.yaml", licence)
				r.write("elsewhere", "x")
			},
			files: []string{"e"}, commits: "2026-01-10 Begin", note: "2 files have changes that are not committed",
		},
		{
			why: "a start in the middle: what was before is how it begins",
			make: func(r *repo) {
				r.write("e/a.yaml", person)
				r.commitOn("2026-01-10", "Begin")
				r.write("e/b.yaml", licence)
				r.commitOn("2026-02-10", "Add")
				r.write("e/b.yaml", ends("2026-02-01"))
				r.commitOn("2026-03-10", "Correct")
			},
			files: []string{"e"}, args: []string{"--since", "2026-02-10", "--until", "2026-03-20"}, commits: "2026-03-10 Correct",
		},
		{
			why: "and an end",
			make: func(r *repo) {
				r.write("e/a.yaml", person)
				r.commitOn("2026-01-10", "Begin")
				r.write("e/b.yaml", licence)
				r.commitOn("2026-02-10", "Add")
			},
			files: []string{"e"}, args: []string{"--until", "2026-02-09"}, commits: "2026-01-10 Begin", note: "1 commit after 2026-02-09 not shown",
		},
	} {
		r := emptyRepo(t)
		tc.make(r)
		d := r.history(tc.files, tc.args...)
		if got := d.subjects(); got != tc.commits {
			t.Errorf("%s: %q, want %q", tc.why, got, tc.commits)
		}
		if !strings.Contains(d.notes(), tc.note) {
			t.Errorf("%s: the notes are %q, and %q is none", tc.why, d.notes(), tc.note)
		}
	}
}

// TestHistoryThatCannotBeRead: the day is shown with what could not be judged, and it goes on.
func TestHistoryThatCannotBeRead(t *testing.T) {
	r := emptyRepo(t)
	r.write("e/a.yaml", person)
	r.commitOn("2026-01-10", "Begin")
	r.write("e/b.yaml", "a: [\n")
	r.commitOn("2026-02-10", "Break it")
	r.write("e/b.yaml", licence)
	r.commitOn("2026-03-10", "Mend it")
	d := r.history([]string{"e"}, "--until", "2026-03-31")
	told := map[string]int{}
	for _, day := range d.Days {
		if len(day.Commits) > 0 {
			told[day.Commits[0].Subject] = day.Namespaces[0].NotJudged
			if (len(day.Problems) > 0) != (day.Commits[0].Subject == "Break it") {
				t.Errorf("%s: %d problems", day.Day, len(day.Problems))
			}
		}
	}
	if told["Break it"] != 1 || told["Mend it"] != 0 || len(told) != 2 {
		t.Errorf("not judged by commit: %v", told)
	}
	out := isms(t, "history", "-f", filepath.Join(r.dir, "e"), "--until", "2026-03-31").must(t, 0).out
	if !strings.Contains(out, "e/b.yaml") || !strings.Contains(out, "1 problem of the input: this could not be judged") {
		t.Errorf("what could not be judged is not told:\n%s", out)
	}
}

// TestHistoryOfAShallowClone says that it does not know what was before.
func TestHistoryOfAShallowClone(t *testing.T) {
	r := story(t)
	clone := filepath.Join(t.TempDir(), "clone")
	r.git("clone", "-q", "--depth", "2", "file://"+r.dir, clone)
	shallow := &repo{t, clone}
	d := shallow.history([]string{"evidence"})
	if !strings.Contains(d.notes(), "The clone is shallow: what was before 2026-04-19 is not known. Fetch it with: git fetch --unshallow") {
		t.Errorf("notes: %s", d.notes())
	}
	if d.Start.Day != "2026-04-19" || d.Commits != 2 {
		t.Errorf("it begins on %s with %d commits", d.Start.Day, d.Commits)
	}
}

// TestHistoryUsage are calls that cannot be meant.
func TestHistoryUsage(t *testing.T) {
	r := story(t)
	evidence := filepath.Join(r.dir, "evidence")
	for _, tc := range []struct {
		why  string
		args []string
		says string
	}{
		{"no file", nil, "-f is missing"},
		{"standard input", []string{"-f", "-"}, "standard input has no history"},
		{"no repository", []string{"-f", folder(t, map[string]string{"a.yaml": person})}, "is in no git repository"},
		{"no commit", []string{"-f", emptyRepo(t).dir}, "has no commit yet"},
		{"an end before the start", []string{"-f", evidence, "--since", "2026-02-01", "--until", "2026-01-01"}, "is before the start"},
		{"a day to come", []string{"-f", evidence, "--until", "2026-07-01"}, "is yet to come"},
		{"no record at any commit", []string{"-f", filepath.Join(r.dir, "readme.md")}, "there is no history"},
		{"never there", []string{"-f", filepath.Join(r.dir, "nothing")}, "there is no history"},
		{"in a folder that is not there", []string{"-f", filepath.Join(t.TempDir(), "a", "b")}, "is in no git repository"},
		{"an unknown format", []string{"-f", evidence, "-o", "sarif"}, "is not one of table, json, markdown"},
	} {
		p := isms(t, append([]string{"history"}, tc.args...)...)
		if p.code != exitUnusable || !strings.Contains(p.err, tc.says) {
			t.Errorf("%s: exit code %d: %s", tc.why, p.code, p.err)
		}
	}
}

// TestBusyHistory: commits that change nothing are not read, and no file is read twice.
func TestBusyHistory(t *testing.T) {
	dir := t.TempDir()
	busyRepository(t, dir, 20, 20)
	r := &repo{t, dir}
	for i := range 10 {
		r.write("readme", fmt.Sprint(i))
		r.commitOn("2027-01-01", "Nothing of a record")
	}
	p := plugin{today: "2027-02-01"}.run(t, "history", "-f", filepath.Join(dir, "evidence"), "--since", "2025-12-30", "-o", "json").must(t, 0)
	var d historyDoc
	if err := json.Unmarshal([]byte(p.out), &d); err != nil {
		t.Fatal(err)
	}
	if d.Commits != 30 || d.Changing != 20 {
		t.Errorf("%d commits, %d of them change records; want 30 and 20", d.Commits, d.Changing)
	}
}
