package allocation

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docPresence = assess.Doc{
	ID: "X-09", Point: assess.Allocation, Aspect: assess.Current, Clause: "7.1",
	Requires: "The end of an engagement is seen before it comes",
	Fires:    "somebody who holds a role leaves within the warning window (observation)",
	Reasons:  []string{"HolderLeaving"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Assign the roles named to a successor",
	Policy: []string{"maintenance.renewalWarningDays"},
	Alone:  "it warns before a day, and a warning is no lapse",
}

func checkPresence(c *assess.Context, p *api.Person) {
	until := p.Spec.EngagedUntil
	if until.IsZero() || !facts.Present(c, p) || !c.Today.Reached(until.AddDays(-c.Policy.RenewalWarning())) {
		return
	}
	var roles []string
	for _, h := range facts.HoldingsOf(c, p) {
		if h.Assignment.Until.IsZero() || h.Assignment.Until.After(until) {
			roles = append(roles, h.Role.Name)
		}
	}
	if len(roles) > 0 {
		c.Report(assess.Finding{
			Reason: "HolderLeaving", Grade: api.GradeObservation, Field: "spec.engagedUntil",
			Message: fmt.Sprintf("The engagement ends on %s, and roles are assigned beyond it: %s", until, assess.List(roles)),
		})
	}
}
