package yamledit_test

import (
	"strings"
	"testing"

	"github.com/isms-operator/isms-operator/internal/yamledit"
)

type (
	m = yamledit.Mapping
	l = yamledit.List
)

// TestPatch holds that a change changes what it names, and nothing else.
func TestPatch(t *testing.T) {
	const head = "# top\nkind: X\nspec: # here\n"
	text := m{{"title", "old"}}
	two := m{{"a", "x"}, {"b", "y"}}
	list := func(items ...any) m { return m{{"list", &l{Keys: []string{"name"}, Items: items}}} }
	texts := func(items ...any) m { return m{{"list", &l{Items: items}}} }
	for _, test := range []struct {
		why, spec string
		from, to  m
		want, err string
	}{
		{"nothing", "  title: old\n", text, text, "  title: old\n", ""},
		{"a text keeps its style and its comment", "  title: old # why\n", text, m{{"title", "new one"}}, "  title: new one # why\n", ""},
		{"a text that needs quotes", "  title: old # why\n", text, m{{"title", "yes"}}, "  title: \"yes\" # why\n", ""},
		{"so a day", "  title: old\n", text, m{{"title", "2026-10-31"}}, "  title: \"2026-10-31\"\n", ""},
		{"single quotes", "  title: 'old'\n", text, m{{"title", "it's"}}, "  title: 'it''s'\n", ""},
		{"double quotes", "  title: \"old\" # why\n", text, m{{"title", "new"}}, "  title: \"new\" # why\n", ""},
		{"a number", "  title: 3\n", m{{"title", int64(3)}}, m{{"title", int64(12)}}, "  title: 12\n", ""},
		{"lines", "  title: |\n    old\n    text\n  b: x\n", m{{"title", "old\ntext\n"}, {"b", "x"}}, m{{"title", "new\ntext"}, {"b", "x"}}, "  title: |-\n    new\n    text\n  b: x\n", ""},
		{"folded lines", "  title: >\n    old\n    text\n", m{{"title", "old text\n"}}, m{{"title", "new"}}, "  title: \"new\"\n", ""},
		{"a plain text over lines", "  title: old\n    text\n  b: x\n", m{{"title", "old text"}, {"b", "x"}}, m{{"title", "new"}, {"b", "x"}}, "  title: \"new\"\n  b: x\n", ""},
		{"a field is added behind the last", "  a: x\n  # end\n\n# after\n", m{{"a", "x"}}, two, "  a: x\n  b: \"y\"\n  # end\n\n# after\n", ""},
		{"a field goes", "  a: x # why\n  # on b\n  b: y\n", two, m{{"b", "y"}}, "  # on b\n  b: y\n", ""},
		{"an object is added", "  title: old\n", text, m{{"title", "old"}, {"who", m{{"ref", m{{"name", "anna"}}}}}}, "  title: old\n  who:\n    ref:\n      name: anna\n", ""},
		{"an object that is written empty", "  who: {}\n  title: old\n", text, m{{"title", "old"}, {"who", two}}, "  who:\n    a: x\n    b: \"y\"\n  title: old\n", ""},
		{"an entry changes", "  list:\n    - name: a # first\n      v: one\n    - name: b\n", list(m{{"name", "a"}, {"v", "one"}}, m{{"name", "b"}}), list(m{{"name", "a"}, {"v", "two"}}, m{{"name", "b"}}), "  list:\n    - name: a # first\n      v: two\n    - name: b\n", ""},
		{"an entry goes", "  list:\n    - name: a\n      v: one\n    # on b\n    - name: b\n", list(m{{"name", "a"}, {"v", "one"}}, m{{"name", "b"}}), list(m{{"name", "b"}}), "  list:\n    # on b\n    - name: b\n", ""},
		{"an entry comes", "  list:\n    - name: a\n  z: 1\n", append(list(m{{"name", "a"}}), yamledit.Entry{"z", int64(1)}), append(list(m{{"name", "a"}}, m{{"name", "b"}, {"v", "two"}}), yamledit.Entry{"z", int64(1)}), "  list:\n    - name: a\n    - name: b\n      v: two\n  z: 1\n", ""},
		{"a list that is not indented", "  list:\n  - name: a\n", list(m{{"name", "a"}}), append(list(m{{"name", "a"}}, m{{"name", "b"}}), yamledit.Entry{"z", int64(1)}), "  list:\n  - name: a\n  - name: b\n  z: 1\n", ""},
		{"the first field of an entry goes", "  list:\n    - v: one\n      name: a\n", list(m{{"v", "one"}, {"name", "a"}}), list(m{{"name", "a"}}), "  list:\n    - name: a\n", ""},
		{"all entries are others", "  list:\n    - name: a\n", list(m{{"name", "a"}}), list(m{{"name", "b"}}), "  list:\n    - name: b\n", ""},
		{"texts of a list", "  list:\n    - A.5.1 # why\n    - A.5.2\n", texts("A.5.1", "A.5.2"), texts("A.5.1", "A.5.3"), "  list:\n    - A.5.1 # why\n    - A.5.3\n", ""},
		{"a list in one line", "  list: [A.5.1, \"x, y\"] # why\n", texts("A.5.1", "x, y"), texts("x, y", "A.5.2"), "  list: [\"x, y\", A.5.2] # why\n", ""},
		{"an object in one line", "  who: {name: \"it's\", b: it's} # why\n", m{{"who", m{{"name", "it's"}, {"b", "it's"}}}}, m{{"who", m{{"name", "a"}}}}, "  who: {name: a} # why\n", ""},
		{"a text in braces over lines", "  who: {name: a,\n    b: c}\n", m{{"who", m{{"name", "a"}, {"b", "c"}}}}, m{{"who", m{{"name", "a"}, {"b", "d"}}}}, "  who: {name: a,\n    b: d}\n", ""},
		{"a field more in braces over lines", "  who: {name: a,\n    b: c}\n", m{{"who", m{{"name", "a"}, {"b", "c"}}}}, m{{"who", m{{"name", "a"}}}}, "", "in braces"},
		{"an alias", "  a: &x one\n  b: *x\n", m{{"a", "one"}, {"b", "one"}}, m{{"a", "one"}, {"b", "two"}}, "", "an alias, an anchor or a merge"},
		{"a merge", "  base: &x {a: y}\n  who: {<<: *x}\n", m{{"base", m{{"a", "y"}}}, {"who", m{{"a", "y"}}}}, m{{"base", m{{"a", "y"}}}, {"who", m{{"a", "z"}}}}, "", "not written where it is read from"},
	} {
		for _, newline := range []string{"\n", "\r\n"} {
			text, err := yamledit.New(strings.ReplaceAll(head+test.spec, "\n", newline))
			if err != nil {
				t.Fatal(err)
			}
			err = text.Patch([]yamledit.Change{{Line: 2, Column: 1, Field: "spec", From: test.from, To: test.to}})[0]
			if (err == nil) != (test.err == "") || err != nil && !strings.Contains(err.Error(), test.err) {
				t.Errorf("%s: %v, want %q", test.why, err, test.err)
				continue
			}
			want := head + test.want
			if err != nil {
				want = head + test.spec
			}
			if have := text.String(); have != strings.ReplaceAll(want, "\n", newline) {
				t.Errorf("%s:\n%s\nwant:\n%s", test.why, have, want)
			}
		}
	}
}

// TestPatchManyRecords holds that changes do not move each other, that one that cannot be made
// leaves the others, and that a file without line end at its end keeps none.
func TestPatchManyRecords(t *testing.T) {
	text, err := yamledit.New("spec:\n  a: x\n---\nspec:\n  a: &q x\n---\nspec:\n  a: x")
	if err != nil {
		t.Fatal(err)
	}
	change := func(line int) yamledit.Change {
		return yamledit.Change{Line: line, Column: 1, Field: "spec", From: m{{"a", "x"}}, To: m{{"a", "new"}, {"b", "more"}}}
	}
	errs := text.Patch([]yamledit.Change{change(7), change(4), change(1)})
	if errs[0] != nil || errs[1] == nil || errs[2] != nil {
		t.Error(errs)
	}
	if have, want := text.String(), "spec:\n  a: new\n  b: more\n---\nspec:\n  a: &q x\n---\nspec:\n  a: new\n  b: more"; have != want {
		t.Errorf("%q, want %q", have, want)
	}
}

// TestPatchReadsDocumentsApart holds that a document is edited which stands behind one that is
// no YAML, and that one is found where marks of documents or directives keep them together.
func TestPatchReadsDocumentsApart(t *testing.T) {
	for _, test := range []struct {
		why, head string
		line      int
	}{
		{"behind one that is no YAML", "a: [\n---\n", 3},
		{"behind a comment of its mark", "a: b\n--- # next\n", 3},
		{"behind an end of a document", "a: b\n...\n---\n", 4},
		{"below a directive", "%YAML 1.1\n---\n", 3},
	} {
		text, err := yamledit.New(test.head + "spec:\n  a: x\n")
		if err != nil {
			t.Fatal(err)
		}
		err = text.Patch([]yamledit.Change{{Line: test.line, Column: 1, Field: "spec", From: m{{"a", "x"}}, To: m{{"a", "new"}}}})[0]
		if have, want := text.String(), test.head+"spec:\n  a: new\n"; err != nil || have != want {
			t.Errorf("%s: %v: %q, want %q", test.why, err, have, want)
		}
	}
}
