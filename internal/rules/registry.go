package rules

import "github.com/isms-operator/isms-operator/internal/assess"

// Registry returns every kind with its rules: the one list that the operator,
// the plugin, the tests and the documentation are made from.
func Registry() *assess.Registry {
	return &assess.Registry{
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
