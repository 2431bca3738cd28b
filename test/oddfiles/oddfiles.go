// Package oddfiles generates files and folders that nobody writes on purpose, and of
// which kubectl makes one thing or another.
package oddfiles

import (
	"fmt"
	"math/rand"
	"strings"
	"unicode/utf16"
)

// Generator generates. The same seed gives the same files.
type Generator struct {
	*rand.Rand
	// records that were generated, for their names.
	records int
}

// New returns a generator.
func New(seed int64) *Generator { return &Generator{Rand: rand.New(rand.NewSource(seed))} }

// Records is how many records were generated so far. They are named p1, p2 and so on.
func (g *Generator) Records() int { return g.records }

// Pick returns one of several.
func Pick[T any](g *Generator, of []T) T { return of[g.Intn(len(of))] }

// seldom is true about once in so many times.
func (g *Generator) seldom(times int) bool { return g.Intn(times) == 0 }

// File is the content of a file.
func (g *Generator) File() string {
	var b strings.Builder
	if g.seldom(3) {
		b.WriteString(Pick(g, oddStarts))
	}
	for range 1 + g.Intn(3) {
		b.WriteString(g.document())
		b.WriteString(Pick(g, oddSeparators))
	}
	return g.encoded(g.broken(b.String()))
}

// oddStarts stand at the beginning of a file.
var oddStarts = []string{
	"---\n", "--- # first\n", "# exported\n", "\n\n", "  \n", "\t\n", "%YAML 1.1\n---\n", "%YAML 1.2\n---\n", "%TAG ! tag:example.org,2026:\n---\n",
	"...\n", "---\n...\n", "---\n---\n", "#!/usr/bin/env kubectl\n", "\ufeff", "# -*- coding: utf-8 -*-\n", "--- {}\n", "{}\n", "null\n---\n", "\u00a0\n",
}

// oddSeparators stand between documents, or behind the last one.
var oddSeparators = []string{
	"---\n", "---\n", "---\n", "---\n", "--- # next\n", "---   \n", "---\t\n", "---\t# next\n", "---#next\n", "---\n---\n", "\n---\n\n", "---\n# only this\n---\n", "---",
	"...\n", "...\n---\n", "... # end\n", "...\n...\n---\n", "...#\n", "---text\n", "--- text\n", "----\n", " ---\n", "--- |\n", "\n", "", " ", "# end\n",
	"%YAML 1.1\n---\n", "\ufeff---\n", "---\n\ufeff", "---\u00a0\n", "---\v\n", "---\r", "\u2028---\n", "\r---\r", "---\n%YAML 1.1\n---\n", "--- # \u2028\n",
}

// document is a record in one of many forms, several, or something else.
func (g *Generator) document() string {
	switch g.Intn(16) {
	case 0, 1, 2, 3:
		return g.block()
	case 4, 5:
		return g.flow() + "\n"
	case 6, 7:
		return g.json() + Pick(g, []string{"", "\n", " ", "\n\n", "\n# end\n"})
	case 8:
		return g.json() + Pick(g, []string{"", "\n", " "}) + g.json() + Pick(g, []string{"", "\n", g.json()})
	case 9, 10, 11:
		return g.list(0) + "\n"
	case 12:
		return g.jsonList()
	case 13:
		return g.anchored()
	case 14:
		return "# " + strings.ReplaceAll(strings.TrimSuffix(g.block(), "\n"), "\n", "\n# ") + "\n"
	default:
		return Pick(g, oddDocuments)
	}
}

// oddDocuments are no records. None of them says nothing at all to kubectl, but for
// those that are null.
var oddDocuments = []string{
	"null\n", "~\n", "", "# nothing\n", "\n", "!!null ''\n", "{}\n", "[]\n", "text\n", "5\n", "'null'\n", "!!str\n", "true\n", "- a\n", "*a\n", "&a\n", "? a\n", "|\n text\n",
	"{\"a\": 1}\n", "{\"a\": 1,}\n", "{\"a\"\n", "\"apiVersion: v1\"\n", "? {a: b}\n: c\n", "[\n", "key: [a\n", "@\n", "`\n",
	"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n  a.yaml: |\n    apiVersion: isms-operator.io/v1alpha1\n    kind: Person\n",
}

const version = "isms-operator.io/v1alpha1"

// Person is a record that is written as people write it.
func (g *Generator) Person() string {
	return "apiVersion: " + version + "\nkind: Person\nmetadata:\n  name: " + g.name() + "\nspec:\n  displayName: Ada\n"
}

func (g *Generator) name() string {
	g.records++
	return fmt.Sprintf("p%d", g.records)
}

// block is a record in block form.
func (g *Generator) block() string {
	fields := []string{
		"apiVersion: " + Pick(g, []string{version, "\"" + version + "\"", "'" + version + "'", "!!str " + version, version + " # group", ">-\n  " + version}),
		"kind: " + Pick(g, []string{"Person", "Person", "'Person'", "\"P\\x65rson\"", "\"P\\u0065rson\"", "Person   ", "Person\t"}),
		"metadata:" + Pick(g, []string{"\n  name: ", "\n    name: ", " # who\n  name: ", "\n  ? name\n  : "}) + g.name(),
	}
	if g.seldom(4) {
		fields[2] += "\n" + Pick(g, []string{"  labels:", "  annotations:"}) + "\n    " + Pick(g, oddKeys) + ": " + Pick(g, []string{"a", "'1'", "\"\"", "1", "yes"})
	}
	fields = append(fields, "spec:\n"+g.spec())
	switch g.Intn(12) {
	case 0:
		fields = append(fields, Pick(g, oddFields))
	case 1:
		i := g.Intn(len(fields))
		fields = append(fields[:i], fields[i+1:]...)
	case 2:
		g.Shuffle(len(fields), func(i, j int) { fields[i], fields[j] = fields[j], fields[i] })
	}
	return strings.Join(fields, Pick(g, []string{"\n", "\n", "\n\n", "\n# why\n", "\n   # why\n"})) + "\n"
}

func (g *Generator) spec() string {
	var b strings.Builder
	for range 1 + g.Intn(3) {
		switch g.Intn(6) {
		case 0, 1:
			fmt.Fprintf(&b, "  displayName: %s\n", Pick(g, oddScalars))
		case 2:
			fmt.Fprintf(&b, "  review: {intervalMonths: %s}\n", Pick(g, oddNumbers))
		case 3:
			fmt.Fprintf(&b, "  engagedFrom: %s\n", Pick(g, oddDays))
		case 4:
			fmt.Fprintf(&b, "  evidence:\n%s", Pick(g, oddEntries))
		case 5:
			fmt.Fprintf(&b, "  %s: %s\n", Pick(g, oddKeys), Pick(g, oddScalars))
		}
	}
	return b.String()
}

// oddFields stand beside apiVersion, kind, metadata and spec.
var oddFields = []string{
	"status: {}", "status:\n  conditions: none", "kind: Person", "metadata: {name: twice}", "Kind: Person", "KIND: Person", "apiversion: v1", "<<: {kind: Person}",
	"1: 2", "? [a]\n: b", "null: a", "~: a", "true: b", "!!binary YQ==: b", "spec: {}", "x: &x [*x]", "x: *nothing",
}

// oddKeys are keys of mappings.
var oddKeys = []string{
	"a", "1", "0x10", "1.5", "yes", "no", "null", "~", "'a'", "\"a\"", "? a\n    ", "2026-10-31", ".inf", "!!str a", "!!int 1", "&k a", "<<", "=", "a b", "app.kubernetes.io/name", "1_000", "[a]", "{a: b}", "", "\"\\u0061\"", "-", "12:30",
}

// oddScalars stand where a string is expected.
var oddScalars = []string{
	"Ada", "'Ada'", "\"Ada\"", "Ada Lovelace", "A: b", "A #b", "A#b", "'it''s'", "\"a\\tb\"", "\"a\\\n    b\"", "\"a\n    b\"", "\"a\n\n    b\"", "'a\n    b'", "a\n    b", "a\n\n    b", "|\n    a\n    b", "|-\n    a", "|+\n    a\n\n", ">\n    a\n    b\n\n    c", ">-\n    a\n     b",
	"|2\n    a", "|1\n  a", "|4-\n      a", "|\n    ---\n    a", "|\n---\n", "\"\n---\n  \"", "|\n    # no comment", "|\n\n\n    a", "|\n\ta", "yes", "No", "on", "OFF", "y", "true", "null", "~", "", "Null", "NULL", "0", "1.10", "010", "0o7", "0x1F", "0b11", "1_000", "_1", "1e3", "1E400", ".5", "5.", ".inf", "-.INF", ".nan", "+1", "-0", "12:30", "12:30:45", "190:20:30.15",
	"2026-10-31", "2026-10-31T00:00:00Z", "2026-10-31 10:00:00 +02:00", "!!str 1", "!!str yes", "!!str", "!!int '1'", "!!float 1", "!!bool yes", "!!binary QWRh", "!!binary '*'", "!!timestamp 2026-10-31", "!!set {a, b}", "!!omap [a: b]", "!!null ''", "!local Ada", "!<tag:yaml.org,2002:str> 1", "! 1", "!e!x Ada",
	"&a Ada", "&a", "*a", "[Ada]", "{Ada: 1}", "{Ada}", "[a, b", "- a", "? a", "@a", "`a", "%a", "!a", "&", "*", "<<", "=", "|", ">", "'", "\"", "\"\\ud83d\\ude00\"", "\"\\U0001F600\"", "\"\\ud800\"", "\"\\/\"", "\"\\x41\"", "\"\\q\"", "\"\\0\"", "😀", "\u00e9", "e\u0301", "a\u00a0b", "\"a\u2028b\"", "a\u2028b", "\"a\u0085b\"", "\"a\ufeffb\"", "a\ufeffb",
	"\"a\x7fb\"", "\"a\u0080b\"", "\"a\ufffeb\"", "'a\tb'", "a\tb", "a\t# c", "\"a\"\t# c", "\"a\"#c", "\"a\"b", "\tAda", "Ada\t", "18446744073709551615", "18446744073709551616", "9007199254740993", "-9223372036854775809", "0.1000000000000000055", "123456789012345678901234567890", "1.0", "1.", "0.", "00", "-", "--", "---", "...", "A---", "#", "a:", ":a", "a,b", "a]", "}a",
}

// oddNumbers stand where a whole number is expected.
var oddNumbers = []string{
	"12", "'12'", "012", "0o14", "0xC", "0b1100", "1_2", "12.0", "1.2e1", "1e1", "12.5", "+12", "-12", "!!int 12", "!!int '12'", "!!float 12", "!!str 12", "1:0", "0:12", "twelve", "", "~", "[12]", "120", "121", "0", "99999999999999999999", "&n 12", "1e400", ".inf", "1__2", "12_", "0x_C", "0B11", "0XC", "0O14", "1,000",
}

// oddDays stand where a day is expected.
var oddDays = []string{
	"2026-10-31", "\"2026-10-31\"", "2026-10-31T00:00:00Z", "\"2026-10-31T00:00:00Z\"", "2026-10-31 00:00:00", "2026-1-3", "2026-02-29", "!!timestamp 2026-10-31", "!!timestamp '2026-10-31'", "!!str 2026-10-31", "!!str 2026-10-31T00:00:00Z", "20261031", "2026-10-31t00:00:00z", "0001-01-01", "9999-12-31", "&d 2026-10-31", "2026-10-31T00:00:00+00:00", "|-\n    2026-10-31", "|\n    2026-10-31", ">-\n    2026-10-31", "'2026-10-31' # c", "~", "",
}

// oddEntries are lists of evidence.
var oddEntries = []string{
	"  - {name: a, uri: b}\n", "  - name: a\n    uri: b\n", "  -\n    name: a\n    uri: b\n", "  -   name: a\n      uri: b\n", "  - ? name\n    : a\n    uri: b\n", "  - {name: a, uri: b,}\n", "  - {\"name\":\"a\",\"uri\":\"b\"}\n", "  - {\"name\":a, uri: 'b'}\n",
	"  - &e {name: a, uri: b}\n  - {<<: *e, name: c}\n", "  - &e {name: a, uri: b}\n  - <<: *e\n    name: c\n", "  - &e {name: a, uri: b}\n  - {name: c, <<: *e}\n", "  - &e {name: a}\n  - &f {uri: b}\n  - <<: [*e, *f]\n", "  - <<: {name: a, uri: b}\n", "  - \"<<\": {name: a, uri: b}\n", "  - {name: a, uri: b}\n  - {name: a, uri: b}\n",
	"  - null\n", "  -\n", "  - - a\n", "  []\n", "  ~\n", "  - name: a\n   uri: b\n", "  - {name: a, name: c, uri: b}\n", "  - !x {name: a, uri: b}\n", "  - !!map {name: a, uri: b}\n", "  !!seq\n  - {name: a, uri: b}\n", "  - {name: a, uri: b, 1: c}\n", "  - {name: a\n  , uri: b}\n", "  - {name: a, # c\n    uri: b}\n", "  - [name: a]\n", "  -\t{name: a, uri: b}\n", "  - name:\ta\n    uri:\tb\n", "  - {name: a, uri: http://example.org/a#b}\n", "  - {name: a, uri: b}  \t\n",
}

// flow is a record in flow form, which may be no JSON.
func (g *Generator) flow() string {
	spec := fmt.Sprintf("displayName: %s, review: {intervalMonths: %s}, engagedFrom: %s", Pick(g, []string{"Ada", "'Ada'", "yes", "!!str yes", "\"\\/\"", "\"\\ud83d\\ude00\"", "1.0", "\"a\nb\"", "a\n b"}), Pick(g, oddNumbers), Pick(g, []string{"2026-10-31", "'2026-10-31'"}))
	text := Pick(g, []string{
		"{apiVersion: VERSION, kind: Person, metadata: {name: NAME}, spec: {SPEC}}", "{apiVersion: VERSION, kind: Person, metadata: {name: NAME}, spec: {SPEC,},}", "{\n  apiVersion: VERSION, # c\n  kind: Person,\n  metadata: {name: NAME},\n  spec: {SPEC}\n}",
		"{\"apiVersion\":\"VERSION\",kind: Person,\"metadata\":{\"name\":\"NAME\"},\"spec\":{}}", "{apiVersion: VERSION, kind: Person, metadata: {name: NAME}, spec: {}}\nmore: text", "{apiVersion: VERSION, kind: Person, metadata: {name: NAME}, spec: {}} # c", "  {apiVersion: VERSION, kind: Person, metadata: {name: NAME}, spec: {SPEC}}",
		"!!map {apiVersion: VERSION, kind: Person, metadata: {name: NAME}, spec: {SPEC}}", "&r {apiVersion: VERSION, kind: Person, metadata: {name: NAME}, spec: {SPEC}}", "[{apiVersion: VERSION, kind: Person, metadata: {name: NAME}, spec: {}}]", "- {apiVersion: VERSION, kind: Person, metadata: {name: NAME}, spec: {}}", "\t{apiVersion: VERSION, kind: Person, metadata: {name: NAME}, spec: {}}",
	})
	return strings.NewReplacer("VERSION", version, "NAME", g.name(), "SPEC", spec).Replace(text)
}

// json is a record as JSON.
func (g *Generator) json() string {
	text := Pick(g, []string{
		`{"apiVersion":"VERSION","kind":"Person","metadata":{"name":"NAME"},"spec":{SPEC}}`, `{"apiVersion":"VERSION","kind":"Person","metadata":{"name":"NAME"},"spec":{SPEC}}`, "{\n  \"apiVersion\": \"VERSION\",\n  \"kind\": \"Person\",\n  \"metadata\": {\"name\": \"NAME\"},\n  \"spec\": {SPEC}\n}", "{\n\t\"apiVersion\": \"VERSION\",\n\t\"kind\": \"Person\",\n\t\"metadata\": {\"name\": \"NAME\"},\n\t\"spec\": {SPEC}\n}",
		` {"apiVersion":"VERSION","kind":"Person","metadata":{"name":"NAME"},"spec":{SPEC}}`, "{ // c\n\"apiVersion\":\"VERSION\",\"kind\":\"Person\",\"metadata\":{\"name\":\"NAME\"},\"spec\":{SPEC}}", "{ # c\n\"apiVersion\":\"VERSION\",\"kind\":\"Person\",\"metadata\":{\"name\":\"NAME\"},\"spec\":{SPEC}}",
	})
	spec := Pick(g, []string{
		``, `"displayName":"Ada"`, `"displayName":"\ud83d\ude00 \/"`, `"displayName":"\ud800"`, `"displayName":"\u0000"`, `"displayName":"a","displayName":"b"`, "\"displayName\":\"a\u2028b\"", "\"displayName\":\"a\u0085 b\"", "\"displayName\":\"a\ufeffb\"", "\"displayName\":\"a\x7fb\"", `"displayName":null`, `"displayName":1`, `"displayName":"😀"`,
		`"review":{"intervalMonths":12}`, `"review":{"intervalMonths":12.0}`, `"review":{"intervalMonths":1.2e1}`, `"review":{"intervalMonths":1E1}`, `"review":{"intervalMonths":-0}`, `"review":{"intervalMonths":99999999999999999999}`, `"engagedFrom":"2026-10-31"`, `"<<":{"displayName":"a"}`, `"DisplayName":"Ada"`, `"displayName":"a\nb"`, `"evidence":[{"name":"a","uri":"b"}]`, `"evidence":[{"name":"a","uri":"b"},]`, `"displayName":"` + strings.Repeat("a ", 60) + `"`,
	})
	return strings.NewReplacer("VERSION", version, "NAME", g.name(), "SPEC", spec).Replace(text)
}

// list is a list in block form that holds records.
func (g *Generator) list(depth int) string {
	kind := Pick(g, []string{"v1\nkind: List", "v1\nkind: List", version + "\nkind: PersonList", version + "\nkind: List", "v1\nkind: ConfigMapList"})
	text := "apiVersion: " + kind + "\n" + Pick(g, []string{"", "metadata: {}\n", "metadata: {resourceVersion: \"\"}\n"})
	if g.seldom(10) {
		return text + Pick(g, []string{"items: []", "items: null", "items:", "items: {}", "items: none", "Items: []", "items: [null]", "items: [~, 5]", "items: [[]]", "items: [{}]"})
	}
	text += "items:\n"
	for range 1 + g.Intn(3) {
		var item string
		switch g.Intn(8) {
		case 0, 1, 2:
			item = g.block()
		case 3:
			item = "metadata: {name: " + g.name() + "}\nspec: {displayName: Ada}\n" // it may be that of a list of one kind
		case 4:
			item = Pick(g, []string{"null\n", "5\n", "[]\n", "{}\n", "kind: Person\n", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n"})
		case 5:
			item = g.json() + "\n"
		default:
			if depth < 2 {
				item = g.list(depth+1) + "\n"
			} else {
				item = g.block()
			}
		}
		text += "- " + strings.ReplaceAll(strings.TrimSuffix(item, "\n"), "\n", "\n  ") + "\n"
	}
	return text
}

func (g *Generator) jsonList() string {
	kind := Pick(g, []string{`"v1","kind":"List"`, `"` + version + `","kind":"PersonList"`})
	items := []string{g.json(), Pick(g, []string{g.json(), `{"metadata":{"name":"` + g.name() + `"},"spec":{}}`, "null", "5", `{"apiVersion":"v1","kind":"List","items":[` + g.json() + `]}`})}
	return `{"apiVersion":` + kind + `,"items":[` + strings.Join(items, Pick(g, []string{",", ",\n"})) + `]}` + Pick(g, []string{"", "\n"})
}

// anchored is a record that says things once.
func (g *Generator) anchored() string {
	return strings.NewReplacer("VERSION", version, "NAME", g.name()).Replace(Pick(g, []string{
		"apiVersion: VERSION\nkind: Person\nmetadata: {name: &n NAME}\nspec: {displayName: *n}\n", "apiVersion: VERSION\nkind: Person\nmetadata: {name: NAME}\nspec:\n  <<: {displayName: a}\n", "apiVersion: VERSION\nkind: Person\nmetadata: {name: NAME}\nspec:\n  <<: {displayName: a}\n  displayName: b\n", "apiVersion: VERSION\nkind: Person\nmetadata: {name: NAME}\nspec:\n  displayName: b\n  <<: {displayName: a}\n",
		"apiVersion: VERSION\nkind: Person\nmetadata: {name: NAME}\nspec:\n  <<: [{displayName: a}, {displayName: b, sourcing: Internal}]\n", "apiVersion: VERSION\nkind: Person\nmetadata: {name: NAME}\nspec:\n  <<: a\n", "<<: {apiVersion: VERSION, kind: Person}\nmetadata: {name: NAME}\nspec: {}\n", "apiVersion: &v VERSION\nkind: Person\nmetadata: {name: NAME, annotations: {v: *v}}\nspec: {}\n",
		"apiVersion: VERSION\nkind: Person\nmetadata: &m {name: NAME}\nspec: *m\n", "apiVersion: VERSION\nkind: Person\nmetadata: {name: NAME}\nspec: &s\n  evidence: [*s]\n", "x: &a 1\nx: &a 2\n", "apiVersion: VERSION\nkind: Person\nmetadata:\n  name: NAME\n  labels: {1: a, '1': b}\nspec: {}\n", "apiVersion: VERSION\nkind: Person\nmetadata: {name: NAME}\nspec: {displayName: a, \"displayName\": b}\n",
		"apiVersion: VERSION\nkind: Person\nmetadata: {name: NAME}\nspec: {}\n" + strings.Repeat("# a long comment\n", 300), "apiVersion: VERSION\nkind: Person\nmetadata: {name: NAME}\nspec: {displayName: " + strings.Repeat("a", 5000) + "}\n", strings.Repeat("\n", 5000) + "{\"apiVersion\":\"VERSION\",\"kind\":\"Person\",\"metadata\":{\"name\":\"NAME\"},\"spec\":{\"displayName\":\"\\ud83d\\ude00\"}}", "apiVersion: VERSION\nkind: Person\nmetadata: {name: NAME}\nspec: {displayName: " + strings.Repeat("[", 200) + strings.Repeat("]", 200) + "}\n",
		"apiVersion: VERSION\nkind: Person\nmetadata: {generateName: NAME}\nspec: {}\n", "apiVersion: VERSION\nkind: person\nmetadata: {name: NAME}\nspec: {}\n", "apiVersion: VERSION\nkind: [Person]\nmetadata: {name: NAME}\nspec: {}\n", "apiVersion: 1\nkind: Person\nmetadata: {name: NAME}\nspec: {}\n", "apiVersion: VERSION\nkind: Person\nmetadata: {name: 5}\nspec: {}\n", "apiVersion: VERSION\nkind: Person\nmetadata: {name: 2026-10-31}\nspec: {}\n", "apiVersion: VERSION\nkind: Person\nmetadata: {name: 1e1}\nspec: {}\n", "apiVersion: VERSION\nkind: Person\nmetadata: {name: NAME, namespace: ''}\nspec: {}\n", "apiVersion: VERSION\nkind: Person\nmetadata: {name: NAME, namespace: null}\nspec: {}\n", "apiVersion: VERSION\nkind: Person\nmetadata: {name: NAME, namespace: other}\nspec: {}\n", "apiVersion: VERSION\nkind: Person\nmetadata: [name]\nspec: {}\n",
	}))
}

// broken breaks lines otherwise, and puts in what should not be there.
func (g *Generator) broken(text string) string {
	switch g.Intn(14) {
	case 0, 1:
		text = strings.ReplaceAll(text, "\n", "\r\n")
	case 2:
		text = strings.ReplaceAll(text, "\n", "\r")
	case 3:
		text = strings.ReplaceAll(text, "\n", Pick(g, []string{"\u0085", "\u2028", "\u2029", "\r\r\n", "\n\r", "\v", "\f"}))
	case 4:
		lines := strings.Split(text, "\n")
		for i := range lines[:len(lines)-1] {
			lines[i] += Pick(g, []string{"\n", "\n", "\r\n", "\r", "\u2028"})
		}
		text = strings.Join(lines, "")
	}
	if g.seldom(8) && text != "" {
		at := g.Intn(len(text))
		text = text[:at] + Pick(g, []string{"\t", " ", "\r", "\n", "\r\n", "\u0085", "\u2028", "\u2029", "\ufeff", "\v", "\f", "\x00", "\x7f", "\x1b", "\xff", "\xc3\x28", "\xed\xa0\x80", "\u00a0", "#", ":", "'", "\"", "\\", "&", "*", "---", "\n---\n", "\n...\n", "{", "}", "[", "]", "|", ">", ",", "%", "!", "?", "- "}) + text[at:]
	}
	return text
}

// encoded encodes a text.
func (g *Generator) encoded(text string) string {
	switch g.Intn(20) {
	case 0:
		return "\ufeff" + text
	case 1:
		return UTF16(text, false, true)
	case 2:
		return UTF16(text, true, true)
	case 3:
		return UTF16(text, true, false)
	case 4:
		return "\ufeff\ufeff" + text
	case 5:
		return strings.ReplaceAll(text, "Ada", "Zo\xeb") // Latin-1
	default:
		return text
	}
}

// UTF16 encodes a text, with the high or the low byte first, with a byte order mark or
// without one.
func UTF16(text string, bigEndian, mark bool) string {
	if mark {
		text = "\ufeff" + text
	}
	var b []byte
	for _, u := range utf16.Encode([]rune(text)) {
		if bigEndian {
			b = append(b, byte(u>>8), byte(u))
		} else {
			b = append(b, byte(u), byte(u>>8))
		}
	}
	return string(b)
}
