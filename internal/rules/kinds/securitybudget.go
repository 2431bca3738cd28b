package kinds

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// SecurityBudget is the money for a period (Clause 7.1, 5.1 c).
func SecurityBudget() assess.Kind {
	return assess.Of[*api.SecurityBudget]{
		Name: "SecurityBudget", Plural: "securitybudgets", Plain: "budgets", Home: assess.Finances,
		Happened:   budgetHappened,
		References: budgetReferences,
		ValidUntil: func(r *api.SecurityBudget) api.Date {
			if r.Spec.Period == nil {
				return api.Date{}
			}
			return r.Spec.Period.End
		},
		Approvals: func(r *api.SecurityBudget) []api.Approval { return r.Spec.Approvals },
		Content:   func(r *api.SecurityBudget) any { return r.Spec.Approvable() },
	}.Kind()
}

func budgetHappened(r *api.SecurityBudget) []assess.Happening {
	all := []assess.Happening{
		{Field: "spec.requestedOn", On: r.Spec.RequestedOn, What: "the budget was asked for"},
		{Field: "spec.actualsAsOf", On: r.Spec.ActualsAsOf, What: "money had been spent"},
	}
	all = append(all, approved(r.Spec.Approvals, "the budget was approved")...)
	return all
}

func budgetReferences(w *assess.World, r *api.SecurityBudget) []assess.Reference {
	all := append(assess.ReferToActor(w, "spec.owner", r.Spec.Owner),
		assess.ReferToActor(w, "spec.requestedBy", r.Spec.RequestedBy)...)
	all = append(all, approverReferences(w, r.Spec.Approvals)...)
	for i := range r.Spec.Lines {
		l := &r.Spec.Lines[i]
		all = append(all, assess.ReferToEach[*api.ResourceRequirement](w, facts.BudgetField(l, "requirementRefs"), l.RequirementRefs)...)
		all = append(all, resourceReferences(w, facts.BudgetField(l, "resourceRefs"), l.ResourceRefs)...)
	}
	return all
}
