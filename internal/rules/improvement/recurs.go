package improvement

import (
	"fmt"
	"slices"
	"sort"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docRecurs = assess.Doc{
	ID: "P10-06", Aspect: assess.Covered, Clause: "10.2",
	Requires: "What was mended stays mended: its cause is removed",
	Fires:    "an open improvement was opened within the months after another was completed that addressed the same finding (minor)",
	Reasons:  []string{"RecurringFinding"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Find the cause, and remove it rather than its effect once more",
	Policy: []string{"improvement.recurrenceMonths"},
}

type completionsKey struct{ address string }

// completions are the days on which improvements that address one finding were
// completed, in order.
func completions(c *assess.Context, address string) []api.Date {
	return assess.Once(c, completionsKey{address}, func(c *assess.Context) []api.Date {
		var all []api.Date
		for _, r := range assess.By(c.World, facts.ImprovementsByAddress, address) {
			if c.Today.Reached(r.Spec.CompletedOn) {
				all = append(all, r.Spec.CompletedOn)
			}
		}
		slices.SortFunc(all, facts.CompareDates)
		return all
	})
}

func addressOf(r *api.Improvement) string {
	a := r.Spec.Addresses
	if a == nil {
		return ""
	}
	return facts.LapseKey(string(a.RecordRef.Kind), a.RecordRef.Name, a.Reason)
}

// recurs returns when the finding that an open improvement addresses had been
// mended shortly before; absent where it had not.
func recurs(c *assess.Context, r *api.Improvement) api.Date {
	address := addressOf(r)
	if address == "" || !c.Today.Reached(r.Spec.OpenedOn) || c.Today.Reached(r.Spec.CompletedOn) {
		return api.Date{}
	}
	done := completions(c, address)
	later := sort.Search(len(done), func(i int) bool { return done[i].After(r.Spec.OpenedOn) })
	if later == 0 || r.Spec.OpenedOn.After(done[later-1].AddMonths(c.Policy.Recurrence())) {
		return api.Date{}
	}
	return done[later-1]
}

func checkRecurs(c *assess.Context, r *api.Improvement) {
	if before := recurs(c, r); !before.IsZero() {
		a := r.Spec.Addresses
		c.Report(assess.Finding{
			Reason: "RecurringFinding", Grade: api.GradeMinor, Field: "spec.addresses", Since: r.Spec.OpenedOn,
			Message: fmt.Sprintf("%s of %s %s had been dealt with on %s, and was taken up again on %s", a.Reason, a.RecordRef.Kind, a.RecordRef.Name, before, r.Spec.OpenedOn),
		})
	}
}

var docRecurring = assess.Doc{
	ID: "P10-06", Point: assess.Improvement, Aspect: assess.Covered, Clause: "10.2",
	Requires: docRecurs.Requires,
	Fires:    "a finding is open that an improvement was to remove, which was completed within the months before; one that an open improvement takes up again is judged there (minor)",
	Reasons:  []string{"RecurringFinding"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: docRecurs.Remedy,
	Policy: []string{"improvement.recurrenceMonths"},
}

// stillOpen are the findings that are open of those that improvements address.
func stillOpen(c *assess.Context) map[string]bool {
	addressed := map[assess.Ref]bool{}
	for r := range assess.All[*api.Improvement](c.World) {
		if a := r.Spec.Addresses; a != nil {
			addressed[assess.Ref{Kind: string(a.RecordRef.Kind), Name: a.RecordRef.Name}] = true
		}
	}
	open := map[string]bool{}
	for i := range c.Open {
		if f := &c.Open[i]; addressed[f.Record] {
			open[facts.LapseKey(f.Record.Kind, f.Record.Name, f.Reason)] = true
		}
	}
	return open
}

func checkRecurring(c *assess.Context, _ *api.ClauseAssessment) {
	open := stillOpen(c)
	if len(open) == 0 {
		return
	}
	said, again := map[string]bool{}, map[string]bool{}
	for r := range assess.All[*api.Improvement](c.World) {
		if address := addressOf(r); open[address] && !recurs(c, r).IsZero() {
			again[address] = true
		}
	}
	for r := range assess.All[*api.Improvement](c.World) {
		address := addressOf(r)
		if !open[address] || said[address] || again[address] {
			continue
		}
		done := completions(c, address)
		if len(done) == 0 {
			continue
		}
		last := done[len(done)-1]
		if c.Today.Past(last.AddMonths(c.Policy.Recurrence())) {
			continue
		}
		said[address] = true
		a := r.Spec.Addresses
		c.Report(assess.Finding{
			Reason: "RecurringFinding", Grade: api.GradeMinor,
			Message: fmt.Sprintf("%s of %s %s is open, and an improvement completed on %s was to remove it", a.Reason, a.RecordRef.Kind, a.RecordRef.Name, last),
		})
	}
}
