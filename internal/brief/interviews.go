package brief

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// questions that an interviewer asks whoever has a mandate, on the clause in brackets.
var questions = map[api.Mandate][]string{
	api.MandateTopManagement: {
		"Which resources does the ISMS need this year, how do you know, and what did you decide (5.1 c, 7.1)?",
		"What did the last management review decide, and what became of it (9.3)?",
		"Which risks have you accepted, and why (6.1.3)?",
		"Whom did you give responsibility and authority, and how do they report to you (5.3)?",
	},
	api.MandateInformationSecurityManager: {
		"What would you do with more resources, and whom did you tell (7.1)?",
		"How do you know that people can do what their roles take (7.2)?",
		"What lapses next, and what have you planned (8.1)?",
	},
	api.MandateManagementReviewTeam: {
		"What is looked at in a management review, and where is it written (9.3)?",
	},
	api.MandateInternalAuditor: {
		"How is it ensured that you do not audit your own work (9.2)?",
		"What did you find last, and who followed it up (9.2, 10.2)?",
	},
	api.MandateRiskOwner: {
		"Which of your risks is the highest, what is done about it, and what does it wait for (6.1.3, 8.3)?",
	},
}

// interviews are of those who hold a role with a mandate, by name.
func interviews(c *assess.Context) []Interview {
	all := map[string]*Interview{}
	asked := map[string]map[api.Mandate]bool{}
	for role := range assess.All[*api.SecurityRole](c.World) {
		if len(questions[role.Spec.Mandate]) == 0 {
			continue
		}
		for _, h := range facts.Principals(c, role) {
			name := h.Person.Name
			if all[name] == nil {
				all[name], asked[name] = &Interview{Person: name}, map[api.Mandate]bool{}
			}
			one := all[name]
			one.Roles = append(one.Roles, role.Spec.Title)
			if !asked[name][role.Spec.Mandate] {
				asked[name][role.Spec.Mandate] = true
				one.Questions = append(one.Questions, questions[role.Spec.Mandate]...)
			}
		}
	}
	tell(c, all)
	var sorted []Interview
	for _, name := range slices.Sorted(maps.Keys(all)) {
		one := all[name]
		slices.SortStableFunc(one.Acts, func(a, b Act) int {
			return cmp.Or(facts.CompareDates(b.On, a.On), cmp.Compare(a.Record.String(), b.Record.String()))
		})
		sorted = append(sorted, *one)
	}
	return sorted
}

// tell notes what people decided: approvals, acceptances, decisions on needs, and reviews.
func tell(c *assess.Context, all map[string]*Interview) {
	act := func(by *api.Actor, a Act) {
		if a.On.IsZero() || !c.Today.Reached(a.On) {
			return
		}
		for _, name := range facts.PeopleBehind(c, by, a.On) {
			if one := all[name]; one != nil {
				one.Acts = append(one.Acts, a)
			}
		}
	}
	onNeeds(c, act)
	onRisks(c, act)
	inReviews(c, act)
	for budget := range assess.All[*api.SecurityBudget](c.World) {
		approvals(act, budget.Spec.Approvals, "the budget", assess.Ref{Kind: "SecurityBudget", Name: budget.Name})
	}
	for soa := range assess.All[*api.StatementOfApplicability](c.World) {
		approvals(act, soa.Spec.Approvals, "the Statement of Applicability", assess.Ref{Kind: "StatementOfApplicability", Name: soa.Name})
	}
}

func onNeeds(c *assess.Context, act func(*api.Actor, Act)) {
	for need := range assess.All[*api.ResourceRequirement](c.World) {
		if d := need.Spec.Decision; d != nil {
			act(d.By, Act{d.DecidedOn, fmt.Sprintf("%s: the need %s", d.State, facts.Quote(need.Spec.Need)), assess.Ref{Kind: "ResourceRequirement", Name: need.Name}, d.Rationale})
		}
	}
}

func onRisks(c *assess.Context, act func(*api.Actor, Act)) {
	for risk := range assess.All[*api.Risk](c.World) {
		ref := assess.Ref{Kind: "Risk", Name: risk.Name}
		if a := risk.Spec.Acceptance; a != nil {
			act(&a.By, Act{a.AcceptedOn, fmt.Sprintf("Accepted the risk %s", facts.Quote(risk.Spec.Title)), ref, a.Rationale})
		}
		if risk.Spec.Residual != nil && risk.Spec.Residual.Acceptance != nil {
			a := risk.Spec.Residual.Acceptance
			act(&a.By, Act{a.AcceptedOn, fmt.Sprintf("Accepted what treatment leaves of the risk %s", facts.Quote(risk.Spec.Title)), ref, a.Rationale})
		}
	}
}

func inReviews(c *assess.Context, act func(*api.Actor, Act)) {
	for review := range assess.All[*api.ManagementReview](c.World) {
		ref := assess.Ref{Kind: "ManagementReview", Name: review.Name}
		approvals(act, review.Spec.Approvals, "the minutes of the review", ref)
		if review.Spec.ChairRef != nil {
			for i := range review.Spec.Decisions {
				d := &review.Spec.Decisions[i]
				act(&api.Actor{PersonRef: review.Spec.ChairRef}, Act{review.Spec.HeldOn, fmt.Sprintf("Decided in the chair: %s", facts.Quote(d.Text)), ref, d.Rationale})
			}
		}
	}
}

func approvals(act func(*api.Actor, Act), all []api.Approval, what string, ref assess.Ref) {
	for i := range all {
		act(&all[i].By, Act{all[i].ApprovedOn, "Approved " + what, ref, all[i].Rationale})
	}
}
