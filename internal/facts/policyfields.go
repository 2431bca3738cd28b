package facts

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// PolicyFields is what each field of the policy asks for at least, and where it would
// stop to ask. A field that is not in it fails a test.
func PolicyFields() []PolicyField { return policyFields }

// WeakenablePolicyFields is how many fields of the policy can ask for less than their default.
func WeakenablePolicyFields() (n int) {
	for i := range policyFields {
		if policyFields[i].Weaker != neverWeaker {
			n++
		}
	}
	return n
}

var policyFields = []PolicyField{
	most("identification.assessmentIntervalMonths", assess.Identification, (*api.Policy).RequirementAssessmentInterval, 36, cycle),
	most("identification.acceptanceCriticalMonths", assess.Identification, acceptedFor(api.RiskCritical), 24, looked),
	most("identification.acceptanceHighMonths", assess.Identification, acceptedFor(api.RiskHigh), 24, looked),
	most("identification.acceptanceMonths", assess.Identification, acceptedFor(api.RiskLow), 36, cycle),
	most("identification.reassessmentDays", assess.Identification, (*api.Policy).Reassessment, 180, grace),
	most("identification.proposalDays", assess.Identification, (*api.Policy).Proposal, 180, grace),
	most("identification.needHorizonMonths", assess.Identification, (*api.Policy).NeedHorizon, 60, never),
	most("identification.openHorizonMonths", assess.Identification, (*api.Policy).OpenHorizon, 36, never),
	most("identification.stalledDays", assess.Identification, (*api.Policy).StalledTreatment, 90, grace),
	least("competence.proofWarningDays", assess.Competence, (*api.Policy).CompetencyWarning, unbounded, warning),
	expertiseField,
	expertiseLevelField,
	least("competence.expertiseContractWarningDays", assess.Competence, (*api.Policy).ExpertiseContractWarning, unbounded, warning),
	trainingField,
	least("competence.trainingCoveragePercent", assess.Competence, (*api.Policy).TrainingCoverage, 50, "a training that less than half of its people had is not one that the organization gives"),
	most("competence.inductionDays", assess.Competence, (*api.Policy).Induction, 90, grace),
	most("competence.effectDays", assess.Competence, (*api.Policy).EffectWait, 180, grace),
	most("competence.topTrainingMonths", assess.Competence, (*api.Policy).TopTraining, 36, cycle),
	most("competence.copiedRoles", assess.Competence, (*api.Policy).CopiedRoles, unbounded, observed),
	most("competence.copiedPercent", assess.Competence, (*api.Policy).CopiedShare, unbounded, observed),
	most("infrastructure.adequacyIntervalMonths", assess.Infrastructure, (*api.Policy).AdequacyInterval, 36, cycle),
	most("infrastructure.newAssetDays", assess.Infrastructure, (*api.Policy).NewAsset, 90, grace),
	most("budget.graceDays", assess.Finances, (*api.Policy).BudgetGrace, 90, "a quarter of a year without approved money is a year that was not provided for"),
	categoriesField,
	most("budget.variancePercent", assess.Finances, (*api.Policy).BudgetVariance, unbounded, observed),
	least("budget.successorDays", assess.Finances, (*api.Policy).BudgetSuccessorWarning, unbounded, warning),
	most("budget.periodMonths", assess.Finances, (*api.Policy).BudgetPeriodLimit, 36, never),
	most("support.resourceDecisionIntervalMonths", assess.Support, (*api.Policy).ResourceDecisionInterval, 36, cycle),
	most("support.allocationLimitPercent", assess.Support, (*api.Policy).AllocationLimit, 120, "shares are estimates, and nobody has a sixth day a week for good"),
	most("support.rolesPerPersonLimit", assess.Support, (*api.Policy).RolesLimit, unbounded, observed),
	most("support.escalationAnswerDays", assess.Support, (*api.Policy).EscalationAnswer, 90, "a proposal counts for 90 days, the time that a decision may take"),
	most("support.overdueWork", assess.Support, (*api.Policy).OverdueWork, unbounded, "each thing that is overdue is found by its own rule"),
	most("support.overdueKinds", assess.Support, (*api.Policy).OverdueKinds, unbounded, "each thing that is overdue is found by its own rule"),
	least("maintenance.renewalWarningDays", assess.Maintenance, (*api.Policy).RenewalWarning, unbounded, warning),
	least("maintenance.supportEndWarningDays", assess.Maintenance, (*api.Policy).SupportEndWarning, unbounded, warning),
	most("maintenance.supportLookupMonths", assess.Maintenance, (*api.Policy).SupportLookupAge, 36, cycle),
	most("outsourcing.reviewCriticalMonths", assess.Outsourcing, reviewInterval(api.CriticalityCritical), 36, cycle),
	most("outsourcing.reviewHighMonths", assess.Outsourcing, reviewInterval(api.CriticalityHigh), 36, cycle),
	most("outsourcing.reviewMonths", assess.Outsourcing, reviewInterval(api.CriticalityLow), 36, cycle),
	most("outsourcing.slaCriticalMonths", assess.Outsourcing, measuredEvery(api.CriticalityCritical), 36, cycle),
	most("outsourcing.slaMonths", assess.Outsourcing, measuredEvery(api.CriticalityLow), 36, cycle),
	most("outsourcing.slaMissesForFinding", assess.Outsourcing, (*api.Policy).SLAMisses, 4, "four quarters in a row that miss what was promised are a year of it"),
	most("outsourcing.assuranceMaxAgeMonths", assess.Outsourcing, (*api.Policy).AssuranceMaxAge, 36, cycle),
	most("outsourcing.renewalPapersDays", assess.Maintenance, (*api.Policy).RenewalPapers, 60, grace),
	most("outsourcing.bridgeDays", assess.Outsourcing, (*api.Policy).Bridge, 180, grace),
	most("outsourcing.reportReadingDays", assess.Outsourcing, (*api.Policy).ReportReading, 180, grace),
	activitiesField,
	most("review.managementReviewIntervalMonths", assess.Reviews, (*api.Policy).ReviewIntervalMonths, 12, yearly),
	most("review.managementReviewLimitMonths", assess.Reviews, (*api.Policy).ReviewLimitMonths, 24, "by then two reviews that the checklist asks for annually were left out"),
	most("review.missingInputsForMajor", assess.Reviews, (*api.Policy).ReviewInputsForMajor, unbounded, "each input that is missing stays a minor, and auditors disagree on when they are a major"),
	most("review.auditIntervalMonths", assess.Reviews, (*api.Policy).AuditInterval, 12, yearly),
	most("review.auditCycleMonths", assess.Reviews, (*api.Policy).AuditCycle, 36, cycle),
	most("review.auditReportDays", assess.Reviews, (*api.Policy).AuditReportWait, 90, grace),
	most("review.actionHorizonMonths", assess.Reviews, (*api.Policy).ActionHorizon, 24, never),
	most("review.majorHorizonDays", assess.Reviews, (*api.Policy).MajorHorizon, 180, "certification bodies ask for the closure of a major within half a year at the latest"),
	most("improvement.intervalMonths", assess.Improvement, (*api.Policy).ImprovementInterval, 36, cycle),
	least("improvement.recurrenceMonths", assess.Improvement, (*api.Policy).Recurrence, unbounded, "what comes back is found again by its own rule, recurring or not"),
	most("applicability.reviewIntervalMonths", assess.Controls, (*api.Policy).SoaReviewInterval, 36, cycle),
	most("applicability.reviewLimitMonths", assess.Controls, (*api.Policy).SoaReviewLimit, 36, cycle),
	most("applicability.withoutResourcesMajorPercent", assess.Controls, (*api.Policy).ControlsWithoutResourcesMajor, 50, "a statement of which more than half has no resources is a wish"),
	most("applicability.evidenceMaxAgeMonths", assess.Controls, (*api.Policy).EvidenceMaxAge, 36, cycle),
	most("applicability.plannedHorizonMonths", assess.Controls, (*api.Policy).PlannedHorizon, 36, never),
	most("applicability.plannedMinorPercent", assess.Controls, (*api.Policy).PlannedMinor, 50, "a statement of which more than half is planned is a wish"),
	most("applicability.plannedMajorPercent", assess.Controls, (*api.Policy).PlannedMajor, 50, "a statement of which more than half is planned is a wish"),
	dutiesField,
	most("segregation.exceptionMaxMonths", assess.Segregation, (*api.Policy).ExceptionMax, 36, "exceptions run for a year or less, and nowhere for more than three"),
	least("records.retentionMonths", assess.Lifecycle, (*api.Policy).Retention, 12, "the next external audit asks for what happened since the last"),
	most("records.reviewIntervalMonths", assess.Lifecycle, (*api.Policy).RecordReview, 36, cycle),
	most("lifecycle.transitionLimitMonths", assess.Lifecycle, (*api.Policy).TransitionLimit, 36, cycle),
	least("lifecycle.externalAuditWarningDays", assess.Lifecycle, (*api.Policy).ExternalAuditWarning, unbounded, warning),
	least("lifecycle.certificateWarningDays", assess.Lifecycle, (*api.Policy).CertificateWarning, unbounded, warning),
	most("lifecycle.certificateMonths", assess.Lifecycle, (*api.Policy).CertificateTerm, 36, "ISO/IEC 17021-1 ends a cycle after three years"),
	most("lifecycle.certificateLimitMonths", assess.Lifecycle, (*api.Policy).CertificateLimit, 48, "ISO/IEC 17021-1 ends a cycle after three years"),
	most("lifecycle.establishmentMonths", assess.Lifecycle, (*api.Policy).EstablishmentLimit, 36, "what is not established after three years is not being established"),
	most("lifecycle.bunchedActs", assess.Lifecycle, (*api.Policy).BunchedActs, unbounded, observed),
	most("lifecycle.bunchedPercent", assess.Lifecycle, (*api.Policy).BunchedShare, unbounded, observed),
	least("lifecycle.bunchedDays", assess.Lifecycle, (*api.Policy).BunchedDays, unbounded, observed),
	most("grading.systemicMinors", assess.Lifecycle, (*api.Policy).SystemicThreshold, 10, "ten records with one lapse are a failure of the process, however many others there are"),
	most("grading.systemicPercent", assess.Lifecycle, (*api.Policy).SystemicShare, unbounded, "no source sets a share"),
	most("grading.systemicRecords", assess.Lifecycle, (*api.Policy).SystemicRecords, unbounded, "no source sets a number"),
	most("grading.sharedObservations", assess.Lifecycle, (*api.Policy).SharedThreshold, unbounded, observed),
	most("grading.sharedPercent", assess.Lifecycle, (*api.Policy).SharedShare, unbounded, observed),
	most("allocation.deputyActingDays", assess.Allocation, (*api.Policy).DeputyActing, unbounded, "no source says how long a deputy may act"),
	most("allocation.assignmentReviewMonths", assess.Allocation, (*api.Policy).AssignmentReview, 36, cycle),
	most("allocation.assignmentLimitMonths", assess.Allocation, (*api.Policy).AssignmentLimit, 36, cycle),
	most("allocation.observationMaxAgeDays", assess.Allocation, (*api.Policy).ObservationMaxAge, 90, "rights change from day to day, and what was seen a quarter of a year ago is history"),
	signsField,
	signedEarlierField,
	signedFromField,
	signedSubjectsField,
	timestampsField,
	timestampAuthoritiesField,
	most("applicability.approvalLeadDays", assess.Controls, (*api.Policy).ApprovalLead, unbounded, "no source says how long before it is issued a statement is approved"),
	most("grading.minorOpenLimitMonths", assess.Lifecycle, (*api.Policy).MinorOpenLimit, 24, "a minor is closed by the next audit, and there is one every year"),
}

func acceptedFor(rating api.RiskRating) func(*api.Policy) int {
	return func(p *api.Policy) int { return p.AcceptanceFor(rating) }
}

func reviewInterval(of api.Criticality) func(*api.Policy) int {
	return func(p *api.Policy) int { return p.SupplierReviewInterval(of) }
}

func measuredEvery(of api.Criticality) func(*api.Policy) int {
	return func(p *api.Policy) int { return p.SLAInterval(of) }
}
