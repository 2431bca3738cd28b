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
