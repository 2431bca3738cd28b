package facts

import (
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// PeopleBehind are the names of the people who an actor was on a day: the person, whoever
// held the role on it, its deputies where nobody else did, or nobody where words are stated
// that name neither.
func PeopleBehind(c *assess.Context, actor *api.Actor, on api.Date) []string {
	actor = Actual(c.World, actor)
	if name := actor.Person(); name != "" {
		return []string{name}
	}
	role, ok := assess.Get[*api.SecurityRole](c.World, actor.Role())
	if actor.Role() == "" || !ok {
		return nil
	}
	var names, standIns []string
	for i := range role.Spec.Assignments {
		name := role.Spec.Assignments[i].PersonRef.Name
		switch OfficeOf(c, role, name, on) {
		case Backdated, InOffice:
			names = append(names, name)
		case StandsIn:
			standIns = append(standIns, name)
		case NoOffice:
		}
	}
	if len(names) == 0 {
		return standIns
	}
	return names
}

// ActedForTop reports whether an actor was of top management on a day, whoever of the
// people behind it acted.
func ActedForTop(c *assess.Context, actor *api.Actor, on api.Date) bool {
	names := PeopleBehind(c, actor, on)
	return len(names) > 0 && !slices.ContainsFunc(names, func(name string) bool { return !WasTopManagement(c, name, on) })
}

// OneOf reports whether an actor was one of some people on a day, whoever of the people
// behind it acted: a role that they alone held is no way around asking somebody else.
func OneOf(c *assess.Context, actor *api.Actor, on api.Date, people []string) bool {
	names := PeopleBehind(c, actor, on)
	return len(names) > 0 && !slices.ContainsFunc(names, func(name string) bool { return !slices.Contains(people, name) })
}

// Asked reports whether who approved had asked for it: the same actor, or people who were
// all behind the one who asked.
func Asked(c *assess.Context, requester *api.Actor, a *api.Approval) bool {
	return Actual(c.World, requester).Same(Actual(c.World, &a.By)) || OneOf(c, &a.By, a.ApprovedOn, PeopleBehind(c, requester, a.ApprovedOn))
}

// ApproverUnknown reports whether an approval is by words that name nobody, or by a role that is on
// record and that nobody held on the day.
func ApproverUnknown(c *assess.Context, a *api.Approval) bool {
	if role := a.By.Role(); role != "" && !assess.Exists(c.World, "SecurityRole", role) {
		return false // the reference is found to lead nowhere
	}
	return len(PeopleBehind(c, &a.By, a.ApprovedOn)) == 0
}

// danglingRole reports whether an actor is a role that is not on record, which is found as a
// reference.
func danglingRole(c *assess.Context, a *api.Actor) bool {
	return a.RoleRef != nil && !assess.Exists(c.World, "SecurityRole", a.Role())
}

// nobodyBehind reports whether nobody of the register is known to be behind an actor on a day,
// though what it names is on record.
func nobodyBehind(c *assess.Context, a *api.Actor, on api.Date) bool {
	return len(PeopleBehind(c, a, on)) == 0 && !danglingRole(c, a)
}
