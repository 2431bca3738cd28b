package scenarios

// The lists say why the samples conform without a fact. An entry names a fact and how
// it is taken ("Risk.Spec.AssessedOn lapsed"), or a fact however it is taken; those of
// describing name fields of any kind. TestEveryFactCounts fails for entries that are
// not true any more.

// describing are fields that say what something is, on which no verdict can hang, and
// those that the API server does not let be empty where the schema cannot tell.
var describing = map[string]string{
	".Acceptance.Rationale":       "why it was accepted; that its owner did is judged (P1-05)",
	".Adequacy.Note":              "explains a verdict that is judged itself",
	".Approvals[].Rationale":      "why it was approved is asked of decisions on resources alone (P5-03)",
	".Certificate.Body":           "names the body; its contract is judged as an OutsourcedService (L-02, P7-10)",
	".Certificate.Number":         "identifies the certificate",
	".Description":                "describes the record",
	".DisplayName":                "names the person for readers; records name people by metadata.name",
	".DueDiligence.PerformedBy":   "names who can be asked; when it was done and what it came to are judged (P7-02)",
	".ExpectedBenefit.Target":     "how much is hoped for; that it can be measured is judged (P10-02)",
	".Issuer":                     "names who confirms the credential",
	".LastExternalAudit.Type":     "the next audit falls due by the days alone (L-04)",
	".Location":                   "says where it is",
	".Measurements[].Measured":    "the value for readers; whether the target was met is judged (P7-05)",
	".NextExternalAudit.Type":     "the audit is to be scheduled and paid for, whatever its type (L-04)",
	".Notes":                      "explains a result that is judged itself (P6-09)",
	".AuthorityGrantedBy.RoleRef": "refused by the API server: an actor is exactly one of roleRef, personRef and statedAs",
	".By.PersonRef":               "refused by the API server: an actor is exactly one of roleRef, personRef and statedAs",
	".PerformedBy.PersonRef":      "refused by the API server: an actor is exactly one of roleRef, personRef and statedAs",
	".RaisedBy.PersonRef":         "refused by the API server: an actor is exactly one of roleRef, personRef and statedAs",
	".RequestedBy.PersonRef":      "refused by the API server: an actor is exactly one of roleRef, personRef and statedAs",
	".Owner.RoleRef":              "refused by the API server: an actor is exactly one of roleRef, personRef and statedAs",
	".Review.IntervalMonths":      "the policy sets the interval where the record does not (X-06)",
	".Service":                    "describes the service; what it is to the ISMS is in provides",
	".Source":                     "says where the idea came from; what it answers is in decisionRef, auditFindingRef and addresses",
	".Subcontractors[].Service":   "describes what the subcontractor does",
	".Target":                     "says how much is to be reached; when, and by what means, is judged (P1-10, P1-12)",
	".Vendor":                     "names the vendor",
	".Version":                    "names what is in use; the end of its support is a date of its own (P6-04)",
}

// withoutEffect are facts without which nothing changes, each with the reason why
// nothing has to.
var withoutEffect = map[string]string{
	"Risk.Spec.Residual.Rating emptied":                  "the rating of the risk stands in (P1-14)",
	"AccountabilityMatrix.Spec.Owner":                    "who approved the matrix stands in (P8-10), and each row has an accountable role",
	"AccountabilityMatrix.Spec.Review emptied":           "a review of its own is the organisation's to set (X-06); P8-04 and P8-05 look at every row every day",
	"AccountabilityMatrix.Spec.Rows[].Clause":            "the row is then about its name; the clause adds ties of auditors (D-04) and conflicts of owners (P8-08)",
	"AccountabilityMatrix.Spec.Rows[].ConsultedRoleRefs": "nobody has to be consulted",
	"AccountabilityMatrix.Spec.Rows[].Control":           "the row is then about its name; the statement allocates every control (S-04)",
	"AccountabilityMatrix.Spec.Rows[].InformedRoleRefs":  "nobody has to be informed",
	"AccountabilityMatrix.Spec.Rows[].ServiceRef":        "the row is then about its name; the service has an owner of its own (P7-01)",

	"ClauseAssessment.Spec.Certificate.IssuedOn emptied":                         "the last external audit is later and stands in (L-04)",
	"ClauseAssessment.Spec.ImplementationSince":                                  "no minor of the samples grows old (G-02), and nothing else asks when it began",
	"ClauseAssessment.Spec.IsmsSince":                                            "no minor of the samples grows old (G-02), and nothing else asks when it began",
	"ClauseAssessment.Spec.NextExternalAudit emptied":                            "on the day of the samples the window in which it is to be scheduled is not open (L-04)",
	"ClauseAssessment.Spec.Owner":                                                "the role with the mandate InformationSecurityManager stands in (P8-06)",
	"ClauseAssessment.Spec.Policy.Competence.ProofWarningDays":                   "the default is what the samples set",
	"ClauseAssessment.Spec.Policy.Review.ManagementReviewIntervalMonths":         "the default is what the samples set",
	"ClauseAssessment.Spec.Policy.Competence.MandatoryTraining[].IntervalMonths": "the default is what the samples set",

	"CompetencyRecord.Spec.CredentialID emptied":           "evidence, or the check by somebody else, stands in (P2-09)",
	"CompetencyRecord.Spec.Verification emptied":           "the credential or evidence stands in (P2-09)",
	"CompetencyRecord.Spec.Verification.VerifiedOn lapsed": "the credential or evidence stands in for a check that was before the competency (P2-09)",

	"Improvement.Spec.AchievedBenefit.MeasuredOn": "the statement is the result (P10-02); it may be measured before the work is closed",
	"Improvement.Spec.Addresses emptied":          "it adds duties (P10-03, P10-06); an improvement need not answer a finding",
	"Improvement.Spec.AuditFindingRef emptied":    "the finding names the improvement in trackedByRef, and is judged itself (P9-14)",
	"Improvement.Spec.CompletedOn lapsed":         "refused by the API server: it is not before openedOn",
	"Improvement.Spec.DecisionRef emptied":        "the decision names the improvement in trackedByRef (P10-05)",
	"Improvement.Spec.OpenedOn emptied":           "another improvement of the year stands in (P10-01)",
	"Improvement.Spec.Type emptied":               "another improvement that concerns the use of resources stands in (P10-04)",

	"InfrastructureAsset.Spec.Controls":        "the need that the asset meets gives it a purpose (P3-03), and the statement names it as well (S-03)",
	"InfrastructureAsset.Spec.Custodian":       "a custodian need not be named; the owner answers (P3-02)",
	"InfrastructureAsset.Spec.InServiceFrom":   "maintenance and an assessment of adequacy since then stand in (P3-04, P6-05)",
	"InfrastructureAsset.Spec.RequirementRefs": "the controls of the asset give it a purpose (P3-03), and the need names it in satisfiedByRefs (P1-13)",
	"InfrastructureAsset.Spec.Type emptied":    "says what it is; what it is worth is in criticality and classification (P3-07)",

	"InternalAudit.Spec.Auditors[].ClaimedCompetencies":  "a claim has to be proven (P2-16); without one, the proof itself is asked (D-05)",
	"InternalAudit.Spec.Findings[].ClosedOn lapsed":      "an audit may take days, and a finding be closed on the spot",
	"InternalAudit.Spec.Findings[].DueOn emptied":        "the findings of the samples are observations, of which no rule asks it (P9-14)",
	"InternalAudit.Spec.Findings[].Owner emptied":        "the findings of the samples are observations, of which no rule asks it (P9-14)",
	"InternalAudit.Spec.Findings[].TrackedByRef emptied": "a finding has an owner and a day itself (P9-14), and the improvement names it",
	"InternalAudit.Spec.Owner emptied":                   "the auditors stand in (D-04, D-05)",
	"InternalAudit.Spec.PlannedOn lapsed":                "an audit was held since, so that the plan is made up for (P9-13)",
	"InternalAudit.Spec.Scope.Controls":                  "roles and clauses are a scope too; without all three it is unknown (D-04)",
	"InternalAudit.Spec.Scope.RoleRefs":                  "controls and clauses are a scope too; without all three it is unknown (D-04)",

	"ManagementReview.Spec.AttendeeRefs":                     "the chair is top management and was there (P9-03)",
	"ManagementReview.Spec.ChairRef emptied":                 "top management attended (P9-03)",
	"ManagementReview.Spec.Decisions[].CompletedOn lapsed":   "a decision that is carried on may have been completed before the review",
	"ManagementReview.Spec.Decisions[].TrackedByRef emptied": "the improvement names the decision in decisionRef (P10-05)",
	"ManagementReview.Spec.Owner emptied":                    "top management holds the review (P9-03), and who approved the minutes answers for them (P9-07)",
	"ManagementReview.Spec.PlannedOn":                        "the review was held, so that the plan does not matter any more (P9-02)",

	"OutsourcedService.Spec.Agreements[].SignedOn lapsed":                     "an agreement runs until its validUntil (P7-06)",
	"OutsourcedService.Spec.AssuranceReports[].StatementSeenOn lapsed":        "when a statement was seen is not measured, only that it was (P7-16)",
	"OutsourcedService.Spec.AssuranceReports[].UserControls emptied":          "the statement excludes none of them (P7-17)",
	"OutsourcedService.Spec.AssuranceReports[].UserControls without an entry": "the statement excludes none of them (P7-17)",
	"OutsourcedService.Spec.AssuranceReports[].ValidUntil emptied":            "the day of issue stands in (P7-07)",
	"OutsourcedService.Spec.DueDiligence emptied":                             "the ServiceReview of type DueDiligence stands in (P7-02, P7-03)",
	"OutsourcedService.Spec.DueDiligence.PerformedOn lapsed":                  "due diligence is judged against the start (P7-02); later reviews stand in (P7-03)",
	"OutsourcedService.Spec.ExitPlan.TestedOn":                                "the catalogue asks for a plan and not for a test of it (P7-09)",
	"OutsourcedService.Spec.Provides":                                         "certificationBodyRelation stands in (P7-10), and so does the proof of who works under the contract (P2-15)",
	"OutsourcedService.Spec.RequirementRefs":                                  "the need names the service in satisfiedByRefs (P1-13)",
	"OutsourcedService.Spec.Subcontractors":                                   "a supplier need not have subcontractors",
	"OutsourcedService.Spec.Term.NoticePeriodDays":                            "without one the end of the term is the day (P6-02)",
	"OutsourcedService.Spec.Term.RenewalMode":                                 "it is Manual in the samples, which an absent one is taken for: nothing is renewed before that is decided (P4-05)",

	"Person.Spec.EngagedFrom":          "without one the engagement has begun; roles have days of their own",
	"Person.Spec.EngagedUntil emptied": "without one the engagement goes on, and the contract has an end of its own (X-02, X-09)",
	"Person.Spec.ManagerRef emptied":   "a line to who is audited would be a tie (D-04); the first of an organisation has none",

	"ResourceRequirement.Spec.Category emptied":                  "sorts needs for readers; what it costs is judged by the budget line (P4-05)",
	"ResourceRequirement.Spec.Drivers.Controls":                  "a risk, an objective or an obligation stands in (P1-02)",
	"ResourceRequirement.Spec.Drivers.ObjectiveRefs":             "the objective names the need in requirementRefs (P1-02, P1-10)",
	"ResourceRequirement.Spec.Drivers.RiskRefs without an entry": "another risk or control is the source (P1-02), and the risk names resources itself (P1-04)",
	"ResourceRequirement.Spec.EscalatedOn":                       "the need is fulfilled or decided, which is the answer (P5-08)",
	"ResourceRequirement.Spec.EstimatedCost emptied":             "not every need costs money; a line of the budget names the need (P4-05)",
	"ResourceRequirement.Spec.FulfilledOn":                       "the state Fulfilled, or the resource in satisfiedByRefs, stands in (P1-06, P1-13)",
	"ResourceRequirement.Spec.Phases":                            "another need serves the phase (P1-09)",
	"ResourceRequirement.Spec.RaisedBy emptied":                  "names who can be asked; P1-02 asks where the need comes from",
	"ResourceRequirement.Spec.RaisedOn":                          "assessedOn stands in (P1-08)",

	"Risk.Spec.Acceptance.ValidUntil emptied": "an acceptance holds until the risk is assessed anew (P1-11)",
	"Risk.Spec.Controls":                      "a need or a resource of its own carries the treatment (P1-04)",
	"Risk.Spec.ResourceRefs":                  "a need or a control with a resource carries the treatment (P1-04)",

	"SecurityBudget.Spec.Lines[].Actual emptied": "what was spent is asked after the end of the period (P4-06)",
	"SecurityBudget.Spec.Lines[].ResourceRefs":   "no term of the samples will be renewed within the budget (P4-05); needs are named in requirementRefs",
	"SecurityBudget.Spec.Owner emptied":          "who asked for the budget and who approved it stand in (P4-02)",
	"SecurityBudget.Spec.RequestedOn":            "who asked is judged (P4-02); the day is before the approval, as the API server makes sure",

	"SecurityException.Spec.Conflict.Scope emptied":     "the person holds the two duties in one scope alone, which a waiver of all scopes covers (D-02)",
	"SecurityException.Spec.Owner emptied":              "who asked for the exception and who approved it stand in (P6-08)",
	"SecurityException.Spec.RequestedOn":                "who asked is judged (P6-08); the day is before the approval, as the API server makes sure",
	"SecurityException.Spec.Validity.ValidFrom emptied": "it then holds from the approval on (P6-08)",

	"SecurityObjective.Spec.AchievedOn lapsed": "an objective that was reached is closed, whenever that was (P1-12)",
	"SecurityObjective.Spec.RequirementRefs":   "a resource of its own stands in (P1-10)",
	"SecurityObjective.Spec.ResourceRefs":      "a need of its own stands in (P1-10)",

	"SecurityRole.Spec.Assignments[].AppointedOn lapsed":     "an appointment does not age (P8-07)",
	"SecurityRole.Spec.Assignments[].Capacity emptied":       "without one the holder is a principal",
	"SecurityRole.Spec.Assignments[].From":                   "without one the assignment has begun; the appointment has a day of its own (P8-07)",
	"SecurityRole.Spec.AuthorityGrantedBy emptied":           "each appointment names who made it (P8-07)",
	"SecurityRole.Spec.HandOver":                             "the role states no duty of daily operation, so that it need not be handed over (L-03)",
	"SecurityRole.Spec.HandOver.Plan a placeholder":          "the role states no duty of daily operation, so that it need not be handed over (L-03)",
	"SecurityRole.Spec.HandOver.DueOn lapsed":                "the role states no duty of daily operation, so that it need not be handed over (L-03)",
	"SecurityRole.Spec.RequiredCompetencies[].Level emptied": "without one any level will do (P2-05)",

	"ServiceReview.Spec.Actions[].Owner emptied":        "the owner of the service stands in (P7-01)",
	"ServiceReview.Spec.Actions[].TrackedByRef emptied": "the day of the action has not come (P7-11)",
	"ServiceReview.Spec.Measurements":                   "another measurement within the interval stands in (P7-04)",
	"ServiceReview.Spec.Measurements[].Result":          "another measurement within the interval stands in (P7-04)",
	"ServiceReview.Spec.PerformedBy emptied":            "names who can be asked; the owner of the service answers (P7-01)",
	"ServiceReview.Spec.Period":                         "the day of the review stands in (P7-04)",
	"ServiceReview.Spec.Period.End lapsed":              "another measurement within the interval stands in (P7-04)",
	"ServiceReview.Spec.Period.Start lapsed":            "a measurement counts until the end of its period (P7-04)",

	"StatementOfApplicability.Spec.Controls[].Evidence[].CollectedOn":         "the day on which the evidence took effect stands in (S-13)",
	"StatementOfApplicability.Spec.Controls[].Evidence[].EffectiveOn emptied": "the day on which the evidence was collected stands in (S-13)",
	"StatementOfApplicability.Spec.Controls[].Reasons":                        "the justification in words stands in (S-06)",
	"StatementOfApplicability.Spec.Controls[].ResponsibleRoleRefs":            "the accountable role answers (S-04), and the resources carry the control (S-03)",
	"StatementOfApplicability.Spec.Controls[].RiskRefs":                       "the justification in words stands in (S-06), and the risk names the control",
	"StatementOfApplicability.Spec.DeclaredTotals":                            "totals need not be declared; those that are have to be right (S-10)",
	"StatementOfApplicability.Spec.DeclaredTotals.Applicable":                 "totals need not be declared; those that are have to be right (S-10)",
	"StatementOfApplicability.Spec.DeclaredTotals.Excluded":                   "totals need not be declared; those that are have to be right (S-10)",
	"StatementOfApplicability.Spec.DeclaredTotals.Inherited":                  "totals need not be declared; those that are have to be right (S-10)",
	"StatementOfApplicability.Spec.DeclaredTotals.Undecided":                  "totals need not be declared; those that are have to be right (S-10)",
	"StatementOfApplicability.Spec.Review.LastReviewedOn":                     "the statement was issued within the interval, and who issues it has looked at it (S-09)",
	"StatementOfApplicability.Spec.Owner emptied":                             "who approved the statement stands in (S-09), and each control has an accountable role (S-04)",
	"StatementOfApplicability.Spec.Review emptied":                            "the date of issue stands in (S-09)",

	"ToolLicense.Spec.Controls":                  "the need that the tool meets gives it a purpose (P3-03), and the statement names it as well (S-03)",
	"ToolLicense.Spec.MaintenanceIntervalMonths": "not every tool is maintained by who uses it; an interval is asked of assets (P6-06)",
	"ToolLicense.Spec.RequirementRefs":           "the controls of the tool give it a purpose (P3-03), and the need names it in satisfiedByRefs (P1-13)",
	"ToolLicense.Spec.Seats emptied":             "not every licence counts seats (P3-05)",
	"ToolLicense.Spec.Seats.Assigned":            "none assigned is none too many (P3-05)",
	"ToolLicense.Spec.Term.NoticePeriodDays":     "without one the end of the term is the day (P6-02)",
	"ToolLicense.Spec.Term.RenewalMode":          "it is Manual in the samples, which an absent one is taken for: nothing is renewed before that is decided (P4-05)",
	"ToolLicense.Spec.Term.Start":                "without one the term has begun; maintenance is on record (P6-05)",
}

// observedOnly are facts without which findings come or go that leave the samples
// conforming: observations and opportunities. Each names the rule.
var observedOnly = map[string]string{
	"InternalAudit.Spec.Scope.Clauses":                                     "roles and controls are a scope too; the programme then leaves clauses out, which is in sight (P9-15)",
	"OutsourcedService.Spec.AssuranceReports[].ReviewedBy.RoleRef emptied": "who read a report is observed (P7-16)",
	"OutsourcedService.Spec.AssuranceReports[].ReviewedOn lapsed":          "a role that nobody held on the day read nothing (P7-16)",
	"OutsourcedService.Spec.AssuranceReports[].ReviewedBy emptied":         "who read a report is observed (P7-16)",
	"OutsourcedService.Spec.AssuranceReports[].ReviewedOn emptied":         "that nobody read a report is observed (P7-16)",
	"OutsourcedService.Spec.AssuranceReports[].Scope emptied":              "what a report covers is observed (P7-16)",
	"OutsourcedService.Spec.AssuranceReports[].Scope a placeholder":        "what a report covers is observed (P7-16)",
	"OutsourcedService.Spec.AssuranceReports[].StatementSeenOn emptied":    "what a certificate covers is observed (P7-16)",
	"OutsourcedService.Spec.AssuranceReports[].Type emptied":               "what is no certificate states its scope (P7-16)",
	"OutsourcedService.Spec.AssuranceReports[].IssuedOn emptied":           "a report counts until it ends; nobody knows then how long ago somebody looked (P7-07)",
	"Improvement.Spec.AchievedBenefit emptied":                             "P10-02 is an observation",
	"Improvement.Spec.ExpectedBenefit emptied":                             "P10-02 is an observation",
	"Improvement.Spec.ExpectedBenefit.Measure emptied":                     "P10-02 is an observation",

	"Improvement.Spec.AchievedBenefit.Statement a placeholder": "P10-02 is an observation",
	"Improvement.Spec.ExpectedBenefit.Statement a placeholder": "P10-02 is an observation",
	"OutsourcedService.Spec.ExitPlan.Plan a placeholder":       "P7-09 is an observation",

	"MaintenanceRecord.Spec.PerformedBy":           "P6-09: who did it is an observation; what came of it decides",
	"MaintenanceRecord.Spec.PerformedBy.PersonRef": "refused by the API server: an actor is exactly one of roleRef, personRef and statedAs",
	"MaintenanceRecord.Spec.ServiceRef":            "P6-09: who did it is an observation; what came of it decides",

	"ManagementReview.Spec.Decisions[].Rationale emptied": "P5-03 is an observation",
	"ManagementReview.Spec.NextReviewOn emptied":          "P9-10 is an observation",

	"OutsourcedService.Spec.ExitPlan emptied": "P7-09 is an observation",

	"ResourceRequirement.Spec.Decision.By":                "P5-03 is an observation",
	"ResourceRequirement.Spec.Decision.DecidedOn emptied": "P5-03 is an observation",
	"ResourceRequirement.Spec.Decision.Rationale":         "P5-03 is an observation",

	"SecurityBudget.Spec.Lines[].Category emptied": "P4-04 is an observation",

	"SecurityObjective.Spec.AchievedOn emptied": "P1-12: to miss a day is an observation",
	"SecurityObjective.Spec.DueOn lapsed":       "P1-12: to miss a day is an observation",

	"SecurityRole.Spec.Duties without an entry": "D-02: without the duties nothing is in conflict that has to be mitigated; without any duty of any role it is unknown (D-08)",
	"SecurityRole.Spec.JobDescription emptied":  "P2-17 is an observation",
	"SecurityRole.Spec.ReportsToRef emptied":    "P5-07 is an observation",

	"StatementOfApplicability.Spec.Controls[].Evidence":                      "S-13 is an observation",
	"StatementOfApplicability.Spec.Controls[].Evidence[].EffectiveOn lapsed": "S-13 is an observation",
}
