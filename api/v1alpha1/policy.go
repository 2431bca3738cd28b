package v1alpha1

// orDefault returns a policy value, or what holds where it is absent.
func orDefault(value *int32, fallback int) int {
	if value == nil {
		return fallback
	}
	return int(*value)
}

// ReviewIntervalMonths is ManagementReviewIntervalMonths, or 12 (checklist point 9: at least annually).
func (p *Policy) ReviewIntervalMonths() int {
	return orDefault(p.Review.ManagementReviewIntervalMonths, 12)
}

// ReviewLimitMonths is ManagementReviewLimitMonths, or 18.
func (p *Policy) ReviewLimitMonths() int { return orDefault(p.Review.ManagementReviewLimitMonths, 18) }

// ReviewInputsForMajor is Review.MissingInputsForMajor, or 4.
func (p *Policy) ReviewInputsForMajor() int { return orDefault(p.Review.MissingInputsForMajor, 4) }

// CompetencyWarning is Competence.ProofWarningDays, or 90 days.
func (p *Policy) CompetencyWarning() int { return orDefault(p.Competence.ProofWarningDays, 90) }

// Expertise is Competence.Expertise, or Lead Implementer and Lead Auditor of ISO 27001.
func (p *Policy) Expertise() []string {
	if len(p.Competence.Expertise) > 0 {
		return p.Competence.Expertise
	}
	return []string{
		"ISO 27001 Lead Implementer", "ISO 27001 Lead Auditor",
		"ISO/IEC 27001 Lead Implementer", "ISO/IEC 27001 Lead Auditor",
	}
}

// ExpertiseLevel is Competence.ExpertiseLevel, or Practitioner.
func (p *Policy) ExpertiseLevel() CompetencyLevel {
	if p.Competence.ExpertiseLevel != "" {
		return p.Competence.ExpertiseLevel
	}
	return LevelPractitioner
}

// ExpertiseContractWarning is ExpertiseContractWarningDays, or 90 days.
func (p *Policy) ExpertiseContractWarning() int {
	return orDefault(p.Competence.ExpertiseContractWarningDays, 90)
}

// TrainingIntervalMonths is IntervalMonths, or 12.
func (t *MandatoryTraining) TrainingIntervalMonths() int { return orDefault(t.IntervalMonths, 12) }

// TrainingCoverage is TrainingCoveragePercent, or 80 percent.
func (p *Policy) TrainingCoverage() int { return orDefault(p.Competence.TrainingCoveragePercent, 80) }

// AllocationLimit is AllocationLimitPercent, or 100 percent.
func (p *Policy) AllocationLimit() int { return orDefault(p.Support.AllocationLimitPercent, 100) }

// RolesLimit is RolesPerPersonLimit, or 4.
func (p *Policy) RolesLimit() int { return orDefault(p.Support.RolesPerPersonLimit, 4) }

// RenewalWarning is RenewalWarningDays, or 30 days.
func (p *Policy) RenewalWarning() int { return orDefault(p.Maintenance.RenewalWarningDays, 30) }

// SupportEndWarning is SupportEndWarningDays, or 180 days.
func (p *Policy) SupportEndWarning() int { return orDefault(p.Maintenance.SupportEndWarningDays, 180) }

// AssuranceMaxAge is AssuranceMaxAgeMonths, or 12 months.
func (p *Policy) AssuranceMaxAge() int { return orDefault(p.Outsourcing.AssuranceMaxAgeMonths, 12) }

// CertificateWarning is CertificateWarningDays, or 180 days.
func (p *Policy) CertificateWarning() int { return orDefault(p.Lifecycle.CertificateWarningDays, 180) }

// SystemicThreshold is SystemicMinors, or 3.
func (p *Policy) SystemicThreshold() int { return orDefault(p.Grading.SystemicMinors, 3) }

// SystemicShare is SystemicPercent, or 10 percent.
func (p *Policy) SystemicShare() int { return orDefault(p.Grading.SystemicPercent, 10) }

// SystemicRecords is Grading.SystemicRecords, or 10.
func (p *Policy) SystemicRecords() int { return orDefault(p.Grading.SystemicRecords, 10) }

// SharedThreshold is SharedObservations, or 5.
func (p *Policy) SharedThreshold() int { return orDefault(p.Grading.SharedObservations, 5) }

// SharedShare is SharedPercent, or 20 percent.
func (p *Policy) SharedShare() int { return orDefault(p.Grading.SharedPercent, 20) }

// MinorOpenLimit is MinorOpenLimitMonths, or 12 months.
func (p *Policy) MinorOpenLimit() int { return orDefault(p.Grading.MinorOpenLimitMonths, 12) }

// RequirementAssessmentInterval is Identification.AssessmentIntervalMonths, or 12 months.
func (p *Policy) RequirementAssessmentInterval() int {
	return orDefault(p.Identification.AssessmentIntervalMonths, 12)
}

// AdequacyInterval is AdequacyIntervalMonths, or 12 months.
func (p *Policy) AdequacyInterval() int {
	return orDefault(p.Infrastructure.AdequacyIntervalMonths, 12)
}

// BudgetGrace is Budget.GraceDays, or 30 days.
func (p *Policy) BudgetGrace() int { return orDefault(p.Budget.GraceDays, 30) }

// ExpectedBudgetCategories is Budget.Categories, or People, Tools, Training,
// ExternalAudit and Testing.
func (p *Policy) ExpectedBudgetCategories() []BudgetCategory {
	if len(p.Budget.Categories) > 0 {
		return p.Budget.Categories
	}
	return []BudgetCategory{BudgetPeople, BudgetTools, BudgetTraining, BudgetExternalAudit, BudgetTesting}
}

// BudgetVariance is Budget.VariancePercent, or 20 percent.
func (p *Policy) BudgetVariance() int { return orDefault(p.Budget.VariancePercent, 20) }

// BudgetSuccessorWarning is Budget.SuccessorDays, or 60 days.
func (p *Policy) BudgetSuccessorWarning() int { return orDefault(p.Budget.SuccessorDays, 60) }

// ResourceDecisionInterval is ResourceDecisionIntervalMonths, or 12 months.
func (p *Policy) ResourceDecisionInterval() int {
	return orDefault(p.Support.ResourceDecisionIntervalMonths, 12)
}

// EscalationAnswer is EscalationAnswerDays, or 30 days.
func (p *Policy) EscalationAnswer() int { return orDefault(p.Support.EscalationAnswerDays, 30) }

// SupplierReviewInterval is how many months may pass between reviews of a service
// of the given criticality: SupplierReviewCriticalMonths, or 12;
// SupplierReviewHighMonths, or 12; for every other SupplierReviewMonths, or 24.
func (p *Policy) SupplierReviewInterval(criticality Criticality) int {
	switch criticality {
	case CriticalityCritical:
		return orDefault(p.Outsourcing.ReviewCriticalMonths, 12)
	case CriticalityHigh:
		return orDefault(p.Outsourcing.ReviewHighMonths, 12)
	default:
		return orDefault(p.Outsourcing.ReviewMonths, 24)
	}
}

// SLAInterval is how many months may pass between measurements of a service of the
// given criticality: SLACriticalMonths, or 6; for every other SLAMonths, or 12.
func (p *Policy) SLAInterval(criticality Criticality) int {
	if criticality == CriticalityCritical {
		return orDefault(p.Outsourcing.SLACriticalMonths, 6)
	}
	return orDefault(p.Outsourcing.SLAMonths, 12)
}

// SLAMisses is SLAMissesForFinding, or 2.
func (p *Policy) SLAMisses() int { return orDefault(p.Outsourcing.SLAMissesForFinding, 2) }

// ExpectedActivities is MandatoryActivities, or all ten.
func (p *Policy) ExpectedActivities() []Activity {
	if len(p.Allocation.MandatoryActivities) > 0 {
		return p.Allocation.MandatoryActivities
	}
	return []Activity{
		ActivityPolicy, ActivityRiskAssessment, ActivityStatementOfApplicability, ActivityInternalAudit,
		ActivityManagementReview, ActivityIncidentManagement, ActivityAccessControl,
		ActivitySupplierManagement, ActivityAwareness, ActivityImprovement,
	}
}

// AuditInterval is AuditIntervalMonths, or 12 months.
func (p *Policy) AuditInterval() int { return orDefault(p.Review.AuditIntervalMonths, 12) }

// ImprovementInterval is Improvement.IntervalMonths, or 12 months.
func (p *Policy) ImprovementInterval() int { return orDefault(p.Improvement.IntervalMonths, 12) }

// Recurrence is RecurrenceMonths, or 12 months.
func (p *Policy) Recurrence() int { return orDefault(p.Improvement.RecurrenceMonths, 12) }

// SoaReviewInterval is Applicability.ReviewIntervalMonths, or 12 months.
func (p *Policy) SoaReviewInterval() int { return orDefault(p.Applicability.ReviewIntervalMonths, 12) }

// SoaReviewLimit is Applicability.ReviewLimitMonths, or 24 months.
func (p *Policy) SoaReviewLimit() int { return orDefault(p.Applicability.ReviewLimitMonths, 24) }

// ControlsWithoutResourcesMajor is Applicability.WithoutResourcesMajorPercent, or 10 percent.
func (p *Policy) ControlsWithoutResourcesMajor() int {
	return orDefault(p.Applicability.WithoutResourcesMajorPercent, 10)
}

// EvidenceMaxAge is EvidenceMaxAgeMonths, or 12 months.
func (p *Policy) EvidenceMaxAge() int { return orDefault(p.Applicability.EvidenceMaxAgeMonths, 12) }

// ExceptionMax is ExceptionMaxMonths, or 12 months.
func (p *Policy) ExceptionMax() int { return orDefault(p.Segregation.ExceptionMaxMonths, 12) }

// TransitionLimit is TransitionLimitMonths, or 12 months.
func (p *Policy) TransitionLimit() int { return orDefault(p.Lifecycle.TransitionLimitMonths, 12) }

// ExternalAuditWarning is ExternalAuditWarningDays, or 90 days.
func (p *Policy) ExternalAuditWarning() int {
	return orDefault(p.Lifecycle.ExternalAuditWarningDays, 90)
}

// Retention is RetentionMonths, or 36 months: one cycle of certification.
func (p *Policy) Retention() int { return orDefault(p.Records.RetentionMonths, 36) }

// DeputyActing is Allocation.DeputyActingDays, or 90 days.
func (p *Policy) DeputyActing() int { return orDefault(p.Allocation.DeputyActingDays, 90) }

// ApprovalLead is Applicability.ApprovalLeadDays, or 90 days.
func (p *Policy) ApprovalLead() int { return orDefault(p.Applicability.ApprovalLeadDays, 90) }

// Reassessment is Identification.ReassessmentDays, or 90 days.
func (p *Policy) Reassessment() int { return orDefault(p.Identification.ReassessmentDays, 90) }

// Proposal is Identification.ProposalDays, or 90 days.
func (p *Policy) Proposal() int { return orDefault(p.Identification.ProposalDays, 90) }

// NeedHorizon is Identification.NeedHorizonMonths, or 36 months.
func (p *Policy) NeedHorizon() int { return orDefault(p.Identification.NeedHorizonMonths, 36) }

// OpenHorizon is Identification.OpenHorizonMonths, or 12 months.
func (p *Policy) OpenHorizon() int { return orDefault(p.Identification.OpenHorizonMonths, 12) }

// Induction is Competence.InductionDays, or 30 days.
func (p *Policy) Induction() int { return orDefault(p.Competence.InductionDays, 30) }

// EffectWait is Competence.EffectDays, or 90 days.
func (p *Policy) EffectWait() int { return orDefault(p.Competence.EffectDays, 90) }

// NewAsset is Infrastructure.NewAssetDays, or 30 days.
func (p *Policy) NewAsset() int { return orDefault(p.Infrastructure.NewAssetDays, 30) }

// BudgetPeriodLimit is Budget.PeriodMonths, or 24 months.
func (p *Policy) BudgetPeriodLimit() int { return orDefault(p.Budget.PeriodMonths, 24) }

// RenewalPapers is Outsourcing.RenewalPapersDays, or 14 days.
func (p *Policy) RenewalPapers() int { return orDefault(p.Outsourcing.RenewalPapersDays, 14) }

// Bridge is Outsourcing.BridgeDays, or 90 days.
func (p *Policy) Bridge() int { return orDefault(p.Outsourcing.BridgeDays, 90) }

// ActionHorizon is Review.ActionHorizonMonths, or 12 months.
func (p *Policy) ActionHorizon() int { return orDefault(p.Review.ActionHorizonMonths, 12) }

// MajorHorizon is Review.MajorHorizonDays, or 90 days.
func (p *Policy) MajorHorizon() int { return orDefault(p.Review.MajorHorizonDays, 90) }

// AuditReportWait is Review.AuditReportDays, or 30 days.
func (p *Policy) AuditReportWait() int { return orDefault(p.Review.AuditReportDays, 30) }

// AuditCycle is Review.AuditCycleMonths, or 36 months.
func (p *Policy) AuditCycle() int { return orDefault(p.Review.AuditCycleMonths, 36) }

// PlannedHorizon is Applicability.PlannedHorizonMonths, or 12 months.
func (p *Policy) PlannedHorizon() int { return orDefault(p.Applicability.PlannedHorizonMonths, 12) }

// PlannedMinor is Applicability.PlannedMinorPercent, or 20 percent.
func (p *Policy) PlannedMinor() int { return orDefault(p.Applicability.PlannedMinorPercent, 20) }

// PlannedMajor is Applicability.PlannedMajorPercent, or 50 percent.
func (p *Policy) PlannedMajor() int { return orDefault(p.Applicability.PlannedMajorPercent, 50) }

// AcceptanceFor is how many months the acceptance of a risk of the given rating counts:
// Identification.AcceptanceCriticalMonths, AcceptanceHighMonths or, for every other,
// AcceptanceMonths; or 12.
func (p *Policy) AcceptanceFor(rating RiskRating) int {
	switch rating {
	case RiskCritical:
		return orDefault(p.Identification.AcceptanceCriticalMonths, 12)
	case RiskHigh:
		return orDefault(p.Identification.AcceptanceHighMonths, 12)
	default:
		return orDefault(p.Identification.AcceptanceMonths, 12)
	}
}

// SupportLookupAge is Maintenance.SupportLookupMonths, or 12 months.
func (p *Policy) SupportLookupAge() int { return orDefault(p.Maintenance.SupportLookupMonths, 12) }

// CertificateTerm is Lifecycle.CertificateMonths, or 36 months.
func (p *Policy) CertificateTerm() int { return orDefault(p.Lifecycle.CertificateMonths, 36) }

// CertificateLimit is Lifecycle.CertificateLimitMonths, or 48 months.
func (p *Policy) CertificateLimit() int { return orDefault(p.Lifecycle.CertificateLimitMonths, 48) }

// EstablishmentLimit is Lifecycle.EstablishmentMonths, or 24 months.
func (p *Policy) EstablishmentLimit() int { return orDefault(p.Lifecycle.EstablishmentMonths, 24) }
