package rules

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

func securityBudget() assess.Kind {
	rules := common(budgetFacts, budgetReferences, func(r *api.SecurityBudget) (*api.Approval, any) {
		return r.Spec.Approval, r.Spec.Approvable()
	})
	for _, rule := range []struct {
		doc   assess.Doc
		check func(*assess.Context, *api.SecurityBudget)
	}{
		{docBudgetApproval, checkBudgetApproval},
		{docDedicated, checkDedicated},
		{docBudgetCategories, checkBudgetCategories},
		{docBudgetCovers, checkBudgetCovers},
		{docVariance, checkVariance},
		{docNextBudget, checkNextBudget},
		{docBudgetUnreadable, checkBudgetUnreadable},
		{docTrainingBudget, checkTrainingBudget},
	} {
		rules = append(rules, assess.On(rule.doc, func(c *assess.Context, r *api.SecurityBudget) {
			if !budgetHistory(c, r) {
				rule.check(c, r)
			}
		}))
	}
	return assess.KindOf("SecurityBudget", "securitybudgets", assess.Finances,
		func(r *api.SecurityBudget) api.Date {
			if r.Spec.Period == nil {
				return api.Date{}
			}
			return r.Spec.Period.End
		}, rules...)
}

func budgetFacts(r *api.SecurityBudget) []fact {
	facts := []fact{
		{"spec.requestedOn", r.Spec.RequestedOn, "the budget was asked for"},
		{"spec.actualsAsOf", r.Spec.ActualsAsOf, "money had been spent"},
	}
	if a := r.Spec.Approval; a != nil {
		facts = append(facts, fact{"spec.approval.approvedOn", a.ApprovedOn, "the budget was approved"})
	}
	return facts
}

func budgetReferences(w *assess.World, r *api.SecurityBudget) []reference {
	all := append(ownerReferences(w, "spec.owner", r.Spec.Owner),
		to[*api.Person](w, "spec.requestedBy", "Person", r.Spec.RequestedBy)...)
	if a := r.Spec.Approval; a != nil {
		all = append(all, to[*api.Person](w, "spec.approval.by", "Person", &a.By)...)
	}
	for i := range r.Spec.Lines {
		l := &r.Spec.Lines[i]
		all = append(all, eachTo[*api.ResourceRequirement](w, budgetField(l, "requirementRefs"), "ResourceRequirement", l.RequirementRefs)...)
		all = append(all, resourceReferences(w, budgetField(l, "resources"), l.Resources)...)
	}
	return all
}

func budgetField(l *api.BudgetLine, field string) string {
	return "spec.lines[" + l.Name + "]." + field
}

var docBudgetApproval = assess.Doc{
	ID: "P4-02", Aspect: assess.Owned, Clause: "5.1 c, 7.1",
	Requires: "Top management approves the budget, and not who asked for it",
	Fires:    "the approver held no role with the mandate TopManagement on the day, or is who asked for the budget (minor); nobody is named who asked for it (unknown)",
	Reasons:  []string{"BudgetApprovalInvalid", "BudgetRequesterUnknown"},
	Grades:   []api.Grade{api.GradeUnknown, api.GradeMinor},
	Remedy:   "Have somebody of top management approve the budget who did not ask for it, and record it in spec.approval",
}

func checkBudgetApproval(c *assess.Context, r *api.SecurityBudget) {
	if !budgetApproved(c, r) || budgetEnded(c, r) {
		return
	}
	a := r.Spec.Approval
	f := assess.Finding{Reason: "BudgetApprovalInvalid", Grade: api.GradeMinor, Field: "spec.approval.by"}
	by := a.By.Name
	own, outside := r.Spec.RequestedBy != nil && r.Spec.RequestedBy.Name == by, !wasTopManagement(c, by, a.ApprovedOn)
	switch {
	case own && outside:
		f.Message = fmt.Sprintf("%s approved the budget on %s, had asked for it, and held no role of top management on that day", by, a.ApprovedOn)
	case own:
		f.Message = fmt.Sprintf("%s approved the budget on %s and had asked for it", by, a.ApprovedOn)
	case outside:
		f.Message = fmt.Sprintf("%s approved the budget and held no role of top management on %s", by, a.ApprovedOn)
	case r.Spec.RequestedBy == nil:
		f.Reason, f.Grade, f.Field = "BudgetRequesterUnknown", api.GradeUnknown, "spec.requestedBy"
		f.Message = "Nobody knows whether the approver is who asked for the budget"
		f.Remedy = "Set spec.requestedBy"
	default:
		return
	}
	c.Report(f)
}

var docDedicated = assess.Doc{
	ID: "P4-03", Aspect: assess.Covered, Clause: "7.1",
	Requires: "The money for information security can be told from other money",
	Fires:    "the budget is a part of a larger one (observation), or it is not stated whether it is (unknown)",
	Reasons:  []string{"BudgetNotDedicated", "BudgetDedicationUnknown"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeUnknown},
	Remedy:   "Give information security a budget of its own, and set spec.dedication",
}

func checkDedicated(c *assess.Context, r *api.SecurityBudget) {
	if budgetEnded(c, r) {
		return
	}
	switch r.Spec.Dedication {
	case api.BudgetDedicated:
	case "":
		c.Report(assess.Finding{
			Reason: "BudgetDedicationUnknown", Grade: api.GradeUnknown, Field: "spec.dedication",
			Message: "It is not stated whether the budget is for information security alone",
			Remedy:  "Set spec.dedication",
		})
	default:
		c.Report(assess.Finding{
			Reason: "BudgetNotDedicated", Grade: api.GradeObservation, Field: "spec.dedication",
			Message: "The budget is a part of a larger one",
		})
	}
}

var docBudgetCategories = assess.Doc{
	ID: "P4-04", Aspect: assess.Covered, Clause: "7.1",
	Requires: "The budget thinks of everything that an ISMS costs",
	Fires:    "the budgets of a period have no line of an expected category (observation)",
	Reasons:  []string{"BudgetCategoryMissing"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Add a line of the category; one that plans \"0\" says that nothing is needed",
	Policy: []string{"budgetCategories"},
}

func checkBudgetCategories(c *assess.Context, r *api.SecurityBudget) {
	peers := budgetPeers(c, r)
	if budgetEnded(c, r) || len(peers) == 0 || peers[0] != r {
		return
	}
	have := map[api.BudgetCategory]bool{}
	for _, b := range peers {
		for i := range b.Spec.Lines {
			have[b.Spec.Lines[i].Category] = true
		}
	}
	var missing []string
	for _, category := range c.Policy.ExpectedBudgetCategories() {
		if !have[category] {
			missing = append(missing, string(category))
		}
	}
	if len(missing) == 0 {
		return
	}
	message := "No line is of the category " + missing[0]
	if len(missing) > 1 {
		message = "No line is of any of the categories " + assess.And(missing)
	}
	c.Report(assess.Finding{Reason: "BudgetCategoryMissing", Grade: api.GradeObservation, Field: "spec.lines", Message: message})
}

var docBudgetUnreadable = assess.Doc{
	ID: "P4-08", Aspect: assess.Covered, Clause: "7.5.3",
	Requires: "What a budget says can be added up",
	Fires:    "there is no period, no currency or no line, a line has no planned amount, an amount is negative or no number, a line is in another currency without a rate, or nobody knows up to which day money was spent, or it is one before the period (unknown)",
	Reasons:  []string{"BudgetUnreadable"}, Grades: []api.Grade{api.GradeUnknown},
	Remedy: "Set what is missing; amounts are decimal numbers that are not negative, in quotes",
}

func checkBudgetUnreadable(c *assess.Context, r *api.SecurityBudget) {
	report := func(field, message string) {
		c.Report(assess.Finding{Reason: "BudgetUnreadable", Grade: api.GradeUnknown, Field: field, Message: message})
	}
	if _, ok := budgetPeriod(r); !ok {
		report("spec.period", "Nobody knows for which period the budget is")
	}
	if r.Spec.Currency == "" {
		report("spec.currency", "Nobody knows the currency of the budget")
	}
	if len(r.Spec.Lines) == 0 {
		report("spec.lines", "The budget has no line")
	}
	spent := false
	for i := range r.Spec.Lines {
		l := &r.Spec.Lines[i]
		spent = spent || l.Actual != nil
		if l.Planned == nil {
			report(budgetField(l, "planned"), fmt.Sprintf("Line %s has no planned amount", quote(l.Name)))
		}
		if _, flaw := amountOf(l.Planned); flaw != "" {
			report(budgetField(l, "planned"), fmt.Sprintf("What line %s plans cannot be added up: %s", quote(l.Name), flaw))
		}
		if _, flaw := amountOf(l.Actual); flaw != "" {
			report(budgetField(l, "actual"), fmt.Sprintf("What line %s spent cannot be added up: %s", quote(l.Name), flaw))
		}
		// One missing rate is one finding, however many amounts it spoils; without a
		// currency of the budget, that is what is missing.
		if flaw := rateFlaw(r, l); flaw != "" && r.Spec.Currency != "" && (l.Planned != nil || l.Actual != nil) {
			report(budgetField(l, "exchangeRate"), fmt.Sprintf("Line %s cannot be added up: it is %s", quote(l.Name), flaw))
		}
	}
	switch p, ok := budgetPeriod(r); {
	case !spent:
	case r.Spec.ActualsAsOf.IsZero():
		report("spec.actualsAsOf", "Nobody knows up to which day the amounts were spent")
	case ok && r.Spec.ActualsAsOf.Before(p.Start):
		report("spec.actualsAsOf", fmt.Sprintf("Amounts are said to be spent until %s, before the period began on %s", r.Spec.ActualsAsOf, p.Start))
	}
}
