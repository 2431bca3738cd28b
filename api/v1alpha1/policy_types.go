package v1alpha1

// MandatoryTraining is a training that people must have had and must refresh.
type MandatoryTraining struct {
	// Training by the name under which CompetencyRecords record it.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=128
	Training string `json:"training"`
	// IntervalMonths after which it must be refreshed; 12 where absent.
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=120
	IntervalMonths *int32 `json:"intervalMonths,omitempty"`
	// RoleRefs name the SecurityRoles whose holders need it; everyone where empty.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=64
	RoleRefs []Reference `json:"roleRefs,omitempty"`
}

// Policy holds every interval, warning window and threshold that rules use. ISO
// speaks of "planned intervals", so each is the organisation's to set; the
// methods of Policy tell what holds where a field is absent.
type Policy struct {
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
	// AssuranceMaxAgeMonths is how old an assurance report on a critical service may be; 12 where absent (P7-07).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=60
	AssuranceMaxAgeMonths *int32 `json:"assuranceMaxAgeMonths,omitempty"`
	// CertificateWarningDays before the ISO 27001 certificate expires; 180 where absent (L-05).
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=1095
	CertificateWarningDays *int32 `json:"certificateWarningDays,omitempty"`
	// SystemicMinors is the number of open minors with one reason on one point that
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

// orDefault returns a policy value, or what holds where it is absent.
func orDefault(value *int32, fallback int) int {
	if value == nil {
		return fallback
	}
	return int(*value)
}

// ReviewIntervalMonths is ManagementReviewIntervalMonths, or 12 (checklist point 9: at least annually).
func (p *Policy) ReviewIntervalMonths() int { return orDefault(p.ManagementReviewIntervalMonths, 12) }

// ReviewLimitMonths is ManagementReviewLimitMonths, or 18.
func (p *Policy) ReviewLimitMonths() int { return orDefault(p.ManagementReviewLimitMonths, 18) }

// ReviewInputsForMajor is MissingReviewInputsForMajor, or 4.
func (p *Policy) ReviewInputsForMajor() int { return orDefault(p.MissingReviewInputsForMajor, 4) }

// CompetencyWarning is CompetencyWarningDays, or 90 days.
func (p *Policy) CompetencyWarning() int { return orDefault(p.CompetencyWarningDays, 90) }

// Expertise is ExpertiseCompetencies, or Lead Implementer and Lead Auditor of ISO 27001.
func (p *Policy) Expertise() []string {
	if len(p.ExpertiseCompetencies) > 0 {
		return p.ExpertiseCompetencies
	}
	return []string{
		"ISO 27001 Lead Implementer", "ISO 27001 Lead Auditor",
		"ISO/IEC 27001 Lead Implementer", "ISO/IEC 27001 Lead Auditor",
	}
}

// ExpertiseContractWarning is ExpertiseContractWarningDays, or 90 days.
func (p *Policy) ExpertiseContractWarning() int {
	return orDefault(p.ExpertiseContractWarningDays, 90)
}

// TrainingIntervalMonths is IntervalMonths, or 12.
func (t *MandatoryTraining) TrainingIntervalMonths() int { return orDefault(t.IntervalMonths, 12) }

// TrainingCoverage is TrainingCoveragePercent, or 80 percent.
func (p *Policy) TrainingCoverage() int { return orDefault(p.TrainingCoveragePercent, 80) }

// AllocationLimit is AllocationLimitPercent, or 100 percent.
func (p *Policy) AllocationLimit() int { return orDefault(p.AllocationLimitPercent, 100) }

// RolesLimit is RolesPerPersonLimit, or 4.
func (p *Policy) RolesLimit() int { return orDefault(p.RolesPerPersonLimit, 4) }

// RenewalWarning is RenewalWarningDays, or 30 days.
func (p *Policy) RenewalWarning() int { return orDefault(p.RenewalWarningDays, 30) }

// SupportEndWarning is SupportEndWarningDays, or 180 days.
func (p *Policy) SupportEndWarning() int { return orDefault(p.SupportEndWarningDays, 180) }

// AssuranceMaxAge is AssuranceMaxAgeMonths, or 12 months.
func (p *Policy) AssuranceMaxAge() int { return orDefault(p.AssuranceMaxAgeMonths, 12) }

// CertificateWarning is CertificateWarningDays, or 180 days.
func (p *Policy) CertificateWarning() int { return orDefault(p.CertificateWarningDays, 180) }

// SystemicThreshold is SystemicMinors, or 3.
func (p *Policy) SystemicThreshold() int { return orDefault(p.SystemicMinors, 3) }

// MinorOpenLimit is MinorOpenLimitMonths, or 12 months.
func (p *Policy) MinorOpenLimit() int { return orDefault(p.MinorOpenLimitMonths, 12) }
