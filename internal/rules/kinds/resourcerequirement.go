package kinds

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// ResourceRequirement is a need for resources (Clause 7.1).
func ResourceRequirement() assess.Kind {
	return assess.Of[*api.ResourceRequirement]{
		Name: "ResourceRequirement", Plural: "resourcerequirements", Plain: "needs", Home: assess.Identification,
		Unsaid:     resourceRequirementUnsaid,
		Happened:   needHappened,
		Acts:       needActs,
		References: needReferences,
		ValidUntil: func(r *api.ResourceRequirement) api.Date {
			if again := r.Spec.Recurrence.After(needClosedOn(r)); !again.IsZero() {
				return again
			}
			return facts.UnlessClosed(r.Spec.NeededBy, needClosedOn(r))
		},
	}.Kind()
}

// needClosedOn is the day on which the need was satisfied or refused; absent while it
// is open.
func needClosedOn(r *api.ResourceRequirement) api.Date {
	if d := r.Spec.Decision; r.Spec.FulfilledOn.IsZero() && d != nil && (d.State == api.RequirementRejected || d.State == api.RequirementFulfilled) {
		return d.DecidedOn
	}
	return r.Spec.FulfilledOn
}

func needHappened(r *api.ResourceRequirement) []assess.Happening {
	all := []assess.Happening{
		{Field: "spec.raisedOn", On: r.Spec.RaisedOn, What: "the need was raised"},
		{Field: "spec.escalatedOn", On: r.Spec.EscalatedOn, What: "the need was put to top management"},
		{Field: "spec.fulfilledOn", On: r.Spec.FulfilledOn, What: "the need was satisfied"},
		{Field: "spec.assessedOn", On: r.Spec.AssessedOn, What: "the need was assessed"},
	}
	if d := r.Spec.Decision; d != nil {
		all = append(all, assess.Happening{Field: "spec.decision.decidedOn", On: d.DecidedOn, What: "the need was decided on", By: []*api.Actor{d.By}, Decides: true})
	}
	return all
}

// decidedNeed is what a decision on a need is of: what is needed, by when, how often, at what
// cost, and what was decided. What it comes from and what meets it may change.
type decidedNeed struct {
	Need          string                  `json:"need"`
	Category      api.ResourceCategory    `json:"category,omitempty"`
	NeededBy      api.Date                `json:"neededBy,omitzero"`
	Recurrence    *api.Recurrence         `json:"recurrence,omitempty"`
	EstimatedCost *api.Money              `json:"estimatedCost,omitempty"`
	Decision      api.RequirementDecision `json:"decision"`
}

// needActs is the decision on a need. That what was approved is there is no other decision.
func needActs(r *api.ResourceRequirement) []assess.Act {
	d := r.Spec.Decision
	if d == nil {
		return nil
	}
	decided := *d
	decided.By, decided.DecidedOn, decided.Signature = nil, api.Date{}, ""
	if decided.State == api.RequirementFulfilled {
		decided.State = api.RequirementApproved
	}
	return []assess.Act{{
		What: api.ActRequirementDecision, At: "spec.decision", Place: []any{"decision"}, ByField: "by", OnField: "decidedOn", SignatureField: "signature",
		By: d.By, On: d.DecidedOn, Signature: d.Signature, Stands: facts.NeedIsDecided(d.State),
		Content: decidedNeed{r.Spec.Need, r.Spec.Category, r.Spec.NeededBy, r.Spec.Recurrence, r.Spec.EstimatedCost, decided},
	}}
}

// needReferences leaves the owner to rule P3-02 and the drivers to rule P1-03,
// which judge them.
func needReferences(w *assess.World, r *api.ResourceRequirement) []assess.Reference {
	all := assess.ReferToActor(w, "spec.raisedBy", r.Spec.RaisedBy)
	if d := r.Spec.Decision; d != nil {
		all = append(all, assess.ReferToActor(w, "spec.decision.by", d.By)...)
	}
	return append(all, resourceReferences(w, "spec.satisfiedByRefs", r.Spec.SatisfiedByRefs)...)
}

func resourceRequirementUnsaid(r *api.ResourceRequirement) (fields []string) {
	return facts.Unsaid(nil, "spec.need", r.Spec.Need)
}
