package rules

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// Registry returns every kind with its rules: the one list that the operator,
// the plugin, the tests and the documentation are made from.
func Registry() *assess.Registry {
	return &assess.Registry{
		ReviewDue: func(c *assess.Context) api.Date {
			if last := latestReview(c); last != nil {
				return successorDue(c, last)
			}
			return api.Date{}
		},
		Kinds: []assess.Kind{
			clauseAssessment(),
			person(),
			securityRole(),
			competencyRecord(),
			toolLicense(),
			outsourcedService(),
			managementReview(),
			risk(),
			securityObjective(),
			resourceRequirement(),
			infrastructureAsset(),
			maintenanceRecord(),
			serviceReview(),
			securityBudget(),
			statementOfApplicability(),
			accountabilityMatrix(),
			improvement(),
			internalAudit(),
			securityException(),
		},
	}
}
