package allocation

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docTeam = assess.Doc{
	ID: "P8-13", Aspect: assess.Owned, Clause: "5.3, A.5.2",
	Requires: "A team that owns something has a lead who is there, and a mandate",
	Fires:    "nobody is known to lead a team (unknown), its lead is not engaged or is a role that nobody holds, or nothing says what it may own (observation); that a team has no members is a role that nobody holds (P2-12)",
	Reasons:  []string{"TeamLeadUnknown", "TeamLeadAway", "TeamWithoutMandate"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeUnknown},
	Remedy:   "Set spec.team.lead to a role or person of the register, and spec.team.mandate to what the team may own and decide",
	Alone:    "a team is one, and each is given its lead and its mandate by itself",
}

func checkTeam(c *assess.Context, r *api.SecurityRole) {
	team := r.Spec.Team
	if team == nil {
		return
	}
	if f := leadFlaw(c, team.Lead); f.Reason != "" {
		f.Message = fmt.Sprintf("The team %s %s", facts.Quote(r.Spec.Title), f.Message)
		c.Report(f)
	}
	if !facts.Stated(team.Mandate) {
		c.Report(assess.Finding{
			Reason: "TeamWithoutMandate", Grade: api.GradeObservation, Field: "spec.team.mandate",
			Message: fmt.Sprintf("Nothing says what the team %s may own and decide", facts.Quote(r.Spec.Title)),
		})
	}
}

// leadFlaw says why nobody leads a team, as the end of a sentence. What a reference does not
// find, and words that could name several, is for rule X-04 to say.
func leadFlaw(c *assess.Context, lead *api.Actor) assess.Finding {
	actual := facts.Actual(c.World, lead)
	away := func(who string) assess.Finding {
		return assess.Finding{Reason: "TeamLeadAway", Grade: api.GradeObservation, Field: "spec.team.lead", Message: "is led by " + who}
	}
	if name := actual.Person(); name != "" {
		if p, ok := assess.Get[*api.Person](c.World, name); ok && !facts.Present(c, p) {
			return away(name + ", who is not engaged")
		}
		return assess.Finding{}
	}
	if name := actual.Role(); name != "" {
		if role, ok := assess.Get[*api.SecurityRole](c.World, name); ok && len(facts.Holders(c, role)) == 0 {
			return away("the SecurityRole " + name + ", which nobody holds")
		}
		return assess.Finding{}
	}
	if facts.CouldBe(c.World, lead) != "" {
		return assess.Finding{}
	}
	return assess.Finding{Reason: "TeamLeadUnknown", Grade: api.GradeUnknown, Field: "spec.team.lead", Message: "is led by nobody who is known"}
}
