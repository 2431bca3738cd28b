package identification

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docNeedAssessment = assess.Doc{
	ID: "P1-08", Aspect: assess.Current, Clause: "7.1, 8.2",
	Requires: "Needs are assessed again at planned intervals, and after each assessment of the risks that they come from",
	Fires:    "the last assessment is older than the interval, or than that of a risk that the need comes from and the days of grace after it are over (minor), or no day of one is known (unknown)",
	Reasons:  []string{"NeedAssessmentOverdue", "NeedAssessmentUnknown"}, Grades: []api.Grade{api.GradeUnknown, api.GradeMinor},
	Remedy: "Look whether the need still holds and is still satisfied, and set spec.assessedOn",
	Policy: []string{"identification.assessmentIntervalMonths", "identification.reassessmentDays"},
}

func checkNeedAssessment(c *assess.Context, r *api.ResourceRequirement) {
	last, field := r.Spec.AssessedOn, "spec.assessedOn"
	if !c.Today.Reached(last) {
		last = r.Spec.RaisedOn // who raises a need has looked at it
	}
	if !c.Today.Reached(last) {
		c.Report(assess.Finding{
			Reason: "NeedAssessmentUnknown", Grade: api.GradeUnknown, Field: field,
			Message: fmt.Sprintf("It is not known when the need %s was raised or assessed", facts.Gist(r.Spec.Need)),
		})
		return
	}
	f := assess.Finding{Reason: "NeedAssessmentOverdue", Grade: api.GradeMinor, Field: field}
	due := last.AddMonths(c.Policy.RequirementAssessmentInterval())
	names, since := assessedLater(c, r, last)
	switch {
	case len(names) > 0 && !since.After(due): // what made it overdue first is what is said
		f.Since = since
		f.Message = fmt.Sprintf("The need %s was last assessed on %s, before risks that it comes from were assessed anew: %s", facts.Gist(r.Spec.Need), last, assess.List(names))
	case c.Today.Past(due):
		f.Since = due.AddDays(1)
		f.Message = fmt.Sprintf("The need %s was last assessed on %s, and the next assessment was due on %s", facts.Gist(r.Spec.Need), last, due)
	default:
		return
	}
	c.Report(f)
}

// assessedLater names the risks of the need that were assessed after a day, and
// tells the first day on which that was overdue.
func assessedLater(c *assess.Context, r *api.ResourceRequirement, last api.Date) (names []string, first api.Date) {
	for _, ref := range facts.DriversOf(r).RiskRefs {
		risk, ok := assess.Get[*api.Risk](c.World, ref.Name)
		if !ok || !risk.Spec.AssessedOn.After(last) || !c.Today.Reached(risk.Spec.AssessedOn) {
			continue
		}
		overdue := risk.Spec.AssessedOn.AddDays(c.Policy.Reassessment() + 1)
		if !c.Today.Reached(overdue) {
			continue
		}
		names = append(names, fmt.Sprintf("%s on %s", ref.Name, risk.Spec.AssessedOn))
		if first.IsZero() || overdue.Before(first) {
			first = overdue
		}
	}
	return names, first
}
