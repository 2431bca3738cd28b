package granted

import (
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

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
