package applicability

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docEvidence = assess.Doc{
	ID: "S-13", Aspect: assess.Current, Clause: "7.5.3, 9.1",
	Requires: "There is recent evidence of a control that is said to be implemented",
	Fires:    "an implemented control has no evidence, evidence without a date, or none that is recent (observation); evidence that is dated ahead is left to X-05",
	Reasons:  []string{"EvidenceStale"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Collect evidence that the control works and add it to evidence of the control with its date",
	Policy: []string{"applicability.evidenceMaxAgeMonths"},
}

func checkEvidence(c *assess.Context, e *api.ControlStatement) {
	if e.Implementation != api.ImplementationImplemented {
		return
	}
	c.AskedEntry("controls")
	var newest api.Date
	ahead := facts.HasOnFile(e.Evidence) // all of it is dated ahead, which rule X-05 reports
	for proof := range facts.OnFile(e.Evidence) {
		on := proof.EffectiveOn
		if on.IsZero() {
			on = proof.CollectedOn
		}
		ahead = ahead && !on.IsZero() && !c.Today.Reached(on)
		if on.After(newest) && c.Today.Reached(on) {
			newest = on
		}
	}
	f := assess.Finding{Reason: "EvidenceStale", Grade: api.GradeObservation, Field: facts.ControlField(e, "evidence")}
	until := newest.AddMonths(c.Policy.EvidenceMaxAge())
	switch {
	case ahead:
		return
	case !facts.HasOnFile(e.Evidence):
		f.Message = fmt.Sprintf("%s is said to be implemented without evidence", facts.ControlName(e.ID))
	case newest.IsZero():
		f.Message = fmt.Sprintf("Nobody knows how old the evidence of %s is", facts.ControlName(e.ID))
	case c.Today.Past(until):
		f.Since = until.AddDays(1)
		f.Message = fmt.Sprintf("The newest evidence of %s is of %s", facts.ControlName(e.ID), newest)
	default:
		return
	}
	c.Report(f)
}
