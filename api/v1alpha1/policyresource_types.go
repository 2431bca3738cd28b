package v1alpha1

// IdentificationPolicy steers the rules on needs and risks (checklist point 1).
type IdentificationPolicy struct {
	// assessmentIntervalMonths between assessments of a
	// ResourceRequirement or of a Risk; 12 where absent (P1-08, P1-11).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	AssessmentIntervalMonths *int32 `json:"assessmentIntervalMonths,omitempty"`
	// acceptanceCriticalMonths for which the acceptance of a Critical risk counts after it was
	// given or looked at again; 12 where absent (P1-05, P1-14).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	AcceptanceCriticalMonths *int32 `json:"acceptanceCriticalMonths,omitempty"`
	// acceptanceHighMonths for which the acceptance of a High risk counts; 12 where absent
	// (P1-05, P1-14).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	AcceptanceHighMonths *int32 `json:"acceptanceHighMonths,omitempty"`
	// acceptanceMonths for which the acceptance of any other risk counts; 12 where absent (P1-05).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	AcceptanceMonths *int32 `json:"acceptanceMonths,omitempty"`
	// reassessmentDays after a risk was assessed anew by which its needs and its acceptance
	// are looked at again; 90 where absent (P1-05, P1-08).
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=365
	ReassessmentDays *int32 `json:"reassessmentDays,omitempty"`
	// proposalDays for which a need that nobody has decided on still counts for what it comes
	// from: the time that a decision may take; 90 where absent (P1-04, P1-10).
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=365
	ProposalDays *int32 `json:"proposalDays,omitempty"`
	// needHorizonMonths after its decision by which a need that is funded is to be met;
	// 36 where absent (P1-04, P1-06).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=120
	NeedHorizonMonths *int32 `json:"needHorizonMonths,omitempty"`
	// openHorizonMonths by which any other need, an objective or an improvement is to be met;
	// 12 where absent (P1-04, P1-06, P1-12, P10-03).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=120
	OpenHorizonMonths *int32 `json:"openHorizonMonths,omitempty"`
	// stalledDays after which an overdue part of the treatment of a High or Critical risk is to be
	// decided again, or taken to a review; 30 where absent (P1-18).
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=365
	StalledDays *int32 `json:"stalledDays,omitempty"`
}

// CompetencePolicy steers the rules on competence (point 2).
type CompetencePolicy struct {
	// proofWarningDays before a proof of competency lapses; 90 where absent (P2-08).
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=730
	ProofWarningDays *int32 `json:"proofWarningDays,omitempty"`
	// expertise are the competencies that count as ISO 27001 expertise;
	// Lead Implementer and Lead Auditor where empty (P2-01).
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=32
	// +kubebuilder:validation:items:MaxLength=128
	Expertise []string `json:"expertise,omitempty"`
	// expertiseLevel is the lowest level that counts as ISO 27001 expertise; Practitioner
	// where absent (P2-01, D-05).
	// +optional
	ExpertiseLevel CompetencyLevel `json:"expertiseLevel,omitempty"`
	// expertiseContractWarningDays before the contract of the only expert ends; 90 where absent (P2-02).
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=730
	ExpertiseContractWarningDays *int32 `json:"expertiseContractWarningDays,omitempty"`
	// mandatoryTraining lists what everyone, or holders of some roles, must have had (P2-11).
	// +optional
	// +listType=map
	// +listMapKey=training
	// +kubebuilder:validation:MaxItems=32
	MandatoryTraining []MandatoryTraining `json:"mandatoryTraining,omitempty"`
	// trainingCoveragePercent of those who need a mandatory training that must have
	// had it in time; less is a major nonconformity; 80 where absent (P2-11).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=100
	TrainingCoveragePercent *int32 `json:"trainingCoveragePercent,omitempty"`
	// inductionDays after somebody has joined by which they have had the mandatory training;
	// 30 where absent (P2-11).
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=365
	InductionDays *int32 `json:"inductionDays,omitempty"`
	// effectDays after a training by which its effect is evaluated; 90 where absent (P2-10).
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=365
	EffectDays *int32 `json:"effectDays,omitempty"`
	// topTrainingMonths within which whoever is of top management has learned something for
	// it; 24 where absent (P2-19).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	TopTrainingMonths *int32 `json:"topTrainingMonths,omitempty"`
	// copiedRoles that require exactly what their holders hold, from which on that is no
	// chance; 3 where absent (P2-18).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=100
	CopiedRoles *int32 `json:"copiedRoles,omitempty"`
	// copiedPercent of the roles with requirements that must be so for it; 80 where absent (P2-18).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=100
	CopiedPercent *int32 `json:"copiedPercent,omitempty"`
}

// InfrastructurePolicy steers the rules on infrastructure and technology (point 3).
type InfrastructurePolicy struct {
	// adequacyIntervalMonths between assessments of whether an asset is up to
	// its purpose; 12 where absent (P3-04).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	AdequacyIntervalMonths *int32 `json:"adequacyIntervalMonths,omitempty"`
	// newAssetDays after an asset went into service by which its adequacy is assessed; 30
	// where absent (P3-04).
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=365
	NewAssetDays *int32 `json:"newAssetDays,omitempty"`
}

// BudgetPolicy steers the rules on money (point 4).
type BudgetPolicy struct {
	// graceDays after a period has started by which its budget must be
	// approved; 30 where absent (P4-01).
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=365
	GraceDays *int32 `json:"graceDays,omitempty"`
	// categories that a budget is expected to have; People, Tools, Training,
	// ExternalAudit and Testing where empty (P4-04).
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=9
	Categories []BudgetCategory `json:"categories,omitempty"`
	// variancePercent of what was planned by which what was spent may differ;
	// 20 where absent (P4-06).
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=100
	VariancePercent *int32 `json:"variancePercent,omitempty"`
	// successorDays before a period ends by which the next budget is on
	// record; 60 where absent (P4-07).
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=365
	SuccessorDays *int32 `json:"successorDays,omitempty"`
	// periodMonths that a budget may cover; 24 where absent (P4-01).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=120
	PeriodMonths *int32 `json:"periodMonths,omitempty"`
}

// SupportPolicy steers the rules on support by top management (point 5).
type SupportPolicy struct {
	// resourceDecisionIntervalMonths between decisions on resources by top management;
	// 12 where absent (P5-02).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	ResourceDecisionIntervalMonths *int32 `json:"resourceDecisionIntervalMonths,omitempty"`
	// allocationLimitPercent is the most that one person's allocations may add up to; 100 where absent (P5-05).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=200
	AllocationLimitPercent *int32 `json:"allocationLimitPercent,omitempty"`
	// rolesPerPersonLimit is the most security roles that one person may hold; 4 where absent (P5-06).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=64
	RolesPerPersonLimit *int32 `json:"rolesPerPersonLimit,omitempty"`
	// escalationAnswerDays within which top management answers a requirement that was
	// escalated to it; 30 where absent (P5-08).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=365
	EscalationAnswerDays *int32 `json:"escalationAnswerDays,omitempty"`
	// overdueWork that is open at one person, from which on it shows that time is lacking; 5
	// where absent (P5-11).
	// +optional
	// +kubebuilder:validation:Minimum=2
	// +kubebuilder:validation:Maximum=100
	OverdueWork *int32 `json:"overdueWork,omitempty"`
	// overdueKinds of records that it is of at least; 3 where absent (P5-11).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=19
	OverdueKinds *int32 `json:"overdueKinds,omitempty"`
}

// MaintenancePolicy steers the rules on maintenance (point 6).
type MaintenancePolicy struct {
	// renewalWarningDays before notice must be given or a term ends; 30 where absent (P6-02).
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=730
	RenewalWarningDays *int32 `json:"renewalWarningDays,omitempty"`
	// supportEndWarningDays before vendor support ends; 180 where absent (P6-04).
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=1095
	SupportEndWarningDays *int32 `json:"supportEndWarningDays,omitempty"`
	// supportLookupMonths for which it counts that somebody looked up that no end of support
	// is announced; 12 where absent (P6-11).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	SupportLookupMonths *int32 `json:"supportLookupMonths,omitempty"`
}

// OutsourcingPolicy steers the rules on outsourced services (point 7).
type OutsourcingPolicy struct {
	// reviewCriticalMonths between reviews of a service of Critical
	// criticality; 12 where absent (P7-03).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	ReviewCriticalMonths *int32 `json:"reviewCriticalMonths,omitempty"`
	// reviewHighMonths between reviews of a service of High criticality; 12
	// where absent (P7-03).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	ReviewHighMonths *int32 `json:"reviewHighMonths,omitempty"`
	// reviewMonths between reviews of every other service; 24 where absent (P7-03).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	ReviewMonths *int32 `json:"reviewMonths,omitempty"`
	// slaCriticalMonths between measurements of the service targets of a service of
	// Critical criticality; 6 where absent (P7-04).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	SLACriticalMonths *int32 `json:"slaCriticalMonths,omitempty"`
	// slaMonths between measurements of the service targets of every other
	// service; 12 where absent (P7-04).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	SLAMonths *int32 `json:"slaMonths,omitempty"`
	// slaMissesForFinding is the number of measurements in a row that miss a target at
	// which an action is needed; 2 where absent (P7-05).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=12
	SLAMissesForFinding *int32 `json:"slaMissesForFinding,omitempty"`
	// assuranceMaxAgeMonths is how old an assurance report on a critical service may be; 12 where absent (P7-07).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	AssuranceMaxAgeMonths *int32 `json:"assuranceMaxAgeMonths,omitempty"`
	// renewalPapersDays after the end of a contract whose renewal was decided by which the new
	// term is on record; 14 where absent (P6-02, S-08).
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=90
	RenewalPapersDays *int32 `json:"renewalPapersDays,omitempty"`
	// bridgeDays that a bridge letter adds to an attestation; 90 where absent (P7-07).
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=365
	BridgeDays *int32 `json:"bridgeDays,omitempty"`
	// reportReadingDays after an assurance report on a Critical or High service was received by
	// which somebody has read it; 90 where absent (P7-16).
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=365
	ReportReadingDays *int32 `json:"reportReadingDays,omitempty"`
}
