package facts

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// clock compares days: with the one that is judged, or with one of a record's own.
type clock interface {
	Reached(day api.Date) bool
	Past(day api.Date) bool
}

// recordDay is a day on which a record says that something was done.
type recordDay struct{ on api.Date }

func (d recordDay) Reached(day api.Date) bool { return !day.IsZero() && !day.After(d.on) }
func (d recordDay) Past(day api.Date) bool    { return !day.IsZero() && day.Before(d.on) }

// Office is how somebody holds a role on a day.
type Office int

// How a role is held, the least first.
const (
	// NoOffice is no holder at all.
	NoOffice Office = iota
	// StandsIn is a deputy whose principal is there.
	StandsIn
	// Backdated is between the first day of an assignment and a later appointment.
	Backdated
	// InOffice is from the later of the two on; a deputy, while they act.
	InOffice
)

// assigned reports whether an assignment runs on a day and its person is engaged on it.
func assigned(c *assess.Context, day clock, a *api.Assignment) bool {
	if !a.From.IsZero() && !day.Reached(a.From) || day.Past(a.Until) {
		return false
	}
	p, ok := assess.Get[*api.Person](c.World, a.PersonRef.Name)
	if _, past := day.(recordDay); ok && !past && p.Spec.State == api.StateLeft {
		return false
	}
	return ok && (p.Spec.EngagedFrom.IsZero() || day.Reached(p.Spec.EngagedFrom)) && !day.Past(p.Spec.EngagedUntil)
}

// absentSince is the first day of the absence that includes a day; absent where the
// holder is there.
func absentSince(day clock, a *api.Assignment) api.Date {
	for i := range a.Absences {
		if x := &a.Absences[i]; day.Reached(x.From) && !day.Past(x.Until) {
			return x.From
		}
	}
	return api.Date{}
}

// leftOn is the last day of a holder whose assignment or engagement is over; absent
// where it is not.
func leftOn(c *assess.Context, day clock, a *api.Assignment) api.Date {
	last := api.Date{}
	if day.Past(a.Until) {
		last = a.Until
	}
	if p, ok := assess.Get[*api.Person](c.World, a.PersonRef.Name); ok {
		if end := p.Spec.EngagedUntil; day.Past(end) && (last.IsZero() || end.Before(last)) {
			last = end
		}
	}
	return last
}

// alone is since when a role has been without a principal who is there: the first day on
// which the last of them was away. It is false where one is there, and has no day where no
// record tells of any.
func alone(c *assess.Context, day clock, role *api.SecurityRole) (since api.Date, without bool) {
	for i := range role.Spec.Assignments {
		a := &role.Spec.Assignments[i]
		if a.Capacity == api.CapacityDeputy {
			continue
		}
		began := api.Date{}
		if assigned(c, day, a) {
			if began = absentSince(day, a); began.IsZero() {
				return api.Date{}, false
			}
		} else if left := leftOn(c, day, a); !left.IsZero() {
			began = left.AddDays(1)
		}
		if began.After(since) {
			since = began
		}
	}
	return since, true
}

// acts reports whether the deputies of a role act on a day: no principal is there, and has
// not been for no longer than a deputy may act.
func acts(c *assess.Context, day clock, role *api.SecurityRole) (since api.Date, acting bool) {
	since, without := alone(c, day, role)
	if !without || since.IsZero() || day.Reached(since.AddDays(c.Policy.DeputyActing())) {
		return since, false
	}
	return since, true
}

// OfficeOf is how somebody held a role on a day of a record's own.
func OfficeOf(c *assess.Context, role *api.SecurityRole, name string, on api.Date) Office {
	held, day := NoOffice, recordDay{on}
	for i := range role.Spec.Assignments {
		a := &role.Spec.Assignments[i]
		if a.PersonRef.Name != name || !assigned(c, day, a) {
			continue
		}
		held = max(held, officeOf(c, day, role, a))
	}
	return held
}

func officeOf(c *assess.Context, day clock, role *api.SecurityRole, a *api.Assignment) Office {
	if a.Capacity == api.CapacityDeputy {
		if _, acting := acts(c, day, role); !acting {
			return StandsIn
		}
	}
	if !a.AppointedOn.IsZero() && !day.Reached(a.AppointedOn) {
		return Backdated
	}
	return InOffice
}

// appointedLater is the first day in office of somebody whose appointment to a role was
// made after the day.
func appointedLater(role *api.SecurityRole, name string, on api.Date) api.Date {
	first := api.Date{}
	for i := range role.Spec.Assignments {
		a := &role.Spec.Assignments[i]
		if a.PersonRef.Name == name && a.AppointedOn.After(on) && (first.IsZero() || a.AppointedOn.Before(first)) {
			first = a.AppointedOn
		}
	}
	return first
}
