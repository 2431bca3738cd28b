package v1alpha1

// AllocationPolicy steers the rules on responsibilities (point 8).
type AllocationPolicy struct {
	// mandatoryActivities that the accountability matrix must cover; all ten where
	// empty (P8-05).
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=10
	MandatoryActivities []Activity `json:"mandatoryActivities,omitempty"`
	// deputyActingDays for which an appointed deputy acts for a holder who is absent or has
	// left; the role is vacant then; 90 where absent (P2-12, P8-06, P8-11, X-15).
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=365
	DeputyActingDays *int32 `json:"deputyActingDays,omitempty"`
	// assignmentReviewMonths within which the assignments of a mandatory role are looked at
	// again; 12 where absent (P8-12).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	AssignmentReviewMonths *int32 `json:"assignmentReviewMonths,omitempty"`
	// assignmentLimitMonths after which that of the information security manager is a minor
	// nonconformity; 24 where absent (P8-12).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=120
	AssignmentLimitMonths *int32 `json:"assignmentLimitMonths,omitempty"`
	// observationMaxAgeDays is how old what was seen of the cluster may be: of its rights, and
	// of objects that prove that something runs; 7 where absent (P8-18, P3-08, P6-20).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=365
	ObservationMaxAgeDays *int32 `json:"observationMaxAgeDays,omitempty"`
}

// ReviewPolicy steers the rules on management reviews and internal audits (point 9).
type ReviewPolicy struct {
	// managementReviewIntervalMonths between reviews held; 12 where absent (P9-02).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	ManagementReviewIntervalMonths *int32 `json:"managementReviewIntervalMonths,omitempty"`
	// managementReviewLimitMonths after which an overdue review is a major nonconformity; 18 where absent (P9-02).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=120
	ManagementReviewLimitMonths *int32 `json:"managementReviewLimitMonths,omitempty"`
	// missingInputsForMajor is the number of missing inputs at which they are
	// a major nonconformity; 4 where absent (P9-04).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=7
	MissingInputsForMajor *int32 `json:"missingInputsForMajor,omitempty"`
	// auditIntervalMonths between internal audits held; 12 where absent.
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	AuditIntervalMonths *int32 `json:"auditIntervalMonths,omitempty"`
	// actionHorizonMonths after a decision or a finding by which the action on it is to be
	// done; 12 where absent (P9-08, P9-14, P10-03, L-03).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=120
	ActionHorizonMonths *int32 `json:"actionHorizonMonths,omitempty"`
	// majorHorizonDays by which a Major of an internal audit is to be closed; 90 where absent (P9-14).
	// +optional
	// +kubebuilder:validation:Minimum=30
	// +kubebuilder:validation:Maximum=180
	MajorHorizonDays *int32 `json:"majorHorizonDays,omitempty"`
	// auditReportDays after an internal audit by which its report is on record; 30 where absent (P9-13).
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=180
	AuditReportDays *int32 `json:"auditReportDays,omitempty"`
	// auditCycleMonths in which the internal audits cover every clause of the standard and
	// every applicable control; 36 where absent (P9-15).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	AuditCycleMonths *int32 `json:"auditCycleMonths,omitempty"`
}

// ImprovementPolicy steers the rules on improvement (point 10).
type ImprovementPolicy struct {
	// intervalMonths within which at least one improvement is recorded; 12
	// where absent (P10-01).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	IntervalMonths *int32 `json:"intervalMonths,omitempty"`
	// recurrenceMonths within which a finding that comes back is a recurring one; 12
	// where absent (P10-06).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	RecurrenceMonths *int32 `json:"recurrenceMonths,omitempty"`
}

// ApplicabilityPolicy steers the rules on the Statement of Applicability (Clause 6.1.3 d).
type ApplicabilityPolicy struct {
	// reviewIntervalMonths between reviews of the statement of applicability; 12
	// where absent (S-09).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	ReviewIntervalMonths *int32 `json:"reviewIntervalMonths,omitempty"`
	// reviewLimitMonths after which an overdue review of the statement of
	// applicability is a major nonconformity; 24 where absent (S-09).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=120
	ReviewLimitMonths *int32 `json:"reviewLimitMonths,omitempty"`
	// withoutResourcesMajorPercent of the applicable controls without resources
	// at which they are a major nonconformity; 10 where absent (S-03).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=100
	WithoutResourcesMajorPercent *int32 `json:"withoutResourcesMajorPercent,omitempty"`
	// evidenceMaxAgeMonths is how old the evidence of a control may be; 12 where
	// absent (S-13).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	EvidenceMaxAgeMonths *int32 `json:"evidenceMaxAgeMonths,omitempty"`
	// approvalLeadDays before its issue by which a statement may be approved: what is
	// approved earlier did not exist yet; 90 where absent (S-09).
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=365
	ApprovalLeadDays *int32 `json:"approvalLeadDays,omitempty"`
	// plannedHorizonMonths after the statement was issued by which a Planned control is to be
	// implemented, from the phase Certification on; 12 where absent (S-12).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=120
	PlannedHorizonMonths *int32 `json:"plannedHorizonMonths,omitempty"`
	// plannedMinorPercent of the applicable controls above which those that are not
	// implemented are a minor nonconformity of the whole; 20 where absent (S-14).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=100
	PlannedMinorPercent *int32 `json:"plannedMinorPercent,omitempty"`
	// plannedMajorPercent of the applicable controls above which those that are not
	// implemented are a major nonconformity of the whole; 50 where absent (S-14).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=100
	PlannedMajorPercent *int32 `json:"plannedMajorPercent,omitempty"`
}

// SegregationPolicy steers the rules on duties that conflict (A.5.3).
type SegregationPolicy struct {
	// dutyConflicts add pairs of duties that conflict to the operator's default matrix, or
	// override pairs of it, whatever the order of the two (D-01).
	// +optional
	// +listType=map
	// +listMapKey=first
	// +listMapKey=second
	// +kubebuilder:validation:MaxItems=128
	DutyConflicts []DutyConflict `json:"dutyConflicts,omitempty"`
	// exceptionMaxMonths that an exception may run; 12 where absent (D-02).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	ExceptionMaxMonths *int32 `json:"exceptionMaxMonths,omitempty"`
	// dutySigns are the rights by which duties are done in fact. Those of a duty replace the
	// operator's default signs of it (D-13).
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MaxItems=64
	DutySigns []DutySign `json:"dutySigns,omitempty"`
}
