package competence

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docExpertLeaving = assess.Doc{
	ID: "P2-02", Point: assess.Competence, Aspect: assess.Current, Clause: "7.2",
	Requires: "ISO 27001 expertise does not leave with a contract",
	Fires:    "all experts are external, and the last contract ends within the warning window (observation), or the ISMS is in maintenance (minor)",
	Reasons:  []string{"ExpertiseLeavingWithContract"}, Grades: []api.Grade{api.GradeObservation, api.GradeMinor},
	Remedy: "Build up the expertise inside, or extend the contract",
	Policy: []string{"competence.expertiseContractWarningDays"},
	Alone:  "it warns before a day, and a warning is no lapse",
}

func checkExpertLeaving(c *assess.Context, _ *api.ClauseAssessment) {
	people := facts.Experts(c).People
	var names []string
	var last api.Date
	open := false
	for _, p := range people {
		if !facts.External(p) {
			return
		}
		names = append(names, p.Name)
		if end := facts.Leaves(c, p); end.IsZero() {
			open = true
		} else if end.After(last) {
			last = end
		}
	}
	f := assess.Finding{Reason: "ExpertiseLeavingWithContract", Grade: api.GradeObservation}
	switch {
	case len(people) == 0:
		return
	case facts.PhaseOf(c) == api.PhaseMaintenance:
		f.Grade, f.Message = api.GradeMinor, "The ISMS is in maintenance, and all ISO 27001 expertise is external: "+assess.List(names)
	case !open && c.Today.Reached(last.AddDays(-c.Policy.ExpertiseContractWarning())):
		f.Message = fmt.Sprintf("All ISO 27001 expertise is external and leaves on %s: %s", last, assess.List(names))
	default:
		return
	}
	c.Report(f)
}
