package budget

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

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
	if _, ok := facts.BudgetPeriod(r); !ok {
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
			report(facts.BudgetField(l, "planned"), fmt.Sprintf("Line %s has no planned amount", facts.Quote(l.Name)))
		}
		if _, flaw := facts.AmountOf(l.Planned); flaw != "" {
			report(facts.BudgetField(l, "planned"), fmt.Sprintf("What line %s plans cannot be added up: %s", facts.Quote(l.Name), flaw))
		}
		if _, flaw := facts.AmountOf(l.Actual); flaw != "" {
			report(facts.BudgetField(l, "actual"), fmt.Sprintf("What line %s spent cannot be added up: %s", facts.Quote(l.Name), flaw))
		}
		if _, flaw := facts.AmountOf(l.Requested); flaw != "" {
			report(facts.BudgetField(l, "requested"), fmt.Sprintf("What was asked for line %s cannot be added up: %s", facts.Quote(l.Name), flaw))
		}
		// One missing rate is one finding, however many amounts it spoils; without a
		// currency of the budget, that is what is missing.
		if flaw := facts.RateFlaw(r, l); flaw != "" && r.Spec.Currency != "" && (l.Planned != nil || l.Actual != nil) {
			report(facts.BudgetField(l, "exchangeRate"), fmt.Sprintf("Line %s cannot be added up: it is %s", facts.Quote(l.Name), flaw))
		}
	}
	spent = checkIncome(r, report) || spent
	switch p, ok := facts.BudgetPeriod(r); {
	case !spent:
	case r.Spec.ActualsAsOf.IsZero():
		report("spec.actualsAsOf", "Nobody knows up to which day the amounts were spent")
	case ok && r.Spec.ActualsAsOf.Before(p.Start):
		report("spec.actualsAsOf", fmt.Sprintf("Amounts are said to be spent until %s, before the period began on %s", r.Spec.ActualsAsOf, p.Start))
	}
}

// checkIncome reports what cannot be added up of money that comes in, and whether some has.
func checkIncome(r *api.SecurityBudget, report func(field, message string)) (received bool) {
	for i := range r.Spec.Income {
		in := &r.Spec.Income[i]
		received = received || in.Actual != nil
		_, planned := facts.AmountOf(in.Planned)
		_, actual := facts.AmountOf(in.Actual)
		if planned != "" {
			report("spec.income["+in.Name+"].planned", fmt.Sprintf("What is expected of the income %s cannot be added up: %s", facts.Quote(in.Name), planned))
		}
		if actual != "" {
			report("spec.income["+in.Name+"].actual", fmt.Sprintf("What came in of the income %s cannot be added up: %s", facts.Quote(in.Name), actual))
		}
	}
	return received
}
