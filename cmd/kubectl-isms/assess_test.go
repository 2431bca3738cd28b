package main

import (
	"encoding/json"
	"flag"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/isms-operator/isms-operator/test/scenarios"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// here is the folder of the package, which tests may leave.
var here, _ = os.Getwd()

// golden compares with a file below testdata.
func golden(t *testing.T, name, have string) {
	t.Helper()
	path := filepath.Join(here, "testdata", name)
	if *update {
		writeTo(t, path, have)
	}
	if want := content(t, path); have != want {
		t.Errorf("it differs from %s; review it, then run with -update\n%s", path, have)
	}
}

const (
	person  = "apiVersion: isms-operator.io/v1alpha1\nkind: Person\nmetadata: {name: ada}\nspec: {sourcing: Internal, engagedFrom: \"2020-01-01\"}\n"
	licence = "apiVersion: isms-operator.io/v1alpha1\nkind: ToolLicense\nmetadata:\n  name: scanner\nspec:\n  product: Scanner\n  term:\n    start: \"2026-01-01\"\n    end: \"2026-12-31\"\n"
	foreign = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: other}\n"
	broken  = "apiVersion: isms-operator.io/v1alpha1\nkind: Person\nmetadata: {name: bob}\nspec: {sourcing: Nowhere}\n"
)

// TestExitCodes is what scripts rely on.
func TestExitCodes(t *testing.T) {
	bad := folder(t, map[string]string{"a.yaml": person + "---\n" + broken})
	for _, c := range []struct {
		why  string
		args []string
		code int
		says string
	}{
		{"the samples conform on their day", []string{"-f", samples}, 0, ""},
		{"an observation is below minor", []string{"-f", samples, "--fail-on", "minor"}, 0, ""},
		{"an observation is asked for", []string{"-f", samples, "--fail-on", "observation"}, exitFindings, ""},
		{"minors are below major", []string{"-f", samples, "--as-of", "2026-06-20", "--fail-on", "major"}, 0, ""},
		{"minors are not below minor", []string{"-f", samples, "--as-of", "2026-06-20"}, exitFindings, ""},
		{"nothing fails", []string{"-f", samples, "--as-of", "2100-01-01", "--fail-on", "never"}, 0, ""},
		{"unknown is never a pass", []string{"-f", folder(t, map[string]string{"a.yaml": unknownOnly})}, exitFindings, ""},
		{"what could not be judged wins over findings", []string{"-f", bad}, exitUnusable, ""},
		{"and over never", []string{"-f", bad, "--fail-on", "never"}, exitUnusable, ""},
		{"an empty folder is no pass", []string{"-f", t.TempDir()}, exitUnusable, "nothing can be judged"},
		{"nor are files of others", []string{"-f", folder(t, map[string]string{"a.yaml": foreign})}, exitUnusable, "documents: 1, the first a ConfigMap of v1"},
		{"nor is a list of anything", []string{"-f", folder(t, map[string]string{"a.yaml": "- a\n"})}, exitUnusable, "documents: 1, the first an object or a list without kind"},
		{"a folder to write to that is not there", []string{"-f", samples, "-o", "json=not/there.json"}, exitUnusable, "write not/there.json: a file cannot be made in its folder: no such file or directory"},
		{"an empty -f does not mean the cluster", []string{"-f", ""}, exitUnusable, "-f is empty"},
		{"a path that is not there", []string{"-f", "nothing-here"}, exitUnusable, `the path "nothing-here" does not exist`},
		{"an address", []string{"-f", "https://example.org/a.yaml"}, exitUnusable, "curl -fsSL"},
		{"an argument in the place of -f", []string{samples}, exitUnusable, "name files and folders with -f"},
		{"an unknown flag", []string{"--fail-onn", "minor"}, exitUnusable, "did you mean --fail-on?"},
		{"an unknown threshold", []string{"-f", samples, "--fail-on", "majr"}, exitUnusable, `did you mean "major"?`},
		{"an unknown format", []string{"-f", samples, "-o", "sarf"}, exitUnusable, `did you mean "sarif"?`},
		{"an unknown colour", []string{"-f", samples, "--color", "sometimes"}, exitUnusable, "auto, always, never"},
		{"a format without its file", []string{"-f", samples, "-o", "sarif="}, exitUnusable, "names no file"},
		{"two formats for one file", []string{"-f", samples, "-o", "sarif=out", "-o", "junit=./out"}, exitUnusable, "name one file"},
		{"two formats for one output", []string{"-f", samples, "-o", "json", "-o", "table"}, exitUnusable, "only one format"},
		{"a day that does not exist", []string{"-f", samples, "--as-of", "2026-02-29"}, exitUnusable, "is not a day that exists"},
		{"a day written otherwise", []string{"-f", samples, "--as-of", "1.3.2026"}, exitUnusable, "year-month-day"},
		{"all namespaces of files", []string{"-f", samples, "-A"}, exitUnusable, "every namespace of the files is judged"},
		{"a base without files", []string{"--base", "git:main"}, exitUnusable, "name them with -f"},
		{"a base without a revision", []string{"-f", samples, "--base", "git:"}, exitUnusable, "names no revision"},
		{"a base of standard input", []string{"-f", "-", "--base", "git:main"}, exitUnusable, "has no history"},
	} {
		p := isms(t, append([]string{"assess"}, c.args...)...)
		if p.code != c.code || !strings.Contains(p.err, c.says) || (c.says == "" && p.err != "") {
			t.Errorf("%s: exit code %d, want %d; it says %q, want %q", c.why, p.code, c.code, p.err, c.says)
		}
	}
}

// unknownOnly is a register whose worst finding is unknown: it has a phase in which
// little is asked.
const unknownOnly = person

// TestOrderAndZoneDoNotMatter: the output is a function of files and day.
func TestOrderAndZoneDoNotMatter(t *testing.T) {
	names, err := filepath.Glob(filepath.Join(samples, "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	local := time.Local
	defer func() { time.Local = local }()
	for _, format := range []string{"table", "wide", "json", "yaml", "sarif", "junit", "markdown", "openreports"} {
		want := ""
		for _, zone := range []string{"UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"} {
			if time.Local, err = time.LoadLocation(zone); err != nil {
				t.Fatal(err)
			}
			rand.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
			args := []string{"assess", "-o", format, "--fail-on", "never", "--as-of", "2026-12-31"}
			for _, name := range names {
				args = append(args, "-f", name)
			}
			p := isms(t, append(args, "-f", names[0])...).must(t, 0)
			if want == "" {
				want = p.out
			}
			if p.out != want {
				t.Errorf("-o %s in %s and another order says something else", format, zone)
			}
		}
	}
}

// TestTodayIsUTC: without --as-of the day is that of UTC, whatever the zone of the user.
func TestTodayIsUTC(t *testing.T) {
	local := time.Local
	defer func() { time.Local = local }()
	time.Local = time.FixedZone("late", 14*60*60)
	p := plugin{today: "2026-02-28"}.run(t, "assess", "-f", samples, "-o", "json", "--fail-on", "never").must(t, 0)
	if day := parse(t, p.out).AsOf; day != "2026-02-28" {
		t.Errorf("judged %s", day)
	}
}

// TestDays behave far away, and on days that most years lack.
func TestDays(t *testing.T) {
	for _, c := range []struct{ day, why string }{
		{"1990-01-01", "long before any record"}, {"2100-12-31", "long after"}, {"2028-02-29", "a leap day"},
		{"0001-01-01", "the first day there is"}, {"9999-12-31", "the last"}, {"1969-12-31", "before the epoch"},
	} {
		p := isms(t, "assess", "-f", samples, "--as-of", c.day, "-o", "json", "--fail-on", "never")
		if p.code != 0 || strings.Contains(p.out, "InternalError") || parse(t, p.out).AsOf != c.day {
			t.Errorf("%s, %s: exit code %d %s", c.day, c.why, p.code, p.err)
		}
	}
}

// TestStoriesFromFiles has every story, read from files, say what the engine says.
func TestStoriesFromFiles(t *testing.T) {
	stories, err := scenarios.Load("../../test/scenarios")
	if err != nil {
		t.Fatal(err)
	}
	observed, err := scenarios.LoadObserved("../../test/scenarios")
	if err != nil || len(observed) < 5 {
		t.Fatal(len(observed), err)
	}
	for _, s := range append(stories, observed...) {
		args := []string{"assess", "-f", manifests(t, s.Records), "-n", s.Name, "--as-of", s.AsOf.String(), "-o", "json", "--fail-on", "never"}
		if s.Observation != nil {
			args = append(args, "--observations", filepath.Join("../../test/scenarios", s.Name, "observation.yaml"))
		}
		if s.Lifecycles != nil {
			args = append(args, "--lifecycles", filepath.Join("../../test/scenarios", s.Name, "lifecycles.json"))
		}
		p := isms(t, args...).must(t, 0)
		want := s.Judge()
		d := parse(t, p.out)
		if len(d.Namespaces) != 1 || d.Namespaces[0].Verdict != want.Rollup.Verdict || d.Namespaces[0].NextChangeOn != want.Until.String() {
			t.Errorf("%s: %.300s", s.Name, p.out)
			continue
		}
		var have, lines []string
		for _, f := range d.Namespaces[0].Findings {
			have = append(have, scenarios.Line(f.Rule, f.Reason, f.Grade, f.Message))
			if f.Record.Name != "" && f.File == "" {
				t.Errorf("%s: no place is told of %s on %s", s.Name, f.Rule, f.Record.Name)
			}
		}
		for _, f := range want.Rollup.Findings {
			lines = append(lines, scenarios.Line(f.Rule, f.Reason, f.Grade, f.Message))
		}
		if !slices.Equal(have, lines) {
			t.Errorf("%s:\n%q\n%q", s.Name, have, lines)
		}
	}
}

// TestProblemsDoNotHideTheRest: one bad record is told, and the others are judged.
func TestProblemsDoNotHideTheRest(t *testing.T) {
	dir := folder(t, map[string]string{"people.yaml": person + "---\n" + broken + "---\n" + foreign})
	p := isms(t, "assess", "-f", dir, "-o", "json").must(t, exitUnusable)
	d := parse(t, p.out)
	if len(d.Problems) != 1 || len(d.Namespaces) != 1 || len(d.Namespaces[0].Findings) == 0 {
		t.Fatal(p.out)
	}
	table := isms(t, "assess", "-f", dir).must(t, exitUnusable).out
	for _, want := range []string{"people.yaml:9:", "spec.sourcing", "Nowhere", "Internal"} {
		if !strings.Contains(table, want) {
			t.Errorf("the table does not say %q:\n%s", want, table)
		}
	}
	if strings.Contains(table, "ConfigMap") {
		t.Error("a foreign document is named unasked")
	}
	if table = isms(t, "assess", "-f", dir, "--show-foreign").out; !strings.Contains(table, "ConfigMap") {
		t.Errorf("--show-foreign does not name the ConfigMap:\n%s", table)
	}
}

// TestStandardInput reads what is piped in, once.
func TestStandardInput(t *testing.T) {
	p := plugin{stdin: person + "---\n" + licence}.run(t, "assess", "-f", "-", "-n", "isms", "-o", "json", "--fail-on", "never").must(t, 0)
	if d := parse(t, p.out); len(d.Namespaces) != 1 || d.Namespaces[0].Name != "isms" {
		t.Error(p.out)
	}
}

// TestRecursion reads folders as kubectl does: without -R only their own files.
func TestRecursion(t *testing.T) {
	dir := folder(t, map[string]string{"a.yaml": person, "below/b.yml": licence, "below/notes.txt": "no manifest"})
	for args, want := range map[string]string{"-f": `"records": 1,`, "-Rf": `"records": 2,`} {
		if p := isms(t, "assess", args, dir, "-o", "json", "--fail-on", "never").must(t, 0); !strings.Contains(p.out, want) {
			t.Errorf("%s: not %s in %.300s", args, want, p.out)
		}
	}
}

// TestOutputFiles writes several formats in one run, each as a whole.
func TestOutputFiles(t *testing.T) {
	dir := t.TempDir()
	sarif, junit := filepath.Join(dir, "a.sarif"), filepath.Join(dir, "a.xml")
	p := isms(t, "assess", "-f", samples, "-o", "table", "-o", "sarif="+sarif, "-o", "junit="+junit).must(t, 0)
	for name, have := range map[string]string{"sarif": content(t, sarif), "junit": content(t, junit)} {
		if want := isms(t, "assess", "-f", samples, "-o", name).must(t, 0).out; have != want {
			t.Errorf("the file of -o %s differs from what is written to standard output", name)
		}
	}
	if !strings.Contains(p.out, "Namespace default") {
		t.Error(p.out)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 2 {
		t.Errorf("%v is left, %v", left, err)
	}
	isms(t, "assess", "-f", samples, "-o", "json="+filepath.Join(dir, "no", "such", "folder")).must(t, exitUnusable)
}

// TestColors: not into pipes, but where it is asked for.
func TestColors(t *testing.T) {
	for _, c := range []struct {
		why  string
		args []string
		want bool
	}{
		{"a buffer is no terminal", nil, false},
		{"asked for", []string{"--color", "always"}, true},
		{"asked for, of a format for programs", []string{"--color", "always", "-o", "json"}, false},
		{"refused", []string{"--color", "never"}, false},
	} {
		p := isms(t, append([]string{"assess", "-f", samples}, c.args...)...).must(t, 0)
		if have := strings.Contains(p.out, "\x1b["); have != c.want {
			t.Errorf("%s: coloured %v", c.why, have)
		}
	}
}

// TestBaseFolder shows what a change introduces and resolves, and fails for that alone.
func TestBaseFolder(t *testing.T) {
	before, after := copyOfSamples(t), copyOfSamples(t)
	if p := isms(t, "assess", "-f", after, "--base", before, "--as-of", "2026-12-31").must(t, 0); strings.Contains(p.out, "P10-03") {
		t.Errorf("nothing was changed, and old findings are shown:\n%s", p.out)
	}
	edit(t, filepath.Join(after, "competencyrecord.yaml"), `validUntil: "2027-11-03"`, `validUntil: "2026-05-31"`)
	p := isms(t, "assess", "-f", after, "--base", before).must(t, exitFindings)
	if !strings.Contains(p.out, "P2-07 CertificationExpired") {
		t.Errorf("the lapse is not shown:\n%s", p.out)
	}
	isms(t, "assess", "-f", after, "--base", before, "--fail-on", "never").must(t, 0)
	p = isms(t, "assess", "-f", before, "--base", after, "-o", "json").must(t, 0)
	if !strings.Contains(p.out, "CertificationExpired") {
		t.Errorf("what the change resolves is not shown:\n%s", p.out)
	}
	if err := os.RemoveAll(after); err != nil {
		t.Fatal(err)
	}
	after = folder(t, map[string]string{"a.yaml": foreign})
	if p = isms(t, "assess", "-f", after, "--base", before).must(t, exitFindings); !strings.Contains(p.out, "NoTopManagement") {
		t.Errorf("the whole register was removed, and nothing is missed:\n%s", p.out)
	}
}

// TestHelp has examples on every command, and speaks of itself as kubectl does.
func TestHelp(t *testing.T) {
	e := environment()
	e.name = "kubectl-isms"
	root := newRoot(e)
	for _, c := range root.Commands() {
		if c.Name() == "help" || c.Name() == "completion" {
			continue
		}
		p := isms(t, c.Name(), "--help").must(t, 0)
		if c.Example == "" || c.Short == "" || !strings.Contains(p.out, "kubectl isms "+c.Name()) {
			t.Errorf("help of %s has no example, or another name:\n%s", c.Name(), p.out)
		}
	}
	if p := isms(t, "asess").must(t, exitUnusable); !strings.Contains(p.err, "assess") {
		t.Error(p.err)
	}
}

// TestSARIFIsTaken writes SARIF for files that are named in any way, and for a register
// without a ClauseAssessment: every place is a relative path, with a line.
func TestSARIFIsTaken(t *testing.T) {
	dir := folder(t, map[string]string{"evidence/a.yaml": licence, "below/.keep": ""})
	for _, tc := range []struct{ why, in, file, want string }{
		{"relative", ".", "evidence", "evidence/a.yaml"},
		{"absolute", ".", filepath.Join(dir, "evidence"), "evidence/a.yaml"},
		{"a way out and in again", "evidence", "../evidence/a.yaml", "a.yaml"},
		{"outside of the folder", "below", "../evidence/a.yaml", "no-file/"},
	} {
		t.Run(tc.why, func(t *testing.T) {
			t.Chdir(filepath.Join(dir, tc.in))
			p := isms(t, "assess", "-f", tc.file, "-o", "sarif").must(t, exitFindings)
			var log sarifLog
			if err := json.Unmarshal([]byte(p.out), &log); err != nil {
				t.Fatal(err)
			}
			for _, r := range log.Runs[0].Results {
				if len(r.Locations) != 1 || !strings.HasPrefix(r.Locations[0].PhysicalLocation.ArtifactLocation.URI, tc.want) || r.Locations[0].PhysicalLocation.Region.StartLine < 1 {
					t.Errorf("%s is at %+v, want %s", r.RuleID, r.Locations, tc.want)
				}
			}
			if len(log.Runs[0].Results) < 5 {
				t.Errorf("%d results", len(log.Runs[0].Results))
			}
		})
	}
}
