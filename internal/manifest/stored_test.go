package manifest

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"

	utiljson "k8s.io/apimachinery/pkg/util/json"

	"github.com/isms-operator/isms-operator/internal/rawjson"
)

// agree fails unless Read makes of a text what Object makes of its values.
func agree(t *testing.T, kindName, text string) {
	t.Helper()
	words, back := Words()
	defer back()
	r := rawjson.NewReader([]byte(text), words)
	read, err := Read(t.Context(), kindName, r)
	if err == nil {
		err = r.Err()
	}
	var object map[string]any
	if failed := utiljson.Unmarshal([]byte(text), &object); failed != nil {
		return // what is no JSON never comes of an API server
	}
	if err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	status := object["status"]
	record, faults := Object(t.Context(), kindName, object)
	if !reflect.DeepEqual(read.Record, record) || fmt.Sprint(read.Faults) != fmt.Sprint(faults) {
		have, _ := json.Marshal(read.Record)
		want, _ := json.Marshal(record)
		t.Errorf("of %s\nhave %s %+v\nwant %s %+v", text, have, read.Faults, want, faults)
	}
	var stated any
	if len(read.Status) > 0 {
		if err := utiljson.Unmarshal(read.Status, &stated); err != nil {
			t.Fatal(err)
		}
	}
	if !reflect.DeepEqual(stated, status) {
		t.Errorf("of %s\nthe status is %s", text, read.Status)
	}
	if meta := record.GetManagedFields(); meta != nil || read.Record.GetManagedFields() != nil || read.Record.GetAnnotations() != nil {
		t.Errorf("what nobody reads is held of %s", text)
	}
}

// TestTextAndValuesAreReadAlike: the operator reads the text of what it watches and the
// values of what it lists. Both give the same record, the same faults and the same status,
// and nothing is held of what nobody reads.
func TestTextAndValuesAreReadAlike(t *testing.T) {
	const meta = `"metadata":{"name":"x","namespace":"isms","uid":"u","resourceVersion":"7","generation":3,"creationTimestamp":"2026-01-01T00:00:00Z",` +
		`"labels":{"a":"b"},"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{\"a\":\"\\\\\"}\n"},"managedFields":[{"manager":"kubectl","fieldsV1":{"f:spec":{"f:x":{}}}}]}`
	for _, c := range []struct{ why, kind, text string }{
		{"a record as it should be", "InfrastructureAsset", `{` + meta + `,"spec":{"description":"a","type":"Hardware","inServiceFrom":"2020-01-01"},"status":{"findings":[]}}`},
		{"escapes, and what is not ASCII", "InfrastructureAsset", `{` + meta + `,"spec":{"description":"\u003cb\u003e \"q\" \\ ä \ud83d\ude00 😀\u2028","type":"Hardware"}}`},
		{"half of a pair of escapes", "InfrastructureAsset", `{` + meta + `,"spec":{"description":"\ud83d"}}`},
		{"space between all", "InfrastructureAsset", "{ " + meta + " , \"spec\" : {\n\t\"description\" : \"a\" }\r\n}"},
		{"a record that names itself", "SecurityRole", `{` + meta + `,"spec":{"title":"a","reportsToRef":{"name":"x"}}}`},
		{"one that names another", "SecurityRole", `{` + meta + `,"spec":{"title":"a","reportsToRef":{"name":"y"}}}`},
		{"the metadata behind the spec", "SecurityRole", `{"spec":{"title":"a","reportsToRef":{"name":"x"}},` + meta + `}`},
		{"a number that is no integer", "ToolLicense", `{` + meta + `,"spec":{"product":"a","term":{"noticePeriodDays":1.5}}}`},
		{"an integer that is written as another number", "ToolLicense", `{` + meta + `,"spec":{"product":"a","term":{"noticePeriodDays":3e1}}}`},
		{"a number that is too large", "ToolLicense", `{` + meta + `,"spec":{"product":"a","term":{"noticePeriodDays":99999999999999999999}}}`},
		{"nulls", "ToolLicense", `{` + meta + `,"spec":{"product":null,"term":null,"controls":[null]},"status":null}`},
		{"booleans", "ToolLicense", `{` + meta + `,"spec":{"product":true,"retiredOn":false}}`},
		{"a field of another definition", "ToolLicense", `{` + meta + `,"spec":{"product":"a","colour":["red",{}]},"other":[[],{}]}`},
		{"a key with an escape", "ToolLicense", `{` + meta + `,"spec":{"prod\u0075ct":"a"},"\u0073tatus":{"a":1}}`},
		{"a spec that is none", "ToolLicense", `{` + meta + `,"spec":"nothing"}`},
		{"no spec", "ToolLicense", `{` + meta + `}`},
		{"a status that is none", "ToolLicense", `{` + meta + `,"spec":{"product":"a"},"status":7}`},
		{"a record that goes", "ToolLicense", `{"metadata":{"name":"x","namespace":"isms","deletionTimestamp":"2026-01-02T00:00:00Z","creationTimestamp":null,"generation":"3"},"spec":{"product":"a"}}`},
		{"metadata that is none", "ToolLicense", `{"metadata":[],"spec":{"product":"a"}}`},
	} {
		t.Run(c.why, func(t *testing.T) { agree(t, c.kind, c.text) })
	}
}

// TestHalfAnObjectIsAnError: an object of which the end did not arrive is no record.
func TestHalfAnObjectIsAnError(t *testing.T) {
	const text = `{"metadata":{"name":"x"},"spec":{"product":"a","controls":["A.5.1"]},"status":{"a":[1,"\""]}}`
	for end := range len(text) {
		words, back := Words()
		r := rawjson.NewReader([]byte(text[:end]), words)
		_, err := Read(t.Context(), "ToolLicense", r)
		if err == nil {
			err = r.Err()
		}
		if err == nil {
			t.Errorf("%s is read", text[:end])
		}
		back()
	}
	for _, more := range []string{"{}", ",", "]", "x"} {
		words, back := Words()
		r := rawjson.NewReader([]byte(text+more), words)
		if _, err := Read(t.Context(), "ToolLicense", r); err != nil || r.Err() == nil {
			t.Errorf("%s%s is read", text, more)
		}
		back()
	}
}
