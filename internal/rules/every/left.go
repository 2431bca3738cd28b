package every

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docLeft = assess.Doc{
	ID: "X-18", Aspect: assess.Owned, Clause: "7.5.3",
	Requires: "Who did something was there on the day, and who decided was of the organization",
	Fires:    "what a record says has happened is said to be done by somebody whose engagement was over by then, or by a role that nobody held on that day, or a need or a renewal was decided by external people (observation, but where one single internal person is engaged)",
	Reasons:  []string{"ActorHadLeft", "ActorUnknown", "DecidedOutside"}, Grades: []api.Grade{api.GradeObservation},
	Alone:  "each act stands for itself, and who has left mends none",
	Remedy: "Name who really did it, correct the day or the end of the engagement, or have somebody of the organization decide",
}

func checkLeft(c *assess.Context, _ api.Record) {
	for _, h := range c.Happened() {
		if len(h.By) == 0 {
			continue
		}
		f := assess.Finding{Grade: api.GradeObservation, Field: h.Field, Since: h.On}
		says := func(how string) string {
			return fmt.Sprintf("On %s %s, in the name of people who %s", h.On, h.What, how)
		}
		if roles := heldByNobody(c, &h); len(roles) > 0 && !h.Known {
			f.Reason, f.Message = "ActorUnknown", fmt.Sprintf("On %s %s, by whoever held a role that nobody is known to have held then: %s", h.On, h.What, assess.List(roles))
			c.Report(f)
			continue
		}
		left := namesOf(c, h.By, h.On, func(p *api.Person) bool { return facts.HadLeft(p, h.On) })
		if len(left) > 0 {
			f.Reason, f.Message = "ActorHadLeft", says("had left: "+facts.ListAll(left))
			c.Report(f)
			continue
		}
		outside := namesOf(c, h.By, h.On, facts.External)
		if h.Decides && len(outside) > 0 && !facts.SoleInternal(c, h.On) {
			f.Reason, f.Message = "DecidedOutside", says("are external: "+facts.ListAll(outside))
			c.Report(f)
		}
	}
}

// heldByNobody are the roles by which something was done and that nobody held on the day.
func heldByNobody(c *assess.Context, h *assess.Happening) (roles []string) {
	for _, a := range h.By {
		role := facts.Actual(c.World, a).Role()
		if role != "" && assess.Exists(c.World, "SecurityRole", role) && len(facts.PeopleBehind(c, a, h.On)) == 0 {
			roles = append(roles, role)
		}
	}
	return roles
}

// namesOf are the names of the people who did something, where it holds of whoever of those
// behind an actor on the day did it.
func namesOf(c *assess.Context, actors []*api.Actor, on api.Date, holds func(*api.Person) bool) (names []string) {
	for _, a := range actors {
		behind := facts.PeopleBehind(c, a, on)
		if slices.ContainsFunc(behind, func(name string) bool {
			p, ok := assess.Get[*api.Person](c.World, name)
			return !ok || !holds(p)
		}) {
			continue
		}
		for _, name := range behind {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}
