package main

import (
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/isms-operator/isms-operator/test/oddfiles"
)

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

func utf16(bigEndian, mark bool) func(string) string {
	return func(text string) string { return oddfiles.UTF16(text, bigEndian, mark) }
}

// outcome is what is expected of a file.
type outcome int

const (
	same    outcome = iota // both read the same, and neither has anything to say
	refused                // both refuse it, or a part of it
	strict                 // kubectl reads it, and the plugin says that and why it does not
	told                   // kubectl reads it as something else, and the plugin says what to write
	lenient                // kubectl refuses it, and the plugin reads it
)

// contents are files, with what kubectl and the plugin make of each. They pin the
// library by which kubectl reads, which other tests use, to kubectl itself.
var contents = []struct {
	why    string
	text   string
	want   outcome
	encode func(string) string
}{
	{"as people write it", record("a") + "---\n" + record("b"), same, nil},
	{"lines that end with a carriage return alone, below a comment", strings.ReplaceAll("# exported\n"+record("a"), "\n", "\r"), same, nil},
	{"CRLF", strings.ReplaceAll(record("a")+"---\n"+record("b"), "\n", "\r\n"), same, nil},
	{"two documents in lines that end with a carriage return alone", strings.ReplaceAll(record("a")+"---\n"+record("b"), "\n", "\r"), strict, nil},
	{"line separators of Unicode", strings.ReplaceAll("# exported\n"+record("a"), "\n", "\u2028"), same, nil},
	{"byte order mark", "\ufeff" + record("a"), same, nil},
	{"byte order mark behind a separator", record("a") + "---\n\ufeff" + record("b"), same, nil},
	{why: "UTF-16, low byte first", text: record("a"), want: same, encode: utf16(false, true)},
	{why: "UTF-16, high byte first", text: record("a"), want: same, encode: utf16(true, true)},
	{why: "UTF-16 without a mark", text: record("a"), want: refused, encode: utf16(false, false)},
	{"Latin-1, of which kubectl makes U+FFFD", spec("{displayName: Zo\xeb}"), strict, nil},
	{"separator with a comment", record("a") + "--- # next\n" + record("b"), same, nil},
	{"separator with a tab", record("a") + "---\t\n" + record("b"), same, nil},
	{"separator with text", record("a") + "---text\n" + record("b"), refused, nil},
	{"separator that is indented", record("a") + " ---\n" + record("b"), refused, nil},
	{"end of a document, and a separator", record("a") + "...\n---\n" + record("b"), same, nil},
	{"end of a document, and text that kubectl drops", record("a") + "...\n" + record("b"), strict, nil},
	{"end of no document", "...\n" + record("a"), refused, nil},
	{"directive", "%YAML 1.1\n---\n" + record("a"), refused, nil},
	{"only comments beside it", "# one\n---\n# two\n---\n" + record("a"), same, nil},
	{"empty", "", same, nil},
	{"only a comment", "# nothing\n", same, nil},
	{"a record that is a comment", "# " + strings.ReplaceAll(record("a"), "\n", "\n# ") + "\n", strict, nil},
	{"JSON", jsonRecord("a", `"displayName":"\ud83d\ude00 \/"`), same, nil},
	{"values of JSON one behind the other", jsonRecord("a", "") + jsonRecord("b", "") + "\n" + jsonRecord("c", ""), same, nil},
	{"JSON and then YAML", jsonRecord("a", "") + "\n---\n" + record("b"), same, nil},
	{"two values of JSON and then YAML", jsonRecord("a", "") + jsonRecord("b", "") + "\n---\n" + record("c"), refused, nil},
	{"JSON behind YAML, which has no halves of characters", record("a") + "---\n" + jsonRecord("b", `"displayName":"\ud83d\ude00"`), refused, nil},
	{"JSON with a comment of YAML", "{ # c\n" + jsonRecord("a", "")[1:], same, nil},
	{"JSON with a comma at the end", jsonRecord("a", `"displayName":"a",`), same, nil},
	{"JSON with a break of lines that YAML would fold", jsonRecord("a", "\"displayName\":\"a\u2028b\""), same, nil},
	{"key given twice, of which kubectl takes the last", spec("{displayName: a, displayName: b}"), strict, nil},
	{"key given twice in JSON", jsonRecord("a", `"displayName":"a","displayName":"b"`), strict, nil},
	{"keys that are one in JSON", strings.Replace(record("a"), "}", ", labels: {1: a, '1': b}}", 1), strict, nil},
	{"anchor and alias", spec("{displayName: &a Ada, sourcing: Internal, managerRef: {name: *a}}"), same, nil},
	{"alias that fits", spec("{evidence: [{name: &a x, uri: *a}]}"), same, nil},
	{"merge", spec("{<<: {displayName: a}}"), same, nil},
	{"merge and the field beside it", spec("{<<: {displayName: a}, displayName: b}"), same, nil},
	{"the field and a merge behind it", spec("{displayName: b, <<: {displayName: a}}"), same, nil},
	{"number where a text belongs", spec("{displayName: 1.10}"), refused, nil},
	{"number as a text, by its tag", spec("{displayName: !!str 1.10}"), same, nil},
	{"word that is true", spec("{displayName: yes}"), refused, nil},
	{"binary", spec("{displayName: !!binary QWRh}"), same, nil},
	{"tag that nobody knows", spec("{displayName: !x Ada}"), same, nil},
	{"set", spec("{displayName: !!set {a}}"), refused, nil},
	{"number with base 16", spec("{review: {intervalMonths: 0xC}}"), same, nil},
	{"number with base 8", spec("{review: {intervalMonths: 014}}"), same, nil},
	{"number with base 60", spec("{review: {intervalMonths: 0:12}}"), refused, nil},
	{"number with an underscore", spec("{review: {intervalMonths: 1_2}}"), same, nil},
	{"whole number that is written as a fraction", spec("{review: {intervalMonths: 12.0}}"), same, nil},
	{"fraction", spec("{review: {intervalMonths: 12.5}}"), refused, nil},
	{"day without quotes", spec("{engagedFrom: 2026-10-31}"), same, nil},
	{"day that is tagged", spec("{engagedFrom: !!timestamp 2026-10-31}"), same, nil},
	{"day and time without quotes", spec("{engagedFrom: 2026-10-31T00:00:00Z}"), same, nil},
	{"infinity", spec("{displayName: .inf}"), refused, nil},
	{"nothing", spec("{displayName: ~, sourcing: null, engagedFrom: }"), same, nil},
	{"key that is null", spec("{~: a}"), refused, nil},
	{"key that is a list", spec("{[a]: b}"), refused, nil},
	{"text on several lines", spec("\n  displayName: >-\n    a\n    b"), same, nil},
	{"separator inside of a text", spec("\n  displayName: |\n    a\n---\n    b"), refused, nil},
	{"tab behind a colon", spec("{displayName:\tAda}"), same, nil},
	{"NUL", strings.Repeat(" ", 2000) + "\n" + spec("{displayName: \"a\x00\"}"), refused, nil},
	{"control character", spec("{displayName: \"a\x01\"}"), refused, nil},
	{"List", listOf("v1\nkind: List", record("a"), record("b")), same, nil},
	{"List of the group", listOf("isms-operator.io/v1alpha1\nkind: List", record("a")), same, nil},
	{"List of one kind whose entries do not say it", listOf("isms-operator.io/v1alpha1\nkind: PersonList", "metadata: {name: NAME-a}\nspec: {}"), same, nil},
	{"List of a kind of others", listOf("v1\nkind: ConfigMapList", record("a")), refused, nil},
	{"List of another group", listOf("apps/v1\nkind: List", record("a")), same, nil},
	{"List of a kind that holds records of another, which kubectl validates as that kind", listOf("isms-operator.io/v1alpha1\nkind: ToolLicenseList", record("a")), refused, nil},
	{"list of a kind that this cluster does not have, and others do", listOf("config.kubernetes.io/v1\nkind: ResourceList", record("a")), lenient, nil},
	{"List whose entry has no kind", listOf("v1\nkind: List", "metadata: {name: NAME-a}\nspec: {}"), refused, nil},
	{"List with nothing as an entry", listOf("v1\nkind: List", record("a"), "null"), refused, nil},
	{"empty List", "apiVersion: v1\nkind: List\nitems: []\n", same, nil},
	{"List of nothing", "apiVersion: v1\nkind: List\nitems: null\n", refused, nil},
	{"List without items", "apiVersion: v1\nkind: List\n", refused, nil},
	{"record with items, which kubectl takes for a list", record("a") + "items: []\n", told, nil},
	{"list without a List", "- " + strings.ReplaceAll(strings.TrimSuffix(record("a"), "\n"), "\n", "\n  ") + "\n", refused, nil},
	{"below a document without kind, at which kubectl stops", "resources: [a.yaml]\n---\n" + record("a"), refused, nil},
	{"text", "This is no manifest.\n", refused, nil},
	{"kind in small letters", strings.Replace(record("a"), "Person", "person", 1), refused, nil},
	{"kind that there is not", strings.Replace(record("a"), "Person", "Persn", 1), refused, nil},
	{"no kind", strings.Replace(record("a"), "kind: Person\n", "", 1), refused, nil},
	{"no apiVersion", strings.Replace(record("a"), "apiVersion: isms-operator.io/v1alpha1\n", "", 1), refused, nil},
	{"field that the kind does not have", spec("{displayname: Ada}"), refused, nil},
	{"name that the API server makes up", strings.Replace(record("a"), "{name: NAME-a", "{generateName: NAME-", 1), told, nil},
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
		text := strings.ReplaceAll(row.text, "NAME", fmt.Sprintf("r%02d", i))
		if row.encode != nil {
			text = row.encode(text)
		}
		writeTo(t, filepath.Join(dir, fmt.Sprintf("r%02d.yaml", i)), text)
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
		for _, said := range saying.Split(all.refused, -1) {
			if strings.Contains(said, id+".yaml") {
				theirs.refused += said + "\n"
			}
		}
		ours := read(t, "", false, filepath.Join(dir, id+".yaml"))
		if problem := row.want.unmet(theirs, ours); problem != "" {
			t.Errorf("%s: %s\n%q\nkubectl: %v\n%s\nplugin: %v\n%s", row.why, problem, row.text, theirs.records, theirs.refused, ours.records, ours.refused)
		}
	}
}

// saying is what each of the errors of kubectl begins with.
var saying = regexp.MustCompile(`error parsing /|error validating "|resource mapping not found|unable to recognize|Error from server`)

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
		if theirs.refused != "" || !strings.Contains(ours.refused, "kubectl") {
			return "not refused by the plugin alone, with a word on what kubectl does"
		}
	case told:
		if theirs.refused != "" || !strings.Contains(ours.refused, "kubectl") || len(ours.records) > 0 {
			return "not refused by the plugin alone, with a word on what kubectl does"
		}
	case lenient:
		if theirs.refused == "" || ours.refused != "" || len(ours.records) == 0 {
			return "not refused by kubectl alone"
		}
	}
	return ""
}
