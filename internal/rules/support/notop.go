package support

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docNoTop = assess.Doc{
	ID: "P5-01", Point: assess.Support, Aspect: assess.Owned, Clause: "5.1",
	Requires: "It is known who top management is",
	Fires:    "nobody holds a role with the mandate TopManagement (major)",
	Reasons:  []string{"NoTopManagement"}, Grades: []api.Grade{api.GradeMajor},
	Remedy: "Add a SecurityRole with the mandate TopManagement and assign it to a Person",
}

func checkNoTop(c *assess.Context, _ *api.ClauseAssessment) {
	if people, vacant := facts.Mandated(c, api.MandateTopManagement); len(people) == 0 {
		c.Report(assess.Finding{Reason: "NoTopManagement", Grade: api.GradeMajor, Message: "Nobody is assigned to top management" + vacant})
	}
}
