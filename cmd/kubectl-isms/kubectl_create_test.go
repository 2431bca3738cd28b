package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/test/oddfiles"
)

// created is what the real kubectl and the real API server make of files: the records
// that would be stored, and what kubectl said beside.
type created struct {
	records map[string]string
	refused string
}

// dryRun has kubectl create the records of files, which the API server takes and does
// not store.
func (s *server) dryRun(t *testing.T, stdin io.Reader, args ...string) created {
	t.Helper()
	out, said, err := s.Kubectl(t.Context(), stdin, append([]string{"create", "--dry-run=server", "-o", "json"}, args...)...)
	c := created{records: map[string]string{}}
	if err != nil {
		c.refused = said
	}
	decoder := json.NewDecoder(strings.NewReader(out))
	for {
		var text json.RawMessage
		err := decoder.Decode(&text)
		if errors.Is(err, io.EOF) {
			return c
		}
		if err != nil {
			t.Fatalf("%v\n%s\n%s", err, out, said)
		}
		var object struct{ APIVersion, Kind string }
		if err := json.Unmarshal(text, &object); err != nil {
			t.Fatal(err)
		}
		if object.APIVersion == api.GroupVersion.String() {
			record := newRecord(t, object.Kind)
			if err := json.Unmarshal(text, record); err != nil {
				t.Fatal(err)
			}
			c.add(t, object.Kind, record)
		}
	}
}

func newRecord(t *testing.T, kind string) api.Record {
	t.Helper()
	for _, k := range rules.Registry().Kinds {
		if k.Name == kind {
			return k.New()
		}
	}
	t.Fatalf("no kind %s", kind)
	return nil
}

// add notes what a record says, without what the API server adds to it.
func (c *created) add(t *testing.T, kind string, record api.Record) {
	t.Helper()
	text, err := json.Marshal(record)
	if err != nil {
		t.Fatal(err)
	}
	var object map[string]any
	if err := json.Unmarshal(text, &object); err != nil {
		t.Fatal(err)
	}
	text, err = json.Marshal([]any{record.GetLabels(), record.GetAnnotations(), object["spec"]})
	if err != nil {
		t.Fatal(err)
	}
	c.records[kind+" "+record.GetNamespace()+"/"+record.GetName()] = string(text)
}

// read is what the plugin reads. The command must say as much as the loader: that it
// was all right, and of how many records.
func read(t *testing.T, stdin string, recursive bool, paths ...string) (created, *manifest.Set) {
	t.Helper()
	set, err := manifest.Load(t.Context(), paths, manifest.Options{Recursive: recursive, Stdin: strings.NewReader(stdin)})
	c := created{records: map[string]string{}}
	args := []string{"assess", "-o", "json", "--fail-on", "never"}
	if recursive {
		args = append(args, "-R")
	}
	for _, p := range paths {
		args = append(args, "--filename="+asOne(p))
	}
	p := plugin{stdin: stdin}.run(t, args...)
	if err != nil {
		c.refused = err.Error()
		p.must(t, exitUnusable)
		return c, &manifest.Set{}
	}
	for _, n := range set.Namespaces {
		for _, r := range n.Records {
			c.add(t, r.GetObjectKind().GroupVersionKind().Kind, r)
		}
	}
	for _, problem := range set.Problems {
		c.refused += fmt.Sprintf("%s:%d %s. %s.\n", problem.File, problem.Line, problem.Message, problem.Remedy)
	}
	if bad := c.refused != "" || len(c.records) == 0; bad != (p.code == exitUnusable) {
		t.Errorf("the command ends with %d\n%s\nof problems\n%s", p.code, p.err, c.refused)
	}
	if len(c.records) > 0 {
		var d struct{ Namespaces []struct{ Records int } }
		if err := json.Unmarshal([]byte(p.out), &d); err != nil {
			t.Fatalf("%v\n%s", err, p.out)
		}
		n := 0
		for _, ns := range d.Namespaces {
			n += ns.Records
		}
		if n != len(c.records) {
			t.Errorf("the command judges %d records of %d", n, len(c.records))
		}
	}
	return c, set
}

// asOne keeps a comma in a name from being one between names.
func asOne(name string) string {
	if strings.ContainsAny(name, ",\"") {
		return `"` + strings.ReplaceAll(name, `"`, `""`) + `"`
	}
	return name
}

// record is a record of the name NAME-a, NAME-b and so on.
func record(name string) string {
	return "apiVersion: isms-operator.io/v1alpha1\nkind: Person\nmetadata: {name: NAME-" + name + "}\nspec: {displayName: Ada}\n"
}

func jsonRecord(name, spec string) string {
	return `{"apiVersion":"isms-operator.io/v1alpha1","kind":"Person","metadata":{"name":"NAME-` + name + `"},"spec":{` + spec + `}}`
}

func spec(text string) string {
	return strings.Replace(record("a"), "{displayName: Ada}", text, 1)
}

func listOf(kind string, items ...string) string {
	text := kind + "\nitems:\n"
	for _, item := range items {
		text += "- " + strings.ReplaceAll(strings.TrimSuffix(item, "\n"), "\n", "\n  ") + "\n"
	}
	return "apiVersion: " + text
}

// outcome is what is expected of a file.
type outcome int

const (
	same    outcome = iota // both read the same, and neither has anything to say
	refused                // both refuse it, or a part of it
	strict                 // kubectl reads it, and the plugin says that and why it does not
	lenient                // kubectl refuses it, and the plugin reads it
)

// contents are files, with what kubectl and the plugin make of each. They pin the
// library by which kubectl reads, which other tests use, to kubectl itself.
var contents = []struct {
	why  string
	text string
	want outcome
}{
	{"as people write it", record("a") + "---\n" + record("b"), same},
	{"lines that end with a carriage return alone, below a comment", strings.ReplaceAll("# exported\n"+record("a"), "\n", "\r"), same},
	{"CRLF", strings.ReplaceAll(record("a")+"---\n"+record("b"), "\n", "\r\n"), same},
	{"two documents in lines that end with a carriage return alone", strings.ReplaceAll(record("a")+"---\n"+record("b"), "\n", "\r"), strict},
	{"line separators of Unicode", strings.ReplaceAll("# exported\n"+record("a"), "\n", "\u2028"), same},
	{"byte order mark", "\ufeff" + record("a"), same},
	{"byte order mark behind a separator", record("a") + "---\n\ufeff" + record("b"), same},
	{"UTF-16, low byte first", oddfiles.UTF16(record("a"), false, true), same},
	{"UTF-16, high byte first", oddfiles.UTF16(record("a"), true, true), same},
	{"UTF-16 without a mark", oddfiles.UTF16(record("a"), false, false), refused},
	{"Latin-1, of which kubectl makes U+FFFD", spec("{displayName: Zo\xeb}"), strict},
	{"separator with a comment", record("a") + "--- # next\n" + record("b"), same},
	{"separator with a tab", record("a") + "---\t\n" + record("b"), same},
	{"separator with text", record("a") + "---text\n" + record("b"), refused},
	{"separator that is indented", record("a") + " ---\n" + record("b"), refused},
	{"end of a document, and a separator", record("a") + "...\n---\n" + record("b"), same},
	{"end of a document, and text that kubectl drops", record("a") + "...\n" + record("b"), strict},
	{"end of no document", "...\n" + record("a"), refused},
	{"directive", "%YAML 1.1\n---\n" + record("a"), refused},
	{"only comments beside it", "# one\n---\n# two\n---\n" + record("a"), same},
	{"empty", "", same},
	{"only a comment", "# nothing\n", same},
	{"a record that is a comment", "# " + strings.ReplaceAll(record("a"), "\n", "\n# ") + "\n", strict},
	{"JSON", jsonRecord("a", `"displayName":"\ud83d\ude00 \/"`), same},
	{"values of JSON one behind the other", jsonRecord("a", "") + jsonRecord("b", "") + "\n" + jsonRecord("c", ""), same},
	{"JSON and then YAML", jsonRecord("a", "") + "\n---\n" + record("b"), same},
	{"two values of JSON and then YAML", jsonRecord("a", "") + jsonRecord("b", "") + "\n---\n" + record("c"), refused},
	{"JSON behind YAML, which has no halves of characters", record("a") + "---\n" + jsonRecord("b", `"displayName":"\ud83d\ude00"`), refused},
	{"JSON with a comment of YAML", "{ # c\n" + jsonRecord("a", "")[1:], same},
	{"JSON with a comma at the end", jsonRecord("a", `"displayName":"a",`), same},
	{"JSON with a break of lines that YAML would fold", jsonRecord("a", "\"displayName\":\"a\u2028b\""), same},
	{"key given twice, of which kubectl takes the last", spec("{displayName: a, displayName: b}"), strict},
	{"key given twice in JSON", jsonRecord("a", `"displayName":"a","displayName":"b"`), strict},
	{"keys that are one in JSON", strings.Replace(record("a"), "}", ", labels: {1: a, '1': b}}", 1), strict},
	{"anchor and alias", spec("{displayName: &a Ada, sourcing: Internal, managerRef: {name: *a}}"), refused},
	{"alias that fits", spec("{evidence: [{name: &a x, uri: *a}]}"), same},
	{"merge", spec("{<<: {displayName: a}}"), same},
	{"merge and the field beside it", spec("{<<: {displayName: a}, displayName: b}"), same},
	{"the field and a merge behind it", spec("{displayName: b, <<: {displayName: a}}"), same},
	{"number where a text belongs", spec("{displayName: 1.10}"), refused},
	{"number as a text, by its tag", spec("{displayName: !!str 1.10}"), same},
	{"word that is true", spec("{displayName: yes}"), refused},
	{"binary", spec("{displayName: !!binary QWRh}"), same},
	{"tag that nobody knows", spec("{displayName: !x Ada}"), same},
	{"set", spec("{displayName: !!set {a}}"), refused},
	{"number with base 16", spec("{review: {intervalMonths: 0xC}}"), same},
	{"number with base 8", spec("{review: {intervalMonths: 014}}"), same},
	{"number with base 60", spec("{review: {intervalMonths: 0:12}}"), refused},
	{"number with an underscore", spec("{review: {intervalMonths: 1_2}}"), same},
	{"whole number that is written as a fraction", spec("{review: {intervalMonths: 12.0}}"), same},
	{"fraction", spec("{review: {intervalMonths: 12.5}}"), refused},
	{"day without quotes", spec("{engagedFrom: 2026-10-31}"), same},
	{"day that is tagged", spec("{engagedFrom: !!timestamp 2026-10-31}"), same},
	{"day and time without quotes", spec("{engagedFrom: 2026-10-31T00:00:00Z}"), same},
	{"infinity", spec("{displayName: .inf}"), refused},
	{"nothing", spec("{displayName: ~, sourcing: null, engagedFrom: }"), same},
	{"key that is null", spec("{~: a}"), refused},
	{"key that is a list", spec("{[a]: b}"), refused},
	{"text on several lines", spec("\n  displayName: >-\n    a\n    b"), same},
	{"separator inside of a text", spec("\n  displayName: |\n    a\n---\n    b"), refused},
	{"tab behind a colon", spec("{displayName:\tAda}"), same},
	{"NUL", strings.Repeat(" ", 2000) + "\n" + spec("{displayName: \"a\x00\"}"), refused},
	{"control character", spec("{displayName: \"a\x01\"}"), refused},
	{"List", listOf("v1\nkind: List", record("a"), record("b")), same},
	{"List of the group", listOf("isms-operator.io/v1alpha1\nkind: List", record("a")), same},
	{"List of one kind whose entries do not say it", listOf("isms-operator.io/v1alpha1\nkind: PersonList", "metadata: {name: NAME-a}\nspec: {}"), same},
	{"List of a kind of others", listOf("v1\nkind: ConfigMapList", record("a")), same},
	{"list of a kind that this cluster does not have, and others do", listOf("config.kubernetes.io/v1\nkind: ResourceList", record("a")), lenient},
	{"List whose entry has no kind", listOf("v1\nkind: List", "metadata: {name: NAME-a}\nspec: {}"), refused},
	{"List with nothing as an entry", listOf("v1\nkind: List", record("a"), "null"), refused},
	{"empty List", "apiVersion: v1\nkind: List\nitems: []\n", same},
	{"List of nothing", "apiVersion: v1\nkind: List\nitems: null\n", same},
	{"List without items", "apiVersion: v1\nkind: List\n", refused},
	{"record with items, which kubectl takes for a list", record("a") + "items: []\n", strict},
	{"list without a List", "- " + strings.ReplaceAll(strings.TrimSuffix(record("a"), "\n"), "\n", "\n  ") + "\n", refused},
	{"below a document without kind, at which kubectl stops", "resources: [a.yaml]\n---\n" + record("a"), refused},
	{"text", "This is no manifest.\n", refused},
	{"kind in small letters", strings.Replace(record("a"), "Person", "person", 1), refused},
	{"kind that there is not", strings.Replace(record("a"), "Person", "Persn", 1), refused},
	{"no kind", strings.Replace(record("a"), "kind: Person\n", "", 1), refused},
	{"no apiVersion", strings.Replace(record("a"), "apiVersion: isms-operator.io/v1alpha1\n", "", 1), refused},
	{"field that the kind does not have", spec("{displayname: Ada}"), refused},
	{"name that the API server makes up", strings.Replace(record("a"), "{name: NAME-a", "{generateName: NAME-", 1), refused},
}

// TestKubectlCreatesTheSame has the real kubectl read each of the contents, as files of
// one folder, and the plugin each by itself.
func TestKubectlCreatesTheSame(t *testing.T) {
	s := apiServer(t)
	if err := s.AwaitCRDs(t.Context()); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for i, row := range contents {
		writeTo(t, filepath.Join(dir, fmt.Sprintf("r%02d.yaml", i)), strings.ReplaceAll(row.text, "NAME", fmt.Sprintf("r%02d", i)))
	}
	all := s.dryRun(t, nil, "-f", dir)
	for i, row := range contents {
		id := fmt.Sprintf("r%02d", i)
		theirs := created{records: map[string]string{}}
		for name, record := range all.records {
			if strings.Contains(name, "/"+id+"-") {
				theirs.records[name] = record
			}
		}
		for line := range strings.SplitSeq(all.refused, "\n") {
			if strings.Contains(line, id+".yaml") {
				theirs.refused += line + "\n"
			}
		}
		ours, _ := read(t, "", false, filepath.Join(dir, id+".yaml"))
		if problem := row.want.unmet(theirs, ours); problem != "" {
			t.Errorf("%s: %s\n%q\nkubectl: %v\n%s\nplugin: %v\n%s", row.why, problem, row.text, theirs.records, theirs.refused, ours.records, ours.refused)
		}
	}
}

// unmet says how the outcome is another one.
func (o outcome) unmet(theirs, ours created) string {
	equal := maps.Equal(theirs.records, ours.records)
	switch o {
	case same:
		if theirs.refused != "" || ours.refused != "" || !equal {
			return "not read as the same"
		}
	case refused:
		if theirs.refused == "" || ours.refused == "" {
			return "not refused by both"
		}
		for name, record := range theirs.records {
			if ours.records[name] != record {
				return "a record is missing that kubectl reads before it stops"
			}
		}
	case strict:
		if theirs.refused != "" || !strings.Contains(ours.refused, "kubectl") && !strings.Contains(ours.refused, "items") {
			return "not refused by the plugin alone, with a word on what kubectl does"
		}
	case lenient:
		if theirs.refused == "" || ours.refused != "" || len(ours.records) == 0 {
			return "not refused by kubectl alone"
		}
	}
	return ""
}

// TestKubectlFindsTheSame is which files are read, with the real kubectl.
func TestKubectlFindsTheSame(t *testing.T) {
	s := apiServer(t)
	if err := s.AwaitCRDs(t.Context()); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, name := range []string{"a.yaml", "b.yml", "c.json", "d.YAML", "e.txt", ".f.yaml", "g,h.yaml", "i.yaml/j.yaml", "\xff.yaml", "mount/..2026_11_29/k.yaml", "sub/l.yaml"} {
		id := strings.Map(func(r rune) rune {
			if r < 'a' || r > 'z' {
				return '-'
			}
			return r
		}, strings.ToLower(name))
		writeTo(t, filepath.Join(dir, name), strings.ReplaceAll(record("x"), "NAME", "f"+id))
	}
	writeTo(t, filepath.Join(dir, "kustomization.yaml"), "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a.yaml]\n")
	writeTo(t, filepath.Join(dir, "none", "readme.txt"), "no manifest\n")
	for link, target := range map[string]string{"mount/..data": "..2026_11_29", "mount/k.yaml": "..data/k.yaml", "link": "sub", "sub/loop": "..", "links/a.yaml": "../a.yaml", "links/nothing.yaml": "gone", "links/sub.yaml": "../sub", "links/self.yaml": "self.yaml"} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, link)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	in := func(names ...string) []string {
		for i := range names {
			names[i] = filepath.Join(dir, names[i])
		}
		return names
	}
	for _, row := range []struct {
		why       string
		paths     []string
		recursive bool
		stdin     string
		want      outcome
	}{
		{"a folder, in which a kustomization is none of our business", in("."), false, "", lenient},
		{"a folder and all below it, links to folders and to nothing among them", in("."), true, "", refused},
		{"a volume of Kubernetes", in("mount"), false, "", same},
		{"a volume of Kubernetes, which has each file twice", in("mount"), true, "", same},
		{"a file of any name", in("e.txt", "d.YAML", "\xff.yaml"), false, "", same},
		{"a name with a comma", in("g,h.yaml"), false, "", same},
		{"the same file twice", in("a.yaml", "sub/../a.yaml"), false, "", same},
		{"a pattern that no shell has expanded", in("*.y*ml"), false, "", lenient},
		{"a pattern that matches nothing", in("*.toml"), false, "", refused},
		{"a path that does not exist", in("a.yaml", "gone.yaml"), false, "", refused},
		{"a folder that is named as a file", in("i.yaml"), false, "", same},
		{"links in a folder", in("links"), false, "", refused},
		{"a link to a file", in("links/a.yaml"), false, "", same},
		{"a link to a folder, which kubectl follows with a slash at its end only", in("link"), false, "", lenient},
		{"a link to a folder, with a slash at its end", []string{dir + "/link/"}, false, "", same},
		{"a folder without manifests", in("none"), false, "", refused},
		{"standard input", []string{"-"}, false, strings.ReplaceAll(record("a"), "NAME", "stdin"), same},
		{"standard input beside a file", append(in("a.yaml"), "-"), false, strings.ReplaceAll(record("a"), "NAME", "stdin"), same},
		{"standard input as lines that end with a carriage return alone", []string{"-"}, false, strings.ReplaceAll("# c\n"+strings.ReplaceAll(record("a"), "NAME", "stdin"), "\n", "\r"), same},
		{"a list in a list", []string{"-"}, false, strings.ReplaceAll(listOf("v1\nkind: List", listOf("v1\nkind: List", record("a"))), "NAME", "stdin"), refused},
		{"a record of another namespace beside one of none", []string{"-"}, false, strings.ReplaceAll(record("a")+"---\n"+strings.Replace(record("b"), "}", ", namespace: kube-system}", 1), "NAME", "stdin"), same},
	} {
		args := []string{}
		if row.recursive {
			args = append(args, "-R")
		}
		for _, p := range row.paths {
			args = append(args, "--filename="+asOne(p))
		}
		theirs := s.dryRun(t, strings.NewReader(row.stdin), args...)
		ours, _ := read(t, row.stdin, row.recursive, row.paths...)
		if len(ours.records) == 0 && ours.refused == "" {
			ours.refused = "nothing can be judged" // the command says so, and ends with 2
		}
		if problem := row.want.unmet(theirs, ours); problem != "" {
			t.Errorf("%s: %s\nkubectl: %v\n%s\nplugin: %v\n%s", row.why, problem, slices.Sorted(maps.Keys(theirs.records)), theirs.refused, slices.Sorted(maps.Keys(ours.records)), ours.refused)
		}
		if row.want == lenient && !contained(theirs.records, ours.records) {
			t.Errorf("%s: a record that kubectl reads is missing or another", row.why)
		}
	}
}

// contained reports whether records are among others.
func contained(some, all map[string]string) bool {
	for name, record := range some {
		if all[name] != record {
			return false
		}
	}
	return true
}

// oddFiles is how many generated files the real kubectl reads.
const oddFiles = 400

// TestKubectlCreatesTheSameOfOddFiles has the real kubectl and the real API server read
// generated files in one go.
func TestKubectlCreatesTheSameOfOddFiles(t *testing.T) {
	s := apiServer(t)
	if err := s.AwaitCRDs(t.Context()); err != nil {
		t.Fatal(err)
	}
	dir, g := t.TempDir(), oddfiles.New(1)
	names, texts, until := make([]string, oddFiles), make([]string, oddFiles), make([]int, oddFiles)
	for i := range oddFiles {
		names[i] = filepath.Join(dir, fmt.Sprintf("odd%03d.yaml", i))
		texts[i], until[i] = g.File(), g.Records()
		writeTo(t, names[i], texts[i])
	}
	theirs := s.dryRun(t, nil, "-f", dir)
	byFile := make([]created, oddFiles)
	for id, record := range theirs.records {
		_, number, _ := strings.Cut(id, "/p")
		n, err := strconv.Atoi(number)
		if err != nil {
			continue // text that was put into the name made it another
		}
		i, _ := slices.BinarySearch(until, n)
		if byFile[i].records == nil {
			byFile[i].records = map[string]string{}
		}
		byFile[i].records[id] = record
	}
	read := 0
	for i, name := range names {
		byFile[i].refused = theirs.refused
		set, err := manifest.Load(t.Context(), []string{name}, manifest.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if problem := agrees(t, byFile[i], set, name); problem != "" {
			t.Errorf("%s: %s\n%q\n%+v", filepath.Base(name), problem, texts[i], set.Problems)
		}
		for _, n := range set.Namespaces {
			read += len(n.Records)
		}
	}
	t.Logf("kubectl creates %d records, and the plugin reads %d", len(theirs.records), read)
	if len(theirs.records) < oddFiles/5 {
		t.Errorf("kubectl creates %d records of %d files: the test shows too little", len(theirs.records), oddFiles)
	}
}

// agrees says how what was read of a file is other than what kubectl makes of it.
// kubectl reads no further where a file is bad; the plugin does, and tells a problem.
func agrees(t *testing.T, theirs created, set *manifest.Set, name string) string {
	t.Helper()
	ours := created{records: map[string]string{}}
	for _, n := range set.Namespaces {
		for _, r := range n.Records {
			ours.add(t, r.GetObjectKind().GroupVersionKind().Kind, r)
		}
	}
	told := ""
	for _, p := range set.Problems {
		told += p.Message
	}
	for id := range theirs.records {
		if ours.records[id] == "" && !strings.Contains(told, "kubectl") {
			return "kubectl reads " + id
		}
	}
	for id, record := range ours.records {
		switch stored, is := theirs.records[id]; {
		case is && stored != record:
			return "the record is " + stored + ", and is read as " + record
		case !is && len(set.Problems) == 0:
			return "kubectl does not read " + id
		}
	}
	if len(set.Problems)+len(set.Foreign) == 0 && strings.Contains(theirs.refused, name) && !few(name) {
		return "kubectl refuses it: " + theirs.refused
	}
	return ""
}

// few reports whether fewer than four bytes stand behind JSON. kubectl refuses them,
// whatever they are, when all has been read.
func few(name string) bool {
	text, err := os.ReadFile(name)
	end := bytes.LastIndexByte(text, '}') + 1
	return err == nil && len(text)-end < 4*2
}
