package attacks

import api "github.com/isms-operator/isms-operator/api/v1alpha1"

// Acts are one of each kind in each kind of record that states it.
var Acts = []Act{
	{
		"Appointment", api.ActAppointment, Place{"SecurityRole/ism", "spec.assignments[ada].appointmentSignature"}, "ada", func(o *Org) api.Record { return o.Role },
		func(o *Org, by *api.Actor, on api.Date) {
			a := &o.Role.Spec.Assignments[0]
			a.AppointedBy, a.AppointedOn = by, on
		},
		func(o *Org) { o.Role.Spec.Assignments[0].From = api.MustDate("2023-01-01") },
		func(o *Org, by *api.Actor) { o.Role.Spec.Assignments[0].AppointedBy = by },
		func(o *Org) *api.Date { return &o.Role.Spec.Assignments[0].AppointedOn },
		func(o *Org) *string { return &o.Role.Spec.Assignments[0].AppointmentSignature },
	},
	{
		"Delegation", api.ActDelegation, Place{"SecurityRole/ism", "spec.delegations[0].signature"}, "Budget@" + ActDay, func(o *Org) api.Record { return o.Role },
		func(o *Org, by *api.Actor, on api.Date) {
			o.Role.Spec.Delegations = []api.Delegation{{What: api.SignBudget, From: on, By: by}}
		},
		func(o *Org) { o.Role.Spec.Delegations[0].What = api.SignRiskAcceptance },
		func(o *Org, by *api.Actor) { o.Role.Spec.Delegations[0].By = by },
		func(o *Org) *api.Date { return &o.Role.Spec.Delegations[0].From },
		func(o *Org) *string { return &o.Role.Spec.Delegations[0].Signature },
	},
	{
		"RiskAcceptance", api.ActRiskAcceptance, Place{"Risk/leak", "spec.acceptance.signature"}, "", func(o *Org) api.Record { return o.Risk },
		func(o *Org, by *api.Actor, on api.Date) {
			o.Risk.Spec.Acceptance = &api.RiskAcceptance{By: *by, AcceptedOn: on, Rationale: "Too dear to mend", ValidUntil: api.MustDate("2026-12-31")}
		},
		func(o *Org) { o.Risk.Spec.Acceptance.Rationale = "We like it" },
		func(o *Org, by *api.Actor) { o.Risk.Spec.Acceptance.By = valueOf(by) },
		func(o *Org) *api.Date { return &o.Risk.Spec.Acceptance.AcceptedOn },
		func(o *Org) *string { return &o.Risk.Spec.Acceptance.Signature },
	},
	{
		"RiskAcceptance of the residual", api.ActRiskAcceptance, Place{"Risk/leak", "spec.residual.acceptance.signature"}, "residual", func(o *Org) api.Record { return o.Risk },
		func(o *Org, by *api.Actor, on api.Date) {
			o.Risk.Spec.Residual = &api.ResidualRisk{Rating: api.RiskLow, Acceptance: &api.RiskAcceptance{By: *by, AcceptedOn: on, Rationale: "It is little"}}
		},
		func(o *Org) { o.Risk.Spec.Residual.Rating = api.RiskHigh },
		func(o *Org, by *api.Actor) { o.Risk.Spec.Residual.Acceptance.By = valueOf(by) },
		func(o *Org) *api.Date { return &o.Risk.Spec.Residual.Acceptance.AcceptedOn },
		func(o *Org) *string { return &o.Risk.Spec.Residual.Acceptance.Signature },
	},
	{
		"Verification", api.ActVerification, Place{"CompetencyRecord/ada-lead", "spec.verification.signature"}, "", func(o *Org) api.Record { return o.Proof },
		func(o *Org, by *api.Actor, on api.Date) {
			o.Proof.Spec.Verification = &api.Verification{By: *by, VerifiedOn: on}
			o.Proof.Spec.Evidence = []api.Evidence{{Name: "a", URI: "https://example.org/a.pdf", CollectedOn: on}, {Name: "b", URI: "https://example.org/b.pdf", CollectedOn: on}}
		},
		func(o *Org) { o.Proof.Spec.Level = api.LevelExpert },
		func(o *Org, by *api.Actor) { o.Proof.Spec.Verification.By = valueOf(by) },
		func(o *Org) *api.Date { return &o.Proof.Spec.Verification.VerifiedOn },
		func(o *Org) *string { return &o.Proof.Spec.Verification.Signature },
	},
	{
		"RequirementDecision", api.ActRequirementDecision, Place{"ResourceRequirement/courses", "spec.decision.signature"}, "", func(o *Org) api.Record { return o.Need },
		func(o *Org, by *api.Actor, on api.Date) {
			o.Need.Spec.Decision.By, o.Need.Spec.Decision.DecidedOn = by, on
		},
		func(o *Org) { o.Need.Spec.Decision.State = api.RequirementRejected },
		func(o *Org, by *api.Actor) { o.Need.Spec.Decision.By = by },
		func(o *Org) *api.Date { return &o.Need.Spec.Decision.DecidedOn },
		func(o *Org) *string { return &o.Need.Spec.Decision.Signature },
	},
	{
		"RenewalDecision of a tool", api.ActRenewalDecision, Place{"ToolLicense/backup", "spec.term.renewalDecision.signature"}, "", func(o *Org) api.Record { return o.Tool },
		func(o *Org, by *api.Actor, on api.Date) {
			o.Tool.Spec.Term.RenewalDecision = &api.RenewalDecision{Decision: api.RenewalRenew, By: by, DecidedOn: on}
		},
		func(o *Org) { o.Tool.Spec.Term.End = api.MustDate("2028-12-31") },
		func(o *Org, by *api.Actor) { o.Tool.Spec.Term.RenewalDecision.By = by },
		func(o *Org) *api.Date { return &o.Tool.Spec.Term.RenewalDecision.DecidedOn },
		func(o *Org) *string { return &o.Tool.Spec.Term.RenewalDecision.Signature },
	},
	{
		"RenewalDecision of a service", api.ActRenewalDecision, Place{"OutsourcedService/hosting", "spec.term.renewalDecision.signature"}, "", func(o *Org) api.Record { return o.Service },
		func(o *Org, by *api.Actor, on api.Date) {
			o.Service.Spec.Term.RenewalDecision = &api.RenewalDecision{Decision: api.RenewalRenew, By: by, DecidedOn: on, Rationale: "It serves"}
		},
		func(o *Org) { o.Service.Spec.Term.RenewalDecision.Rationale = "We like it" },
		func(o *Org, by *api.Actor) { o.Service.Spec.Term.RenewalDecision.By = by },
		func(o *Org) *api.Date { return &o.Service.Spec.Term.RenewalDecision.DecidedOn },
		func(o *Org) *string { return &o.Service.Spec.Term.RenewalDecision.Signature },
	},
	{
		"ReplacementDecision of a tool", api.ActReplacementDecision, Place{"ToolLicense/backup", "spec.replacement.decisionSignature"}, "", func(o *Org) api.Record { return o.Tool },
		func(o *Org, by *api.Actor, on api.Date) {
			o.Tool.Spec.Replacement = &api.Replacement{Plan: "Move away", DueOn: api.MustDate("2026-11-30"), DecidedBy: by, DecidedOn: on}
		},
		func(o *Org) { o.Tool.Spec.Replacement.DueOn = api.MustDate("2029-11-30") },
		func(o *Org, by *api.Actor) { o.Tool.Spec.Replacement.DecidedBy = by },
		func(o *Org) *api.Date { return &o.Tool.Spec.Replacement.DecidedOn },
		func(o *Org) *string { return &o.Tool.Spec.Replacement.DecisionSignature },
	},
	{
		"ReplacementDecision of an asset", api.ActReplacementDecision, Place{"InfrastructureAsset/server", "spec.replacement.decisionSignature"}, "", func(o *Org) api.Record { return o.Asset },
		func(o *Org, by *api.Actor, on api.Date) {
			o.Asset.Spec.Replacement = &api.Replacement{Plan: "A new one", DueOn: api.MustDate("2026-11-30"), DecidedBy: by, DecidedOn: on}
		},
		func(o *Org) { o.Asset.Spec.Replacement.Plan = "Leave it" },
		func(o *Org, by *api.Actor) { o.Asset.Spec.Replacement.DecidedBy = by },
		func(o *Org) *api.Date { return &o.Asset.Spec.Replacement.DecidedOn },
		func(o *Org) *string { return &o.Asset.Spec.Replacement.DecisionSignature },
	},
}

// valueOf is an actor that a record must have, empty where it is taken away.
func valueOf(by *api.Actor) (a api.Actor) {
	if by != nil {
		a = *by
	}
	return a
}
