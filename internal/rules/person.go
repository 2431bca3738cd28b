package rules

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

func person() assess.Kind {
	return assess.AboutPeople(assess.KindOf("Person", "people", assess.Competence,
		func(p *api.Person) api.Date { return p.Spec.EngagedUntil },
		append(append(common(personFacts, withoutServices(personReferences), nil), segregationRules()...),
			assess.On(docTraining, checkTraining),
			assess.On(docOverallocated, checkOverallocated),
			assess.On(docKeyPerson, checkKeyPerson),
			assess.On(docSoleHolder, checkSoleHolder),
			assess.On(docSourcing, checkSourcing),
			assess.On(docPresence, checkPresence),
			serviceRegistered(personReferences),
		)...))
}

func personFacts(*api.Person) []fact { return nil }

func personReferences(w *assess.World, p *api.Person) []reference {
	return append(append(
		ownerReferences(w, "spec.owner", p.Spec.Owner),
		to[*api.OutsourcedService](w, "spec.serviceRef", "OutsourcedService", p.Spec.ServiceRef)...),
		to[*api.Person](w, "spec.managerRef", "Person", p.Spec.ManagerRef)...)
}

var docOverallocated = assess.Doc{
	ID: "P5-05", Point: assess.Support, Aspect: assess.Covered, Clause: "7.1, 5.1 c",
	Requires: "Nobody is given more work than there is time for",
	Fires:    "the allocations of one person add up to more than the limit (minor)",
	Reasons:  []string{"PersonOverallocated"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Lower allocationPercent in the roles named, or assign one of them to somebody else",
	Policy: []string{"allocationLimitPercent"},
}

func checkOverallocated(c *assess.Context, p *api.Person) {
	sum, parts := 0, []string(nil)
	for _, h := range holdingsOf(c, p) {
		if share := h.assignment.AllocationPercent; share != nil && *share > 0 {
			sum += int(*share)
			parts = append(parts, fmt.Sprintf("%s %d %%", h.role.Name, *share))
		}
	}
	if limit := c.Policy.AllocationLimit(); sum > limit {
		c.Report(assess.Finding{
			Reason: "PersonOverallocated", Grade: api.GradeMinor,
			Message: fmt.Sprintf("Allocations add up to %d %% of a working time, and %d %% is the limit: %s", sum, limit, assess.List(parts)),
		})
	}
}

var docKeyPerson = assess.Doc{
	ID: "P5-06", Point: assess.Support, Aspect: assess.Covered, Clause: "7.1",
	Requires: "The ISMS does not hang on one person",
	Fires:    "one person holds more security roles than the limit (observation)",
	Reasons:  []string{"KeyPersonDependency"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Assign some of the roles to others, or name deputies",
	Policy: []string{"rolesPerPersonLimit"},
}

func checkKeyPerson(c *assess.Context, p *api.Person) {
	names := map[string]bool{}
	var roles []string
	for _, h := range holdingsOf(c, p) {
		if h.assignment.Capacity != api.CapacityDeputy && !names[h.role.Name] {
			names[h.role.Name] = true
			roles = append(roles, h.role.Name)
		}
	}
	if limit := c.Policy.RolesLimit(); len(roles) > limit {
		c.Report(assess.Finding{
			Reason: "KeyPersonDependency", Grade: api.GradeObservation,
			Message: fmt.Sprintf("One person holds %d security roles, and %d is the limit: %s", len(roles), limit, assess.List(roles)),
		})
	}
}

var docSourcing = assess.Doc{
	ID: "X-01", Point: assess.Allocation, Aspect: assess.Owned, Clause: "7.1, A.5.19",
	Requires: "It is known who is employed and who is contracted, and under which contract",
	Fires:    "sourcing is not stated, or an external person names no contract (minor)",
	Reasons:  []string{"SourcingNotStated", "ExternalWithoutContract"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Set spec.sourcing, and for an External person spec.serviceRef to the OutsourcedService of the contract",
}

func checkSourcing(c *assess.Context, p *api.Person) {
	switch {
	case !present(c, p):
	case p.Spec.Sourcing == "":
		c.Report(assess.Finding{
			Reason: "SourcingNotStated", Grade: api.GradeMinor, Field: "spec.sourcing",
			Message: "It is not stated whether the person is internal or external",
		})
	case external(p) && p.Spec.ServiceRef == nil:
		c.Report(assess.Finding{
			Reason: "ExternalWithoutContract", Grade: api.GradeMinor, Field: "spec.serviceRef",
			Message: "The person is external, and no contract is named",
		})
	}
}

var docPresence = assess.Doc{
	ID: "X-09", Point: assess.Allocation, Aspect: assess.Current, Clause: "7.1",
	Requires: "The end of an engagement is seen before it comes",
	Fires:    "somebody who holds a role leaves within the warning window (observation)",
	Reasons:  []string{"HolderLeaving"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Assign the roles named to a successor",
	Policy: []string{"renewalWarningDays"},
}

func checkPresence(c *assess.Context, p *api.Person) {
	until := p.Spec.EngagedUntil
	if until.IsZero() || !present(c, p) || !c.Today.Reached(until.AddDays(-c.Policy.RenewalWarning())) {
		return
	}
	var roles []string
	for _, h := range holdingsOf(c, p) {
		if h.assignment.Until.IsZero() || h.assignment.Until.After(until) {
			roles = append(roles, h.role.Name)
		}
	}
	if len(roles) > 0 {
		c.Report(assess.Finding{
			Reason: "HolderLeaving", Grade: api.GradeObservation, Field: "spec.engagedUntil",
			Message: fmt.Sprintf("The engagement ends on %s, and roles are assigned beyond it: %s", until, assess.List(roles)),
		})
	}
}
