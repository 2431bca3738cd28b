package rules_test

import (
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// financeFixture holds the records of points 4 and 10, audits and the lifecycle.
type financeFixture struct {
	budget *api.SecurityBudget
	better *api.Improvement
	iaudit *api.InternalAudit
}

func (f *fixture) addFinance() {
	f.budget = aBudget("budget-2026", "2026-01-01", "2026-12-31")
	f.better = &api.Improvement{ObjectMeta: named("better"), Spec: api.ImprovementSpec{
		Common: api.Common{Owner: &api.Actor{RoleRef: ref("ism")}}, Title: "Less work",
		Type: api.ImprovementAutomation, OpenedOn: date("2026-01-15"), DueOn: date("2026-12-31"),
		ExpectedBenefit: &api.ExpectedBenefit{Statement: "less work", Measure: "hours a month"},
	}}
	f.iaudit = &api.InternalAudit{ObjectMeta: named("audit-2026"), Spec: api.InternalAuditSpec{
		PlannedOn: date("2026-02-10"), HeldOn: date("2026-02-10"),
		Scope:    &api.AuditScope{RoleRefs: []api.Reference{*ref("ism")}, Clauses: []string{"4", "5", "6.2", "7", "8.1", "9", "10"}, Controls: []api.ControlID{"A.5.35"}},
		Auditors: []api.Auditor{{Name: "ben", PersonRef: ref("ben")}},
		Report:   &api.Document{URI: "audit.md"},
	}}
	f.add(f.budget, f.better, f.iaudit)
}

// aBudget is a budget without any flaw.
func aBudget(name, start, end string) *api.SecurityBudget {
	b := &api.SecurityBudget{ObjectMeta: named(name), Spec: api.SecurityBudgetSpec{
		Period: &api.Period{Start: date(start), End: date(end)}, Currency: "EUR", Dedication: api.BudgetDedicated,
		RequestedBy: actor("ada"), RequestedOn: date(start).AddDays(-40),
		Approvals: []api.Approval{{Name: "board", By: *actor("boss"), ApprovedOn: date(start).AddDays(-20)}},
	}}
	for _, category := range []api.BudgetCategory{api.BudgetPeople, api.BudgetTools, api.BudgetTraining, api.BudgetExternalAudit, api.BudgetTesting} {
		b.Spec.Lines = append(b.Spec.Lines, api.BudgetLine{Name: string(category), Category: category, Planned: ptr[api.Amount]("1000")})
	}
	return b
}

var financeTables = map[string][]row{
	"SecurityBudget/budget-2026": budgetRows,
	"Improvement/better":         improvementRows,
	"InternalAudit/audit-2026":   slices.Concat(auditRows, auditorRows),
	"ResourceRequirement/need":   fundingRows,
	"ClauseAssessment/isms":      lifecycleRows,
	"ManagementReview/review":    contradictionRows,
	"OutsourcedService/hosting":  impartialityRows,
}
