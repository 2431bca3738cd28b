package rules_test

import (
	"slices"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// said is a sentence that a finding of a rule on a record must say.
type said struct {
	rule, on string
	change   func(*fixture)
	want     string
	since    string
}

var sentences = []said{
	{rule: "P7-07", on: "OutsourcedService/hosting", change: reports(api.CriticalityCritical, api.AssuranceReport{Name: "r", IssuedOn: date("2023-06-01"), ValidUntil: date("2028-05-31")}),
		want: "No assurance report counts: r (issued on 2023-06-01, valid until 2028-05-31, counted until 2026-06-01)"},
	{rule: "P7-07", on: "OutsourcedService/hosting", change: reports(api.CriticalityHigh, api.AssuranceReport{Name: "r", ValidUntil: date("2026-06-14")}),
		want: "No assurance report counts: r (valid until 2026-06-14)"},
	{rule: "P7-07", on: "OutsourcedService/hosting", change: reports(api.CriticalityCritical, api.AssuranceReport{Name: "r", IssuedOn: date("2026-06-16"), ValidUntil: date("2028-05-31")}),
		want: "No assurance report counts: r (issued on 2026-06-16, valid until 2028-05-31)"},
	{rule: "P7-06", on: "OutsourcedService/hosting", change: agreement(api.AgreementSecurityClauses, "2025-01-01", "2026-06-14"),
		want: "The supplier reaches confidential or personal data, and the security clauses ended on 2026-06-14"},
	{rule: "P7-06", on: "OutsourcedService/hosting", change: agreement(api.AgreementSecurityClauses, "", ""),
		want: "The supplier reaches confidential or personal data, and nobody knows when the security clauses were signed"},
	{rule: "P7-06", on: "OutsourcedService/hosting", change: data(api.DataConfidential),
		want: "The supplier reaches confidential or personal data, and no security clauses are recorded"},
	{rule: "P7-01", on: "OutsourcedService/hosting", change: func(f *fixture) { f.hosting.Spec.Owner = &api.Actor{PersonRef: ref("ext")} },
		want: "The owner, ext, is external, and outsourcing moves the work, not the accountability"},
	{rule: "P7-01", on: "OutsourcedService/hosting", change: func(f *fixture) {
		f.hosting.Spec.Owner, f.ben.Spec.Sourcing = &api.Actor{RoleRef: ref("audit")}, api.SourcingExternal
	}, want: "The owner, the SecurityRole audit, is held by external people alone, and outsourcing moves the work, not the accountability"},
	{rule: "P6-05", on: "InfrastructureAsset/server", change: patchedOn("2026-06-14", api.MaintenanceFailed), since: "2025-01-02",
		want: "No maintenance is known to have succeeded, last tried on 2026-06-14; it went into service on 2024-01-01, and the first was due on 2025-01-01"},
	{rule: "P6-04", on: "InfrastructureAsset/server", change: assetSupportUntil("2026-06-14", ""),
		want: "Vendor support of the InfrastructureAsset server in version R1 ended on 2026-06-14, and no replacement is planned in time"},
	{rule: "P1-05", on: "Risk/leak", change: func(f *fixture) {
		f.leak.Spec.Treatment, f.leak.Spec.Owner = api.TreatmentAccept, &api.Actor{PersonRef: ref("ben")}
		f.leak.Spec.Acceptance = &api.RiskAcceptance{By: *actor("ada"), AcceptedOn: date("2026-02-01")}
	}, want: `The risk "Data are lost" is to be accepted, and ada accepted it on 2026-02-01 without being the owner, who is ben`},
	{rule: "P1-08", on: "ResourceRequirement/courses", since: "2026-02-02", change: func(f *fixture) {
		riskAssessed("2026-02-03")(f)
		f.courses.Spec.AssessedOn = date("2025-02-01")
	}, want: `The need "We need courses" was last assessed on 2025-02-01, and the next assessment was due on 2026-02-01`},
	{rule: "P1-08", on: "ResourceRequirement/courses", since: "2026-05-31", change: func(f *fixture) {
		riskAssessed("2026-03-01")(f)
		f.courses.Spec.AssessedOn = date("2025-06-01")
	}, want: `The need "We need courses" was last assessed on 2025-06-01, before risks that it comes from were assessed anew: leak on 2026-03-01`},
	{rule: "P1-13", on: "ResourceRequirement/backups", change: lapsedButWaived(baseDay),
		want: `The need "We need backups" is said to be fulfilled, and nothing that does it can be relied on: ToolLicense backup lapsed on 2026-06-15 (waived until 2026-06-15 by the SecurityException waiver)`},
	{rule: "P1-13", on: "ResourceRequirement/backups", change: toolUndated,
		want: `The need "We need backups" is said to be fulfilled, and nobody knows whether what does it can be relied on: ToolLicense backup has no known end`},
	{rule: "P1-13", on: "ResourceRequirement/backups", change: metByProof(func(f *fixture) { f.ben.Spec.EngagedUntil = date("2026-06-14") }),
		want: `The need "We need backups" is said to be fulfilled, and nothing that does it can be relied on: CompetencyRecord ben-basics is the proof of ben, who is not engaged`},
	{rule: "P4-05", on: "ResourceRequirement/need", change: need("10", []int{1}, func(f *fixture, _ *api.ResourceRequirementSpec) {
		f.budget.Spec.Lines[1].Planned = ptr[api.Amount]("-5")
	}),
		want: `Nobody knows whether the budget covers 10 EUR: line "Tools" of the SecurityBudget budget-2026 plans an amount that cannot be read: -5 is negative`},
	{rule: "P4-05", on: "ResourceRequirement/need", change: need("10", []int{1}, func(f *fixture, _ *api.ResourceRequirementSpec) { f.budget.Spec.Lines[1].Planned = nil }),
		want: `Nobody knows whether the budget covers 10 EUR: line "Tools" of the SecurityBudget budget-2026 plans no amount`},
	{rule: "P4-05", on: "ResourceRequirement/need", change: need("10", []int{1}, func(f *fixture, _ *api.ResourceRequirementSpec) { f.budget.Spec.Lines[1].Currency = "USD" }),
		want: `Nobody knows whether the budget covers 10 EUR: line "Tools" of the SecurityBudget budget-2026 is in USD without a rate to the currency of the budget`},
	{rule: "P4-05", on: "ResourceRequirement/need", change: need("10", []int{1}, func(_ *fixture, s *api.ResourceRequirementSpec) { s.EstimatedCost.Currency = "USD" }),
		want: `Nobody knows whether the budget covers 10 USD: line "Tools" of the SecurityBudget budget-2026 is in another currency than the cost`},
	{rule: "P4-04", on: "SecurityBudget/budget-2026", change: budget(func(s *api.SecurityBudgetSpec) { s.Lines = s.Lines[:3] }),
		want: "No line is of any of the categories ExternalAudit and Testing"},
	{rule: "P4-02", on: "SecurityBudget/budget-2026", change: budget(func(s *api.SecurityBudgetSpec) { s.Approvals[0].By, s.RequestedBy = *actor("ada"), actor("ada") }),
		want: "ada approved the budget on 2025-12-12 and had asked for it; ada held no role on that day that may sign this"},
	{rule: "P4-08", on: "SecurityBudget/budget-2026", change: toolLine(func(l *api.BudgetLine) { l.Currency = "USD" }),
		want: `Line "Tools" cannot be added up: it is in USD without a rate to the currency of the budget`},
	{rule: "P9-08", on: "ManagementReview/review", change: func(f *fixture) { f.review.Spec.Decisions[0].NoActionNeeded = "" },
		want: `Decision "D1" lacks a due date and an owner`},
	{rule: "D-05", on: "InternalAudit/audit-2026", change: auditorFor("2026-07-01", func(p *api.PersonSpec) { p.EngagedUntil = date("2026-06-30") }),
		want: "The auditor ben is engaged until 2026-06-30, and the audit planned for 2026-07-01 is not held"},
}

// TestSentences reads what findings say as an auditor would.
func TestSentences(t *testing.T) {
	for _, s := range sentences {
		var messages []string
		for _, f := range (row{change: s.change}).judge(t, s.on) {
			if f.Rule != s.rule {
				continue
			}
			messages = append(messages, f.Message)
			if f.Message == s.want && s.since != "" && f.Since != date(s.since) {
				t.Errorf("%s %q: since %s, want %s", s.rule, s.want, f.Since, s.since)
			}
		}
		if !slices.Contains(messages, s.want) {
			t.Errorf("%s of %s\n got %q\nwant %q", s.rule, s.on, messages, s.want)
		}
	}
}
