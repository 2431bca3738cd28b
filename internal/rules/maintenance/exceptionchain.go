package maintenance

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docExceptionChain = assess.Doc{
	ID: "P6-16", Point: assess.Maintenance, Aspect: assess.Current, Clause: "7.1, 10.2, A.5.3",
	Requires: "An exception ends, and is not followed by the next",
	Fires:    "exceptions from one thing follow each other, and together run for longer than one may (observation; minor for twice as long)",
	Reasons:  []string{"ExceptionsInARow"}, Grades: []api.Grade{api.GradeObservation, api.GradeMinor},
	Remedy: "Mend what is waived, or have top management accept the risk that stays",
	Policy: []string{"segregation.exceptionMaxMonths"},
}

// exceptionGap is for how many days nothing may be waived between two exceptions that
// still follow each other.
const exceptionGap = 31

// exceptionsByObject finds exceptions by what they waive.
var exceptionsByObject = &assess.Index[*api.SecurityException]{Keys: objectsOf}

// objectsOf yields what an exception waives: a lapse, or a conflict of each of its people.
func objectsOf(e *api.SecurityException, yield func(string)) {
	if l := e.Spec.Lapse; l != nil {
		yield(facts.LapseKey(string(l.RecordRef.Kind), l.RecordRef.Name, l.Reason))
	}
	if w := e.Spec.Conflict; w != nil {
		for i := range e.Spec.PersonRefs {
			yield(facts.DutyPairKey(w.First, w.Second) + "\n" + e.Spec.PersonRefs[i].Name)
		}
	}
}

func checkExceptionChain(c *assess.Context, e *api.SecurityException) {
	v := e.Spec.Validity
	if v == nil || v.ValidFrom.IsZero() || v.ValidUntil.IsZero() || exceptionOver(c, e) || c.Today.Reached(e.Spec.ClosedOn) {
		return
	}
	first, before := v.ValidFrom, 0
	objectsOf(e, func(object string) {
		if from, n := chainOf(c, e, object); n > before {
			first, before = from, n
		}
	})
	limit := first.AddMonths(c.Policy.ExceptionMax())
	if before == 0 || !v.ValidUntil.After(limit) {
		return
	}
	f := assess.Finding{
		Reason: "ExceptionsInARow", Grade: api.GradeObservation, Field: "spec.validity.validUntil",
		Message: fmt.Sprintf("With %d before it that it follows, the exception runs from %s until %s, longer than %d months", before, first, v.ValidUntil, c.Policy.ExceptionMax()),
	}
	if v.ValidUntil.After(first.AddMonths(2 * c.Policy.ExceptionMax())) {
		f.Grade = api.GradeMinor
	}
	c.Report(f)
}

// chainOf is the first day of the exceptions from one thing that an exception follows
// without a gap, and how many they are.
func chainOf(c *assess.Context, e *api.SecurityException, object string) (first api.Date, n int) {
	first = e.Spec.Validity.ValidFrom
	all := assess.By(c.World, exceptionsByObject, object)
	for range all {
		before := api.Date{}
		for _, other := range all {
			v := other.Spec.Validity
			if other == e || v == nil || v.ValidFrom.IsZero() || !v.ValidFrom.Before(first) || lastDay(other).AddDays(exceptionGap).Before(first) {
				continue
			}
			if before.IsZero() || v.ValidFrom.After(before) {
				before = v.ValidFrom
			}
		}
		if before.IsZero() {
			break
		}
		first = before
		n++
	}
	return first, n
}

// lastDay is the last day on which an exception waived anything; far ahead where it has no end.
func lastDay(e *api.SecurityException) api.Date {
	last := e.Spec.Validity.ValidUntil
	if last.IsZero() {
		last = api.LastDate()
	}
	if closed := e.Spec.ClosedOn; !closed.IsZero() && closed.Before(last) {
		return closed
	}
	return last
}
