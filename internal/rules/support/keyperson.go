package support

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docKeyPerson = assess.Doc{
	ID: "P5-06", Point: assess.Support, Aspect: assess.Covered, Clause: "7.1",
	Requires: "The ISMS does not hang on one person",
	Fires:    "one person holds more security roles than the limit (observation)",
	Reasons:  []string{"KeyPersonDependency"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Assign some of the roles to others, or name deputies",
	Policy: []string{"support.rolesPerPersonLimit"},
	Alone:  "who is few cannot mend it: it is told, and what is done instead is recorded",
}

func checkKeyPerson(c *assess.Context, p *api.Person) {
	names := map[string]bool{}
	var roles []string
	for _, h := range facts.HoldingsOf(c, p) {
		if h.Assignment.Capacity != api.CapacityDeputy && !names[h.Role.Name] {
			names[h.Role.Name] = true
			roles = append(roles, h.Role.Name)
		}
	}
	if limit := c.Policy.RolesLimit(); len(roles) > limit {
		c.Report(assess.Finding{
			Reason: "KeyPersonDependency", Grade: api.GradeObservation,
			Message: fmt.Sprintf("One person holds %d security roles, and %d is the limit: %s", len(roles), limit, assess.List(roles)),
		})
	}
}
