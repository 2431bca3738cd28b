package facts

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// PeopleBehind are the names of the people who an actor was on a day: the person, whoever
// held the role on it, or nobody where only words are stated.
func PeopleBehind(c *assess.Context, actor *api.Actor, on api.Date) []string {
	if name := actor.Person(); name != "" {
		return []string{name}
	}
	role, ok := assess.Get[*api.SecurityRole](c.World, actor.Role())
	if actor.Role() == "" || !ok {
		return nil
	}
	var names []string
	for i := range role.Spec.Assignments {
		if name := role.Spec.Assignments[i].PersonRef.Name; wasHolder(c, role, name, on) {
			names = append(names, name)
		}
	}
	return names
}

// ActedForTop reports whether an actor was somebody of top management on a day.
func ActedForTop(c *assess.Context, actor *api.Actor, on api.Date) bool {
	for _, name := range PeopleBehind(c, actor, on) {
		if WasTopManagement(c, name, on) {
			return true
		}
	}
	return false
}
