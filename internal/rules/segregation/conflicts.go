package segregation

import (
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// conflictsKey is what conflictsInForce is remembered under.
type conflictsKey struct{}

// pairInForce is a conflict with its duties in comparable form.
type pairInForce struct {
	facts.DutyPair
	firstKey, secondKey string
}

// conflictsInForce are the pairs that conflict under the policy in force.
func conflictsInForce(c *assess.Context) []pairInForce {
	return assess.Once(c, conflictsKey{}, func(c *assess.Context) []pairInForce {
		pairs := facts.DutyPairs(c.Policy)
		all := make([]pairInForce, len(pairs))
		for i, p := range pairs {
			all[i] = pairInForce{p, facts.DutyKey(p.First), facts.DutyKey(p.Second)}
		}
		return all
	})
}
