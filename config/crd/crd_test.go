package crd_test

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	apivalidation "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation"
	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	kubejson "k8s.io/apimachinery/pkg/runtime/serializer/json"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// TestDefinitionsAreValid asks what the API server asks before it serves a definition,
// the cost of its CEL rules among it.
func TestDefinitionsAreValid(t *testing.T) {
	for kind, s := range servers(t) {
		s.definition.Status.StoredVersions = []string{api.GroupVersion.Version}
		if errs := apivalidation.ValidateCustomResourceDefinition(t.Context(), s.definition); len(errs) > 0 {
			t.Errorf("%s: %v", kind, errs.ToAggregate())
		}
	}
}

// TestNumbersHaveBounds: a number that the schema accepts fits the Go type that reads it.
func TestNumbersHaveBounds(t *testing.T) {
	all, numbers := servers(t), 0
	for _, kind := range rules.Registry().Kinds {
		record := reflect.TypeOf(kind.New()).Elem()
		each(all[kind.Name].structural, record, kind.Name, func(path string, s *structuralschema.Structural, goType reflect.Type) {
			if s.Type != "integer" && s.Type != "number" {
				return
			}
			numbers++
			least, most := float64(math.MinInt32), float64(math.MaxInt32)
			switch goType.Kind() {
			case reflect.Int64:
				least, most = -(1 << 53), 1<<53 // beyond, a bound is not exact
			case reflect.Int32:
			default:
				t.Errorf("%s is a %s, for which the test knows no bounds", path, goType)
			}
			v := s.ValueValidation
			if s.Type != "integer" || v == nil || v.Minimum == nil || v.Maximum == nil || *v.Minimum < least || *v.Maximum > most {
				t.Errorf("%s is read as %s and has not the bounds of one", path, goType)
			}
		})
	}
	if numbers < 200 {
		t.Errorf("only %d numbers were found", numbers)
	}
}

// each calls visit for every field of a schema, with the Go type that reads it. What Go
// reads and the schema does not have, or the other way round, has no type.
func each(s *structuralschema.Structural, goType reflect.Type, path string, visit func(string, *structuralschema.Structural, reflect.Type)) {
	for goType.Kind() == reflect.Pointer {
		goType = goType.Elem()
	}
	visit(path, s, goType)
	if s.Items != nil {
		each(s.Items, goType.Elem(), path+"[]", visit)
	}
	for name := range s.Properties {
		if field, ok := fieldOf(goType, name); ok && name != "metadata" {
			property := s.Properties[name]
			each(&property, field, path+"."+name, visit)
		}
	}
}

// fieldOf returns the type of the field of a struct that JSON names so.
func fieldOf(goType reflect.Type, name string) (reflect.Type, bool) {
	for i := range goType.NumField() {
		field := goType.Field(i)
		tag, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		if tag == name {
			return field.Type, true
		}
		if field.Anonymous && (tag == "" || strings.Contains(options, "inline")) {
			if found, ok := fieldOf(field.Type, name); ok {
				return found, true
			}
		}
	}
	return nil, false
}

// odd are values of JSON that somebody could write where another is meant.
var odd = []string{
	`null`, `true`, `""`, `"x"`, `[]`, `{}`, `[null]`, `[{}]`, `0`, `-0`, `1`, `1.0`, `1e3`, `1.5`, `-1`, `-1.0`, `1e-7`,
	`2147483647`, `2147483648`, `-2147483649`, `3e9`, `9007199254740993`, `9223372036854775807`, `9223372036854775808`, `-9223372036854775809`, `1e19`, `1e21`, `1e300`,
	`"0000-01-01"`, `"0000-01-01T00:00:00Z"`, `"0001-01-01"`, `"9999-12-31"`, `"2026-02-30"`, `"2026-1-1"`, `"2026-10-31T00:00:00Z"`, `"2026-10-31\n"`, `"٢٠٢٦-١٠-٣١"`,
	`"\ud800"`, `"\u0000"`, `"1e400"`, `"99999999999999999999999999"`,
	`"2026-11-29t12:00:00z"`, `"2026-11-29T12:00:00+25:00"`, `"2026-11-29T12:00:00.5+01:00"`, `"0000-01-01T12:00:00Z"`, `"9999-12-31T12:00:00Z"`,
}

// TestWhatIsStoredCanBeRead puts each odd value in the place of every value of manifests
// of every kind, spec and status. What the API server's validators accept, Go must read
// as an informer does: one object that it cannot read hides its kind. And what Go has
// read of a status, the API server must accept again, as the operator writes it back.
func TestWhatIsStoredCanBeRead(t *testing.T) {
	scheme := runtime.NewScheme()
	if err := api.AddToScheme(scheme); err != nil {
		t.Fatal(err)
	}
	decoder := kubejson.NewSerializerWithOptions(kubejson.DefaultMetaFactory, scheme, scheme, kubejson.SerializerOptions{})
	all, seen, stored := servers(t), map[string]bool{}, map[bool]int{}
	for kind, list := range objects(t) {
		s := all[kind]
		for _, object := range list {
			places(object, s.structural, "", func(path string, schema *structuralschema.Structural, put func(any)) {
				text, _ := json.Marshal(schema)
				key := path + string(text)
				if seen[key] { // of what kinds share, one says all
					return
				}
				seen[key] = true
				for _, value := range odd {
					put(json.RawMessage(value))
					stored[s.survives(t, decoder, object, kind+path, value)]++
				}
			})
		}
	}
	t.Logf("%d places, %d odd values accepted, %d refused", len(seen), stored[true], stored[false])
	if len(seen) < 500 || stored[true] < 3000 || stored[false] < 15000 {
		t.Errorf("%d places, %d accepted, %d refused: the test shows too little", len(seen), stored[true], stored[false])
	}
}

// survives reports whether an object is accepted, and fails where it is and Go cannot
// read it, or not write it back.
func (s *server) survives(t *testing.T, decoder runtime.Decoder, object map[string]any, path, value string) bool {
	t.Helper()
	text, err := json.Marshal(object)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := s.store(t, text)
	if err != nil {
		return false
	}
	read, _, err := decoder.Decode(kept, nil, nil)
	if err != nil {
		t.Errorf("%s: %s is accepted and cannot be read: %v", path, value, err)
		return true
	}
	s.writesBack(t, path, value, kept, read)
	return true
}

// writesBack reports a status that was accepted, and is refused as Go writes it.
func (s *server) writesBack(t *testing.T, path, value string, kept []byte, read runtime.Object) {
	t.Helper()
	if !strings.HasPrefix(path, s.kind+".status") {
		return
	}
	written, err := json.Marshal(read)
	if err != nil {
		t.Fatal(err)
	}
	var before, after map[string]json.RawMessage
	if json.Unmarshal(kept, &before) != nil || json.Unmarshal(written, &after) != nil {
		t.Fatalf("%s: no JSON: %s and %s", path, kept, written)
	}
	before["status"] = after["status"]
	text, err := json.Marshal(before)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.store(t, text); err != nil {
		t.Errorf("%s: %s is accepted, and refused as Go writes it: %v", path, value, err)
	}
}

// places calls visit for every value of spec and status, lists and objects too, with its
// schema and with what puts another in its place; the first is put back afterwards.
func places(value any, s *structuralschema.Structural, path string, visit func(string, *structuralschema.Structural, func(any))) {
	switch v := value.(type) {
	case map[string]any:
		for name, child := range v {
			property, ok := s.Properties[name]
			if !ok || path == "" && name != "spec" && name != "status" {
				continue
			}
			visit(path+"."+name, &property, func(other any) { v[name] = other })
			v[name] = child
			places(child, &property, path+"."+name, visit)
		}
	case []any:
		for i, child := range v {
			visit(path+"[]", s.Items, func(other any) { v[i] = other })
			v[i] = child
			places(child, s.Items, path+"[]", visit)
		}
	}
}

// oddTimes are times of which the format date-time accepts most, and Go reads few.
var oddTimes = []string{
	"2026-11-29T12:00:00Z", "2026-11-29T12:00:00.5Z", "2026-11-29T12:00:00.123456789Z", "2026-11-29T12:00:00+01:00", "2026-11-29T12:00:00-00:00",
	"2026-11-29T12:00:00+23:59", "2026-11-29T12:00:00+24:00", "2026-11-29T12:00:00+25:00", "2026-11-29T12:00:00+01:60", "2026-11-29T12:00:00+01:61", "2026-11-29T12:00:00-99:99",
	"2026-11-29t12:00:00z", "2026-11-29T12:00:00z", "2026-11-29t12:00:00Z", "2026-11-29 12:00:00Z", "2026-11-29T12:00:00", "2026-11-29T12:00Z", "2026-11-29T12:00:00+0100",
	"2026-11-29T12:00:00,5Z", "2026-11-29T12:00:00x5Z", "2026-11-29T12:00:00.Z", "2026-11-29T12:00:60Z", "2026-11-29T24:00:00Z", "2026-02-29T12:00:00Z", "2026-11-31T12:00:00Z",
	"2026-11-29T12:00:00ZT00:00:00Z", "2026-11-29T12:00:00Ztomorrow", "2026-11-29T12:00:00Z\n", " 2026-11-29T12:00:00Z", "0000-01-01T00:00:00Z", "0000-12-31T23:59:59Z",
	"0001-01-01T00:00:01Z", "0999-12-31T00:00:00Z", "1900-02-29T00:00:00Z", "2000-02-29T00:00:00Z", "1000-01-01T00:00:00Z", "2000-01-01T00:00:00Z", "2010-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "10000-01-01T00:00:00Z", "+2026-11-29T12:00:00Z",
}

// FuzzConditionTime: a time of a condition that the API server accepts is one that Go reads.
func FuzzConditionTime(f *testing.F) {
	for _, s := range oddTimes {
		f.Add(s)
	}
	s := servers(f)["Person"]
	f.Fuzz(func(t *testing.T, text string) {
		value, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err) // every string has a form in JSON
		}
		object := fmt.Sprintf(`{"apiVersion":"isms-operator.io/v1alpha1","kind":"Person","metadata":{"name":"p"},"spec":{},"status":{"conditions":[
			{"type":"Current","status":"True","reason":"R","message":"","lastTransitionTime":%s}]}}`, value)
		kept, err := s.store(t, []byte(object))
		if err != nil {
			return
		}
		var read api.Person
		if err := json.Unmarshal(kept, &read); err != nil {
			t.Fatalf("%q is accepted and cannot be read: %v", text, err)
		}
	})
}

// TestConditionTimes: of odd times, those are accepted that Go reads, and what the
// operator writes is among them.
func TestConditionTimes(t *testing.T) {
	all, accepted := servers(t), map[string]int{}
	for kind, s := range all {
		for _, text := range oddTimes {
			value, err := json.Marshal(text)
			if err != nil {
				t.Fatal(err)
			}
			status := fmt.Sprintf(`{"conditions":[{"type":"Current","status":"True","reason":"R","message":"","lastTransitionTime":%s}]}`, value)
			object := `{"apiVersion":"isms-operator.io/v1alpha1","kind":"` + kind + `","metadata":{"name":"x"},"status":` + status + `}`
			_, err = s.store(t, []byte(object))
			if err == nil || !strings.Contains(err.Error(), "lastTransitionTime") { // the spec is not complete
				accepted[text]++
			}
		}
	}
	for _, text := range oddTimes {
		var read metav1.Time
		value, _ := json.Marshal(text)
		goReads := read.UnmarshalJSON(value) == nil && read.UTC().Year() > 0
		if strict := goReads && !strings.Contains(text, "+24:") && !strings.Contains(text, ":60") && !strings.Contains(text, ","); (accepted[text] == len(all)) != strict {
			t.Errorf("%q is accepted by %d of %d kinds, and Go reads it: %v", text, accepted[text], len(all), goReads)
		}
	}
}

// TestDaysOfConditionTimes holds the pattern against the calendar of package time: each
// February, and each day that a month could have.
func TestDaysOfConditionTimes(t *testing.T) {
	condition := servers(t)["Person"].structural.Properties["status"].Properties["conditions"].Items
	pattern := regexp.MustCompile(condition.Properties["lastTransitionTime"].ValueValidation.Pattern)
	compare := func(year, month, day int) {
		text := fmt.Sprintf("%04d-%02d-%02dT00:00:00Z", year, month, day)
		_, err := time.Parse(time.RFC3339, text)
		if want := err == nil && year > 0; pattern.MatchString(text) != want {
			t.Errorf("%s: the pattern takes it: %v, package time: %v", text, !want, want)
		}
	}
	for year := range 10000 {
		for day := 28; day <= 30; day++ {
			compare(year, 2, day)
		}
	}
	for month := range 20 {
		for day := range 40 {
			compare(2026, month, day)
		}
	}
}
