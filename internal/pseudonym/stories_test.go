package pseudonym_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/runtime"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/gather"
	"github.com/isms-operator/isms-operator/internal/pseudonym"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/test/scenarios"
)

// key is one of the tests.
var key = bytes.Repeat([]byte{7}, pseudonym.KeySize)

// hidden are records without names of people.
func hidden(t *testing.T, records []api.Record) (gather.Namespace, *pseudonym.Names) {
	t.Helper()
	from := gather.Namespace{Name: "isms", Records: records}
	names, err := pseudonym.New(key, pseudonym.People([]gather.Namespace{from}), pseudonym.Roles([]gather.Namespace{from})...)
	if err != nil {
		t.Fatal(err)
	}
	to, err := names.Namespace(&from)
	if err != nil {
		t.Fatal(err)
	}
	return to, names
}

// found counts the findings of records by what does not hang on names.
func found(t *testing.T, records []api.Record, on api.Date) map[string]int {
	t.Helper()
	r, err := assess.Run(t.Context(), rules.Registry(), assess.NewWorld("isms", records), on)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]int{"verdict " + string(r.Rollup.Verdict): 1}
	for i := range r.Rollup.Findings {
		f := &r.Rollup.Findings[i]
		all[said(f)]++
	}
	return all
}

// said is what a finding says that does not hang on names. A signature is of the names that
// were signed, so that with pseudonyms nobody can check it: it is in doubt, whatever it was.
func said(f *assess.Finding) string {
	if f.Rule == "X-20" && f.Reason != "ApprovalNotSigned" {
		return "X-20 a signature in doubt on " + f.Record.Kind
	}
	return fmt.Sprint(f.Rule, f.Reason, f.Grade, f.Point.ID, f.Record.Kind)
}

// TestVerdict: with pseudonyms a register is judged as without.
func TestVerdict(t *testing.T) {
	stories, err := scenarios.Load("../../test/scenarios")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range stories {
		to, names := hidden(t, s.Records)
		if want, have := found(t, s.Records, s.AsOf), found(t, to.Records, s.AsOf); !maps.Equal(want, have) {
			t.Errorf("%s: with pseudonyms it is judged otherwise:\n%v\n%v", s.Name, want, have)
		}
		silent(t, s.Name, s.Records, to.Records, names)
	}
}

// TestVerdictOfOddNames: the verdict does not hang on names either that are words of rules.
func TestVerdictOfOddNames(t *testing.T) {
	stories, err := scenarios.Load("../../test/scenarios")
	if err != nil {
		t.Fatal(err)
	}
	odd := []string{"Manual Lead Auditor", "External Training", "Budget Approval", "N/A", "Iso Policy Foundation", "Information Systems", "TBD Expert", "Access Control"}
	for i, s := range stories {
		if i%6 != 0 {
			continue
		}
		for j, r := range s.Records {
			if p, ok := r.(*api.Person); ok {
				p.Spec.DisplayName = odd[j%len(odd)]
			}
		}
		to, _ := hidden(t, s.Records)
		if want, have := found(t, s.Records, s.AsOf), found(t, to.Records, s.AsOf); !maps.Equal(want, have) {
			t.Errorf("%s: with pseudonyms it is judged otherwise:\n%v\n%v", s.Name, want, have)
		}
	}
}

// silent holds that records hold no name of a person of others.
func silent(t *testing.T, what string, from, to []api.Record, names *pseudonym.Names) {
	t.Helper()
	text, err := json.Marshal(to)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range from {
		p, ok := r.(*api.Person)
		if !ok {
			continue
		}
		if names.Text(p.Name) == p.Name {
			t.Errorf("%s: %s has no pseudonym", what, p.Name)
		}
		for _, name := range []string{p.Name, p.Spec.DisplayName} {
			if len(name) > 3 && strings.Contains(strings.ToLower(string(text)), strings.ToLower(name)) {
				t.Errorf("%s: the name %q is in the records with pseudonyms", what, name)
			}
		}
	}
}

// leak is a name that no text has otherwise.
const leak = "Zelda Quux"

// TestEveryField fills each text of each kind with names of people in turn, and holds that
// the copy has none of them.
func TestEveryField(t *testing.T) {
	person := &api.Person{Spec: api.PersonSpec{DisplayName: leak}}
	person.Name = "zelda-quux"
	for _, k := range rules.Registry().Kinds {
		for _, written := range []string{person.Name, leak, "Signed by ZELDA QUUX.", "quux,zelda", "https://x.example/ZeldaQuux.pdf", "zelda.quux@example.org", "a Quux's wish"} {
			r := newOf(t, k.Name)
			n := fill(reflect.ValueOf(r).Elem(), written)
			if n < 10 {
				t.Fatalf("%s: %d texts were filled", k.Name, n)
			}
			if k.Name == "Person" { // another person than the one whose name it is
				r.SetName("record")
			}
			to, _ := hidden(t, []api.Record{person, r})
			text, err := json.Marshal(to.Records)
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range []string{"zelda", "quux"} {
				if at := strings.Index(strings.ToLower(string(text)), name); at >= 0 {
					t.Errorf("%s filled with %q: %s", k.Name, written, text[max(0, at-80):min(len(text), at+20)])
				}
			}
		}
	}
}

// newOf is an empty record of a kind.
func newOf(t *testing.T, kind string) api.Record {
	t.Helper()
	scheme := runtime.NewScheme()
	if err := api.AddToScheme(scheme); err != nil {
		t.Fatal(err)
	}
	o, err := scheme.New(api.GroupVersion.WithKind(kind))
	if err != nil {
		t.Fatal(err)
	}
	return o.(api.Record)
}

// noFreeText are the texts that hold no name because the API takes none there.
var noFreeText = []string{"TypeMeta", "SHA256", "ContentHash", "WorkloadReference.APIVersion", "WorkloadReference.Kind"}

// fill writes a text into all that is one below a value, and returns into how many.
func fill(v reflect.Value, written string) (n int) {
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		return fill(v.Elem(), written)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		return fill(v.Index(0), written)
	case reflect.Map:
		return 0
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if f.IsExported() && !slices.Contains(noFreeText, f.Name) && !slices.Contains(noFreeText, v.Type().Name()+"."+f.Name) && f.Type.PkgPath() != "time" {
				n += fill(v.Field(i), written)
			}
		}
	case reflect.String:
		if v.Type() == reflect.TypeFor[string]() {
			v.SetString(written)
			n++
		}
	}
	return n
}
