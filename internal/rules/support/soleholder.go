package support

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docSoleHolder = assess.Doc{
	ID: "P5-09", Point: assess.Support, Aspect: assess.Covered, Clause: "7.1, 5.3",
	Requires: "The functions that an ISMS must have survive the absence of one person",
	Fires:    "one person is the only holder of several of the mandates top management, information security manager, internal auditor and risk owner, and nobody stands in for them (observation)",
	Reasons:  []string{"SoleHolder"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Assign a deputy to each of the roles, or some of them to others",
	Alone:  "who is few cannot mend it: it is told, and what is done instead is recorded",
}

// solitary are the mandates that one person alone should not hold together. The
// management review team is left out: it has members by its nature.
var solitary = map[api.Mandate]bool{
	api.MandateTopManagement: true, api.MandateInformationSecurityManager: true,
	api.MandateInternalAuditor: true, api.MandateRiskOwner: true,
}

func checkSoleHolder(c *assess.Context, p *api.Person) {
	var alone []string
	for _, h := range facts.HoldingsOf(c, p) {
		if solitary[h.Role.Spec.Mandate] && h.Assignment.Capacity != api.CapacityDeputy && !shared(c, h.Role, p) {
			alone = append(alone, h.Role.Name)
		}
	}
	if len(alone) > 1 {
		c.Report(assess.Finding{
			Reason: "SoleHolder", Grade: api.GradeObservation,
			Message: fmt.Sprintf("%s alone holds roles that the ISMS must have, without a deputy: %s", p.Name, assess.List(alone)),
		})
	}
}

// shared reports whether somebody else who is present holds the role or stands in, be it
// by another role with the mandate.
func shared(c *assess.Context, role *api.SecurityRole, p *api.Person) bool {
	return slices.ContainsFunc(bearers(c, role.Spec.Mandate), func(other *api.Person) bool { return other != p })
}

type bearersKey struct{ mandate api.Mandate }

// bearers are two people who are present and hold or stand in for a role with the
// mandate, or as many as there are: enough to tell whether one of them is alone.
func bearers(c *assess.Context, m api.Mandate) []*api.Person {
	return assess.Once(c, bearersKey{m}, func(c *assess.Context) []*api.Person {
		var two []*api.Person
		for _, role := range assess.By(c.World, facts.RolesByMandate, string(m)) {
			for _, h := range facts.Holders(c, role) {
				if !slices.Contains(two, h.Person) {
					two = append(two, h.Person)
				}
				if len(two) == 2 {
					return two
				}
			}
		}
		return two
	})
}
