package manifest

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	apivalidation "k8s.io/apimachinery/pkg/api/validation"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	v1validation "k8s.io/apimachinery/pkg/apis/meta/v1/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// prove makes a record of a tree, where the plan can tell that it is valid. The node
// is an object of the kind. Nil says nothing about the record: it is to be judged.
func (k *kind) prove(t tree, self int32, namespace string) api.Record {
	p := k.plan()
	if p.spec == nil || t[self].count != 4 {
		return nil
	}
	meta, spec := t.child(self, "metadata"), t.child(self, "spec")
	if meta == 0 || spec == 0 || t.child(self, "apiVersion") == 0 || t.child(self, "kind") == 0 {
		return nil
	}
	record := k.New()
	v := reflect.ValueOf(record).Elem()
	if !fillMeta(t, meta, namespace, record) || !p.spec.fill(t, spec, v.FieldByIndex(p.spec.index)) {
		return nil
	}
	for _, obeys := range p.rules {
		if !obeys(t, self) {
			return nil
		}
	}
	record.GetObjectKind().SetGroupVersionKind(api.GroupVersion.WithKind(k.Name))
	return record
}

// recordPlan is the plan of a kind: of its spec, and the rules of the whole record.
type recordPlan struct {
	spec  *fieldPlan
	rules []rule
}

// newRecordPlan compiles the plan of a kind. Without a spec nothing can be proved.
func newRecordPlan(d *definition, record api.Record) *recordPlan {
	rules, ok := rulesOf(d.structural)
	schema, has := d.structural.Properties["spec"]
	index := map[string][]int{}
	t := reflect.TypeOf(record).Elem()
	fieldsByName(t, nil, index)
	at := index["spec"]
	if !ok || !has || at == nil {
		return &recordPlan{}
	}
	return &recordPlan{spec: &fieldPlan{plan: newPlan(&schema, t.FieldByIndex(at).Type), index: at}, rules: rules}
}

// fillMeta takes the name, namespace, labels and annotations of a record. Other fields
// of metadata are rare and are left to the judge.
func fillMeta(t tree, self int32, namespace string, into metav1.Object) bool {
	if t[self].form != mapping {
		return false
	}
	seen := 0
	for n := t[self].first; n != 0; n = t[n].next {
		value, ok := t[n].value, true
		bit := 0
		switch t[n].key {
		case "name":
			bit = 1
			into.SetName(value)
			ok = t.isText(n)
		case "namespace":
			bit = 2
			namespace = value
			ok = t.isText(n)
		case "labels":
			bit = 4
			var labels map[string]string
			labels, ok = t.texts(n)
			ok = ok && len(v1validation.ValidateLabels(labels, field.NewPath("labels"))) == 0
			into.SetLabels(labels)
		case "annotations":
			bit = 8
			var annotations map[string]string
			annotations, ok = t.texts(n)
			ok = ok && len(apivalidation.ValidateAnnotations(annotations, field.NewPath("annotations"))) == 0
			into.SetAnnotations(annotations)
		}
		if !ok || bit == 0 || seen&bit != 0 {
			return false
		}
		seen |= bit
	}
	into.SetNamespace(namespace)
	return isName(into.GetName(), 253, true) && isName(namespace, 63, false)
}

// isName reports whether a name is one of DNS: labels of small letters, digits and
// inner dashes, joined by dots where these are allowed.
func isName(s string, most int, dots bool) bool {
	if s == "" || len(s) > most {
		return false
	}
	edge := true // the next byte must be a letter or a digit
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			edge = false
		case edge:
			return false
		case c == '-':
			if i+1 == len(s) || s[i+1] == '.' {
				return false
			}
		case c == '.' && dots:
			edge = true
		default:
			return false
		}
	}
	return !edge
}

// isText reports whether a node is surely a string.
func (t tree) isText(n int32) bool {
	return t[n].form == quoted || t[n].form == plain && isString(t[n].value)
}

// texts returns a mapping of strings to strings.
func (t tree) texts(self int32) (map[string]string, bool) {
	if t[self].form != mapping {
		return nil, false
	}
	all := make(map[string]string, t[self].count)
	for n := t[self].first; n != 0; n = t[n].next {
		if !t.isText(n) {
			return nil, false
		}
		all[t[n].key] = t[n].value
	}
	return all, len(all) == int(t[self].count)
}

// fill proves that a node is valid and sets the value to it.
func (p *plan) fill(t tree, n int32, v reflect.Value) bool {
	if p.unproved {
		return false
	}
	if p.pointer {
		target := reflect.New(p.typ)
		v.Set(target)
		v = target.Elem()
	}
	ok := false
	switch p.shape {
	case shapeString:
		ok = p.fillString(t, n, v)
	case shapeInteger:
		ok = p.fillInteger(t, n, v)
	case shapeDate:
		ok = fillDate(t, n, v)
	case shapeObject:
		ok = p.fillObject(t, n, v)
	case shapeList:
		ok = p.fillList(t, n, v)
	}
	for _, obeys := range p.rules {
		ok = ok && obeys(t, n)
	}
	return ok
}

func (p *plan) fillString(t tree, n int32, v reflect.Value) bool {
	value := t[n].value
	if !t.isText(n) || !within(value, p.minLength, p.maxLength) ||
		p.enum != nil && !slices.Contains(p.enum, value) || p.pattern != nil && !p.pattern.MatchString(value) {
		return false
	}
	v.SetString(value)
	return true
}

// maxDigits keeps numbers within what every integer type holds.
const maxDigits = 9

func (p *plan) fillInteger(t tree, n int32, v reflect.Value) bool {
	value := t[n].value
	if t[n].form != plain || value == "" || len(value) > maxDigits || value[0] == '0' && len(value) > 1 ||
		strings.Trim(value, "0123456789") != "" {
		return false
	}
	number, err := strconv.ParseInt(value, 10, 64)
	if err != nil || number < p.min || number > p.max {
		return false
	}
	v.SetInt(number)
	return true
}

// daysOf is how many days each month of a leap year has.
var daysOf = [...]int{0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

func fillDate(t tree, n int32, v reflect.Value) bool {
	value := strings.TrimSuffix(t[n].value, "T00:00:00Z")
	if !isDay(value) || t[n].form != quoted && (t[n].form != plain || len(value) != len(t[n].value)) {
		return false
	}
	digits := func(s string) (number int) {
		for i := range len(s) {
			number = number*10 + int(s[i]-'0')
		}
		return number
	}
	year, month, dayOfMonth := digits(value[:4]), digits(value[5:7]), digits(value[8:])
	if year == 0 || month < 1 || month > 12 || dayOfMonth < 1 || dayOfMonth > daysOf[month] {
		return false
	}
	date := api.NewDate(year, time.Month(month), dayOfMonth)
	if month == 2 && dayOfMonth == 29 && !date.Before(api.NewDate(year, 3, 1)) {
		return false // no leap year
	}
	*v.Addr().Interface().(*api.Date) = date
	return true
}

func (p *plan) fillObject(t tree, self int32, v reflect.Value) bool {
	if t[self].form != mapping {
		return false
	}
	seen := uint64(0)
	for n := t[self].first; n != 0; n = t[n].next {
		f := p.fields[t[n].key]
		if f == nil || seen&f.bit != 0 {
			return false
		}
		seen |= f.bit
		at := v.Field(f.index[0])
		for _, i := range f.index[1:] {
			at = at.Field(i)
		}
		if !f.fill(t, n, at) {
			return false
		}
	}
	return seen&p.required == p.required
}

func (p *plan) fillList(t tree, self int32, v reflect.Value) bool {
	count := int(t[self].count)
	if t[self].form != sequence || count < p.minItems || count > p.maxItems {
		return false
	}
	list := reflect.MakeSlice(p.typ, count, count)
	i := 0
	for n := t[self].first; n != 0; n = t[n].next {
		if !p.item.fill(t, n, list.Index(i)) {
			return false
		}
		i++
	}
	v.Set(list)
	return !p.unique || p.distinct(t, self)
}

// fewEntries is how many entries are compared each with each.
const fewEntries = 8

// distinct reports whether no two entries of a list have the same keys.
func (p *plan) distinct(t tree, self int32) bool {
	if t[self].count > fewEntries {
		return p.distinctMany(t, self)
	}
	for a := t[self].first; a != 0; a = t[a].next {
		for b := t[a].next; b != 0; b = t[b].next {
			if p.same(t, a, b) {
				return false
			}
		}
	}
	return true
}

// same reports whether two entries have the same keys. A key that is not there is as
// one that is empty: such a list is left to the judge where it matters.
func (p *plan) same(t tree, a, b int32) bool {
	if p.keys == nil {
		return t[a].value == t[b].value
	}
	for _, key := range p.keys {
		if t.text(a, key) != t.text(b, key) {
			return false
		}
	}
	return true
}

func (p *plan) distinctMany(t tree, self int32) bool {
	seen := make(map[string]bool, t[self].count)
	for n := t[self].first; n != 0; n = t[n].next {
		id := t[n].value
		for _, key := range p.keys {
			id += t.text(n, key) + "\x00"
		}
		if seen[id] {
			return false
		}
		seen[id] = true
	}
	return true
}
