package maintenance

import (
	"fmt"
	"slices"

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

// objectsOf yields what an exception is from: a lapse, a deviation, or a conflict of each of
// its people.
func objectsOf(e *api.SecurityException, yield func(string)) {
	if l := e.Spec.Lapse; l != nil {
		yield(facts.LapseKey(string(l.RecordRef.Kind), l.RecordRef.Name, l.Reason))
	}
	if d := e.Spec.Deviation; d != nil {
		yield(fmt.Sprintf("%s\n%q\n%s", facts.Normal(d.Policy), slices.Sorted(slices.Values(facts.ExistingControls(d.Controls))), facts.Normal(d.Scope)))
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
		if r := runsOf(c, object)[e]; r.before > before {
			first, before = r.first, r.before
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

// run is a row of exceptions from one thing, each of which follows others without a gap.
type run struct {
	// first day of the row, and how many of it began before the one that is asked about.
	first  api.Date
	before int
}

type runsKey struct{ object string }

// runsOf tells of each exception from one thing in which row it stands. It goes through them
// once, however many there are.
func runsOf(c *assess.Context, object string) map[*api.SecurityException]run {
	return assess.Once(c, runsKey{object}, func(c *assess.Context) map[*api.SecurityException]run {
		all := slices.DeleteFunc(slices.Clone(assess.By(c.World, exceptionsByObject, object)), func(e *api.SecurityException) bool {
			return e.Spec.Validity == nil || e.Spec.Validity.ValidFrom.IsZero()
		})
		slices.SortStableFunc(all, func(a, b *api.SecurityException) int {
			return facts.CompareDates(a.Spec.Validity.ValidFrom, b.Spec.Validity.ValidFrom)
		})
		runs := make(map[*api.SecurityException]run, len(all))
		var now run
		var end, began api.Date // of the row so far, and of the one before
		same := 0               // how many began on the day of the one before
		for _, e := range all {
			from := e.Spec.Validity.ValidFrom
			switch {
			case end.IsZero() || end.AddDays(exceptionGap).Before(from):
				now, same = run{first: from}, 0
			case from.After(began):
				now.before, same = now.before+same, 0
			}
			runs[e] = now
			if last := lastDay(e); last.After(end) || same == 0 && now.before == 0 {
				end = last
			}
			began = from
			same++
		}
		return runs
	})
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
