package manifest

import (
	"context"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// seeds adds the documents of the samples, each alone, and what is dangerous in YAML.
func seeds(f *testing.F) {
	for _, text := range sampleTexts(f) {
		split(text, func(d document) {
			if len(d.text) < 4096 { // a fuzzer does more with short ones
				f.Add(d.text)
			}
		})
	}
	const record = "apiVersion: isms-operator.io/v1alpha1\nkind: Person\nmetadata:\n  name: ada\nspec:\n  displayName: "
	for _, value := range trickyValues {
		f.Add(record + value + "\n")
	}
}

// sampleTexts returns the files of the samples and of the audit stories.
func sampleTexts(f *testing.F) (texts []string) {
	for _, dir := range []string{"../../config/samples", "../../config/samples/gaps", "../../test/scenarios/*"} {
		files, err := filepath.Glob(dir + "/*.yaml")
		if err != nil || len(files) == 0 {
			f.Fatalf("no seeds in %s: %v", dir, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			texts = append(texts, string(text))
		}
	}
	return texts
}

// trickyValues are scalars that do not mean what they look like, or are none.
var trickyValues = []string{
	"yes", "1.10", "2026-10-31", "0x1p-2", "1_000", "0b11", ".5", "~", "''", "\"a\\tb\"", "'it''s'", "a #b", "a#b", "a: b", "|\n    a\n    b",
	">-\n    a\n    b", "a\n    b", "[a, b]", "{a: b}", "&a b", "*a", "!!str 1", "\u2028", "\u0085", "a\r", "- a", "? a", "@a", "12:30", "1e3", "+1", "<<", "=",
	"", "null", "0", "-1", "007", "1.5", "12", "999999999", "2147483648", "\"2026-02-29\"", "2026-10-31T00:00:00Z", "\"2026-10-31T00:00:00Z\"", "2020-01-01",
	"Internal", "internal", "High", "x", "\"\"", "a ", "'a' b", "'a' # b", "\"a\"#b", "a:", "-", "[]", "{}", "A.8.13", "9999-12-31", "0000-01-01",
}

// FuzzFast compares the fast path with the API server's validators: what is proved is
// valid, and is the same record. It also compares the scanner with a parser of all
// YAML: what it scans is the same tree, at the same places.
func FuzzFast(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text string) { compare(t, text) })
}

// compare compares the ways to read a text, and returns how many of its documents
// were proved.
func compare(t *testing.T, text string) (proved int) {
	t.Helper()
	split(text, func(d document) {
		if len(d.text) > MaxDocument {
			return
		}
		scanned, ok := scan(nil, d.text, d.line)
		root, err := nodes(d.text)
		if ok {
			compareTrees(t, d, scanned, err, func() (tree, bool) { return treeFrom(nil, root, d.line) })
		}
		fast := reader{ctx: context.Background(), namespace: "default"}
		if !fast.scanned(d) {
			if err != nil {
				return
			}
			if fast.tree, ok = treeFrom(nil, root, d.line); !ok || !fast.proved(0) {
				return
			}
		}
		proved++
		judged := reader{ctx: context.Background(), namespace: "default"}
		p, problems := parse(d, root, err)
		if len(problems) == 0 {
			judged.value(p)
		}
		if problems = append(problems, judged.problems...); len(problems) > 0 {
			t.Fatalf("proved, and yet:\n%v\n%s", problems, d.text)
		}
		if a, z := told(fast.records), told(judged.records); !reflect.DeepEqual(a, z) {
			t.Fatalf("proved:\n%+v\njudged:\n%+v\n%s", a, z, d.text)
		}
	})
	return proved
}

// toldRecord is what a record tells of itself and of where it is written.
type toldRecord struct {
	record
	line, column uint32
	places       places
}

func told(records []record) []toldRecord {
	all := make([]toldRecord, len(records))
	for i, r := range records {
		all[i] = toldRecord{r, r.site.line, r.site.column, r.site.all()}
		all[i].site = nil
	}
	return all
}

func compareTrees(t *testing.T, d document, scanned tree, err error, parsed func() (tree, bool)) {
	if err != nil {
		t.Fatalf("scanned, and yet: %v\n%s", err, d.text)
	}
	want, _ := parsed()
	if !reflect.DeepEqual(scanned, want) {
		t.Fatalf("scanned:\n%+v\nparsed:\n%+v\n%s", scanned, want, d.text)
	}
}

// lines counts lines as YAML does, for which a carriage return ends one as well.
func lines(text string) int {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	n := 1
	for _, r := range text {
		if strings.ContainsRune("\n\r\u0085\u2028\u2029", r) {
			n++
		}
	}
	return n
}

// FuzzLoad: no input makes the loader panic, and what says nothing of itself is not
// lost: a text with a record in it gives a record, a problem or a foreign document.
func FuzzLoad(f *testing.F) {
	seeds(f)
	f.Add("\xff\xfea\x00")
	f.Add("{}{}")
	f.Add("\r\r0")
	f.Add("---x\n...y\n---")
	f.Fuzz(func(t *testing.T, text string) {
		set, err := Load(context.Background(), []string{"-"}, Options{Stdin: strings.NewReader(text), SkipEvidence: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range set.Problems {
			if p.Message == "" || p.Remedy == "" || p.Line < 0 || p.Line > lines(text)+1 {
				t.Fatalf("%+v\n%s", p, text)
			}
		}
		said := len(set.Problems) + len(set.Foreign)
		for _, n := range set.Namespaces {
			said += len(n.Records)
			for _, r := range n.Records {
				if r.GetName() == "" || r.GetNamespace() != n.Name {
					t.Fatalf("record %q of %q in %q", r.GetName(), r.GetNamespace(), n.Name)
				}
			}
		}
		if said == 0 && strings.HasPrefix(text, "apiVersion: isms-operator.io/v1alpha1\nkind: Person\n") {
			t.Fatalf("nothing is said of\n%s", text)
		}
	})
}
