package identification

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// byRisk is Major for a need that a high risk hangs on, else Minor; it says so in
// the message.
func byRisk(c *assess.Context, r *api.ResourceRequirement, message string) (api.Grade, string) {
	if high := facts.HighRisks(c, r); len(high) > 0 {
		return api.GradeMajor, message + "; a high risk hangs on it: " + assess.List(high)
	}
	return api.GradeMinor, message
}
