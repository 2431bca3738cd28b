package facts

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// ObjectiveAchieved reports whether the objective is reached, which closes it.
func ObjectiveAchieved(c *assess.Context, r *api.SecurityObjective) bool {
	return c.Today.Reached(r.Spec.AchievedOn)
}
