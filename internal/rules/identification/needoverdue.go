package identification

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docNeedOverdue = assess.Doc{
	ID: "P1-06", Aspect: assess.Current, Clause: "7.1",
	Requires: "What is needed is provided in time",
	Fires:    "the day by which it was needed is over and it is not fulfilled, or it recurs and was not fulfilled again in time (minor; major if it comes from a risk of rating High or Critical), or it is approved without such a day, or for one beyond its horizon, or recurs and nobody knows how often (unknown)",
	Reasons:  []string{"NeedOverdue", "NeedUndated"}, Grades: []api.Grade{api.GradeUnknown, api.GradeMinor, api.GradeMajor},
	Remedy: "Provide it and set spec.fulfilledOn and spec.satisfiedByRefs, or decide on a new spec.neededBy",
	Policy: []string{"identification.needHorizonMonths", "identification.openHorizonMonths"},
}

func checkNeedOverdue(c *assess.Context, r *api.ResourceRequirement) {
	due := r.Spec.NeededBy
	from, horizon := facts.NeedHorizon(c, r)
	late := facts.TooLate(c, due, from, horizon)
	met := facts.NeedMetOn(c, r)
	again := r.Spec.Recurrence.After(met)
	switch {
	case !met.IsZero() && r.Spec.Recurrence.Undated():
		c.Report(assess.Finding{
			Reason: "NeedUndated", Grade: api.GradeUnknown, Field: "spec.recurrence.everyMonths",
			Message: fmt.Sprintf("The need %s recurs, and it is not stated how often: it was last met on %s", facts.Gist(r.Spec.Need), met),
			Remedy:  "Set spec.recurrence.everyMonths",
		})
	case facts.NeedFulfilled(c, r):
	case c.Today.Past(again):
		f := assess.Finding{Reason: "NeedOverdue", Field: "spec.fulfilledOn", Since: again.AddDays(1)}
		f.Grade, f.Message = byRisk(c, r, fmt.Sprintf("The need %s was met on %s and was to be met again by %s; %s answers for it", facts.Gist(r.Spec.Need), met, again, facts.Answerable(r.Spec.Owner)))
		c.Report(f)
	case due.IsZero() && facts.NeedDecided(c, r) != nil:
		c.Report(assess.Finding{
			Reason: "NeedUndated", Grade: api.GradeUnknown, Field: "spec.neededBy",
			Message: fmt.Sprintf("The need %s is approved, and it is not stated by when it is to be met", facts.Gist(r.Spec.Need)),
		})
	case c.Today.Past(due):
		f := assess.Finding{Reason: "NeedOverdue", Field: "spec.neededBy", Since: due.AddDays(1)}
		f.Grade, f.Message = byRisk(c, r, fmt.Sprintf("The need %s was to be met by %s and is not; %s answers for it", facts.Gist(r.Spec.Need), due, facts.Answerable(r.Spec.Owner)))
		c.Report(f)
	case late != "":
		c.Report(assess.Finding{
			Reason: "NeedUndated", Grade: api.GradeUnknown, Field: "spec.neededBy",
			Message: fmt.Sprintf("The need %s is not planned in time: it is to be met by %s", facts.Gist(r.Spec.Need), late),
			Remedy:  "Set spec.neededBy to a day in time, and plan what takes longer in steps",
		})
	}
}
