// Package migrate brings manifests of earlier shapes of the API to today's: in the text of
// the file, so that comments, order and layout stay.
package migrate

// step is a change of a shape. A path is made of fields, and "[]" goes through the entries
// of a list, as in "spec.rows[].accountable".
type step struct {
	// kinds that the step is of; all where it is empty.
	kinds []string
	// path of the field in the shape before.
	path string
	// Exactly one of the following says what becomes of it.

	// rename is the new name of the field, in the same place.
	rename string
	// into is the field that the value is put into: by: {name: x} becomes
	// by: {personRef: {name: x}}.
	into string
	// list is the new name of a list whose only entry the value becomes. Its key "name" is
	// taken from the field "by" of the value.
	list string
	// move is where the field goes: below another of the same mapping, or up, as "^.x" says.
	move string
	// values are other words for the value.
	values map[string]string
}

// steps are all changes, in the order in which they came.
var steps = concat(
	// Spelling: American, as in Kubernetes and in ToolLicense.
	[]step{
		{kinds: []string{"ClauseAssessment"}, path: "spec.organisation", rename: "organization"},
		{kinds: []string{"Improvement"}, path: "spec.type", values: map[string]string{"Optimisation": "Optimization"}},
		{kinds: []string{"Improvement"}, path: "spec.addresses.reason", values: reasons},
		{kinds: []string{"SecurityException"}, path: "spec.lapse.reason", values: reasons},
		{kinds: []string{"ManagementReview"}, path: "spec.inputs[].topic", values: map[string]string{"ObjectivesFulfilment": "ObjectivesFulfillment"}},
	},
	// References to records end in Ref or Refs.
	renames([]string{"SecurityRole"}, "spec.reportsTo", "reportsToRef"),
	renames([]string{"AccountabilityMatrix"}, "spec.rows[].accountable", "accountableRoleRefs"),
	renames([]string{"AccountabilityMatrix"}, "spec.rows[].responsible", "responsibleRoleRefs"),
	renames([]string{"AccountabilityMatrix"}, "spec.rows[].consulted", "consultedRoleRefs"),
	renames([]string{"AccountabilityMatrix"}, "spec.rows[].informed", "informedRoleRefs"),
	renames([]string{"Improvement"}, "spec.addresses.record", "recordRef"),
	renames([]string{"SecurityException"}, "spec.lapse.record", "recordRef"),
	renames([]string{"InternalAudit"}, "spec.findings[].trackedBy", "trackedByRef"),
	renames([]string{"ManagementReview"}, "spec.decisions[].trackedBy", "trackedByRef"),
	renames([]string{"ServiceReview"}, "spec.actions[].trackedBy", "trackedByRef"),
	renames([]string{"Risk", "SecurityObjective"}, "spec.resources", "resourceRefs"),
	renames([]string{"SecurityBudget"}, "spec.lines[].resources", "resourceRefs"),
	renames([]string{"StatementOfApplicability"}, "spec.controls[].resources", "resourceRefs"),
	renames([]string{"ResourceRequirement"}, "spec.satisfiedBy", "satisfiedByRefs"),
	renames([]string{"MaintenanceRecord"}, "spec.subject", "subjectRef"),
	// Who did it is an actor: a person, a role, or words.
	actors("ToolLicense", "spec.term.renewalDecision.by"),
	actors("OutsourcedService", "spec.term.renewalDecision.by"),
	actors("OutsourcedService", "spec.dueDiligence.performedBy"),
	actors("SecurityRole", "spec.assignments[].appointedBy"),
	actors("CompetencyRecord", "spec.verification.by"),
	actors("ServiceReview", "spec.performedBy"),
	actors("Risk", "spec.acceptance.by"),
	actors("ResourceRequirement", "spec.raisedBy"),
	actors("ResourceRequirement", "spec.decision.by"),
	actors("SecurityBudget", "spec.requestedBy"),
	actors("SecurityException", "spec.requestedBy"),
	[]step{
		{kinds: []string{"SecurityRole"}, path: "spec.authorityGrantedBy", into: "roleRef"},
		{kinds: []string{"MaintenanceRecord"}, path: "spec.performedBy.serviceRef", move: "^.serviceRef"},
	},
	// Several may approve.
	approvals("AccountabilityMatrix"),
	approvals("ManagementReview"),
	approvals("SecurityBudget"),
	approvals("SecurityException"),
	approvals("StatementOfApplicability"),
	// The policy is by checklist point.
	policy(),
)

// reasons that findings carry and records name.
var reasons = map[string]string{"LicenceOverused": "LicenseOverused", "NoResourceOptimisation": "NoResourceOptimization"}

func renames(kinds []string, path, name string) []step {
	return []step{{kinds: kinds, path: path, rename: name}}
}

func actors(kind, path string) []step {
	return []step{{kinds: []string{kind}, path: path, into: "personRef"}}
}

func approvals(kind string) []step {
	return []step{
		{kinds: []string{kind}, path: "spec.approval.by", into: "personRef"},
		{kinds: []string{kind}, path: "spec.approval", list: "approvals"},
	}
}

func policy() []step {
	var all []step
	for _, f := range policyFields {
		all = append(all, step{kinds: []string{"ClauseAssessment"}, path: "spec.policy." + f.from, move: f.to})
	}
	return all
}

// policyFields are the fields of the policy before it was by checklist point.
var policyFields = []struct{ from, to string }{
	{"requirementAssessmentIntervalMonths", "identification.assessmentIntervalMonths"},
	{"competencyWarningDays", "competence.proofWarningDays"},
	{"expertiseCompetencies", "competence.expertise"},
	{"expertiseContractWarningDays", "competence.expertiseContractWarningDays"},
	{"mandatoryTraining", "competence.mandatoryTraining"},
	{"trainingCoveragePercent", "competence.trainingCoveragePercent"},
	{"adequacyIntervalMonths", "infrastructure.adequacyIntervalMonths"},
	{"budgetGraceDays", "budget.graceDays"},
	{"budgetCategories", "budget.categories"},
	{"budgetVariancePercent", "budget.variancePercent"},
	{"budgetSuccessorDays", "budget.successorDays"},
	{"resourceDecisionIntervalMonths", "support.resourceDecisionIntervalMonths"},
	{"allocationLimitPercent", "support.allocationLimitPercent"},
	{"rolesPerPersonLimit", "support.rolesPerPersonLimit"},
	{"escalationAnswerDays", "support.escalationAnswerDays"},
	{"renewalWarningDays", "maintenance.renewalWarningDays"},
	{"supportEndWarningDays", "maintenance.supportEndWarningDays"},
	{"supplierReviewCriticalMonths", "outsourcing.reviewCriticalMonths"},
	{"supplierReviewHighMonths", "outsourcing.reviewHighMonths"},
	{"supplierReviewMonths", "outsourcing.reviewMonths"},
	{"slaCriticalMonths", "outsourcing.slaCriticalMonths"},
	{"slaMonths", "outsourcing.slaMonths"},
	{"slaMissesForFinding", "outsourcing.slaMissesForFinding"},
	{"assuranceMaxAgeMonths", "outsourcing.assuranceMaxAgeMonths"},
	{"mandatoryActivities", "allocation.mandatoryActivities"},
	{"managementReviewIntervalMonths", "review.managementReviewIntervalMonths"},
	{"managementReviewLimitMonths", "review.managementReviewLimitMonths"},
	{"missingReviewInputsForMajor", "review.missingInputsForMajor"},
	{"auditIntervalMonths", "review.auditIntervalMonths"},
	{"improvementIntervalMonths", "improvement.intervalMonths"},
	{"recurrenceMonths", "improvement.recurrenceMonths"},
	{"soaReviewIntervalMonths", "applicability.reviewIntervalMonths"},
	{"soaReviewLimitMonths", "applicability.reviewLimitMonths"},
	{"controlsWithoutResourcesMajorPercent", "applicability.withoutResourcesMajorPercent"},
	{"evidenceMaxAgeMonths", "applicability.evidenceMaxAgeMonths"},
	{"dutyConflicts", "segregation.dutyConflicts"},
	{"exceptionMaxMonths", "segregation.exceptionMaxMonths"},
	{"retentionMonths", "records.retentionMonths"},
	{"transitionLimitMonths", "lifecycle.transitionLimitMonths"},
	{"externalAuditWarningDays", "lifecycle.externalAuditWarningDays"},
	{"certificateWarningDays", "lifecycle.certificateWarningDays"},
	{"systemicMinors", "grading.systemicMinors"},
	{"minorOpenLimitMonths", "grading.minorOpenLimitMonths"},
}

func concat(lists ...[]step) []step {
	var all []step
	for _, list := range lists {
		all = append(all, list...)
	}
	return all
}
