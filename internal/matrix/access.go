package matrix

import (
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/access"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
	"github.com/isms-operator/isms-operator/internal/rules/granted"
)

// Granted is what a binding of the cluster grants to an account of a person, as it was seen.
type Granted struct {
	Person  *api.Person
	Account facts.Account
	Grant   access.Grant
	// Gaps are the reasons of the findings that the rules have on this.
	Gaps []string
}

// Access returns what bindings grant to accounts of people in the observedScope, by person, account
// and binding, accounts that have ended and those of people who left included. The context must be
// one of assess.Look.
func Access(c *assess.Context) (all []Granted) {
	if facts.ObservedAccess(c) == nil {
		return nil
	}
	for p := range assess.All[*api.Person](c.World) {
		var lapses []granted.Lapse
		for i, a := range facts.ClusterAccounts(p) {
			if i == 0 {
				lapses = granted.Lapses(c, p)
			}
			for _, g := range once(facts.Judged(c, facts.GrantedTo(c, []facts.Account{a}))) {
				all = append(all, Granted{p, a, g, grantGaps(lapses, &a, &g)})
			}
		}
	}
	return all
}

// once leaves out what a binding grants to an account a second time, by a group beside its name.
func once(grants []access.Grant) []access.Grant {
	return slices.CompactFunc(grants, func(a, b access.Grant) bool {
		return a.Binding == b.Binding && a.Role == b.Role && a.Namespace == b.Namespace
	})
}

// grantGaps are the reasons of the findings that rest on a grant, each once.
func grantGaps(lapses []granted.Lapse, a *facts.Account, g *access.Grant) (reasons []string) {
	for i := range lapses {
		if l := &lapses[i]; l.On(a, g) && !slices.Contains(reasons, l.Reason) {
			reasons = append(reasons, l.Reason)
		}
	}
	return reasons
}
