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
	Requires: "Who did something was still there on the day, and who decided was of the organization",
	Fires:    "what a record says has happened is said to be done by somebody whose engagement was over by then, or a need or a renewal was decided by external people (observation, but where one single internal person is engaged)",
	Reasons:  []string{"ActorHadLeft", "DecidedOutside"}, Grades: []api.Grade{api.GradeObservation},
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
		left := namesOf(c, h.By, func(p *api.Person) bool { return facts.HadLeft(p, h.On) })
		if len(left) > 0 {
			f.Reason, f.Message = "ActorHadLeft", says("had left: "+facts.ListAll(left))
			c.Report(f)
			continue
		}
		outside := namesOf(c, h.By, facts.External)
		if h.Decides && len(outside) > 0 && !facts.SoleInternal(c, h.On) {
			f.Reason, f.Message = "DecidedOutside", says("are external: "+facts.ListAll(outside))
			c.Report(f)
		}
	}
}

// namesOf are the names of the people among actors of whom something holds.
func namesOf(c *assess.Context, actors []*api.Actor, holds func(*api.Person) bool) (names []string) {
	for _, a := range actors {
		if p, ok := assess.Get[*api.Person](c.World, a.Person()); ok && holds(p) && !slices.Contains(names, p.Name) {
			names = append(names, p.Name)
		}
	}
	return names
}
