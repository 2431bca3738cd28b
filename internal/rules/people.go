package rules

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// present reports whether the person is engaged on the day: has started and has
// not left.
func present(c *assess.Context, p *api.Person) bool {
	return started(c, p.Spec.EngagedFrom) && !c.Today.Past(p.Spec.EngagedUntil)
}

// started reports whether a first day has come; an absent one has.
func started(c *assess.Context, from api.Date) bool {
	return from.IsZero() || c.Today.Reached(from)
}

// running reports whether an assignment is in force on the day.
func running(c *assess.Context, a *api.Assignment) bool {
	return started(c, a.From) && !c.Today.Past(a.Until)
}

// holding is a role in the hands of somebody who is present.
type holding struct {
	role       *api.SecurityRole
	assignment *api.Assignment
	person     *api.Person
}

// holders returns who holds the role on the day: people who exist and are
// present, through assignments in force. Deputies count, as deputies.
func holders(c *assess.Context, role *api.SecurityRole) []holding {
	var all []holding
	for i := range role.Spec.Assignments {
		a := &role.Spec.Assignments[i]
		if !running(c, a) {
			continue
		}
		if p, ok := assess.Get[*api.Person](c.World, a.PersonRef.Name); ok && present(c, p) {
			all = append(all, holding{role, a, p})
		}
	}
	return all
}

// principals returns the holders of a role that are not deputies.
func principals(c *assess.Context, role *api.SecurityRole) []holding {
	var all []holding
	for _, h := range holders(c, role) {
		if h.assignment.Capacity != api.CapacityDeputy {
			all = append(all, h)
		}
	}
	return all
}

// wasEngaged reports whether the person was engaged on a day of the record's own.
func wasEngaged(p *api.Person, on api.Date) bool {
	return !on.Before(p.Spec.EngagedFrom) && (p.Spec.EngagedUntil.IsZero() || !on.After(p.Spec.EngagedUntil))
}

// wasHolder reports whether the person held the role on a day of the record's own.
func wasHolder(c *assess.Context, role *api.SecurityRole, name string, on api.Date) bool {
	p, ok := assess.Get[*api.Person](c.World, name)
	if !ok || !wasEngaged(p, on) {
		return false
	}
	for i := range role.Spec.Assignments {
		a := &role.Spec.Assignments[i]
		if a.PersonRef.Name == name && !on.Before(a.From) && (a.Until.IsZero() || !on.After(a.Until)) {
			return true
		}
	}
	return false
}

// rolesByPerson finds roles by the people assigned to them.
var rolesByPerson = &assess.Index[*api.SecurityRole]{
	Keys: func(r *api.SecurityRole, yield func(string)) {
		for i := range r.Spec.Assignments {
			yield(r.Spec.Assignments[i].PersonRef.Name)
		}
	},
}

// rolesByMandate finds roles by the function that they fulfil.
var rolesByMandate = &assess.Index[*api.SecurityRole]{
	Keys: func(r *api.SecurityRole, yield func(string)) { yield(string(r.Spec.Mandate)) },
}

type holdingsKey struct{ person *api.Person }

// holdingsOf returns the roles that the person holds on the day. For reading: each role
// and each record of the person asks for them.
func holdingsOf(c *assess.Context, p *api.Person) []holding {
	return assess.Once(c, holdingsKey{p}, func(c *assess.Context) []holding {
		if !present(c, p) {
			return nil
		}
		var all []holding
		for _, role := range assess.By(c.World, rolesByPerson, p.Name) {
			for i := range role.Spec.Assignments {
				a := &role.Spec.Assignments[i]
				if a.PersonRef.Name == p.Name && running(c, a) {
					all = append(all, holding{role, a, p})
				}
			}
		}
		return all
	})
}

// mandatory reports whether an ISMS must have the role filled.
func mandatory(r *api.SecurityRole) bool {
	return r.Spec.Mandate != "" && r.Spec.Mandate != api.MandateNone
}

// external reports whether the person is contracted.
func external(p *api.Person) bool { return p.Spec.Sourcing == api.SourcingExternal }
