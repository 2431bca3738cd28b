// Package every asks what is asked of records of every kind.
package every

import (
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// Rules returns what is asked of every record, whatever its point.
func Rules() []assess.Rule {
	return append(slices.Concat(
		proven[*api.AccountabilityMatrix](), proven[*api.ManagementReview](), proven[*api.SecurityBudget](),
		proven[*api.SecurityException](), proven[*api.StatementOfApplicability](),
	),
		actsProven[*api.SecurityRole](), actsProven[*api.Risk](), actsProven[*api.CompetencyRecord](), actsProven[*api.ResourceRequirement](),
		actsProven[*api.ToolLicense](), actsProven[*api.OutsourcedService](), actsProven[*api.InfrastructureAsset](),
		assess.OnEvery(docReferences, checkReferences),
		assess.OnEvery(docHappened, checkHappened),
		assess.OnEvery(docLeft, checkLeft),
		assess.OnEvery(docReview, checkReview),
		assess.OnEvery(docApproval, checkApproval),
		approverKnown[*api.AccountabilityMatrix](),
		approverKnown[*api.ManagementReview](),
		approverKnown[*api.SecurityBudget](),
		approverKnown[*api.SecurityException](),
		approverKnown[*api.StatementOfApplicability](),
		assess.On(docSignature, checkMatrixSignature),
		assess.On(docSignature, checkReviewSignature),
		assess.On(docSignature, checkStatementSignature),
		assess.OnEvery(docEvidence, checkEvidence),
		assess.OnEvery(docStated, checkStated),
		controlsExist("spec.controls", func(r *api.ToolLicense) []api.ControlID { return r.Spec.Controls }),
		controlsExist("spec.controls", func(r *api.OutsourcedService) []api.ControlID { return r.Spec.Controls }),
		controlsExist("spec.controls", func(r *api.Risk) []api.ControlID { return r.Spec.Controls }),
		assess.On(docControlsExist, checkUserControlsExist),
		controlsExist("spec.drivers.controls", func(r *api.ResourceRequirement) []api.ControlID { return facts.DriversOf(r).Controls }),
		controlsExist("spec.controls", func(r *api.InfrastructureAsset) []api.ControlID { return r.Spec.Controls }),
		assess.On(docControlsExist, checkRowControls),
		controlsExist("spec.deviation.controls", deviatedControls),
		assess.On(docClausesExist, checkAuditClauses),
		assess.On(docClausesExist, checkRowClauses),
		controlsExist("spec.scope.controls", auditedControls),
	)
}
