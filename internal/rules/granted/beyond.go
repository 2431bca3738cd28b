package granted

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/access"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docBeyond = assess.Doc{
	ID: "P8-16", Point: assess.Allocation, Aspect: assess.Covered, Rights: true, Clause: "A.5.15, A.5.18, A.8.2",
	Requires: "People are granted what the roles need that they hold, and no more",
	Fires:    "somebody who is engaged is granted rights that no role needs which they hold, or that a role needs which they held and do not hold any more: to read (observation), or to change something (minor). Not asked while no role says what it needs (P8-18), and of rights to everything D-12 tells",
	Reasons:  []string{"AccessBeyondRole", "AccessOutlivesRole"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeMinor},
	Remedy:   "Take the subject out of the binding, or state in spec.access of the role that it needs the rights",
}

// surplus are rights that are found for one reason.
type surplus struct {
	grants []access.Grant
	// roles that needed them, and since when the first of them is over.
	roles []string
	since api.Date
}

func checkBeyond(c *assess.Context, p *api.Person) { tell(c, beyondRoles(c, p)) }

func beyondRoles(c *assess.Context, p *api.Person) []Lapse {
	if facts.ObservedAccess(c) == nil || facts.Left(c, p) || !facts.NeedsStated(c) {
		return nil
	}
	have := slices.DeleteFunc(slices.Clone(facts.GrantsOf(c, p)), access.Unrestricted)
	need, known := facts.NeedsHeld(c, p)
	if len(have) == 0 || !known {
		return nil // which P8-18 and P8-19 say
	}
	var outlived, beyond surplus
	for _, excess := range access.Beyond(have, need) {
		if !outlived.covers(c, p, &excess, need) {
			beyond.grants = append(beyond.grants, only(&excess))
		}
	}
	return append(beyond.lapse("AccessBeyondRole", fmt.Sprintf("%s is granted what no role needs that they hold: ", p.Name)),
		outlived.lapse("AccessOutlivesRole", fmt.Sprintf("%s is still granted what the SecurityRole %s needs, which they do not hold any more: ", p.Name, assess.List(outlived.roles)))...)
}

// only is what of a grant goes beyond.
func only(e *access.Excess) access.Grant {
	g := e.Grant
	g.Rules = e.Rules
	return g
}

// covers adds what goes beyond the roles that are held, where one needs it that was.
func (s *surplus) covers(c *assess.Context, p *api.Person, e *access.Excess, need []access.Grant) bool {
	for _, ended := range facts.RolesEnded(c, p) {
		was := append(slices.Clone(need), facts.NeedsOf(c, ended.Role).Grants...)
		if len(access.Beyond([]access.Grant{e.Grant}, was)) > 0 {
			continue
		}
		s.grants, s.roles = append(s.grants, only(e)), append(s.roles, ended.Role.Name)
		if since := ended.On.AddDays(1); s.since.IsZero() || since.Before(s.since) {
			s.since = since
		}
		return true
	}
	return false
}

// lapse is the finding on all of it; none where there is nothing.
func (s *surplus) lapse(reason, what string) []Lapse {
	if len(s.grants) == 0 {
		return nil
	}
	f := assess.Finding{Reason: reason, Grade: api.GradeObservation, Field: accountsField, Since: s.since, Message: what + facts.GrantNames(s.grants)}
	if facts.Writes(s.grants) {
		f.Grade = api.GradeMinor
	}
	return []Lapse{{Finding: f, Grants: s.grants}}
}
