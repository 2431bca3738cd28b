package scenarios

import (
	"reflect"
	"slices"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/changes"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// weakable are the fields of a type that a weakening changes: texts, days that fall due,
// actors and references.
func weakable(s spot, happened map[string]bool) bool {
	switch t := s.value.Type(); t {
	case dateType:
		return changes.FallsDue(nameOf(s.field)) && !happened[s.field]
	case actorType, referenceType, resourceType:
		return true
	default:
		return s.schema.freeText() && s.value.Kind() == reflect.String
	}
}

// TestEveryFieldIsShown: what no record of the world shows, no weakening changes. The records
// of weaken/shown add what the samples leave out.
func TestEveryFieldIsShown(t *testing.T) {
	schemas := readSchemas(t)
	shown := map[string]bool{}
	for _, r := range weakWorld(t) {
		walk(r, schemas, func(s spot) { shown[s.path] = true })
	}
	for _, kind := range rules.Registry().Kinds {
		r := kind.New()
		fill(reflect.ValueOf(r).Elem().FieldByName("Spec"))
		walk(r, schemas, func(s spot) {
			inActor := slices.ContainsFunc(s.around, func(v reflect.Value) bool { return v.Type() == actorType })
			if !inActor && weakable(s, nil) && !shown[s.path] {
				t.Errorf("no record shows %s", s.path)
			}
		})
	}
}

// fill gives every field of a value something.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case reflect.Struct:
		if v.Type() == dateType {
			v.Set(reflect.ValueOf(api.MustDate(samplesDay)))
			return
		}
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	case reflect.String:
		v.SetString("something")
	case reflect.Int32:
		v.SetInt(1)
	}
}
