package manifest

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

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
