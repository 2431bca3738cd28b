package manifest

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// documentPlan finds the documents that a value names: the objects below it that have a
// URI and a SHA-256, whatever the field is called; not those that were withdrawn. It is made of a schema and of the Go
// type of the value; nil where there can be none.
type documentPlan func(v reflect.Value, path string, yield func(assess.Document))

// documents yields the documents that a record names as evidence, as its schema says.
func (k *kind) documents(r api.Record, yield func(assess.Document)) {
	if find := k.evidence(); find != nil {
		find(reflect.ValueOf(r).Elem().FieldByName("Spec"), "spec", yield)
	}
}

func newDocumentPlan(s *structuralschema.Structural, t reflect.Type) documentPlan {
	switch {
	case t.Kind() == reflect.Pointer:
		below := newDocumentPlan(s, t.Elem())
		if below == nil {
			return nil
		}
		return func(v reflect.Value, path string, yield func(assess.Document)) {
			if !v.IsNil() {
				below(v.Elem(), path, yield)
			}
		}
	case s.Type == "array" && t.Kind() == reflect.Slice:
		return newDocumentsPlan(s, t)
	case s.Type != "object" || t.Kind() != reflect.Struct:
		return nil
	}
	index := map[string][]int{}
	fieldsByName(t, nil, index)
	if index["uri"] != nil && index["sha256"] != nil {
		return oneDocument(index)
	}
	type field struct {
		name  string
		index []int
		find  documentPlan
	}
	var fields []field
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		property := s.Properties[name]
		if at := index[name]; at != nil {
			if find := newDocumentPlan(&property, t.FieldByIndex(at).Type); find != nil {
				fields = append(fields, field{name, at, find})
			}
		}
	}
	if fields == nil {
		return nil
	}
	return func(v reflect.Value, path string, yield func(assess.Document)) {
		for _, f := range fields {
			f.find(v.FieldByIndex(f.index), path+"."+f.name, yield)
		}
	}
}

// oneDocument is of what names a document itself, in fields at these places.
func oneDocument(index map[string][]int) documentPlan {
	uri, digest, withdrawn := index["uri"], index["sha256"], index["withdrawn"]
	return func(v reflect.Value, path string, yield func(assess.Document)) {
		if withdrawn == nil || v.FieldByIndex(withdrawn).IsNil() {
			yield(assess.Document{Field: path, URI: v.FieldByIndex(uri).String(), Stated: v.FieldByIndex(digest).String()})
		}
	}
}

// newDocumentsPlan is of a list. An entry is named by its keys, or else by its number.
func newDocumentsPlan(s *structuralschema.Structural, t reflect.Type) documentPlan {
	below := newDocumentPlan(s.Items, t.Elem())
	if below == nil {
		return nil
	}
	var keys [][]int
	if t.Elem().Kind() == reflect.Struct {
		index := map[string][]int{}
		fieldsByName(t.Elem(), nil, index)
		for _, key := range s.XListMapKeys {
			keys = append(keys, index[key])
		}
	}
	return func(v reflect.Value, path string, yield func(assess.Document)) {
		for i := range v.Len() {
			names := []string{strconv.Itoa(i)}
			if keys != nil {
				names = names[:0]
			}
			for _, key := range keys {
				names = append(names, v.Index(i).FieldByIndex(key).String())
			}
			below(v.Index(i), path+"["+strings.Join(names, keySeparator)+"]", yield)
		}
	}
}
