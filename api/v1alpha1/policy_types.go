package v1alpha1

// Policy holds every interval, warning window and threshold that rules use, by checklist
// point. ISO speaks of "planned intervals", so each is the organization's to set; the
// methods of Policy tell what holds where a field is absent.
type Policy struct {
	// identification steers the rules on needs and risks (checklist point 1).
	// +optional
	Identification IdentificationPolicy `json:"identification,omitempty,omitzero"`
	// competence steers the rules on competence (point 2).
	// +optional
	Competence CompetencePolicy `json:"competence,omitempty,omitzero"`
	// infrastructure steers the rules on infrastructure and technology (point 3).
	// +optional
	Infrastructure InfrastructurePolicy `json:"infrastructure,omitempty,omitzero"`
	// budget steers the rules on money (point 4).
	// +optional
	Budget BudgetPolicy `json:"budget,omitempty,omitzero"`
	// support steers the rules on support by top management (point 5).
	// +optional
	Support SupportPolicy `json:"support,omitempty,omitzero"`
	// maintenance steers the rules on maintenance (point 6).
	// +optional
	Maintenance MaintenancePolicy `json:"maintenance,omitempty,omitzero"`
	// outsourcing steers the rules on outsourced services (point 7).
	// +optional
	Outsourcing OutsourcingPolicy `json:"outsourcing,omitempty,omitzero"`
	// allocation steers the rules on responsibilities (point 8).
	// +optional
	Allocation AllocationPolicy `json:"allocation,omitempty,omitzero"`
	// review steers the rules on management reviews and internal audits (point 9).
	// +optional
	Review ReviewPolicy `json:"review,omitempty,omitzero"`
	// improvement steers the rules on improvement (point 10).
	// +optional
	Improvement ImprovementPolicy `json:"improvement,omitempty,omitzero"`
	// applicability steers the rules on the Statement of Applicability (Clause 6.1.3 d).
	// +optional
	Applicability ApplicabilityPolicy `json:"applicability,omitempty,omitzero"`
	// segregation steers the rules on duties that conflict (A.5.3).
	// +optional
	Segregation SegregationPolicy `json:"segregation,omitempty,omitzero"`
	// records steers the rules on how long records are kept (Clause 7.5.3), and on when they
	// are looked at again (Clause 7.5.2).
	// +optional
	Records RecordsPolicy `json:"records,omitempty,omitzero"`
	// lifecycle steers the rules on phases, certificate and external audits.
	// +optional
	Lifecycle LifecyclePolicy `json:"lifecycle,omitempty,omitzero"`
	// grading steers the rules on how findings add up.
	// +optional
	Grading GradingPolicy `json:"grading,omitempty,omitzero"`
	// signatures says which approvals have to be signed (Clause 7.5.3).
	// +optional
	Signatures SignaturesPolicy `json:"signatures,omitempty,omitzero"`
	// reasons for what differs from what holds where a field is absent, by field.
	// +optional
	// +listType=map
	// +listMapKey=field
	// +kubebuilder:validation:MaxItems=64
	Reasons []PolicyReason `json:"reasons,omitempty"`
}

// PolicyReason says why a field of the policy has the value that it has.
type PolicyReason struct {
	// field of the policy, such as "review.auditIntervalMonths".
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=128
	Field string `json:"field,omitempty"`
	// because is the reason.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=1024
	Because string `json:"because,omitempty"`
}

// RecordsPolicy steers the rules on how long records are kept (Clause 7.5.3), and on when they
// are looked at again (Clause 7.5.2).
type RecordsPolicy struct {
	// retentionMonths for which records that prove what happened are kept; 36 where
	// absent: one cycle of certification. status.retainUntil of a record says until when.
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=240
	RetentionMonths *int32 `json:"retentionMonths,omitempty"`
	// reviewIntervalMonths after which a record is reviewed again that names neither an
	// interval nor a next day; 12 where absent.
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=120
	ReviewIntervalMonths *int32 `json:"reviewIntervalMonths,omitempty"`
}

// LifecyclePolicy steers the rules on phases, certificate and external audits.
type LifecyclePolicy struct {
	// transitionLimitMonths of maintenance after which a role that is still filled by
	// an external specialist without a hand-over plan is a minor nonconformity; 12
	// where absent (L-03).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	TransitionLimitMonths *int32 `json:"transitionLimitMonths,omitempty"`
	// externalAuditWarningDays before an external audit by which it is scheduled and
	// budgeted for; 90 where absent (L-04).
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=730
	ExternalAuditWarningDays *int32 `json:"externalAuditWarningDays,omitempty"`
	// certificateWarningDays before the ISO 27001 certificate expires; 180 where absent (L-05).
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=1095
	CertificateWarningDays *int32 `json:"certificateWarningDays,omitempty"`
	// certificateMonths that a first certificate of the ISMS runs for; 36 where absent (L-06).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=120
	CertificateMonths *int32 `json:"certificateMonths,omitempty"`
	// certificateLimitMonths beyond which no certificate of the ISMS runs; 48 where absent (L-06).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=120
	CertificateLimitMonths *int32 `json:"certificateLimitMonths,omitempty"`
	// establishmentMonths that an ISMS may be in Establishment; 24 where absent (L-07).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=120
	EstablishmentMonths *int32 `json:"establishmentMonths,omitempty"`
	// bunchedActs in the year before an external audit, from which on it is asked how they
	// spread; 20 where absent (L-08).
	// +optional
	// +kubebuilder:validation:Minimum=5
	// +kubebuilder:validation:Maximum=1000
	BunchedActs *int32 `json:"bunchedActs,omitempty"`
	// bunchedPercent of them in the last days before the audit that are too many; 60 where
	// absent (L-08).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=100
	BunchedPercent *int32 `json:"bunchedPercent,omitempty"`
	// bunchedDays before the audit that are its last days; 45 where absent (L-08).
	// +optional
	// +kubebuilder:validation:Minimum=7
	// +kubebuilder:validation:Maximum=180
	BunchedDays *int32 `json:"bunchedDays,omitempty"`
}

// GradingPolicy steers the rules on how findings add up.
type GradingPolicy struct {
	// systemicMinors is the number of records with an open minor of one reason on one point that
	// together are a major nonconformity; 3 where absent (G-01).
	// +optional
	// +kubebuilder:validation:Minimum=2
	// +kubebuilder:validation:Maximum=1000
	SystemicMinors *int32 `json:"systemicMinors,omitempty"`
	// systemicPercent is the share of what a rule is asked of that such records must be; 10
	// where absent (G-01).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=100
	SystemicPercent *int32 `json:"systemicPercent,omitempty"`
	// systemicRecords is the number of such records at which their share does not matter; 10
	// where absent (G-01).
	// +optional
	// +kubebuilder:validation:Minimum=2
	// +kubebuilder:validation:Maximum=10000
	SystemicRecords *int32 `json:"systemicRecords,omitempty"`
	// sharedObservations is the number of records, or of entries of one record, with one
	// observation that together are a minor nonconformity; 5 where absent (G-06).
	// +optional
	// +kubebuilder:validation:Minimum=2
	// +kubebuilder:validation:Maximum=1000
	SharedObservations *int32 `json:"sharedObservations,omitempty"`
	// sharedPercent is the share of what a rule is asked of that they must be; 20 where
	// absent (G-06).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=100
	SharedPercent *int32 `json:"sharedPercent,omitempty"`
	// minorOpenLimitMonths after which a minor that is still open is a major nonconformity; 12
	// where absent. It counts from the latest of the fact, the start of the contract or
	// engagement, and the start of the ISMS and of its implementation (G-02).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	MinorOpenLimitMonths *int32 `json:"minorOpenLimitMonths,omitempty"`
}
