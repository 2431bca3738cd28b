package kinds

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// termHappened are what a term says has happened.
func termHappened(t *api.Term, retiredOn api.Date) []assess.Happening {
	all := []assess.Happening{{Field: "spec.retiredOn", On: retiredOn, What: "it went out of use"}}
	if t != nil && t.RenewalDecision != nil {
		all = append(all, assess.Happening{Field: "spec.term.renewalDecision.decidedOn", On: t.RenewalDecision.DecidedOn, What: "the renewal was decided", By: []*api.Actor{t.RenewalDecision.By}, Decides: true})
	}
	return all
}

// termUnsaid tells of a term whose end is no day that comes: what runs on without an end says
// why in evergreen.
func termUnsaid(t *api.Term) []string {
	if t == nil {
		return nil
	}
	return facts.Unending(nil, "spec.term.end", t.End)
}

func termReferences(w *assess.World, t *api.Term) []assess.Reference {
	if t == nil || t.RenewalDecision == nil {
		return nil
	}
	return assess.ReferToActor(w, "spec.term.renewalDecision.by", t.RenewalDecision.By)
}

// decidedThing is what a decision on a term or a replacement is about.
type decidedThing struct {
	Product     string `json:"product,omitempty"`
	Vendor      string `json:"vendor,omitempty"`
	Supplier    string `json:"supplier,omitempty"`
	Service     string `json:"service,omitempty"`
	DisplayName string `json:"displayName,omitempty"`
	Description string `json:"description,omitempty"`
}

// decidedTerm is what a decision on a renewal is of: which term of what, and what was decided.
type decidedTerm struct {
	Of       decidedThing        `json:"of"`
	Start    api.Date            `json:"start,omitzero"`
	End      api.Date            `json:"end,omitzero"`
	Decision api.RenewalDecision `json:"decision"`
}

// termActs is the decision on the end of a term. One from before the term was about an
// earlier one, and says nothing of this.
func termActs(of decidedThing, t *api.Term) []assess.Act {
	if t == nil || t.RenewalDecision == nil || t.RenewalDecision.DecidedOn.Before(t.Start) {
		return nil
	}
	d := t.RenewalDecision
	decided := *d
	decided.By, decided.DecidedOn, decided.Signature = nil, api.Date{}, ""
	return []assess.Act{{
		What: api.ActRenewalDecision, At: "spec.term.renewalDecision", Place: []any{"term", "renewalDecision"}, ByField: "by", OnField: "decidedOn", SignatureField: "signature",
		By: d.By, On: d.DecidedOn, Signature: d.Signature, Content: decidedTerm{of, t.Start, t.End, decided},
		Stands: !d.DecidedOn.IsZero(), // facts.TermDecided asks for no more
	}}
}

// decidedReplacement is what a decision on a replacement is of: of what, when its support ends,
// the plan and its day.
type decidedReplacement struct {
	Of            decidedThing    `json:"of"`
	SupportEndsOn api.Date        `json:"supportEndsOn,omitzero"`
	Replacement   api.Replacement `json:"replacement"`
}

// replacementActs is the decision that a replacement is in time. A plan of which nobody says
// that it was decided is none.
func replacementActs(of decidedThing, supportEndsOn api.Date, p *api.Replacement) []assess.Act {
	if p == nil || p.DecidedBy == nil && p.DecidedOn.IsZero() && p.DecisionSignature == "" {
		return nil
	}
	decided := *p
	decided.DecidedBy, decided.DecidedOn, decided.DecisionSignature = nil, api.Date{}, ""
	return []assess.Act{{
		What: api.ActReplacementDecision, At: "spec.replacement", Place: []any{"replacement"}, ByField: "decidedBy", OnField: "decidedOn", SignatureField: "decisionSignature",
		By: p.DecidedBy, On: p.DecidedOn, Signature: p.DecisionSignature, Content: decidedReplacement{of, supportEndsOn, decided},
	}}
}

// supportHappened is the day on which somebody looked whether a version is supported.
func supportHappened(l *api.SupportLookup) []assess.Happening {
	if l == nil {
		return nil
	}
	return []assess.Happening{{Field: "spec.supportLookup.lookedUpOn", On: l.LookedUpOn, What: "somebody looked until when the version is supported"}}
}

// replacementHappened is the day on which a replacement was decided.
func replacementHappened(p *api.Replacement) []assess.Happening {
	if p == nil {
		return nil
	}
	return []assess.Happening{{Field: "spec.replacement.decidedOn", On: p.DecidedOn, What: "the replacement was decided", By: []*api.Actor{p.DecidedBy}}}
}

func replacementReferences(w *assess.World, p *api.Replacement) []assess.Reference {
	if p == nil {
		return nil
	}
	return assess.ReferToActor(w, "spec.replacement.decidedBy", p.DecidedBy)
}
