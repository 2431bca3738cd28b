package exchange

import (
	"reflect"
	"strings"

	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// shape is a value of a definition, with the Go type that it is read into, which knows the
// order in which its fields are told.
type shape struct {
	schema *schema.Structural
	goType reflect.Type
}

// fieldShape is a field of an object.
type fieldShape struct {
	name string
	shape
}

func shapeOf(s *schema.Structural, t reflect.Type) shape {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return shape{s, t}
}

func (s shape) isObject() bool { return s.schema.Type == "object" && s.goType.Kind() == reflect.Struct }

func (s shape) isList() bool { return s.schema.Type == "array" && s.goType.Kind() == reflect.Slice }

func (s shape) isDay() bool { return s.goType == reflect.TypeFor[api.Date]() }

func (s shape) items() shape { return shapeOf(s.schema.Items, s.goType.Elem()) }

// fields of an object, in the order in which its type tells them.
func (s shape) fields() []fieldShape {
	var all []fieldShape
	for i := range s.goType.NumField() {
		f := s.goType.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous && name == "" && strings.Contains(options, "inline") {
			all = append(all, shapeOf(s.schema, f.Type).fields()...)
			continue
		}
		if property, ok := s.schema.Properties[name]; ok {
			all = append(all, fieldShape{name, shapeOf(&property, f.Type)})
		}
	}
	return all
}
