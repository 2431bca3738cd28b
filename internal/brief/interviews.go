package brief

import (
	"cmp"
	"maps"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// questions that an interviewer asks whoever has a mandate, by the keys of their phrases.
var questions = map[api.Mandate][]string{
	api.MandateTopManagement:              {"ask.resources", "ask.review", "ask.accepted", "ask.authority"},
	api.MandateInformationSecurityManager: {"ask.more", "ask.competent", "ask.lapses"},
	api.MandateManagementReviewTeam:       {"ask.looked"},
	api.MandateInternalAuditor:            {"ask.ownwork", "ask.found"},
	api.MandateRiskOwner:                  {"ask.highest"},
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
				for _, key := range questions[role.Spec.Mandate] {
					one.Questions = append(one.Questions, phrase(key))
				}
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
		approvals(act, budget.Spec.Approvals, "did.budget", assess.Ref{Kind: "SecurityBudget", Name: budget.Name})
	}
	for soa := range assess.All[*api.StatementOfApplicability](c.World) {
		approvals(act, soa.Spec.Approvals, "did.soa", assess.Ref{Kind: "StatementOfApplicability", Name: soa.Name})
	}
}

func onNeeds(c *assess.Context, act func(*api.Actor, Act)) {
	for need := range assess.All[*api.ResourceRequirement](c.World) {
		if d := need.Spec.Decision; d != nil {
			act(d.By, Act{d.DecidedOn, became(string(d.State), facts.Quote(need.Spec.Need)), assess.Ref{Kind: "ResourceRequirement", Name: need.Name}, d.Rationale})
		}
	}
}

func onRisks(c *assess.Context, act func(*api.Actor, Act)) {
	for risk := range assess.All[*api.Risk](c.World) {
		ref := assess.Ref{Kind: "Risk", Name: risk.Name}
		if a := risk.Spec.Acceptance; a != nil {
			act(&a.By, Act{a.AcceptedOn, phrase("did.accepted", facts.Quote(risk.Spec.Title)), ref, a.Rationale})
		}
		if risk.Spec.Residual != nil && risk.Spec.Residual.Acceptance != nil {
			a := risk.Spec.Residual.Acceptance
			act(&a.By, Act{a.AcceptedOn, phrase("did.residual", facts.Quote(risk.Spec.Title)), ref, a.Rationale})
		}
	}
}

func inReviews(c *assess.Context, act func(*api.Actor, Act)) {
	for review := range assess.All[*api.ManagementReview](c.World) {
		ref := assess.Ref{Kind: "ManagementReview", Name: review.Name}
		approvals(act, review.Spec.Approvals, "did.minutes", ref)
		if review.Spec.ChairRef != nil {
			for i := range review.Spec.Decisions {
				d := &review.Spec.Decisions[i]
				act(&api.Actor{PersonRef: review.Spec.ChairRef}, Act{review.Spec.HeldOn, phrase("did.decided", facts.Quote(d.Text)), ref, d.Rationale})
			}
		}
	}
}

func approvals(act func(*api.Actor, Act), all []api.Approval, key string, ref assess.Ref) {
	for i := range all {
		act(&all[i].By, Act{all[i].ApprovedOn, phrase(key), ref, all[i].Rationale})
	}
}
