// Package rules is the catalogue of what is asked: a folder for each checklist point, the
// kinds of records in kinds, and one list of them all, here.
package rules

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
	"github.com/isms-operator/isms-operator/internal/rules/allocation"
	"github.com/isms-operator/isms-operator/internal/rules/applicability"
	"github.com/isms-operator/isms-operator/internal/rules/budget"
	"github.com/isms-operator/isms-operator/internal/rules/competence"
	"github.com/isms-operator/isms-operator/internal/rules/every"
	"github.com/isms-operator/isms-operator/internal/rules/granted"
	"github.com/isms-operator/isms-operator/internal/rules/identification"
	"github.com/isms-operator/isms-operator/internal/rules/improvement"
	"github.com/isms-operator/isms-operator/internal/rules/infrastructure"
	"github.com/isms-operator/isms-operator/internal/rules/kinds"
	"github.com/isms-operator/isms-operator/internal/rules/lifecycle"
	"github.com/isms-operator/isms-operator/internal/rules/maintenance"
	"github.com/isms-operator/isms-operator/internal/rules/outsourcing"
	"github.com/isms-operator/isms-operator/internal/rules/review"
	"github.com/isms-operator/isms-operator/internal/rules/segregation"
	"github.com/isms-operator/isms-operator/internal/rules/support"
)

// Registry returns every kind with its rules: the one list that the operator,
// the plugin, the tests and the documentation are made from.
func Registry() *assess.Registry {
	all := assess.NewRegistry([]assess.Kind{
		kinds.ClauseAssessment(),
		kinds.Person(),
		kinds.SecurityRole(),
		kinds.CompetencyRecord(),
		kinds.ToolLicense(),
		kinds.OutsourcedService(),
		kinds.ManagementReview(),
		kinds.Risk(),
		kinds.SecurityObjective(),
		kinds.ResourceRequirement(),
		kinds.InfrastructureAsset(),
		kinds.MaintenanceRecord(),
		kinds.ServiceReview(),
		kinds.SecurityBudget(),
		kinds.StatementOfApplicability(),
		kinds.AccountabilityMatrix(),
		kinds.Improvement(),
		kinds.InternalAudit(),
		kinds.SecurityException(),
	},
		every.Rules(),
		identification.Rules(),
		competence.Rules(),
		infrastructure.Rules(),
		budget.Rules(),
		support.Rules(),
		maintenance.Rules(),
		outsourcing.Rules(),
		allocation.Rules(),
		review.Rules(),
		improvement.Rules(),
		applicability.Rules(),
		segregation.Rules(),
		granted.Rules(),
		lifecycle.Rules(),
	)
	all.ReviewDue, all.Weakened, all.Signatures = reviewDue, facts.Deviations, facts.SignaturesOf
	all.Resolve(facts.Actual)
	return all
}

// reviewDue is the last day for the next management review; absent where none was held.
func reviewDue(c *assess.Context) api.Date {
	if last := facts.LatestReview(c); last != nil {
		return facts.ReviewDue(c, last)
	}
	return api.Date{}
}
