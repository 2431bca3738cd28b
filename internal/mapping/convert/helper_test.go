package convert

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/isms-operator/isms-operator/internal/mapping"
	"github.com/isms-operator/isms-operator/internal/mapping/source"
)

const head = "apiVersion: " + mapping.Version + "\nkind: Mapping\n"

func plan(t testing.TB, text string) *Plan {
	t.Helper()
	m, err := mapping.Parse("m.yaml", []byte(head+text))
	if err != nil {
		t.Fatal(err)
	}
	p, err := New(m)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// convert reads files, by their names, through a mapping. Reports name files without the folder.
func convert(t testing.TB, text string, files map[string]string, known ...Named) *Result {
	t.Helper()
	p := plan(t, text)
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	list, err := source.List(t.Context(), []string{"."})
	if err != nil {
		t.Fatal(err)
	}
	r, err := p.Run(t.Context(), list, Options{Known: known})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// specs are the records as Kind/name and the JSON of their spec.
func specs(r *Result) []string {
	var all []string
	for _, made := range r.Records {
		text, err := json.Marshal(made.Spec)
		if err != nil {
			panic(err)
		}
		all = append(all, fmt.Sprintf("%s/%s %s", made.Kind, made.Name, text))
	}
	return all
}

func wantSpecs(t *testing.T, why string, r *Result, want ...string) {
	t.Helper()
	if got := specs(r); !slices.Equal(got, want) {
		t.Errorf("%s:\n got %s\nwant %s", why, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
	}
}

func rejects(r *Result) []string {
	var all []string
	for _, x := range r.Report.Rejected {
		text := fmt.Sprintf("%s|%s|%s|%s", x.Place, x.Field, x.Found, x.Message)
		if x.Nearest != "" {
			text += "|" + x.Nearest
		}
		all = append(all, text)
	}
	return all
}

func wantRejects(t *testing.T, why string, r *Result, want ...string) {
	t.Helper()
	got := rejects(r)
	if len(got) != len(want) {
		t.Errorf("%s: rejected:\n got %q\nwant %q", why, got, want)
		return
	}
	for i := range want {
		if !strings.Contains(got[i], want[i]) {
			t.Errorf("%s: rejected:\n got %s\nwant %s", why, got[i], want[i])
		}
	}
}

// runOn reads one CSV.
func runOn(t *testing.T, p *Plan, content string) *Result {
	t.Helper()
	file := filepath.Join(t.TempDir(), "x.csv")
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := p.Run(t.Context(), []source.File{{Path: file, Name: "x.csv"}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}
