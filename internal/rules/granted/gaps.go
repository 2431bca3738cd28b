package granted

import (
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/access"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// Lapse is a finding on what somebody is granted, with what proves it.
type Lapse struct {
	assess.Finding
	// Account is the name of the account that it is on; "" where it is on all of them together.
	Account string
	// Grants are those that it rests on.
	Grants []access.Grant
}

// tell reports the findings.
func tell(c *assess.Context, all []Lapse) {
	for i := range all {
		c.Report(all[i].Finding)
	}
}

// Lapses are the findings on what a person is granted.
func Lapses(c *assess.Context, p *api.Person) []Lapse {
	return slices.Concat(outlives(c, p), beyondRoles(c, p), unrestricted(c, p), conflicts(c, p))
}

// ObservedGaps are the reasons for which it is not known what the cluster grants, to whom, or what
// for, and unseen says what nobody looked at, each as a clause. Where the ISMS has nothing
// compared, that is unseen. The context must be one of assess.Look.
func ObservedGaps(c *assess.Context) (reasons, unseenParts []string) {
	scope := c.Assessment.Spec.ObservedScope
	if scope == nil {
		return nil, []string{"the ISMS names no observedScope"}
	}
	return c.Ask(func(c *assess.Context) { checkObserved(c, c.Assessment) }), unseen(c, scope)
}

// On reports whether the lapse rests on a grant to an account of the person.
func (l *Lapse) On(a *facts.Account, g *access.Grant) bool {
	return (l.Account == "" || l.Account == a.Name) && slices.ContainsFunc(l.Grants, func(of access.Grant) bool {
		return of.Binding == g.Binding && of.Role == g.Role && of.Namespace == g.Namespace
	})
}
