package improvement

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docNoImprovement = assess.Doc{
	ID: "P10-01", Point: assess.Improvement, Aspect: assess.Current, Clause: "10.1",
	Requires: "The ISMS is improved continually",
	Fires:    "no improvement was put on record or completed within the interval (minor in maintenance; unknown where no phase is stated; else observation)",
	Reasons:  []string{"NoImprovementRecorded"}, Grades: []api.Grade{api.GradeObservation, api.GradeUnknown, api.GradeMinor},
	Remedy: "Record what was improved as an Improvement with its openedOn",
	Policy: []string{"improvement.intervalMonths"},
}

func checkNoImprovement(c *assess.Context, _ *api.ClauseAssessment) {
	var last api.Date
	for r := range assess.All[*api.Improvement](c.World) {
		for _, on := range []api.Date{r.Spec.OpenedOn, r.Spec.CompletedOn} {
			if c.Today.Reached(on) && on.After(last) {
				last = on
			}
		}
	}
	f := assess.Finding{Reason: "NoImprovementRecorded", Grade: api.GradeObservation, Message: "No improvement was ever put on record"}
	switch facts.PhaseOf(c) {
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
