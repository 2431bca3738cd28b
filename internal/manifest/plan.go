package manifest

import (
	"math"
	"reflect"
	"regexp"
	"strings"

	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// plan proves that a node is valid and decodes it, in one walk. It is made of a schema
// and of the Go type that its values have. What it does not know it does not accept,
// and then the API server's validators judge the record.
type plan struct {
	shape shape
	// unproved says that the schema asks for something that the plan does not know.
	unproved bool
	// pointer says that the Go value is a pointer to what the plan fills.
	pointer bool
	typ     reflect.Type

	rules []rule

	enum                 []string
	pattern              *regexp.Regexp
	minLength, maxLength int

	min, max int64

	item               *plan
	minItems, maxItems int
	unique             bool
	keys               []string

	fields   map[string]*fieldPlan
	required uint64
}

// fieldPlan is the plan of a field of an object.
type fieldPlan struct {
	plan
	index []int
	bit   uint64
}

type shape uint8

const (
	shapeString shape = iota
	shapeInteger
	shapeDate
	shapeObject
	shapeList
)

var dateType = reflect.TypeFor[api.Date]()

// newPlan compiles a schema with the Go type of its values.
func newPlan(s *structuralschema.Structural, t reflect.Type) plan {
	p := plan{typ: t, min: math.MinInt64, max: math.MaxInt64, maxLength: math.MaxInt, maxItems: math.MaxInt}
	if t.Kind() == reflect.Pointer {
		p.pointer, p.typ = true, t.Elem()
	}
	var ok bool
	if p.rules, ok = rulesOf(s); !ok || !familiar(s) {
		p.unproved = true
		return p
	}
	switch kind := p.typ.Kind(); {
	case s.Type == "string" && p.typ == dateType:
		p.shape = shapeDate
		p.unproved = len(s.XValidations) != 1 || s.XValidations[0].Rule != dateRule
	case s.Type == "string" && kind == reflect.String:
		p.shape = shapeString
	case s.Type == "integer" && (kind == reflect.Int32 || kind == reflect.Int64):
		p.shape = shapeInteger
	case s.Type == "array" && kind == reflect.Slice && s.Items != nil:
		p.list(s)
	case s.Type == "object" && kind == reflect.Struct:
		p.object(s)
	default:
		p.unproved = true
	}
	p.bounds(s)
	return p
}

// familiar reports whether a schema asks for nothing but what plans know.
func familiar(s *structuralschema.Structural) bool {
	if s.Nullable || s.Default.Object != nil || s.AdditionalProperties != nil ||
		s.XPreserveUnknownFields || s.XEmbeddedResource || s.XIntOrString {
		return false
	}
	v := s.ValueValidation
	if v == nil {
		return true
	}
	switch {
	case v.AllOf != nil, v.AnyOf != nil, v.OneOf != nil, v.Not != nil, v.MultipleOf != nil, v.ExclusiveMinimum,
		v.ExclusiveMaximum, v.UniqueItems, v.MinProperties != nil, v.MaxProperties != nil:
		return false
	}
	return v.Format == "" || v.Format == "int32" || v.Format == "int64"
}

// bounds takes over what a schema asks of values.
func (p *plan) bounds(s *structuralschema.Structural) {
	v := s.ValueValidation
	if v == nil {
		return
	}
	take := func(to *int, from *int64) {
		if from != nil {
			*to = int(*from)
		}
	}
	take(&p.minLength, v.MinLength)
	take(&p.maxLength, v.MaxLength)
	take(&p.minItems, v.MinItems)
	take(&p.maxItems, v.MaxItems)
	if v.Minimum != nil {
		p.min = int64(math.Ceil(*v.Minimum))
	}
	if v.Maximum != nil {
		p.max = int64(math.Floor(*v.Maximum))
	}
	if v.Pattern != "" {
		p.pattern = regexp.MustCompile(v.Pattern)
	}
	for _, e := range v.Enum {
		text, ok := e.Object.(string)
		p.enum = append(p.enum, text)
		p.unproved = p.unproved || !ok
	}
	p.unproved = p.unproved || p.shape == shapeDate && (v.Enum != nil || v.Pattern != "")
}

func (p *plan) list(s *structuralschema.Structural) {
	p.shape = shapeList
	item := newPlan(s.Items, p.typ.Elem())
	p.item = &item
	if s.XListType == nil {
		return
	}
	switch *s.XListType {
	case "set":
		p.unique = true
		p.unproved = item.shape != shapeString
	case "map":
		p.unique, p.keys = true, s.XListMapKeys
		p.unproved = item.shape != shapeObject || s.XMapType != nil
	}
}

// maxFields is how many fields of an object the plan can tell apart.
const maxFields = 64

func (p *plan) object(s *structuralschema.Structural) {
	p.shape = shapeObject
	p.fields = map[string]*fieldPlan{}
	goFields := map[string][]int{}
	fieldsByName(p.typ, nil, goFields)
	for name := range s.Properties {
		property := s.Properties[name]
		index, ok := goFields[name]
		if !ok || len(p.fields) == maxFields {
			p.unproved = true
			return
		}
		f := &fieldPlan{index: index, bit: 1 << len(p.fields)}
		f.plan = newPlan(&property, p.typ.FieldByIndex(index).Type)
		p.fields[name] = f
	}
	if s.ValueValidation == nil {
		return
	}
	for _, name := range s.ValueValidation.Required {
		if p.fields[name] == nil {
			p.unproved = true
			return
		}
		p.required |= p.fields[name].bit
	}
}

// fieldsByName finds the fields of a struct by their names in JSON.
func fieldsByName(t reflect.Type, above []int, into map[string][]int) {
	for i := range t.NumField() {
		f := t.Field(i)
		index := append(above[:len(above):len(above)], i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "" && strings.Contains(options, "inline") && f.Type.Kind() == reflect.Struct:
			fieldsByName(f.Type, index, into)
		case name != "" && name != "-" && f.IsExported():
			into[name] = index
		}
	}
}
