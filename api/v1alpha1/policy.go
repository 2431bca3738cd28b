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

// TrainingIntervalMonths is IntervalMonths, or 12.
func (t *MandatoryTraining) TrainingIntervalMonths() int { return orDefault(t.IntervalMonths, 12) }

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

// RecordReview is Records.ReviewIntervalMonths, or 12 months.
func (p *Policy) RecordReview() int { return orDefault(p.Records.ReviewIntervalMonths, 12) }

// DeputyActing is Allocation.DeputyActingDays, or 90 days.
func (p *Policy) DeputyActing() int { return orDefault(p.Allocation.DeputyActingDays, 90) }

// ApprovalLead is Applicability.ApprovalLeadDays, or 90 days.
func (p *Policy) ApprovalLead() int { return orDefault(p.Applicability.ApprovalLeadDays, 90) }

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

// CertificateTerm is Lifecycle.CertificateMonths, or 36 months.
func (p *Policy) CertificateTerm() int { return orDefault(p.Lifecycle.CertificateMonths, 36) }

// CertificateLimit is Lifecycle.CertificateLimitMonths, or 48 months.
func (p *Policy) CertificateLimit() int { return orDefault(p.Lifecycle.CertificateLimitMonths, 48) }

// EstablishmentLimit is Lifecycle.EstablishmentMonths, or 24 months.
func (p *Policy) EstablishmentLimit() int { return orDefault(p.Lifecycle.EstablishmentMonths, 24) }

// AssignmentReview is Allocation.AssignmentReviewMonths, or 12 months.
func (p *Policy) AssignmentReview() int { return orDefault(p.Allocation.AssignmentReviewMonths, 12) }

// AssignmentLimit is Allocation.AssignmentLimitMonths, or 24 months.
func (p *Policy) AssignmentLimit() int { return orDefault(p.Allocation.AssignmentLimitMonths, 24) }

// BunchedActs is Lifecycle.BunchedActs, or 20 acts.
func (p *Policy) BunchedActs() int { return orDefault(p.Lifecycle.BunchedActs, 20) }

// BunchedShare is Lifecycle.BunchedPercent, or 60 percent.
func (p *Policy) BunchedShare() int { return orDefault(p.Lifecycle.BunchedPercent, 60) }

// BunchedDays is Lifecycle.BunchedDays, or 45 days.
func (p *Policy) BunchedDays() int { return orDefault(p.Lifecycle.BunchedDays, 45) }

// ObservationMaxAge is Allocation.ObservationMaxAgeDays, or 7 days.
func (p *Policy) ObservationMaxAge() int { return orDefault(p.Allocation.ObservationMaxAgeDays, 7) }
