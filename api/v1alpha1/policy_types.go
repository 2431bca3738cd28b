package v1alpha1

// Policy holds every interval, warning window and threshold that rules use. ISO
// speaks of "planned intervals", so each is the organisation's to set; the
// methods of Policy tell what holds where a field is absent.
type Policy struct {
	// Requirements and objectives (checklist point 1).

	// RequirementAssessmentIntervalMonths between assessments of a
	// ResourceRequirement or of a Risk; 12 where absent (P1-08, P1-11).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	RequirementAssessmentIntervalMonths *int32 `json:"requirementAssessmentIntervalMonths,omitempty"`

	// Competence (point 2).

	// CompetencyWarningDays before a proof of competency lapses; 90 where absent (P2-08).
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=730
	CompetencyWarningDays *int32 `json:"competencyWarningDays,omitempty"`
	// ExpertiseCompetencies are the competencies that count as ISO 27001 expertise;
	// Lead Implementer and Lead Auditor where empty (P2-01).
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=32
	// +kubebuilder:validation:items:MaxLength=128
	ExpertiseCompetencies []string `json:"expertiseCompetencies,omitempty"`
	// ExpertiseContractWarningDays before the contract of the only expert ends; 90 where absent (P2-02).
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=730
	ExpertiseContractWarningDays *int32 `json:"expertiseContractWarningDays,omitempty"`
	// MandatoryTraining lists what everyone, or holders of some roles, must have had (P2-11).
	// +optional
	// +listType=map
	// +listMapKey=training
	// +kubebuilder:validation:MaxItems=32
	MandatoryTraining []MandatoryTraining `json:"mandatoryTraining,omitempty"`
	// TrainingCoveragePercent of those who need a mandatory training that must have
	// had it in time; less is a major nonconformity; 80 where absent (P2-11).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=100
	TrainingCoveragePercent *int32 `json:"trainingCoveragePercent,omitempty"`

	// Infrastructure and technology (point 3).

	// AdequacyIntervalMonths between assessments of whether an asset is up to
	// its purpose; 12 where absent (P3-04).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	AdequacyIntervalMonths *int32 `json:"adequacyIntervalMonths,omitempty"`

	// Budget (point 4).

	// BudgetGraceDays after a period has started by which its budget must be
	// approved; 30 where absent (P4-01).
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=365
	BudgetGraceDays *int32 `json:"budgetGraceDays,omitempty"`
	// BudgetCategories that a budget is expected to have; People, Tools, Training,
	// ExternalAudit and Testing where empty (P4-04).
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=9
	BudgetCategories []BudgetCategory `json:"budgetCategories,omitempty"`
	// BudgetVariancePercent of what was planned by which what was spent may differ;
	// 20 where absent (P4-06).
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=100
	BudgetVariancePercent *int32 `json:"budgetVariancePercent,omitempty"`
	// BudgetSuccessorDays before a period ends by which the next budget is on
	// record; 60 where absent (P4-07).
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=365
	BudgetSuccessorDays *int32 `json:"budgetSuccessorDays,omitempty"`

	// Support by top management (point 5).

	// ResourceDecisionIntervalMonths between decisions on resources by top management;
	// 12 where absent (P5-02).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	ResourceDecisionIntervalMonths *int32 `json:"resourceDecisionIntervalMonths,omitempty"`
	// AllocationLimitPercent is the most that one person's allocations may add up to; 100 where absent (P5-05).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=200
	AllocationLimitPercent *int32 `json:"allocationLimitPercent,omitempty"`
	// RolesPerPersonLimit is the most security roles that one person may hold; 4 where absent (P5-06).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=64
	RolesPerPersonLimit *int32 `json:"rolesPerPersonLimit,omitempty"`
	// EscalationAnswerDays within which top management answers a requirement that was
	// escalated to it; 30 where absent (P5-08).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=365
	EscalationAnswerDays *int32 `json:"escalationAnswerDays,omitempty"`

	// Maintenance (point 6).

	// RenewalWarningDays before notice must be given or a term ends; 30 where absent (P6-02).
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=730
	RenewalWarningDays *int32 `json:"renewalWarningDays,omitempty"`
	// SupportEndWarningDays before vendor support ends; 180 where absent (P6-04).
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=1095
	SupportEndWarningDays *int32 `json:"supportEndWarningDays,omitempty"`

	// Outsourced services (point 7).

	// SupplierReviewCriticalMonths between reviews of a service of Critical
	// criticality; 12 where absent (P7-03).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	SupplierReviewCriticalMonths *int32 `json:"supplierReviewCriticalMonths,omitempty"`
	// SupplierReviewHighMonths between reviews of a service of High criticality; 12
	// where absent (P7-03).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	SupplierReviewHighMonths *int32 `json:"supplierReviewHighMonths,omitempty"`
	// SupplierReviewMonths between reviews of every other service; 24 where absent (P7-03).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	SupplierReviewMonths *int32 `json:"supplierReviewMonths,omitempty"`
	// SLACriticalMonths between measurements of the service targets of a service of
	// Critical criticality; 6 where absent (P7-04).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	SLACriticalMonths *int32 `json:"slaCriticalMonths,omitempty"`
	// SLAMonths between measurements of the service targets of every other
	// service; 12 where absent (P7-04).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	SLAMonths *int32 `json:"slaMonths,omitempty"`
	// SLAMissesForFinding is the number of measurements in a row that miss a target at
	// which an action is needed; 2 where absent (P7-05).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=12
	SLAMissesForFinding *int32 `json:"slaMissesForFinding,omitempty"`
	// AssuranceMaxAgeMonths is how old an assurance report on a critical service may be; 12 where absent (P7-07).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	AssuranceMaxAgeMonths *int32 `json:"assuranceMaxAgeMonths,omitempty"`

	// Allocation of responsibilities (point 8).

	// MandatoryActivities that the accountability matrix must cover; all ten where
	// empty (P8-05).
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=10
	MandatoryActivities []Activity `json:"mandatoryActivities,omitempty"`

	// Regular reviews (point 9).

	// ManagementReviewIntervalMonths between reviews held; 12 where absent (P9-02).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	ManagementReviewIntervalMonths *int32 `json:"managementReviewIntervalMonths,omitempty"`
	// ManagementReviewLimitMonths after which an overdue review is a major nonconformity; 18 where absent (P9-02).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=120
	ManagementReviewLimitMonths *int32 `json:"managementReviewLimitMonths,omitempty"`
	// MissingReviewInputsForMajor is the number of missing inputs at which they are
	// a major nonconformity; 4 where absent (P9-04).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=7
	MissingReviewInputsForMajor *int32 `json:"missingReviewInputsForMajor,omitempty"`
	// AuditIntervalMonths between internal audits held; 12 where absent.
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	AuditIntervalMonths *int32 `json:"auditIntervalMonths,omitempty"`

	// Improvement (point 10).

	// ImprovementIntervalMonths within which at least one improvement is recorded; 12
	// where absent (P10-01).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	ImprovementIntervalMonths *int32 `json:"improvementIntervalMonths,omitempty"`
	// RecurrenceMonths within which a finding that comes back is a recurring one; 12
	// where absent (P10-06).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	RecurrenceMonths *int32 `json:"recurrenceMonths,omitempty"`

	// Statement of applicability.

	// SoaReviewIntervalMonths between reviews of the statement of applicability; 12
	// where absent (S-09).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	SoaReviewIntervalMonths *int32 `json:"soaReviewIntervalMonths,omitempty"`
	// SoaReviewLimitMonths after which an overdue review of the statement of
	// applicability is a major nonconformity; 24 where absent (S-09).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=120
	SoaReviewLimitMonths *int32 `json:"soaReviewLimitMonths,omitempty"`
	// ControlsWithoutResourcesMajorPercent of the applicable controls without resources
	// at which they are a major nonconformity; 10 where absent (S-03).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=100
	ControlsWithoutResourcesMajorPercent *int32 `json:"controlsWithoutResourcesMajorPercent,omitempty"`
	// EvidenceMaxAgeMonths is how old the evidence of a control may be; 12 where
	// absent (S-13).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	EvidenceMaxAgeMonths *int32 `json:"evidenceMaxAgeMonths,omitempty"`

	// Segregation of duties and exceptions.

	// DutyConflicts add pairs of duties that conflict to the operator's default matrix, or
	// override pairs of it, whatever the order of the two (D-01).
	// +optional
	// +listType=map
	// +listMapKey=first
	// +listMapKey=second
	// +kubebuilder:validation:MaxItems=128
	DutyConflicts []DutyConflict `json:"dutyConflicts,omitempty"`
	// ExceptionMaxMonths that an exception may run; 12 where absent (D-02).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	ExceptionMaxMonths *int32 `json:"exceptionMaxMonths,omitempty"`

	// Records (Clause 7.5.3).

	// RetentionMonths for which records that prove what happened are kept; 36 where
	// absent: one cycle of certification. Status.retainUntil of a record says until when.
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=240
	RetentionMonths *int32 `json:"retentionMonths,omitempty"`

	// Lifecycle.

	// TransitionLimitMonths of maintenance after which a role that is still filled by
	// an external specialist without a hand-over plan is a minor nonconformity; 12
	// where absent (L-03).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	TransitionLimitMonths *int32 `json:"transitionLimitMonths,omitempty"`
	// ExternalAuditWarningDays before an external audit by which it is scheduled and
	// budgeted for; 90 where absent (L-04).
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=730
	ExternalAuditWarningDays *int32 `json:"externalAuditWarningDays,omitempty"`
	// CertificateWarningDays before the ISO 27001 certificate expires; 180 where absent (L-05).
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=1095
	CertificateWarningDays *int32 `json:"certificateWarningDays,omitempty"`

	// Grading.

	// SystemicMinors is the number of records with an open minor of one reason on one point that
	// together are a major nonconformity; 3 where absent (G-01).
	// +optional
	// +kubebuilder:validation:Minimum=2
	// +kubebuilder:validation:Maximum=1000
	SystemicMinors *int32 `json:"systemicMinors,omitempty"`
	// MinorOpenLimitMonths after which a minor that is still open is a major nonconformity; 12 where absent (G-02).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	MinorOpenLimitMonths *int32 `json:"minorOpenLimitMonths,omitempty"`
}
