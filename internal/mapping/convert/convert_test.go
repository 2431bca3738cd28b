package convert

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/isms-operator/isms-operator/internal/mapping"
)

// assets is a register of assets, with most of what a field may say.
const assets = `resources:
- name: assets
  ignore: {Notes: prose}
  schema:
    primaryKey: id
    missingValues: [n/a, "-"]
    fields:
    - {name: id, titles: [Asset ID, Inventarnummer], constraints: {required: true}}
    - {name: type, values: {Server: Hardware, Programm: Software, offen: null}}
    - {name: owner, titles: [Responsible, Owner]}
    - {name: ends, titles: [Support end], type: date, format: [default, "%d.%m.%Y", quarter], words: {Rolling: evergreen, TBD: absent}}
    - {name: level, titles: [Criticality], firstWord: true, values: {High: High, Low: Low}, otherwise: absent}
    - {name: controls, type: list, itemType: control}
    - {name: site, fillDown: true}
    - {name: unused}
records:
- from: assets
  kind: InfrastructureAsset
  name: ${id}
  spec:
    type: ${type}
    description: Asset ${id}
    version: "${words.ends == 'evergreen' ? 'supported for good' : ''}"
    owner: ${actor(owner)}
    supportEndsOn: ${ends}
    criticality: ${level}
    controls: ${controls}
    location: ${site}
`

func TestTable(t *testing.T) {
	r := convert(t, assets, map[string]string{"assets.csv": `An inventory;;;;;;;;
Asset ID;Type;Owner;Responsible;Support end;Criticality;Controls;Site;Notes
A 1;Server;Ada;Team A;31.12.2027;High (audited);A.8.1, 8.13-15;Zürich;x
Ä-2;Programm;;CISO;Q3 2026;unknown;-;;y
A-3;offen;;n/a;Rolling;;;Bern;
Asset ID;Type;Owner;Responsible;Support end;Criticality;Controls;Site;Notes
;;;;;;;;
A-4;;;nobody;TBD;Low;;;
`}, Named{"SecurityRole", "security-officer", []string{"Ciso"}}, Named{"SecurityRole", "team-a", []string{"Team A"}})
	wantSpecs(t, "a table", r,
		`InfrastructureAsset/a-1 {"controls":["A.8.1","A.8.13","A.8.14","A.8.15"],"criticality":"High","description":"Asset A 1","location":"Zürich","owner":{"roleRef":{"name":"team-a"}},"supportEndsOn":"2027-12-31","type":"Hardware"}`,
		`InfrastructureAsset/ae-2 {"description":"Asset Ä-2","location":"Zürich","owner":{"roleRef":{"name":"security-officer"}},"supportEndsOn":"2026-09-30","type":"Software"}`,
		`InfrastructureAsset/a-3 {"description":"Asset A-3","location":"Bern","version":"supported for good"}`,
		`InfrastructureAsset/a-4 {"criticality":"Low","description":"Asset A-4","location":"Bern","owner":{"statedAs":"nobody"}}`)
	wantRejects(t, "a table", r)
	want := []Column{
		{Resource: "assets", Heading: "Notes", Count: 2, File: "assets.csv", Files: 1, Why: "prose"},
		{Resource: "assets", Heading: "Owner", Count: 1, File: "assets.csv", Files: 1},
	}
	if !reflect.DeepEqual(r.Report.Columns, want) {
		t.Errorf("columns that went nowhere: %+v", r.Report.Columns)
	}
	if want := []Value{{Resource: "assets", Field: "level", Found: "unknown", Count: 1, Became: "absent"}}; !reflect.DeepEqual(r.Report.Values, want) {
		t.Errorf("values without counterpart: %+v", r.Report.Values)
	}
	if u := r.Report.Unresolved; len(u) != 1 || u[0].Found != "nobody" || u[0].Became != "stated" || u[0].Place != "assets.csv:8" {
		t.Errorf("unresolved: %+v", u)
	}
	if read := r.Report.Read[0]; read.Rows != 6 || read.Skipped != 2 || read.Rejected != 0 {
		t.Errorf("read: %+v", read)
	}
}

func TestRejects(t *testing.T) {
	r := convert(t, assets, map[string]string{"assets.csv": `Asset ID,Type,Support end,Controls
a,Servr,31.12.2027,
b,,09/12/2025,A.5.99
c,,2026-02-30,
c,,,
,,2026-01-01,
d,,,
D,,,
e,,
`})
	wantRejects(t, "each cell tells what is allowed", r,
		"assets.csv:2, column B|type|Servr|allowed are Programm, Server, offen|Server",
		"assets.csv:3, column C|ends|09/12/2025|allowed is a day that exists, written as YYYY-MM-DD, %d.%m.%Y, quarter",
		"assets.csv:3, column D|controls|A.5.99|",
		"assets.csv:4, column C|ends|2026-02-30|",
		"assets.csv:6, column A|id||nothing stands there, and a value is required",
		"assets.csv:7|name|d|the name is made of another row too",
		"assets.csv:8|name|D|the name d is made of another row too, assets.csv:7",
		"assets.csv:9||")
	wantSpecs(t, "only the second row of c can be used", r, `InfrastructureAsset/c {"description":"Asset c"}`)
	if read := r.Report.Read[0]; read.Rejected != 7 {
		t.Errorf("%d rows rejected, want 7", read.Rejected)
	}
}

func TestKeysAreOfOneRow(t *testing.T) {
	r := convert(t, assets, map[string]string{"assets.csv": "id,type\nx,\nx,\ny,\n"})
	wantRejects(t, "two rows of one key", r, "assets.csv:2, column A|id|x|the key is that of another row too, assets.csv:3", "assets.csv:3, column A|id|x|the key is that of another row too, assets.csv:2")
	wantSpecs(t, "the others stay", r, `InfrastructureAsset/y {"description":"Asset y"}`)
}

// TestProvenanceStays: one more row above changes no record.
func TestProvenanceStays(t *testing.T) {
	const rows = "id,type\n%sx,Server\ny,Server\n"
	one := convert(t, assets, map[string]string{"assets.csv": strings.ReplaceAll(rows, "%s", "")})
	two := convert(t, assets, map[string]string{"assets.csv": strings.ReplaceAll(rows, "%s", "w,Server\n")})
	for i, made := range one.Records {
		if other := two.Records[i+1]; !reflect.DeepEqual(made.Object("a"), other.Object("a")) {
			t.Errorf("%v became %v", made.Object("a"), other.Object("a"))
		}
	}
	a := one.Records[0].Annotations()
	if a[FileAnnotation] != "assets.csv" || a[KeyAnnotation] != "x" || len(a[HashAnnotation]) != len("sha256:")+64 || a[SheetAnnotation] != "" {
		t.Errorf("annotations %v", a)
	}
	changed := convert(t, assets, map[string]string{"assets.csv": "id,type\nx,Programm\n"})
	if changed.Records[0].Annotations()[HashAnnotation] == a[HashAnnotation] {
		t.Error("another row has the same hash")
	}
}

func TestUnpivotAndMerge(t *testing.T) {
	const raci = `resources:
- name: cells
  format: markdown
  heading: RACI
  unpivot: {column: role, cell: letters}
  skip: ["${activity == 'Legend'}"]
  schema:
    fields:
    - {name: activity, titles: [Task], constraints: {required: true}}
    - {name: role}
    - {name: letters, type: list, delimiter: ["/", ","], values: {A: A, R: R, C: C, I: I}}
records:
- {from: cells, kind: SecurityRole, name: "${role}", merge: true, spec: {title: "${role}"}}
- from: cells
  kind: AccountabilityMatrix
  name: raci
  merge: true
  each: {letter: "${letters}"}
  spec:
    rows:
    - name: ${slug(activity)}
      accountableRoleRefs: ["${when(letter == 'A', ref('SecurityRole', role))}"]
      responsibleRoleRefs: ["${when(letter == 'R', ref('SecurityRole', role))}"]
      informedRoleRefs: ["${when(letter == 'I', ref('SecurityRole', role))}"]
`
	r := convert(t, raci, map[string]string{"page.md": `# RACI

| Task | CISO | IT Lead |
| --- | --- | --- |
| Back up | A | R, I |
| Patch | A/R | I |
| Legend | A accountable | |
`})
	wantRejects(t, "a RACI", r)
	wantSpecs(t, "a RACI", r,
		`SecurityRole/ciso {"title":"CISO"}`, `SecurityRole/it-lead {"title":"IT Lead"}`,
		`AccountabilityMatrix/raci {"rows":[{"accountableRoleRefs":[{"name":"ciso"}],"informedRoleRefs":[{"name":"it-lead"}],"name":"back-up","responsibleRoleRefs":[{"name":"it-lead"}]},{"accountableRoleRefs":[{"name":"ciso"}],"informedRoleRefs":[{"name":"it-lead"}],"name":"patch","responsibleRoleRefs":[{"name":"ciso"}]}]}`)
}

func TestMergeConflict(t *testing.T) {
	const text = `resources:
- {name: x, schema: {fields: [{name: id}, {name: title}]}}
records:
- {from: x, kind: Risk, name: "${id}", merge: true, spec: {title: "${title}"}}
`
	r := convert(t, text, map[string]string{"x.csv": "id,title\na,One\na,One\na,Two\n"})
	wantSpecs(t, "what rows say alike is one", r, `Risk/a {"title":"One"}`)
	wantRejects(t, "what they say differently", r, "x.csv:4|spec.title||found Two; another row of the record says One")
}

func TestForeignKeys(t *testing.T) {
	const text = `resources:
- name: licenses
  path: licenses.csv
  schema:
    fields: [{name: product}, {name: vendor}, {name: seats, type: integer}]
    foreignKeys: [{fields: vendor, reference: {resource: vendors, fields: vendor}}]
- {name: vendors, path: vendors.json, items: data, schema: {fields: [{name: vendor}, {name: notice, path: terms.notice, type: integer}]}}
- name: installs
  path: installs.csv
  schema:
    fields: [{name: product}, {name: user}]
    foreignKeys: [{fields: product, reference: {resource: licenses, fields: product}}]
records:
- from: licenses
  kind: ToolLicense
  name: ${product}
  spec: {product: "${product}", seats: {purchased: "${seats}", assigned: "${size(installs)}"}, term: {noticePeriodDays: "${vendors.?notice}"}}
`
	r := convert(t, text, map[string]string{
		"licenses.csv": "product,vendor,seats\nSlack,Acme,2\nZoom,Nobody,1\n", "vendors.json": `{"data":[{"vendor":"ACME ","terms":{"notice":60}}]}`,
		"installs.csv": "product,user\nslack,a\nSlack,b\nSlak,c\n",
	})
	wantSpecs(t, "many rows to one field", r,
		`ToolLicense/slack {"product":"Slack","seats":{"assigned":2,"purchased":2},"term":{"noticePeriodDays":60}}`, `ToolLicense/zoom {"product":"Zoom","seats":{"assigned":0,"purchased":1}}`)
	wantRejects(t, "a name that no row has rejects nothing", r)
	if u := r.Report.Unresolved; len(u) != 2 || u[0].Found != "Slak" || u[0].Nearest != "Slack" || u[0].Kind != "licenses" || u[1].Found != "Nobody" {
		t.Errorf("unresolved: %+v", u)
	}
}

func TestItemsAndEach(t *testing.T) {
	const text = `resources:
- name: teams
  format: toml
  schema:
    fields:
    - {name: name}
    - {name: leads, path: people.leads, type: list}
    - {name: members, path: people.members, type: any}
records:
- from: teams
  kind: Person
  merge: true
  each: {person: "${leads}"}
  name: ${person}
  spec: {displayName: "${person}"}
- from: teams
  kind: SecurityRole
  name: ${name} lead
  spec:
    title: '${name}: lead'
    assignments: "${leads.map(p, {'name': slug(p), 'personRef': ref('Person', p)})}"
`
	r := convert(t, text, map[string]string{"infra.toml": "name = 'infra'\n[people]\nleads = ['Ann B', 'bob']\nmembers = ['x', {github = 'y'}]\n[[lists]]\naddress = 'z'\n"})
	wantSpecs(t, "a list", r, `Person/ann-b {"displayName":"Ann B"}`, `Person/bob {"displayName":"bob"}`,
		`SecurityRole/infra-lead {"assignments":[{"name":"ann-b","personRef":{"name":"ann-b"}},{"name":"bob","personRef":{"name":"bob"}}],"title":"infra: lead"}`)
	if c := r.Report.Columns; len(c) != 1 || c[0].Heading != "lists" {
		t.Errorf("columns that went nowhere: %+v", c)
	}
}

func TestNamesThatMeanSeveral(t *testing.T) {
	r := convert(t, assets, map[string]string{"a.csv": "id,owner\nx,Ada\n"}, Named{"Person", "ada-l", []string{"Ada"}}, Named{"Person", "ada-b", []string{"ADA"}})
	wantSpecs(t, "nobody knows which", r, `InfrastructureAsset/x {"description":"Asset x","owner":{"statedAs":"Ada"}}`)
	if u := r.Report.Unresolved; len(u) != 1 || !u[0].Several {
		t.Errorf("unresolved: %+v", u)
	}
}

func TestWhatTheAPIServerRefuses(t *testing.T) {
	const text = `resources:
- {name: x, schema: {fields: [{name: id}, {name: rating}]}}
records:
- {from: x, kind: Risk, name: "${id}", spec: {rating: "${rating}", titel: "${id}"}}
`
	r := convert(t, text, map[string]string{"x.csv": "id,rating\na,Medum\n"})
	if len(r.Records) != 0 {
		t.Errorf("made %v", specs(r))
	}
	wantRejects(t, "as the loader says it", r, `x.csv:2|spec.rating||found "Medum"; allowed are`, `x.csv:2|spec.titel||the kind Risk has no field "titel"`, "spec.title||the field is required")
}

func TestNewNamesWhatIsMeant(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"resources:\n- {name: x, schema: {fields: [{name: owner}]}}\nrecords:\n- {from: x, kind: Rsk, name: '${owner}', spec: {title: a}}\n", `the nearest is "Risk"`},
		{"resources:\n- {name: x, schema: {fields: [{name: owner}]}}\nrecords:\n- from: x\n  kind: Risk\n  name: ${owner}\n  spec:\n    title: ${onwer}\n", `m.yaml:10  records[0].spec.title: found ${onwer}, and nothing is called "onwer" here`},
		{"resources:\n- name: x\n  schema:\n    fields:\n    - {name: a, value: '${b}'}\n", `nothing is called "b"`},
		{"resources:\n- {name: x, schema: {fields: [{name: owner}]}}\nrecords:\n- {from: x, each: {owner: '${owner}'}, kind: Risk, name: '${owner}', spec: {title: a}}\n", "one of a field"},
	} {
		m, err := mapping.Parse("m.yaml", []byte(head+c.text))
		if err != nil {
			t.Fatal(err)
		}
		_, err = New(m)
		var problems mapping.Problems
		if !errors.As(err, &problems) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s:\n got %v\nwant %s", c.text, err, c.want)
		}
	}
}
