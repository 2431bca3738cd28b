package competence

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docJobDescription = assess.Doc{
	ID: "P2-17", Point: assess.Competence, Aspect: assess.Covered, Clause: "7.2 a, 5.3",
	Requires: "Whoever holds a role can read what it is",
	Fires:    "a role that somebody holds has no job description, or a placeholder for one (observation)",
	Reasons:  []string{"JobDescriptionMissing"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Set spec.jobDescription to what the role does, or to where that is kept",
}

func checkJobDescription(c *assess.Context, r *api.SecurityRole) {
	if len(facts.Holders(c, r)) == 0 {
		return // of who does not hold it P2-12 speaks
	}
	c.Asked()
	if facts.Stated(r.Spec.JobDescription) {
		return
	}
	c.Report(assess.Finding{
		Reason: "JobDescriptionMissing", Grade: api.GradeObservation, Field: "spec.jobDescription",
		Message: fmt.Sprintf("Nothing says what the role %s does", facts.Quote(r.Spec.Title)),
	})
}
