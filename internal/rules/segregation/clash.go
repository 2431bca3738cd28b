package segregation

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// heldDuty is a duty that a person holds in one scope, and the roles it comes from.
type heldDuty struct {
	scope string
	via   []facts.Holding
	// by says of each holding what gives the role the duty, where it is not the role itself.
	by []string
}

// path names the roles through which a duty is held.
func (d *heldDuty) path() string {
	names := make([]string, len(d.via))
	for i, h := range d.via {
		names[i] = h.Role.Name
		if h.Assignment.Capacity == api.CapacityDeputy {
			names[i] += " as deputy"
		}
		if d.by[i] != "" {
			names[i] += ", " + d.by[i]
		}
	}
	return assess.List(names)
}

// clash is a pair of duties that conflict and that one person holds in one scope.
type clash struct {
	pair          *pairInForce
	first, second *heldDuty
}

// String says what the person holds.
func (x *clash) String() string {
	number := "a pair of the policy"
	if x.pair.Number > 0 {
		number = fmt.Sprintf("pair %d", x.pair.Number)
	}
	return fmt.Sprintf("%s (role %s) and %s (role %s) in the scope %s, which conflict (%s)",
		x.pair.First, x.first.path(), x.pair.Second, x.second.path(), facts.Quote(x.first.scope), number)
}

// clashes returns the conflicts among the duties of some holdings of one person, by
// scope and pair.
func clashes(c *assess.Context, holdings []facts.Holding) []clash {
	byScope, scopes := dutiesByScope(c, holdings)
	var all []clash
	for _, scope := range scopes {
		duties := byScope[scope]
		if len(duties) < 2 {
			continue
		}
		pairs := conflictsInForce(c)
		for i := range pairs {
			first, second := duties[pairs[i].firstKey], duties[pairs[i].secondKey]
			if first != nil && second != nil {
				all = append(all, clash{&pairs[i], first, second})
			}
		}
	}
	return all
}

type clashesKey struct{ person *api.Person }

// clashesOf returns the conflicts among all duties of a person, for reading.
func clashesOf(c *assess.Context, p *api.Person) []clash {
	return assess.Once(c, clashesKey{p}, func(c *assess.Context) []clash { return clashes(c, facts.HoldingsOf(c, p)) })
}

// dutiesByScope sorts duties by their scope and name; a duty that two roles have is one.
func dutiesByScope(c *assess.Context, holdings []facts.Holding) (byScope map[string]map[string]*heldDuty, scopes []string) {
	byScope = map[string]map[string]*heldDuty{}
	for _, h := range holdings {
		for _, d := range facts.DutiesOf(c, h.Role) {
			scope, name := facts.Normal(d.Scope), facts.DutyKey(d.Duty.Duty)
			if byScope[scope] == nil {
				byScope[scope] = map[string]*heldDuty{}
				scopes = append(scopes, scope)
			}
			duty := byScope[scope][name]
			if duty == nil {
				duty = &heldDuty{scope: d.Scope}
				byScope[scope][name] = duty
			}
			duty.via, duty.by = append(duty.via, h), append(duty.by, d.By)
		}
	}
	slices.Sort(scopes)
	return byScope, scopes
}

// waiverOf returns the exception in force that waives the conflict of the person; nil if
// there is none.
func waiverOf(c *assess.Context, person string, x *clash) *api.SecurityException {
	return facts.ConflictWaiver(c, person, &x.pair.DutyPair, x.first.scope)
}
