package competence

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docExpertise = assess.Doc{
	ID: "P2-01", Point: assess.Competence, Aspect: assess.Covered, Clause: "7.2",
	Requires: "Somebody, internal or contracted, knows ISO 27001 and proves it",
	Fires:    "nobody who is present has current proof of ISO 27001 expertise (major)",
	Reasons:  []string{"NoIso27001Expertise"}, Grades: []api.Grade{api.GradeMajor},
	Remedy: "Have somebody certified, or contract somebody who is, and record it as a CompetencyRecord",
	Policy: []string{"competence.expertise"},
}

func checkExpertise(c *assess.Context, _ *api.ClauseAssessment) {
	found := facts.Experts(c)
	if len(found.People) > 0 {
		return
	}
	message := "Nobody has current proof of ISO 27001 expertise"
	if len(found.Nearly) > 0 {
		message += "; closest come " + assess.List(found.Nearly)
	}
	c.Report(assess.Finding{Reason: "NoIso27001Expertise", Grade: api.GradeMajor, Message: message})
}
