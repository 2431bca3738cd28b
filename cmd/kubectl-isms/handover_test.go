package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestLeaver: what is in the hands of somebody who leaves, in every format.
func TestLeaver(t *testing.T) {
	of := func(args ...string) plugin {
		return isms(t, append([]string{"worklist", "-f", samples, "--as-of", "2026-06-01", "--leaver"}, args...)...)
	}
	golden(t, "leaver.txt", of("anna-keller").must(t, 0).out)
	golden(t, "leaver.csv", of("iris-weber", "-o", "csv").must(t, 0).out)
	golden(t, "leaver.md", of("eva-moser", "-o", "markdown").must(t, 0).out)
	golden(t, "leaver.ics", of("anna-keller", "-o", "ics").must(t, 0).out)
	for _, tc := range []struct {
		why  string
		args []string
		says string
	}{
		{"nobody of that name", []string{"anna-kelle"}, `--leaver "anna-kelle" is no Person of the register, by metadata.name; nearest are: anna-keller`},
		{"a part of a name", []string{"keller"}, "nearest are: anna-keller"},
		{"an owner beside it", []string{"anna-keller", "--owner", "top-management"}, "leave --owner and --until out"},
		{"an unknown format", []string{"anna-keller", "-o", "sarif"}, "is not one of table, csv, xlsx, markdown, ics"},
	} {
		if p := of(tc.args...); p.code != exitUnusable || !strings.Contains(p.err, tc.says) {
			t.Errorf("%s: exit code %d: %s", tc.why, p.code, p.err)
		}
	}
	// What cannot be read may name them, too.
	dir := folder(t, map[string]string{"a.yaml": person + "---\n" + broken})
	for _, format := range []string{"table", "csv", "markdown", "ics"} {
		if p := isms(t, "worklist", "-f", dir, "--leaver", "ada", "-o", format).must(t, exitUnusable); !strings.Contains(p.out, "problem of the input") && !strings.Contains(p.out, "not all is listed") {
			t.Errorf("%s: nothing tells that a part could not be read:\n%s", format, p.out)
		}
	}
}

// TestHandover shows, refuses and writes a hand-over.
func TestHandover(t *testing.T) {
	dir := copyOfSamples(t)
	t.Chdir(dir)
	before := content(t, "securityrole.yaml")
	of := func(args ...string) plugin { return isms(t, append([]string{"handover", "-f", "."}, args...)...) }
	david := []string{"--from", "david-lang", "--to", "eva-moser", "--appointed-by", "anna-keller"}
	golden(t, "handover.txt", of(david...).must(t, exitFindings).out)
	p := of(append(david, "--write")...).must(t, exitFindings)
	if !strings.Contains(p.out, "Nothing was written, because it would introduce a major finding") || content(t, "securityrole.yaml") != before {
		t.Errorf("a hand-over that introduces a major finding was written:\n%s", p.out)
	}
	if p = of(append(david, "--write", "--allow-major")...).must(t, 0); !strings.Contains(p.out, "Written.") {
		t.Errorf("it was not written:\n%s", p.out)
	}
	after := content(t, "securityrole.yaml")
	for _, want := range []string{"# Every function that an ISMS must have", "      until: \"2026-05-31\"\n", "    - name: \"eva-moser\"\n      personRef:\n        name: \"eva-moser\"\n      capacity: Deputy\n      from: \"2026-06-01\"\n      appointedBy:\n"} {
		if !strings.Contains(after, want) {
			t.Errorf("the file does not have %q:\n%s", want, after)
		}
	}
	// Nothing else than what was shown has changed, line by line.
	if removed := minus(before, after); len(removed) != 0 {
		t.Errorf("lines are gone: %q", removed)
	}
	// There is nothing left to hand over, and it says so.
	if p = of(david...).must(t, 0); !strings.Contains(p.out, ": 0 changes,") || !strings.Contains(p.out, "There is nothing to write.") {
		t.Errorf("a second time there is something:\n%s", p.out)
	}
	// Who left holds nothing any more but history and accounts.
	p = isms(t, "worklist", "-f", ".", "--as-of", "2026-06-01", "--leaver", "david-lang").must(t, 0)
	if strings.Contains(p.out, "Assign a successor") || strings.Contains(p.out, "Name a new owner") || !strings.Contains(p.out, "Take back") {
		t.Errorf("something is still in their hands:\n%s", p.out)
	}
}

// minus are the lines of a text that another does not have.
func minus(a, b string) (gone []string) {
	have := map[string]int{}
	for line := range strings.Lines(b) {
		have[line]++
	}
	for line := range strings.Lines(a) {
		if have[line]--; have[line] < 0 {
			gone = append(gone, line)
		}
	}
	return gone
}

// TestHandoverOfEverybody hands over from one to the next, all around: whatever the samples
// say, what is written says what was planned, and nobody has anything open afterwards that an
// edit could have handed over.
func TestHandoverOfEverybody(t *testing.T) {
	dir := copyOfSamples(t)
	people := isms(t, "__complete", "handover", "-f", dir, "--from", "").must(t, 0).out
	names := strings.Fields(people[:strings.Index(people, ":")])
	if len(names) < 10 {
		t.Fatalf("the samples have %q", names)
	}
	for i, from := range names[:len(names)-1] {
		p := isms(t, "handover", "-f", dir, "--from", from, "--to", names[i+1], "--write", "--allow-major").must(t, 0)
		if !strings.Contains(p.out, "Written.") && !strings.Contains(p.out, ": 0 changes,") {
			t.Errorf("from %s to %s:\n%s", from, names[i+1], p.out)
		}
		if p = isms(t, "handover", "-f", dir, "--from", from, "--to", names[i+1]).must(t, 0); !strings.Contains(p.out, ": 0 changes,") {
			t.Errorf("from %s to %s there is something left:\n%s", from, names[i+1], p.out)
		}
	}
	isms(t, "assess", "-f", dir, "--fail-on", "never").must(t, 0)
}

const ben = "---\napiVersion: isms-operator.io/v1alpha1\nkind: Person\nmetadata: {name: ben}\nspec: {sourcing: Internal, engagedFrom: \"2020-01-01\"}\n"

// TestHandoverInOddYAML: however a record is written, it says afterwards what it should, or it
// is left to people with the reason, and the file is as it was.
func TestHandoverInOddYAML(t *testing.T) {
	head := "apiVersion: isms-operator.io/v1alpha1\nkind: SecurityRole\nmetadata: {name: r}\nspec:\n  title: R\n"
	owned := func(owner string) string {
		return "apiVersion: isms-operator.io/v1alpha1\nkind: SecurityObjective\nmetadata: {name: o}\nspec:\n" + owner + "  objective: Sleep well\n"
	}
	for _, tc := range []struct {
		why, record string
		// want is in the file afterwards; left is why it is left to people.
		want, left string
	}{
		{"lines", owned("  owner:\n    personRef:\n      name: ada # for now\n"), "      name: \"ben\" # for now\n", ""},
		{"quotes", owned("  owner:\n    personRef:\n      name: 'ada'\n"), "      name: \"ben\"\n", ""},
		{"braces", owned("  owner: {personRef: {name: ada}} # for now\n"), "  owner: {personRef: {name: \"ben\"}} # for now\n", ""},
		{"an anchor", owned("  owner:\n    personRef: &who\n      name: ada\n"), "name: ada", "shares"},
		{"an anchor on the name", owned("  owner:\n    personRef:\n      name: &who ada\n"), "name: &who ada", "share"},
		{"JSON", `{"apiVersion": "isms-operator.io/v1alpha1", "kind": "SecurityObjective", "metadata": {"name": "o"}, "spec": {"owner": {"personRef": {"name": "ada"}}, "objective": "Sleep well"}}` + "\n", `{"name": "ben"}}, "objective"`, ""},
		{"an assignment in lines", head + "  assignments:\n  - name: ada\n    personRef: {name: ada}\n    # the only one\n    from: \"2024-01-01\"\n  reportsToRef: {name: top}\n",
			"    # the only one\n    from: \"2024-01-01\"\n    until: \"2026-05-31\"\n  - name: \"ben\"\n    personRef:\n      name: \"ben\"\n    from: \"2026-06-01\"\n  reportsToRef", ""},
		{"an assignment with an end", head + "  assignments:\n    - name: ada\n      personRef: {name: ada}\n      until: \"2027-01-01\" # as agreed\n",
			"      until: \"2026-05-31\" # as agreed\n    - name: \"ben\"\n", ""},
		{"assignments in braces", head + "  assignments: [{name: ada, personRef: {name: ada}, from: \"2024-01-01\"}]\n", "assignments: [{name: ada, personRef: {name: ada}, from: \"2024-01-01\"}]\n", "braces"},
		{"an entry in braces", head + "  assignments:\n    - {name: ada, personRef: {name: ada}, from: \"2024-01-01\"}\n", "{name: ada, personRef: {name: ada}, from: \"2024-01-01\"}\n", "braces"},
		{"an entry in braces with an end", head + "  assignments:\n    - {name: ada, personRef: {name: ada}, until: \"2027-01-01\"}\n",
			"    - {name: ada, personRef: {name: ada}, until: \"2026-05-31\"}\n    - name: \"ben\"\n", ""},
		{"two records in a file", head + "  assignments:\n    - name: ada\n      personRef: {name: ada}\n---\n" + owned("  owner: {personRef: {name: ada}}\n"),
			"      from: \"2026-06-01\"\n---\napiVersion: isms-operator.io/v1alpha1\nkind: SecurityObjective\nmetadata: {name: o}\nspec:\n  owner: {personRef: {name: \"ben\"}}\n", ""},
		{"lines that end as on Windows", strings.ReplaceAll(owned("  owner:\n    personRef:\n      name: ada\n"), "\n", "\r\n"), "      name: \"ben\"\r\n", ""},
	} {
		dir := folder(t, map[string]string{"people.yaml": person + ben, "record.yaml": tc.record})
		file := filepath.Join(dir, "record.yaml")
		p := isms(t, "handover", "-f", dir, "--from", "ada", "--to", "ben", "--write", "--allow-major").must(t, 0)
		if !strings.Contains(content(t, file), tc.want) {
			t.Errorf("%s: the file is\n%s\nand does not have\n%s\n%s", tc.why, content(t, file), tc.want, p.out)
		}
		if tc.left != "" && (content(t, file) != tc.record || !strings.Contains(p.out, "Left to people")) {
			t.Errorf("%s: it is not left to people:\n%s\n%s", tc.why, p.out, content(t, file))
		}
		if tc.left == "" && strings.Contains(p.out, "Left to people") {
			t.Errorf("%s: it is left to people:\n%s", tc.why, p.out)
		}
		isms(t, "assess", "-f", dir, "--fail-on", "never").must(t, 0)
	}
}

// TestHandoverUsage are calls that cannot be meant.
func TestHandoverUsage(t *testing.T) {
	dir := folder(t, map[string]string{"a.yaml": person + ben})
	two := folder(t, map[string]string{"a.yaml": person + ben, "b.yaml": strings.ReplaceAll(person+ben, "{name: ", "{namespace: other, name: ")})
	apart := folder(t, map[string]string{"a.yaml": person, "b.yaml": strings.ReplaceAll(ben, "{name: ", "{namespace: other, name: ")})
	for _, tc := range []struct {
		why  string
		args []string
		says string
	}{
		{"no file", []string{"--from", "ada", "--to", "ben"}, "-f is missing"},
		{"standard input", []string{"-f", "-", "--from", "ada", "--to", "ben"}, "cannot be written to"},
		{"nobody hands over", []string{"-f", dir, "--to", "ben"}, "--from is missing"},
		{"nobody takes over", []string{"-f", dir, "--from", "ada"}, "--to is missing"},
		{"one person", []string{"-f", dir, "--from", "ada", "--to", "ada"}, "name one person"},
		{"nobody of that name", []string{"-f", dir, "--from", "ada", "--to", "bem"}, `--to "bem" is no Person of the register, by metadata.name; nearest are: ben`},
		{"nobody who appoints", []string{"-f", dir, "--from", "ada", "--to", "ben", "--appointed-by", "eve"}, "--appointed-by"},
		{"two namespaces", []string{"-f", two, "--from", "ada", "--to", "ben"}, "several namespaces have both people, such as default and other; name one with -n"},
		{"one in each", []string{"-f", apart, "--from", "ada", "--to", "ben"}, "in different namespaces"},
		{"what cannot be read", []string{"-f", folder(t, map[string]string{"a.yaml": person + ben + "---\n" + broken}), "--from", "ada", "--to", "ben"}, `a.yaml:14:8  Person default/bob  spec.sourcing: found "Nowhere"; allowed are "Internal", "External". Remedy: Write one of the allowed values`},
		{"a folder that is not there", []string{"-f", "nothing-here", "--from", "ada", "--to", "ben"}, "does not exist"},
	} {
		if p := isms(t, append([]string{"handover"}, tc.args...)...); p.code != exitUnusable || !strings.Contains(p.err, tc.says) {
			t.Errorf("%s: exit code %d: %s", tc.why, p.code, p.err)
		}
	}
}

// TestHandoverToWhom: what has to be known of who takes over is told.
func TestHandoverToWhom(t *testing.T) {
	owned := "---\napiVersion: isms-operator.io/v1alpha1\nkind: SecurityObjective\nmetadata: {name: o}\nspec:\n  owner: {personRef: {name: ada}}\n  objective: Sleep well\n"
	for _, tc := range []struct{ why, spec, says string }{
		{"who has left", `{sourcing: Internal, engagedFrom: "2020-01-01", engagedUntil: "2026-01-01"}`, "Note: ben is not engaged on 2026-06-15"},
		{"who is to leave", `{sourcing: Internal, engagedFrom: "2020-01-01", engagedUntil: "2026-07-01"}`, "Note: ben leaves on 2026-07-01"},
		{"who is external", `{sourcing: External, engagedFrom: "2020-01-01"}`, "Note: ben is external"},
		{"who is to come", `{sourcing: Internal, engagedFrom: "2026-06-16"}`, "Note: ben is not engaged on 2026-06-15"},
	} {
		dir := folder(t, map[string]string{"a.yaml": person + strings.Replace(ben, `{sourcing: Internal, engagedFrom: "2020-01-01"}`, tc.spec, 1) + owned})
		if p := isms(t, "handover", "-f", dir, "--from", "ada", "--to", "ben", "--on", "2026-06-15"); !strings.Contains(p.out, tc.says) {
			t.Errorf("%s: %s\n%s", tc.why, p.err, p.out)
		}
	}
	away := person + ben + "---\napiVersion: isms-operator.io/v1alpha1\nkind: SecurityRole\nmetadata: {name: r}\nspec:\n  title: R\n  assignments:\n    - name: ben\n      personRef: {name: ben}\n      absences: [{from: \"2026-06-01\", until: \"2026-08-31\"}]\n"
	if p := isms(t, "handover", "-f", folder(t, map[string]string{"a.yaml": away}), "--from", "ada", "--to", "ben", "--on", "2026-06-15"); !strings.Contains(p.out, "ben is absent from 2026-06-01 until 2026-08-31") {
		t.Errorf("who is away: %s\n%s", p.err, p.out)
	}
}

// TestHandoverKeepsTheFile: the mode of a file stays, and one that nobody may write is told.
func TestHandoverKeepsTheFile(t *testing.T) {
	dir := folder(t, map[string]string{"a.yaml": person + ben, "o.yaml": "apiVersion: isms-operator.io/v1alpha1\nkind: SecurityObjective\nmetadata: {name: o}\nspec:\n  owner: {personRef: {name: ada}}\n  objective: Sleep well\n"})
	file := filepath.Join(dir, "o.yaml")
	if err := os.Chmod(file, 0o600); err != nil {
		t.Fatal(err)
	}
	isms(t, "handover", "-f", dir, "--from", "ada", "--to", "ben", "--write", "--allow-major").must(t, 0)
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the mode is %v, %v", info.Mode(), err)
	}
}
