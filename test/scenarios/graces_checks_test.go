package scenarios

import (
	"maps"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// graces are what an organisation may leave open, by the field that gives the time.
var graces = func() map[string]graceCase {
	all := maps.Clone(gracesOfNeeds)
	maps.Copy(all, gracesOfChecks)
	return all
}()

// gracesOfChecks are what an organisation may leave open of what it looks at.
var gracesOfChecks = map[string]graceCase{
	"outsourcing.reviewCriticalMonths": {why: "a critical service was reviewed a year ago", rule: "P7-03", open: reviewed("managed-hosting-2026")},
	"outsourcing.reviewHighMonths":     {why: "an important service was reviewed a year ago", rule: "P7-03", open: reviewed("payroll-2026")},
	"outsourcing.reviewMonths":         {why: "another service was reviewed two years ago", rule: "P7-03", open: reviewed("isms-consulting-2025")},
	"outsourcing.slaCriticalMonths": {why: "the target of a critical service was measured half a year ago", rule: "P7-04", open: func(o *organisation, g grace) {
		o.drop(the[*api.ServiceReview](o, "managed-hosting-2025-q4"))
		measured(the[*api.ServiceReview](o, "managed-hosting-2026-q1"), g.began())
	}},
	"outsourcing.slaMonths": {why: "that of another was measured a year ago", rule: "P7-04", open: func(o *organisation, g grace) {
		the[*api.OutsourcedService](o, "payroll").Spec.ServiceTargets = []api.ServiceTarget{{Name: "in time", Target: "the 28th of each month"}}
		m := the[*api.ServiceReview](o, "managed-hosting-2026-q1").DeepCopy()
		m.Name, m.Spec.ServiceRef.Name, m.Spec.Measurements[0].Target = "payroll-q1", "payroll", "in time"
		measured(m, g.began())
		o.add(m)
	}},
	"outsourcing.assuranceMaxAgeMonths": {why: "the period of an attestation ended a year ago", rule: "P7-07", open: func(o *organisation, g grace) {
		attested(o, api.AssuranceReport{PeriodEnd: g.began()})
	}},
	"outsourcing.bridgeDays": {why: "a letter bridges the time since", rule: "P7-07", open: func(o *organisation, g grace) {
		attested(o, api.AssuranceReport{PeriodEnd: g.began().AddMonths(-12), BridgedUntil: day("2027-01-01")})
	}},
	"outsourcing.reportReadingDays": {why: "nobody has read a report yet", rule: "P7-16", open: func(o *organisation, g grace) {
		r := &the[*api.OutsourcedService](o, "managed-hosting").Spec.AssuranceReports[0]
		r.ReceivedOn, r.ReviewedBy, r.ReviewedOn = g.began(), nil, api.Date{}
	}},
	"outsourcing.renewalPapersDays": {why: "a contract has ended whose renewal was decided", rule: "P6-01", open: func(o *organisation, g grace) {
		s := the[*api.OutsourcedService](o, "payroll")
		s.Spec.Term.End = g.began()
		s.Spec.Term.RenewalDecision = &api.RenewalDecision{Decision: api.RenewalRenew, By: person("anna-keller"), DecidedOn: day("2026-03-01"), Rationale: "It does what it is to do."}
	}},
	"review.managementReviewIntervalMonths": {why: "the last review was held a year ago", rule: "P9-02", open: func(o *organisation, g grace) { reviewHeld(o, g.began()) }},
	"review.auditIntervalMonths": {why: "the last internal audit was held a year ago", rule: "P9-13", open: func(o *organisation, g grace) {
		a := the[*api.InternalAudit](o, "audit-2026")
		a.Spec.HeldOn, a.Spec.PlannedOn = g.began(), g.began()
	}},
	"review.auditCycleMonths": {why: "an audit of all clauses was three years ago", rule: "P9-15", open: func(o *organisation, g grace) {
		a := the[*api.InternalAudit](o, "audit-2026").DeepCopy()
		a.Name, a.Spec.HeldOn, a.Spec.PlannedOn, a.Spec.Findings = "audit-of-all", g.began(), g.began(), nil
		a.Spec.Scope.Clauses = []string{"4", "5", "6", "7", "8", "9", "10"}
		each(o, func(other *api.InternalAudit) { other.Spec.Scope.Clauses = []string{"7.1"} })
		o.add(a)
	}},
	"review.auditReportDays": {why: "the report of an audit is being written", rule: "P9-13", open: func(o *organisation, g grace) {
		a := the[*api.InternalAudit](o, "audit-2026")
		a.Spec.HeldOn, a.Spec.PlannedOn, a.Spec.Report = g.began(), g.began(), nil
	}},
	"review.actionHorizonMonths": {why: "an action on a review is done late", rule: "P9-08", open: func(o *organisation, g grace) {
		the[*api.ManagementReview](o, "review-2026").Spec.Decisions[0].DueOn = g.due("2026-03-18")
	}},
	"review.majorHorizonDays": {why: "a major of an audit is closed late", rule: "P9-14", open: func(o *organisation, g grace) {
		f := &the[*api.InternalAudit](o, "audit-2026").Spec.Findings[2]
		the[*api.InternalAudit](o, "audit-2026").Spec.HeldOn = day("2026-04-24")
		f.Grade, f.DueOn = api.GradeMajor, g.due("2026-04-24")
	}},
	"improvement.intervalMonths": {why: "the last improvement was a year ago", rule: "P10-01", open: func(o *organisation, g grace) {
		each(o, func(i *api.Improvement) {
			i.Spec.OpenedOn, i.Spec.DueOn = g.began(), day("2026-06-20")
			if !i.Spec.CompletedOn.IsZero() {
				i.Spec.DueOn, i.Spec.CompletedOn = g.began(), g.began()
			}
			if g.began().AddMonths(g.n).Before(i.Spec.DueOn) {
				i.Spec.DueOn = g.began().AddMonths(g.n) // a plan within its own horizon
			}
		})
	}},
	"applicability.reviewIntervalMonths": {why: "the statement was looked through a year ago", rule: "S-09", open: func(o *organisation, g grace) { stated(o, g.began()) }},
	"applicability.evidenceMaxAgeMonths": {why: "the evidence of a control is a year old", rule: "S-13", open: func(o *organisation, g grace) {
		controls := the[*api.StatementOfApplicability](o, "soa").Spec.Controls
		for i := range controls {
			if len(controls[i].Evidence) > 0 {
				controls[i].Evidence = controls[i].Evidence[:1]
				controls[i].Evidence[0].EffectiveOn, controls[i].Evidence[0].CollectedOn = g.began(), g.began()
				return
			}
		}
	}},
	"applicability.plannedHorizonMonths": {why: "a control is implemented late", rule: "S-12", open: func(o *organisation, g grace) {
		controls := the[*api.StatementOfApplicability](o, "soa").Spec.Controls
		for i := range controls {
			if controls[i].Implementation == api.ImplementationPlanned {
				controls[i].TargetOn = g.due("2026-04-13")
				return
			}
		}
	}},
	"applicability.approvalLeadDays": {why: "the statement was approved before it was issued", rule: "S-09", open: func(o *organisation, g grace) {
		s := the[*api.StatementOfApplicability](o, "soa")
		s.Spec.Approvals[0].ApprovedOn = s.Spec.IssuedOn.AddDays(-g.n - g.past)
	}},
	"lifecycle.certificateMonths": {why: "a certificate runs for long", rule: "L-06", open: func(o *organisation, g grace) {
		the[*api.ClauseAssessment](o, "acme-software").Spec.Certificate.ExpiresOn = g.due("2024-10-21")
	}},
	"lifecycle.establishmentMonths": {why: "the ISMS is being established", rule: "L-07", open: func(o *organisation, g grace) {
		a := the[*api.ClauseAssessment](o, "acme-software")
		a.Spec.Phase, a.Spec.IsmsSince, a.Spec.ImplementationSince = api.PhaseEstablishment, g.began(), api.Date{}
		a.Spec.Certificate, a.Spec.LastExternalAudit, a.Spec.NextExternalAudit = nil, nil, nil
	}},
	"allocation.deputyActingDays": {why: "a deputy acts for a holder who is away", rule: "P8-06", open: func(o *organisation, g grace) {
		a := &the[*api.SecurityRole](o, "information-security-manager").Spec.Assignments[0]
		a.Absences = []api.Absence{{From: g.began()}}
	}},
	"records.reviewIntervalMonths": {why: "a record without an interval of its own was looked at a year ago", rule: "X-06", open: func(o *organisation, g grace) {
		the[*api.ToolLicense](o, "vulnerability-scanner").Spec.Review = &api.Review{LastReviewedOn: g.began()}
	}},
	"allocation.assignmentReviewMonths": {why: "an assignment was looked at a year ago", rule: "P8-12", open: func(o *organisation, g grace) {
		the[*api.SecurityRole](o, "risk-owner").Spec.Review = &api.Review{LastReviewedOn: g.began(), IntervalMonths: 60}
	}},
}

// reviewed has a review of a service be the last, on the day on which the time began.
func reviewed(name string) func(*organisation, grace) {
	return func(o *organisation, g grace) {
		r := the[*api.ServiceReview](o, name)
		r.Spec.PerformedOn, r.Spec.Actions, r.Spec.Outcome = g.began(), nil, api.ServiceReviewSatisfactory
		if r.Spec.Period != nil {
			r.Spec.Period = &api.Period{Start: g.began().AddMonths(-12), End: g.began()}
		}
	}
}

// measured has a measurement be of a quarter that ended on a day.
func measured(r *api.ServiceReview, on api.Date) {
	r.Spec.PerformedOn, r.Spec.Period = on, &api.Period{Start: on.AddMonths(-3), End: on}
}

// attested gives the critical service an attestation that was read.
func attested(o *organisation, a api.AssuranceReport) {
	a.Name, a.Type, a.Scope = "SOC 2 Type 2", api.AssuranceAttestation, "The servers and the network of the product"
	a.ReceivedOn, a.ReviewedBy, a.ReviewedOn, a.LookedUpOn = day("2026-05-02"), api.PersonActor("iris-weber"), day("2026-05-03"), day("2026-05-03")
	the[*api.OutsourcedService](o, "managed-hosting").Spec.AssuranceReports = []api.AssuranceReport{a}
}

// reviewHeld has the review of management be held on a day, and all of it be done since.
func reviewHeld(o *organisation, on api.Date) {
	s := &the[*api.ManagementReview](o, "review-2026").Spec
	s.HeldOn, s.PlannedOn, s.Approvals[0].ApprovedOn = on, on, on.AddDays(7)
	for i := range s.Decisions {
		s.Decisions[i].DueOn, s.Decisions[i].CompletedOn = on.AddDays(60), on.AddDays(30)
	}
}

// stated has the statement be issued and looked through on a day.
func stated(o *organisation, on api.Date) {
	s := the[*api.StatementOfApplicability](o, "soa")
	s.Spec.IssuedOn, s.Spec.Review.LastReviewedOn, s.Spec.Approvals[0].ApprovedOn = on, on, on
	for i := range s.Spec.Controls {
		if c := &s.Spec.Controls[i]; !c.TargetOn.IsZero() {
			c.TargetOn, c.Implementation = api.Date{}, api.ImplementationImplemented
		}
	}
}
