package v1alpha1

// Condition types of every record. None is called Ready: a GitOps tool would
// wait for a Ready that an expired license never gives it.
const (
	// ConditionCurrent is True while nothing that the record relies on has
	// lapsed, False once something has, and Unknown while a date that decides it
	// is missing.
	ConditionCurrent = "Current"
	// ConditionCovered is True while what the record promises is covered: by
	// competent holders, seats, agreements, evidence, attendance.
	ConditionCovered = "Covered"
	// ConditionOwned is True while somebody who is present answers for the record.
	ConditionOwned = "Owned"
	// ConditionConforming sums up the other three. It is False with a major or
	// minor nonconformity and Unknown while a fact is missing that decides one.
	ConditionConforming = "Conforming"
)

// Condition types of a ClauseAssessment beside Conforming: the ten points of the
// Clause 7.1 checklist, then what cuts across them.
const (
	// ConditionResourcesIdentified is point 1: resource needs are determined.
	ConditionResourcesIdentified = "ResourcesIdentified"
	// ConditionPersonnelCompetent is point 2: people are competent (Clause 7.2).
	ConditionPersonnelCompetent = "PersonnelCompetent"
	// ConditionInfrastructureProvided is point 3: infrastructure and technology.
	ConditionInfrastructureProvided = "InfrastructureProvided"
	// ConditionFinancesAllocated is point 4: a budget is approved.
	ConditionFinancesAllocated = "FinancesAllocated"
	// ConditionManagementSupports is point 5: top management provides resources (Clause 5.1 c).
	ConditionManagementSupports = "ManagementSupports"
	// ConditionResourcesMaintained is point 6: licenses, contracts and assets are kept up.
	ConditionResourcesMaintained = "ResourcesMaintained"
	// ConditionOutsourcingManaged is point 7: outsourced services (A.5.19 to A.5.23).
	ConditionOutsourcingManaged = "OutsourcingManaged"
	// ConditionAllocationDocumented is point 8: roles and their allocation (Clause 5.3).
	ConditionAllocationDocumented = "AllocationDocumented"
	// ConditionResourcesReviewed is point 9: management reviews (Clause 9.3).
	ConditionResourcesReviewed = "ResourcesReviewed"
	// ConditionImprovementContinual is point 10: continual improvement (Clause 10.1).
	ConditionImprovementContinual = "ImprovementContinual"
	// ConditionControlsResourced covers the Statement of Applicability (Clause 6.1.3 d).
	ConditionControlsResourced = "ControlsResourced"
	// ConditionDutiesSegregated covers segregation of duties (A.5.3).
	ConditionDutiesSegregated = "DutiesSegregated"
	// ConditionLifecycleReady covers lifecycle phase, certificate and sourcing of staff.
	ConditionLifecycleReady = "LifecycleReady"
)

// Condition reasons that no rule gives. Every other reason is the reason of the
// worst finding and is listed in the rule catalog.
const (
	// ReasonNoFindings: every rule of the aspect was answered and none fired.
	ReasonNoFindings = "NoFindings"
	// ReasonMultipleFindings: more than one reason at the worst grade.
	ReasonMultipleFindings = "MultipleFindings"
)
