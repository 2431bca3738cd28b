package v1alpha1

import (
	"slices"
	"strings"
)

// Immutable is a record of which what it says stays as it was written.
//
// +kubebuilder:object:generate=false
type Immutable interface {
	Record
	// Immutability says what may change nevertheless.
	Immutability() Immutability
}

// Immutability says from when on a record stays as it was written, and what of it may
// change nevertheless. The definition of the kind is generated from it, so that the API
// server refuses everything else.
//
// Two versions are compared by what they mean: a day is the same however it is written,
// and so is a list in another order.
//
// +kubebuilder:object:generate=false
type Immutability struct {
	// OnceApproved says that it begins with the first approval; else with the record.
	OnceApproved bool
	// Begun says that it has.
	Begun bool
	// Instead says what to do in the place of a change, as half a sentence.
	Instead string
	// Exceptions are what may change.
	Exceptions []Exception
}

// Change is a way in which a field of an immutable record may change.
type Change string

// Change values.
const (
	// ChangeAny: to any other value, at any time.
	ChangeAny Change = "Any"
	// ChangeAddition: what is not there may be added, once. Of a list every entry may be;
	// none is changed or taken out.
	ChangeAddition Change = "Addition"
)

// Exception is a field of an immutable record that may change.
//
// +kubebuilder:object:generate=false
type Exception struct {
	// Field, such as "decisions[].completedOn".
	Field string
	// May is how it may change.
	May Change
	// Why it may.
	Why string
	// Instead says what to do in the place of another change; that of the record where empty.
	Instead string
}

// immutability returns that of a kind: what is the same of all, and what is its own.
func immutability(i Immutability, own ...Exception) Immutability {
	i.Begun = i.Begun || !i.OnceApproved
	i.Exceptions = append([]Exception{
		{Field: "owner", May: ChangeAny, Why: "people come and go, and somebody answers for the record as long as it is kept"},
		{Field: "coOwners", May: ChangeAny, Why: "as owner"},
		{Field: "review", May: ChangeAny, Why: "it says when somebody last looked, not what was done then"},
		{
			Field: "evidence", May: ChangeAddition, Why: "proof may come to hand later",
			Instead: "a document on file stays as it is: add another entry, and say in withdrawn of the old one why it no longer counts",
		},
		{Field: "evidence[].withdrawn", May: ChangeAddition, Why: "what turns out to prove nothing stays on file, with the reason"},
	}, own...)
	return i
}

// Exception returns the exception for a field, such as "evidence[].withdrawn", and whether
// there is one. That of a list is not one for the fields of its entries.
func (i *Immutability) Exception(field string) (Exception, bool) {
	at := slices.IndexFunc(i.Exceptions, func(e Exception) bool {
		return e.Field == field || e.May == ChangeAny && (strings.HasPrefix(field, e.Field+".") || strings.HasPrefix(field, e.Field+"["))
	})
	if at < 0 {
		return Exception{}, false
	}
	return i.Exceptions[at], true
}

// WhyFixed says what to do in the place of a change to a field. It takes the field as
// findings name it, such as "spec.decisions[D-1].dueOn". It returns "" where the record
// may be changed there.
func WhyFixed(r Record, field string) string {
	im, ok := r.(Immutable)
	spec, inSpec := strings.CutPrefix(field, "spec.")
	if !ok || !inSpec {
		return ""
	}
	i := im.Immutability()
	if !i.Begun {
		return ""
	}
	field = unkeyed(spec)
	e, found := i.Exception(field)
	// Of an entry a finding names what is there, which an addition does not change.
	if found && (e.May == ChangeAny || !strings.Contains(field, "[")) {
		return ""
	}
	return i.InsteadOf(field)
}

// InsteadOf says what to do in the place of a change to a field: what the nearest
// exception around it says, or else the kind.
func (i *Immutability) InsteadOf(field string) string {
	top, _, _ := strings.Cut(field, ".")
	if e, ok := i.Exception(strings.TrimSuffix(top, "[]")); ok && e.Instead != "" {
		return e.Instead
	}
	return i.Instead
}

// unkeyed takes the keys out of a path: "decisions[D-1].dueOn" is "decisions[].dueOn".
func unkeyed(path string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(path, "[")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		_, path, _ = strings.Cut(rest, "]")
		b.WriteString("[]")
	}
}
