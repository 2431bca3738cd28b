package allocation

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docDeputyActs = assess.Doc{
	ID: "P8-11", Point: assess.Allocation, Aspect: assess.Current, Clause: "5.3",
	Requires: "A deputy acts for a time, and then the role is given anew",
	Fires:    "no holder of the role is there, and an appointed deputy acts within the days that the policy allows (observation)",
	Reasons:  []string{"DeputyActs"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Have the holder back, or appoint a successor, before the deputy may act no longer",
	Policy: []string{"allocation.deputyActingDays"},
	Alone:  "it is a time to act, which becomes a vacancy when it is over",
}

func checkDeputyActs(c *assess.Context, r *api.SecurityRole) {
	deputies, since := facts.ActingDeputies(c, r)
	if len(deputies) == 0 {
		return
	}
	names := make([]string, len(deputies))
	for i, h := range deputies {
		names[i] = h.Person.Name
	}
	c.Report(assess.Finding{
		Reason: "DeputyActs", Grade: api.GradeObservation, Field: "spec.assignments",
		Message: fmt.Sprintf("No holder of the role %s is there since %s; until %s these act for them: %s",
			facts.Quote(r.Spec.Title), since, since.AddDays(c.Policy.DeputyActing()-1), assess.List(names)),
	})
}
