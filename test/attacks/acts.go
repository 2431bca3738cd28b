package attacks

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

// Act is an act that a record of the organisation states, and how it is changed.
type Act struct {
	// Name tells it from the others.
	Name string
	What api.ApprovedKind
	// At is the record, and the field that carries the signature.
	At Place
	// Entry is where a record states several of a kind.
	Entry string
	// Record states it.
	Record func(*Org) api.Record
	// State has the record state it, by somebody on a day, and Edit changes what was decided on, or
	// why.
	State func(o *Org, by *api.Actor, on api.Date)
	Edit  func(o *Org)
	// By, On and Signature are its fields, for edits.
	By        func(o *Org, by *api.Actor)
	On        func(o *Org) *api.Date
	Signature func(o *Org) *string
}

// ActDay is the day on which the boss did what acts say.
const ActDay = "2026-03-10"

// StateActs has records state all acts, by the boss and signed, and the policy ask for that. What
// was done before the policy asked for signatures may stay without until the end of the year.
func (o *Org) StateActs() {
	o.actRecords()
	o.ISMS.Spec.Policy.Signatures = api.SignaturesPolicy{RequiredFrom: api.MustDate(ActDay), EarlierUntil: api.MustDate("2026-12-31"), Subjects: api.Acts()}
	for i := range Acts {
		Acts[i].State(o, api.PersonActor("boss"), api.MustDate(ActDay))
	}
	for i := range Acts { // of what all of them have made of the records
		Acts[i].Sign(o, Boss)
	}
}

// Find finds the act in the record as it is now.
func (a *Act) Find(o *Org) *assess.Act {
	kind := kindOf(a.Record(o))
	for _, act := range kind.Acts(a.Record(o)) {
		if act.What == a.What && (act.Entry == a.Entry || a.What == api.ActDelegation) { // whose entry has the day
			return &act
		}
	}
	panic(a.At.Record + " does not state the " + a.Name)
}

// Subject is the record, as signatures name it.
func (a *Act) Subject(o *Org) signoff.Subject {
	return signoff.SubjectOf(kindName(a.Record(o)), ISMS, a.Record(o).GetName())
}

// Sign signs the act as it is stated, with what is changed in what is signed.
func (a *Act) Sign(o *Org, by Pen, change ...func(*signoff.Subject, *signoff.Act)) {
	a.signIn(o, by, signoff.ActNamespace, change...)
}

func (a *Act) signIn(o *Org, by Pen, namespace string, change ...func(*signoff.Subject, *signoff.Act)) {
	act, of := a.Find(o), a.Subject(o)
	statement := signoff.Act{What: act.What, Entry: act.Entry, By: act.By, On: act.On, Content: act.Content}
	for _, do := range change {
		do(&of, &statement)
	}
	*a.Signature(o) = by.Sign(must(signoff.ActStatement(of, statement)), namespace)
}

var registry = rules.Registry()

func kindOf(r api.Record) *assess.Kind {
	for i := range registry.Kinds {
		if registry.Kinds[i].Name == kindName(r) {
			return &registry.Kinds[i]
		}
	}
	return nil
}
