package handover

import (
	"fmt"
	"reflect"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// Change is an edit of a field.
type Change struct {
	// Record that is edited, and how findings name it and the field.
	Record api.Record
	Ref    assess.Ref
	Field  string
	// Path leads to the field in the spec: names of fields, and places in lists. It leads to
	// the list where an Assignment is added.
	Path []any
	// Old and New are what it says, for people; New is what is written where no Assignment is
	// added.
	Old, New string
	// Assignment that is added at the end of the list; nil where a text is set.
	Assignment *api.Assignment
}

// Apply makes the change in a record that is like the one that it was planned for.
func (ch *Change) Apply(record api.Record) error {
	at, err := follow(reflect.ValueOf(record).Elem().FieldByName("Spec"), ch.Path)
	if err != nil {
		return err
	}
	switch value := at.Addr().Interface().(type) {
	case *[]api.Assignment:
		*value = append(*value, *ch.Assignment.DeepCopy())
	case *api.Date:
		*value, err = api.ParseDate(ch.New)
	case *string:
		*value = ch.New
	default:
		err = fmt.Errorf("%s is a %s, which no hand-over sets", ch.Field, at.Type())
	}
	return err
}

// follow goes down a path in a value.
func follow(v reflect.Value, path []any) (reflect.Value, error) {
	for _, step := range path {
		for v.Kind() == reflect.Pointer {
			if v.IsNil() {
				return v, fmt.Errorf("nothing is there at %v", step)
			}
			v = v.Elem()
		}
		switch step := step.(type) {
		case int:
			if v.Kind() != reflect.Slice || step >= v.Len() {
				return v, fmt.Errorf("there is no entry %d", step)
			}
			v = v.Index(step)
		case string:
			next := fieldNamed(v, step)
			if !next.IsValid() {
				return v, fmt.Errorf("there is no field %s", step)
			}
			v = next
		}
	}
	return v, nil
}

// fieldNamed is the field of a struct by its name in manifests.
func fieldNamed(v reflect.Value, name string) reflect.Value {
	for i := range v.NumField() {
		tag, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		if tag == name {
			return v.Field(i)
		}
		if v.Type().Field(i).Anonymous && tag == "" {
			if inner := fieldNamed(v.Field(i), name); inner.IsValid() {
				return inner
			}
		}
	}
	return reflect.Value{}
}
