package scenarios

import (
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

var dateType = reflect.TypeFor[api.Date]()

// mutation changes one fact of the records.
type mutation struct {
	// path is the fact without the names of list entries, such as "ToolLicense.Spec.Term.End".
	path string
	// how the fact was changed: emptied, lapsed, without an entry or removed, or weakened.
	how   string
	apply func() (undo func())
}

// trial applies mutations one at a time.
type trial struct {
	load func() []api.Record
	list func([]api.Record) []mutation
	// enough is the effect from which on a mutation is not tried on further records.
	enough effect
	effect func(*assess.Report) effect
}

// run returns the greatest effect that each mutation has on any record.
func (tr trial) run() map[string]effect {
	effects := map[string]effect{}
	var mu sync.Mutex
	var wait sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for worker := range workers {
		records := tr.load()
		wait.Go(func() {
			all := tr.list(records)
			for i := worker; i < len(all); i += workers {
				key := all[i].path + " " + all[i].how
				mu.Lock()
				is, tried := effects[key]
				mu.Unlock()
				if tried && is >= tr.enough {
					continue
				}
				is = tr.try(records, all[i])
				mu.Lock()
				effects[key] = max(effects[key], is)
				mu.Unlock()
			}
		})
	}
	wait.Wait()
	return effects
}

// try judges the records with one mutation; what it leaves without a name is removed.
func (tr trial) try(records []api.Record, m mutation) effect {
	undo := m.apply()
	defer undo()
	return tr.effect(judge(slices.DeleteFunc(slices.Clone(records), func(r api.Record) bool { return r.GetName() == "" })))
}

// spot is a value in the spec of a record that is not empty.
type spot struct {
	// path is the fact without the names of list entries, such as "ToolLicense.Spec.Term.End";
	// field is the same in manifests, such as "spec.term.end".
	path, field string
	value       reflect.Value
	schema      *schema
	// kept says that the API server refuses the record without it.
	kept bool
	// around are the structs that it is in, the record's spec first.
	around []reflect.Value
}

// in is the innermost struct that the spot is in; the spec itself for what is in none.
func (s spot) in() reflect.Value {
	if len(s.around) == 0 {
		return s.value
	}
	return s.around[len(s.around)-1]
}

// becomes sets the spot to a value.
func (s spot) becomes(how string, value reflect.Value) mutation {
	v := s.value
	return mutation{s.path, how, func() func() {
		was := reflect.New(v.Type()).Elem()
		was.Set(v)
		v.Set(value)
		return func() { v.Set(was) }
	}}
}

// walk yields every spot of a record; texts that only identify are left out.
func walk(r api.Record, schemas map[string]*schema, yield func(spot)) {
	kind := reflect.TypeOf(r).Elem().Name()
	walkSpot(spot{path: kind + ".Spec", field: "spec", value: reflect.ValueOf(r).Elem().FieldByName("Spec"), schema: schemas[kind], kept: true}, yield)
}

func walkSpot(s spot, yield func(spot)) {
	v := s.value
	if v.IsZero() {
		return
	}
	yield(s)
	switch {
	case v.Type() == dateType:
	case v.Kind() == reflect.Struct:
		walkFields(s, v, yield)
	case v.Kind() == reflect.Pointer && v.Elem().Kind() == reflect.Struct:
		s.value, s.kept = v.Elem(), true
		walkSpot(s, yield)
	case v.Kind() == reflect.Slice:
		s.schema.Items.Keys = s.schema.Keys
		for i := range v.Len() {
			walkSpot(spot{s.path + "[]", s.field, v.Index(i), s.schema.Items, s.schema.Items.refusesEmpty(), s.around}, yield)
		}
	}
}

// walkFields goes through the fields of a struct, as which embedded ones count too.
func walkFields(s spot, v reflect.Value, yield func(spot)) {
	around := append(slices.Clip(s.around), v)
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if field.Anonymous {
			walkFields(s, v.Field(i), yield)
			continue
		}
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if s.schema.Properties[name].freeText() && s.schema.identifies(s.path, name) {
			continue
		}
		walkSpot(spot{s.path + "." + field.Name, s.field + "." + name, v.Field(i), s.schema.Properties[name], s.schema.keeps(name), around}, yield)
	}
}
