package competence

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docExpertise = assess.Doc{
	ID: "P2-01", Point: assess.Competence, Aspect: assess.Covered, Clause: "7.2",
	Requires: "Somebody, internal or contracted, knows ISO 27001 and proves it",
	Fires:    "nobody who is present has current proof of ISO 27001 expertise at the level that the policy asks for (major), or the only proof states no level (unknown); a certificate as Lead Implementer or Lead Auditor needs none",
	Reasons:  []string{"NoIso27001Expertise", "ExpertiseLevelUnknown"}, Grades: []api.Grade{api.GradeUnknown, api.GradeMajor},
	Remedy: "Have somebody certified, or contract somebody who is, and record it as a CompetencyRecord",
	Policy: []string{"competence.expertise", "competence.expertiseLevel"},
}

func checkExpertise(c *assess.Context, _ *api.ClauseAssessment) {
	found := facts.Experts(c)
	if len(found.People) > 0 {
		return
	}
	if len(found.Unknown) > 0 {
		c.Report(assess.Finding{
			Reason: "ExpertiseLevelUnknown", Grade: api.GradeUnknown,
			Message: fmt.Sprintf("Nobody has proof of ISO 27001 expertise that states the level %s or higher; no level is stated by %s", c.Policy.ExpertiseLevel(), assess.List(found.Unknown)),
			Remedy:  "State spec.level in the CompetencyRecords of those who know ISO 27001",
		})
		return
	}
	message := fmt.Sprintf("Nobody has current proof of ISO 27001 expertise at the level %s or higher", c.Policy.ExpertiseLevel())
	if len(found.Nearly) > 0 {
		message += "; closest come " + assess.List(found.Nearly)
	}
	c.Report(assess.Finding{Reason: "NoIso27001Expertise", Grade: api.GradeMajor, Message: message})
}
