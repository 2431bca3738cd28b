package assess

import api "github.com/isms-operator/isms-operator/api/v1alpha1"

// Act is something beside an approval that a record states with who did it and on which day,
// such as an appointment, and that can be signed (rule X-20).
type Act struct {
	// What kind of act it is.
	What api.ApprovedKind
	// Entry tells it from others of its kind in the record, such as the name of an assignment; ""
	// where the record states one only.
	Entry string
	// At is what states it, as findings name it, such as "spec.assignments[anna]", and Place the way
	// to it in the spec: names of fields, and places in lists.
	At    string
	Place []any
	// ByField, OnField and SignatureField are the names of its fields in manifests.
	ByField, OnField, SignatureField string
	// By is who did it, and On the day; absent where the record does not say.
	By *api.Actor
	On api.Date
	// Stands says that the rules take it as done even where the record does not say who did it, or
	// when: who is assigned holds the role. So it has to be signed there as well.
	Stands bool
	// From is the first day on which what was decided holds; absent where that is the day of it.
	From api.Date
	// Until is the last day on which what was decided holds; absent where it has no end.
	Until api.Date
	// Content is what it was about, without what may change after it. Before is that of an act
	// that has been ended since, as it was before its end; nil where it has no end.
	Content, Before any
	// Signature of it; "" where there is none.
	Signature string
}

// Field is a field of what states the act, as findings name it.
func (a *Act) Field(name string) string { return a.At + "." + name }

// Stated reports whether the record says who did it, and when.
func (a *Act) Stated() bool { return a.By.Name() != "" && !a.On.IsZero() }
