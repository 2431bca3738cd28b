package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// TestReport: a page is written as a whole, of the day and the span that were asked for.
func TestReport(t *testing.T) {
	for _, c := range []struct {
		name, why string
		args      []string
		code      int
		want      string
	}{
		{"page", "the slider ends a year after the audit of 2026-10-13", nil, exitOK, `"on":"2026-06-01","until":"2027-10-13"`},
		{"span", "days are as asked for", []string{"--as-of", "2026-07-01", "--until", "2026-07-31"}, exitOK, `"on":"2026-07-01","until":"2026-07-31"`},
		{"language", "words are of the language", []string{"--until", "2026-06-01", "--lang", "de"}, exitOK, `<html lang="de">`},
		{"command", "the call that makes it again stands on it, with its days", []string{"--until", "2026-06-02"}, exitOK, "kubectl isms report -f ../../config/samples --as-of 2026-06-01 --until 2026-06-02 -o"},
		{"backwards", "a slider does not run back", []string{"--until", "2026-05-31"}, exitUnusable, "is before the start"},
		{"odd language", "what it has words in is told", []string{"--lang", "fr"}, exitUnusable, `--lang "fr" is not one of en, de`},
		{"odd format", "as with every command", []string{"-o", "pdf"}, exitUnusable, "is not one of html"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := isms(t, append([]string{"report", "-f", samples}, c.args...)...).must(t, c.code)
			if !strings.Contains(p.out+p.err, c.want) {
				t.Errorf("%s: %q is not in\n%.600s%.600s", c.why, c.want, p.out, p.err)
			}
		})
	}
}

// TestReportOfBrokenInput: the page is written, says so before the verdict, and the exit code
// tells as well.
func TestReportOfBrokenInput(t *testing.T) {
	dir := folder(t, map[string]string{"a.yaml": "apiVersion: isms-operator.io/v1alpha1\nkind: Person\nmetadata: {name: a}\nspec: {sourcing: Internal}\n---\napiVersion: isms-operator.io/v1alpha1\nkind: Person\nmetadata: {name: b}\nspec: {sourcing: Elsewhere}\n"})
	file := filepath.Join(t.TempDir(), "page.html")
	isms(t, "report", "-f", dir, "-o", "html="+file).must(t, exitUnusable)
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if doubt := strings.Index(string(text), "Not judged: 1"); doubt < 0 || doubt > strings.Index(string(text), `id="verdict"`) {
		t.Error("that something could not be judged is not told before the verdict")
	}
	if p := isms(t, "report", "-f", t.TempDir()); p.code != exitUnusable || !strings.Contains(p.err, "nothing can be judged") {
		t.Errorf("of no record there is no page: %d %s", p.code, p.err)
	}
}

// TestAYearAfter: without an audit ahead, the slider is of a year.
func TestAYearAfter(t *testing.T) {
	set, err := manifest.Load(t.Context(), []string{samples}, manifest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for on, want := range map[string]string{"2026-06-01": "2027-10-13", "2026-10-13": "2027-10-13", "2026-11-01": "2027-11-01"} {
		var day date
		must(day.Set(on))
		if until := aYearAfter(set.Worlds(), day.Date); until.String() != want {
			t.Errorf("from %s the slider runs to %s, want %s", on, until, want)
		}
	}
}

// TestShellWord: a word stands in the command as a shell reads it.
func TestShellWord(t *testing.T) {
	for word, want := range map[string]string{"a/b-1.yaml": "a/b-1.yaml", "": "''", "a b": "'a b'", "$(x)": "'$(x)'", "it's": `'it'\''s'`} {
		if have := wording.ShellWord(word); have != want {
			t.Errorf("%q is %s, want %s", word, have, want)
		}
	}
}
