package rules_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
	"github.com/isms-operator/isms-operator/test/scenarios"
)

// TestWordsCountAsReferences: whatever a story finds, it finds where every role and person
// that an actor names is named in words, too, by every rule.
func TestWordsCountAsReferences(t *testing.T) {
	stories, err := scenarios.Load("../../test/scenarios")
	if err != nil {
		t.Fatal(err)
	}
	changed := 0
	for _, s := range stories {
		want := sums(run(s.Records, s.AsOf.String()).Rollup.Findings)
		words := putInWords(s.Records, &changed)
		got := sums(run(words, s.AsOf.String()).Rollup.Findings)
		for _, one := range want {
			if !slices.Contains(got, one) {
				t.Errorf("%s: not found any more where actors are in words: %s", s.Name, one)
			}
		}
		for _, one := range got {
			if !slices.Contains(want, one) {
				t.Errorf("%s: found where actors are in words alone: %s", s.Name, one)
			}
		}
	}
	if changed < 1000 {
		t.Errorf("only %d actors were put in words", changed)
	}
}

// sums are findings by what does not hang on how somebody is named.
func sums(all []assess.Finding) (lines []string) {
	for i := range all {
		f := &all[i]
		field := strings.Replace(f.Field, "].accountableRoleRef", "].owner", 1)
		for _, end := range []string{".roleRef", ".personRef", ".statedAs"} {
			field = strings.TrimSuffix(field, end)
		}
		lines = append(lines, strings.Join([]string{f.Rule, f.Reason, string(f.Grade), f.Record.String(), field}, " "))
	}
	return lines
}

// putInWords are copies of records in which actors are named by the title of the role, or the
// name of the person, where that names nobody else.
func putInWords(records []api.Record, changed *int) (all []api.Record) {
	w := assess.NewWorld("isms", records)
	titles := map[string]string{}
	for _, r := range records {
		if role, ok := r.(*api.SecurityRole); ok && len(facts.Meant(w, role.Spec.Title)) == 1 {
			titles[role.Name] = strings.ToUpper(strings.ReplaceAll(role.Spec.Title, " ", "  "))
		}
	}
	for _, r := range records {
		copied := r.DeepCopyObject().(api.Record)
		actorFields(copied)
		eachActor(reflect.ValueOf(copied).Elem().FieldByName("Spec"), func(a *api.Actor) {
			name := titles[a.Role()]
			if p := a.Person(); p != "" && len(facts.Meant(w, p)) == 1 {
				name = strings.ToUpper(p)
			}
			if name != "" {
				*a = api.Actor{StatedAs: name}
				*changed++
			}
		})
		all = append(all, copied)
	}
	scenarios.BindingOf(records).Bind(all)
	return all
}

// actorFields turns references of a record into actors where the kind has both.
func actorFields(r api.Record) {
	switch r := r.(type) {
	case *api.StatementOfApplicability:
		for i := range r.Spec.Controls {
			if e := &r.Spec.Controls[i]; e.AccountableRoleRef != nil && e.Owner == nil {
				e.AccountableRoleRef, e.Owner = nil, &api.Actor{RoleRef: e.AccountableRoleRef}
			}
		}
	case *api.ToolLicense:
		for _, ref := range r.Spec.AdministratorRefs {
			r.Spec.Administrators = append(r.Spec.Administrators, api.Actor{PersonRef: &ref})
		}
		r.Spec.AdministratorRefs = nil
	}
}

// eachActor yields every actor below a value.
func eachActor(v reflect.Value, yield func(*api.Actor)) {
	switch {
	case v.Kind() == reflect.Pointer:
		if !v.IsNil() {
			eachActor(v.Elem(), yield)
		}
	case v.Type() == reflect.TypeFor[api.Actor]():
		yield(v.Addr().Interface().(*api.Actor))
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			eachActor(v.Index(i), yield)
		}
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				eachActor(v.Field(i), yield)
			}
		}
	}
}
