package facts

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// PeopleByService finds people by the contract that they work under.
var PeopleByService = &assess.Index[*api.Person]{
	Keys: func(p *api.Person, yield func(string)) {
		if p.Spec.ServiceRef != nil {
			yield(p.Spec.ServiceRef.Name)
		}
	},
}

// Present reports whether the person is engaged on the day: has started and has
// not left.
func Present(c *assess.Context, p *api.Person) bool {
	return Started(c, p.Spec.EngagedFrom) && !Left(c, p)
}

// Left reports whether the person has left by the day, be it on a day that nobody knows.
func Left(c *assess.Context, p *api.Person) bool {
	return p.Spec.State == api.StateLeft || c.Today.Past(p.Spec.EngagedUntil)
}

// LeftOn says when somebody who has left did so.
func LeftOn(p *api.Person) string {
	if p.Spec.State == api.StateLeft {
		return "has left, on a day that nobody knows"
	}
	return "left on " + p.Spec.EngagedUntil.String()
}

// Running reports whether an assignment is in force on the day.
func Running(c *assess.Context, a *api.Assignment) bool {
	return Started(c, a.From) && !c.Today.Past(a.Until)
}

// Holding is a role in the hands of somebody who is present.
type Holding struct {
	Role       *api.SecurityRole
	Assignment *api.Assignment
	Person     *api.Person
}

type holdersKey struct{ role *api.SecurityRole }

// Holders returns who holds the role on the day: people who exist and are
// present, through assignments in force. Deputies count, as deputies. For reading: many
// rules ask of each role.
func Holders(c *assess.Context, role *api.SecurityRole) []Holding {
	return assess.Once(c, holdersKey{role}, func(c *assess.Context) (all []Holding) {
		for i := range role.Spec.Assignments {
			a := &role.Spec.Assignments[i]
			if !Running(c, a) {
				continue
			}
			if p, ok := assess.Get[*api.Person](c.World, a.PersonRef.Name); ok && Present(c, p) {
				all = append(all, Holding{role, a, p})
			}
		}
		return all
	})
}

// wasEngaged reports whether the person was engaged on a day of the record's own. That somebody
// left on an unknown day denies none of the days before.
func wasEngaged(p *api.Person, on api.Date) bool {
	return !on.Before(p.Spec.EngagedFrom) && (p.Spec.EngagedUntil.IsZero() || !on.After(p.Spec.EngagedUntil))
}

// HadLeft reports whether the engagement of a person was over by a day of the record's own.
func HadLeft(p *api.Person, on api.Date) bool {
	return !p.Spec.EngagedUntil.IsZero() && on.After(p.Spec.EngagedUntil)
}

// RolesByPerson finds roles by the people assigned to them.
var RolesByPerson = &assess.Index[*api.SecurityRole]{
	Keys: func(r *api.SecurityRole, yield func(string)) {
		for i := range r.Spec.Assignments {
			yield(r.Spec.Assignments[i].PersonRef.Name)
		}
	},
}

// RolesByMandate finds roles by the function that they fulfil.
var RolesByMandate = &assess.Index[*api.SecurityRole]{
	Keys: func(r *api.SecurityRole, yield func(string)) { yield(string(r.Spec.Mandate)) },
}

type holdingsKey struct{ person *api.Person }

// HoldingsOf returns the roles that the person holds on the day. For reading: each role
// and each record of the person asks for them.
func HoldingsOf(c *assess.Context, p *api.Person) []Holding {
	return assess.Once(c, holdingsKey{p}, func(c *assess.Context) []Holding {
		if !Present(c, p) {
			return nil
		}
		var all []Holding
		for _, role := range assess.By(c.World, RolesByPerson, p.Name) {
			for i := range role.Spec.Assignments {
				a := &role.Spec.Assignments[i]
				if a.PersonRef.Name == p.Name && Running(c, a) {
					all = append(all, Holding{role, a, p})
				}
			}
		}
		return all
	})
}

// Mandatory reports whether an ISMS must have the role filled.
func Mandatory(r *api.SecurityRole) bool {
	return r.Spec.Mandate != "" && r.Spec.Mandate != api.MandateNone
}

// External reports whether the person is contracted.
func External(p *api.Person) bool {
	return p.Spec.Sourcing == api.SourcingExternal && !Stated(p.Spec.Group)
}

// RoleGrade is Major for a role that an ISMS must have, else Minor.
func RoleGrade(r *api.SecurityRole) api.Grade {
	if Mandatory(r) {
		return api.GradeMajor
	}
	return api.GradeMinor
}
