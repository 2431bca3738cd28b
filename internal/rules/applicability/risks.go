package applicability

import (
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// risksOf returns the risks that the control treats: those that the statement
// names, and those that name the control.
func risksOf(c *assess.Context, e *api.ControlStatement) []*api.Risk {
	all := slices.Clone(assess.By(c.World, facts.RisksByControl, e.ID))
	for i := range e.RiskRefs {
		if r, ok := assess.Find[*api.Risk](c.World, &e.RiskRefs[i]); ok && !slices.Contains(all, r) {
			all = append(all, r)
		}
	}
	return all
}
