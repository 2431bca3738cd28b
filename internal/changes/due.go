package changes

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// dueNames are the fields with a day on which something falls due or ends. A test holds them
// against every date of every kind.
var dueNames = []string{
	"bridgedUntil", "dueOn", "earlierUntil", "end", "engagedUntil", "expiresOn", "neededBy", "nextOn", "nextReviewOn", "plannedOn", "requiredFrom", "startsOn",
	"supportEndsOn", "targetOn", "until", "validUntil",
}

// FallsDue reports whether a day in a field of a name, such as "dueOn", falls due or ends.
func FallsDue(name string) bool { return slices.Contains(dueNames, name) }

// keyNames are the fields by which entries of lists are known, the first that they have.
var keyNames = []string{"id", "name", "type"}

type typeOf = reflect.Type

var dateType = reflect.TypeFor[api.Date]()

// walker goes through two specs of one kind at once.
type walker struct {
	// due says of types whether they hold a day that falls due.
	due map[typeOf]bool
	// happened are fields of the record that say that something has happened, whatever they
	// are called: an audit that took place started on a day, too.
	happened map[string]bool
	ref      assess.Ref
	found    []Postponed
}

// postponed returns the days of a record that come later than they did.
func (w *walker) postponed(ref assess.Ref, was, is *assess.Result) []Postponed {
	w.ref, w.found, w.happened = ref, nil, nil
	w.walk(specOf(was), specOf(is), "spec")
	if len(w.found) == 0 {
		return nil
	}
	w.happened = map[string]bool{}
	for _, h := range slices.Concat(was.Kind.Happened(was.Record), is.Kind.Happened(is.Record)) {
		w.happened[h.Field] = true
	}
	return slices.DeleteFunc(w.found, func(p Postponed) bool { return w.happened[p.Field] })
}

func specOf(r *assess.Result) reflect.Value {
	return reflect.ValueOf(r.Record).Elem().FieldByName("Spec")
}

// walk goes through what both have.
func (w *walker) walk(was, is reflect.Value, path string) {
	switch was.Kind() {
	case reflect.Pointer:
		if !was.IsNil() && !is.IsNil() {
			w.walk(was.Elem(), is.Elem(), path)
		}
	case reflect.Slice:
		w.list(was, is, path)
	case reflect.Struct:
		w.fields(was, is, path)
	}
}

func (w *walker) fields(was, is reflect.Value, path string) {
	t := was.Type()
	for i := range t.NumField() {
		f := t.Field(i)
		if !w.holds(f.Type) {
			continue
		}
		name := nameOf(f)
		at := path
		if name != "" {
			at += "." + name
		}
		if f.Type != dateType {
			w.walk(was.Field(i), is.Field(i), at)
			continue
		}
		from, to := was.Field(i).Interface().(api.Date), is.Field(i).Interface().(api.Date)
		if FallsDue(name) && !from.IsZero() && (to.IsZero() || to.After(from)) {
			w.found = append(w.found, Postponed{w.ref, at, from, to})
		}
	}
}

// list goes through the entries of a list that both have: those with one key, or, where
// entries have none, those in one place of lists that are as long as each other.
func (w *walker) list(was, is reflect.Value, path string) {
	key := keyOf(was.Type().Elem())
	if key < 0 {
		for i := 0; was.Len() == is.Len() && i < was.Len(); i++ {
			w.walk(was.Index(i), is.Index(i), fmt.Sprintf("%s[%d]", path, i))
		}
		return
	}
	now := make(map[string]reflect.Value, is.Len())
	for i := range is.Len() {
		now[is.Index(i).Field(key).String()] = is.Index(i)
	}
	for i := range was.Len() {
		name := was.Index(i).Field(key).String()
		if entry, ok := now[name]; ok {
			w.walk(was.Index(i), entry, path+"["+name+"]")
		}
	}
}

// holds reports whether a type holds a day that can fall due.
func (w *walker) holds(t typeOf) bool {
	switch {
	case t == dateType:
		return true
	case t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice:
		return w.holds(t.Elem())
	case t.Kind() != reflect.Struct:
		return false
	}
	due, known := w.due[t]
	if !known {
		w.due[t] = false // a type that holds itself holds no more than its other fields
		for i := range t.NumField() {
			due = due || t.Field(i).IsExported() && w.holds(t.Field(i).Type)
		}
		w.due[t] = due
	}
	return due
}

// keyOf is the field by which the entries of a list are known; -1 where they have none.
func keyOf(t typeOf) int {
	if t.Kind() != reflect.Struct {
		return -1
	}
	for _, key := range keyNames {
		for i := range t.NumField() {
			if nameOf(t.Field(i)) == key && t.Field(i).Type.Kind() == reflect.String {
				return i
			}
		}
	}
	return -1
}

// nameOf is the name of a field in manifests; "" for one whose fields stand beside it.
func nameOf(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}
