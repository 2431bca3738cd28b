package facts

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// ActivitiesWithoutRow are the mandatory activities that no matrix has a row for.
func ActivitiesWithoutRow(c *assess.Context) []api.Activity {
	covered := map[api.Activity]bool{}
	for m := range assess.All[*api.AccountabilityMatrix](c.World) {
		for i := range m.Spec.Rows {
			covered[m.Spec.Rows[i].Activity] = true
		}
	}
	var missing []api.Activity
	for _, activity := range c.Policy.ExpectedActivities() {
		if !covered[activity] {
			missing = append(missing, activity)
		}
	}
	return missing
}
