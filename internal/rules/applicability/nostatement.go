package applicability

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docNoStatement = assess.Doc{
	ID: "S-01", Point: assess.Controls, Aspect: assess.Covered, Clause: "6.1.3 d",
	Requires: "There is a Statement of Applicability",
	Fires:    "none is recorded, or none has been issued yet (major)",
	Reasons:  []string{"NoStatementOfApplicability"}, Grades: []api.Grade{api.GradeMajor},
	Remedy: "Decide on the controls of Annex A and record them as a StatementOfApplicability with its issuedOn",
}

func checkNoStatement(c *assess.Context, _ *api.ClauseAssessment) {
	if facts.StatementInForce(c) != nil {
		return
	}
	message := "No Statement of Applicability is recorded"
	var drafts []string
	for r := range assess.All[*api.StatementOfApplicability](c.World) {
		drafts = append(drafts, r.Name)
	}
	if len(drafts) > 0 {
		message = "No Statement of Applicability is in force; not issued yet are " + assess.List(drafts)
	}
	c.Report(assess.Finding{Reason: "NoStatementOfApplicability", Grade: api.GradeMajor, Message: message})
}
