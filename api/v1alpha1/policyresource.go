package v1alpha1

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

// StalledTreatment is Identification.StalledDays, or 30 days.
func (p *Policy) StalledTreatment() int { return orDefault(p.Identification.StalledDays, 30) }

// TopTraining is Competence.TopTrainingMonths, or 24 months.
func (p *Policy) TopTraining() int { return orDefault(p.Competence.TopTrainingMonths, 24) }

// CopiedRoles is Competence.CopiedRoles, or 3 roles.
func (p *Policy) CopiedRoles() int { return orDefault(p.Competence.CopiedRoles, 3) }

// CopiedShare is Competence.CopiedPercent, or 80 percent.
func (p *Policy) CopiedShare() int { return orDefault(p.Competence.CopiedPercent, 80) }

// OverdueWork is Support.OverdueWork, or 5 things.
func (p *Policy) OverdueWork() int { return orDefault(p.Support.OverdueWork, 5) }

// OverdueKinds is Support.OverdueKinds, or 3 kinds.
func (p *Policy) OverdueKinds() int { return orDefault(p.Support.OverdueKinds, 3) }

// ReportReading is Outsourcing.ReportReadingDays, or 90 days.
func (p *Policy) ReportReading() int { return orDefault(p.Outsourcing.ReportReadingDays, 90) }
