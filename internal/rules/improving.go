package rules

import (
	"fmt"
	"slices"
	"sort"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// improvingRules judge the ISMS as a whole on point 10.
func improvingRules() []assess.Rule {
	return []assess.Rule{
		assess.OnISMS(docNoImprovement, checkNoImprovement),
		assess.OnISMS(docOptimisation, checkOptimisation),
		assess.After(assess.OnISMS(docRecurring, checkRecurring)),
	}
}

var docNoImprovement = assess.Doc{
	ID: "P10-01", Point: assess.Improvement, Aspect: assess.Current, Clause: "10.1",
	Requires: "The ISMS is improved continually",
	Fires:    "no improvement was put on record or completed within the interval (minor in maintenance; unknown where no phase is stated; else observation)",
	Reasons:  []string{"NoImprovementRecorded"}, Grades: []api.Grade{api.GradeObservation, api.GradeUnknown, api.GradeMinor},
	Remedy: "Record what was improved as an Improvement with its openedOn",
	Policy: []string{"improvementIntervalMonths"},
}

func checkNoImprovement(c *assess.Context, a *api.ClauseAssessment) {
	var last api.Date
	for r := range assess.All[*api.Improvement](c.World) {
		for _, on := range []api.Date{r.Spec.OpenedOn, r.Spec.CompletedOn} {
			if c.Today.Reached(on) && on.After(last) {
				last = on
			}
		}
	}
	f := assess.Finding{Reason: "NoImprovementRecorded", Grade: api.GradeObservation, Message: "No improvement was ever put on record"}
	switch a.Spec.Phase {
	case api.PhaseMaintenance:
		f.Grade = api.GradeMinor
	case "":
		f.Grade = api.GradeUnknown
	}
	if !last.IsZero() {
		due := last.AddMonths(c.Policy.ImprovementInterval())
		if !c.Today.Past(due) {
			return
		}
		f.Since = due.AddDays(1)
		f.Message = fmt.Sprintf("No improvement was opened or completed after %s", last)
	}
	c.Report(f)
}

// optimising are the types of improvement that concern the use of resources.
var optimising = []api.ImprovementType{
	api.ImprovementAutomation, api.ImprovementOptimisation, api.ImprovementConsolidation,
	api.ImprovementReuse, api.ImprovementReallocation,
}

var docOptimisation = assess.Doc{
	ID: "P10-04", Point: assess.Improvement, Aspect: assess.Covered, Clause: "10.1, 7.1",
	Requires: "The use of resources is improved too",
	Fires:    "improvements are on record, and none is of a type that concerns the use of resources (opportunity)",
	Reasons:  []string{"NoResourceOptimisation"}, Grades: []api.Grade{api.GradeOpportunity},
	Remedy: "Look for what could be automated, optimised, consolidated, reused or reallocated, and record it with its type",
}

func checkOptimisation(c *assess.Context, _ *api.ClauseAssessment) {
	recorded := false
	for r := range assess.All[*api.Improvement](c.World) {
		recorded = true
		if slices.Contains(optimising, r.Spec.Type) {
			return
		}
	}
	if recorded {
		c.Report(assess.Finding{
			Reason: "NoResourceOptimisation", Grade: api.GradeOpportunity,
			Message: "No improvement concerns the use of resources",
		})
	}
}

var docRecurs = assess.Doc{
	ID: "P10-06", Aspect: assess.Covered, Clause: "10.2",
	Requires: "What was mended stays mended: its cause is removed",
	Fires:    "an open improvement was opened within the months after another was completed that addressed the same finding (minor)",
	Reasons:  []string{"RecurringFinding"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Find the cause, and remove it rather than its effect once more",
	Policy: []string{"recurrenceMonths"},
}

type completionsKey struct{ address string }

// completions are the days on which improvements that address one finding were
// completed, in order.
func completions(c *assess.Context, address string) []api.Date {
	return assess.Once(c, completionsKey{address}, func(c *assess.Context) []api.Date {
		var all []api.Date
		for _, r := range assess.By(c.World, improvementsByAddress, address) {
			if c.Today.Reached(r.Spec.CompletedOn) {
				all = append(all, r.Spec.CompletedOn)
			}
		}
		slices.SortFunc(all, compareDates)
		return all
	})
}

func addressOf(r *api.Improvement) string {
	a := r.Spec.Addresses
	if a == nil {
		return ""
	}
	return lapseKey(string(a.Record.Kind), a.Record.Name, a.Reason)
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
			Message: fmt.Sprintf("%s of %s %s had been dealt with on %s, and was taken up again on %s", a.Reason, a.Record.Kind, a.Record.Name, before, r.Spec.OpenedOn),
		})
	}
}

var docRecurring = assess.Doc{
	ID: "P10-06", Point: assess.Improvement, Aspect: assess.Covered, Clause: "10.2",
	Requires: docRecurs.Requires,
	Fires:    "a finding is open that an improvement was to remove, which was completed within the months before; one that an open improvement takes up again is judged there (minor)",
	Reasons:  []string{"RecurringFinding"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: docRecurs.Remedy,
	Policy: []string{"recurrenceMonths"},
}

func checkRecurring(c *assess.Context, _ *api.ClauseAssessment) {
	open := map[string]bool{}
	for i := range c.Open {
		f := &c.Open[i]
		open[lapseKey(f.Record.Kind, f.Record.Name, f.Reason)] = true
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
			Message: fmt.Sprintf("%s of %s %s is open, and an improvement completed on %s was to remove it", a.Reason, a.Record.Kind, a.Record.Name, last),
		})
	}
}
