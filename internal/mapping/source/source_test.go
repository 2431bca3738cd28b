package source

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func TestItems(t *testing.T) {
	for _, c := range []struct {
		why, format, text, at string
		want                  string
	}{
		{"documents", "yaml", "a: 1.10\n---\na: 2026-01-01\nb: [x, 007]\n", "", "f:1 map[a:1.10]; f:3 map[a:2026-01-01 b:[x 007]]"},
		{"a list in a file", "yaml", "x:\n  list:\n  - {a: yes}\n  - {a: true}\n  - plain\n", "x.list", "f:3 map[a:yes]; f:4 map[a:true]; f:5 map[value:plain]"},
		{"JSON keeps every digit", "json", `{"data":[{"n":1.10,"i":12},{"n":1e3}]}`, "data", "f: data[0] map[i:12 n:1.10]; f: data[1] map[n:1e3]"},
		{"a list of JSON", "json", `[{"a":null},{"a":" b "}]`, "", "f: [0] map[a:<nil>]; f: [1] map[a:b]"},
		{"TOML", "toml", "day = 2026-01-01\n[[roles]]\nid = \"x\"\n", "", "f map[day:2026-01-01 roles:[map[id:x]]]"},
		{"front matter counts lines from the file's", "frontmatter", "---\ntitle: G\nreleases:\n- {eol: false}\n- {eol: 2026-01-01}\n---\nbody\n", "releases", "f:4 map[eol:false]; f:5 map[eol:2026-01-01]"},
		{"sections", "sections", "# A b!\ntext\n", "", "f:1 map[anchor:a-b heading:A b! level:1 text:text]"},
		{"pairs", "pairs", "# A\n- Who: Ann\n- Empty:\n", "", "f:2 map[Who:Ann]"},
	} {
		items, err := Items("f", c.format, []byte(c.text), c.at, "")
		var got []string
		for i := range items {
			got = append(got, fmt.Sprint(items[i].Place("f"), " ", items[i].Value))
		}
		if err != nil || strings.Join(got, "; ") != c.want {
			t.Errorf("%s: %v\n got %s\nwant %s", c.why, err, strings.Join(got, "; "), c.want)
		}
	}
}

func TestItemErrors(t *testing.T) {
	for _, c := range []struct{ format, text, at, want string }{
		{"yaml", "a: 1\na: 2\n", "", `the key "a" is there twice`},
		{"json", "{\n\"a\": }", "", "line 2"},
		{"json", "{}", "data.x", `it has no "data"`},
		{"frontmatter", "# no\n", "", "no front matter"},
		{"pairs", "Who: Ann\n\nWho: Bob\n", "", `"Who" is there twice`},
		{"toml", "a = ", "", "f:"},
		{"yaml", "a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]\ng: [*f,*f,*f,*f,*f,*f,*f,*f,*f,*f]\n", "", "more than"},
	} {
		if _, err := Items("f", c.format, []byte(c.text), c.at, ""); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %q", c.text, err, c.want)
		}
	}
}

func TestMatches(t *testing.T) {
	for _, c := range []struct {
		name, format string
		patterns     []string
		want         bool
	}{
		{"a/data/x.csv", "", []string{"data/*.csv"}, true}, {"x.csv", "", []string{"data/*.csv"}, false}, {"a/x.csv", "", []string{"*.csv"}, true},
		{"a/x.csv", "", nil, true}, {"a/x.json", "", nil, false}, {"a/x.json", "json", nil, true}, {"a/x.md", "frontmatter", nil, true}, {"a/x.tsv", "csv", nil, true},
	} {
		if got := (File{Path: c.name}).Matches(c.patterns, c.format); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

func TestList(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"b/x.csv", "a.csv", ".git/y.csv", ".hidden.csv"} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	files, err := List(t.Context(), []string{dir})
	var names []string
	for _, f := range files {
		names = append(names, f.Name)
	}
	if want := []string{"a.csv", "b/x.csv"}; err != nil || !reflect.DeepEqual(names, want) {
		t.Errorf("%v, %v, want %v", names, err, want)
	}
	if _, err := List(t.Context(), []string{filepath.Join(dir, "none")}); err == nil {
		t.Error("a file that is not there went by unsaid")
	}
}

func FuzzItems(f *testing.F) {
	for _, seed := range []string{"a: [1, {b: 2}]", `{"a":[1]}`, "[a]\nb=1", "---\na: 1\n---\n", "# x\na: b"} {
		f.Add(seed, "a")
	}
	f.Fuzz(func(_ *testing.T, text, at string) {
		for _, format := range Formats {
			_, _ = Items("f", format, []byte(text), at, "")
		}
	})
}
