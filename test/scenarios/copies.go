package scenarios

import (
	"fmt"
	"reflect"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// Copies returns n records of every kind in a namespace: copies of given ones, each copy with
// names of its own, so that its references stay among it. It is how benchmarks get a register
// of any size.
func Copies(of []api.Record, namespace string, n int) []api.Record {
	all := make([]api.Record, 0, n)
	binding := BindingOf(of)
	defer func() { binding.Bind(all) }() // each copy was approved under its own name
	for round := 0; ; round++ {
		suffix := ""
		if round > 0 {
			suffix = fmt.Sprintf("-%d", round)
		}
		for _, original := range of {
			if _, one := original.(*api.ClauseAssessment); one && round > 0 {
				continue // a namespace has one
			}
			if len(all) == n {
				return all
			}
			r := original.DeepCopyObject().(api.Record)
			r.SetName(r.GetName() + suffix)
			r.SetNamespace(namespace)
			rename(reflect.ValueOf(r).Elem().FieldByName("Spec"), suffix)
			if person, is := r.(*api.Person); is {
				person.Spec.DisplayName += suffix // two people who are called the same are a question of their own
			}
			all = append(all, r)
		}
	}
}

// rename adds the suffix to every name of another record.
func rename(v reflect.Value, suffix string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			rename(v.Elem(), suffix)
		}
	case reflect.Slice:
		for i := range v.Len() {
			rename(v.Index(i), suffix)
		}
	case reflect.Struct:
		switch v.Type() {
		case reflect.TypeFor[api.Reference](), reflect.TypeFor[api.ResourceReference](),
			reflect.TypeFor[api.RecordReference](), reflect.TypeFor[api.SubjectReference]():
			name := v.FieldByName("Name")
			name.SetString(name.String() + suffix)
			return
		}
		for i := range v.NumField() {
			rename(v.Field(i), suffix)
		}
	}
}
