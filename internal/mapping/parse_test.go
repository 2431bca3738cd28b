package mapping

import (
	"errors"
	"strings"
	"testing"
)

const head = "apiVersion: " + Version + "\nkind: Mapping\n"

func TestProblemsSayWhatIsMeant(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "m.yaml: it is empty"},
		{"a: [", "m.yaml: line 1: did not find expected node content"},
		{head + "resource: []", `m.yaml:3:1  resource: there is no field "resource" here; allowed are apiVersion, kind, title, description, namespace, missingValues, resources, records; write "resources"`},
		{head + "resources:\n- name: a b\n", `m.yaml:4  resources[0].name: found "a b"; expressions name it`},
		{head + "resources:\n- name: in\n", "one of CEL"},
		{head + "resources:\n- name: a\n- name: a\n", `m.yaml:5  resources[1].name: the name "a" is there twice`},
		{head + "resources:\n- name: a\n  schema:\n    fields:\n    - {name: x, type: dat}\n", `m.yaml:7  resources[0].schema.fields[0].type: found "dat"; allowed are string, integer, number, boolean, date, control, list, any; write "date"`},
		{head + "resources:\n- name: a\n  schema:\n    fields:\n    - {name: x, type: date, format: any}\n", "would guess"},
		{head + "resources:\n- name: a\n  schema:\n    fields:\n    - {name: x, format: '%d.%m.%Y'}\n", "only dates have formats"},
		{head + "resources:\n- name: a\n  schema:\n    fields:\n    - {name: x, type: date, words: {TBD: open}}\n", `found "open"; allowed are evergreen, recurring, absent`},
		{head + "resources:\n- name: a\n  schema:\n    fields: [{name: x}]\n    primaryKey: y\n", `found "y"; allowed are x`},
		{head + "resources:\n- name: a\n  schema:\n    fields: [{name: x}]\n    foreignKeys: [{fields: x, reference: {resource: b, fields: y}}]\n", `there is no resource "b"`},
		{head + "resources:\n- {name: a, range: C3:B4}\n", "ends before it begins"},
		{head + "resources:\n- {name: a, range: everything}\n", "allowed is a range such as B3:H40"},
		{head + "resources:\n- {name: a, format: exel}\n", "allowed are csv, xlsx"},
		{head + "resources:\n- {name: a}\nrecords:\n- {from: b}\n", `found "b"; allowed are the resources a`},
		{head + "resources:\n- {name: a}\nrecords:\n- {from: a, kind: Risk, spec: {}}\n", "the name of the record is missing"},
		{head + "resources:\n- {name: a, skip: x}\n", `resources[0].skip: found "x"; allowed is a list`},
		{head + "resources:\n- {name: a, transpose: perhaps}\n", `found "perhaps"; allowed is true or false`},
		{head + "resources:\n- {name: a, name: b}\n", "the field is there twice"},
		{"kind: Mapping\napiVersion: v1\nresources: [{name: a}]\n", "allowed is " + Version},
		{head + "resources: [{name: a}]\n---\na: 1\n", "more than one document"},
		{head + "resources: &x [{name: a}]\nrecords: *x\n", "found an alias"},
		{head + "resources: [{name: a, items: x}]\n", "only JSON, YAML, TOML"},
	} {
		_, err := Parse("m.yaml", []byte(c.text))
		var problems Problems
		if !errors.As(err, &problems) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q:\n got %v\nwant %s", c.text, err, c.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(head + "resources:\n- name: a\n  schema:\n    fields: [{name: x, type: list, values: {a: null}}]\nrecords:\n- {from: a, kind: Risk, name: '${x}', spec: {title: '${x}'}}\n")
	f.Fuzz(func(_ *testing.T, text string) { _, _ = Parse("m.yaml", []byte(text)) })
}
