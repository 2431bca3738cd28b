package kinds

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// Improvement is a step by which the ISMS gets better (Clause 10).
func Improvement() assess.Kind {
	return assess.Of[*api.Improvement]{
		Name: "Improvement", Plural: "improvements", Plain: "improvements", Home: assess.Improvement,
		Unsaid:     improvementUnsaid,
		Happened:   improvementHappened,
		References: improvementReferences,
		ValidUntil: func(r *api.Improvement) api.Date {
			if !r.Spec.CompletedOn.IsZero() {
				return r.Spec.Recurrence.After(r.Spec.CompletedOn)
			}
			return r.Spec.DueOn
		},
	}.Kind()
}

// auditFound reports whether the audit has a finding of the ID.
func auditFound(r *api.InternalAudit, id string) bool {
	for i := range r.Spec.Findings {
		if r.Spec.Findings[i].ID == id {
			return true
		}
	}
	return false
}

func improvementHappened(r *api.Improvement) []assess.Happening {
	all := []assess.Happening{
		{Field: "spec.openedOn", On: r.Spec.OpenedOn, What: "the improvement was put on record"},
		{Field: "spec.completedOn", On: r.Spec.CompletedOn, What: "the improvement was done"},
	}
	if n := r.Spec.Nonconformity; n != nil {
		all = append(all, assess.Happening{Field: "spec.nonconformity.foundOn", On: n.FoundOn, What: "the nonconformity was found"})
		if e := n.Effectiveness; e != nil {
			all = append(all, assess.Happening{Field: "spec.nonconformity.effectiveness.evaluatedOn", On: e.EvaluatedOn, What: "somebody looked whether the action had its effect"})
		}
	}
	if b := r.Spec.AchievedBenefit; b != nil {
		all = append(all, assess.Happening{Field: "spec.achievedBenefit.measuredOn", On: b.MeasuredOn, What: "the benefit was measured"})
	}
	return all
}

// improvementReferences leaves the owner to rule P10-03. The record that a completed
// improvement addressed may be gone: that may have been the improvement.
func improvementReferences(w *assess.World, r *api.Improvement) []assess.Reference {
	var all []assess.Reference
	if d := r.Spec.DecisionRef; d != nil {
		review, found := assess.Get[*api.ManagementReview](w, d.ReviewRef.Name)
		all = append(all, assess.ReferTo[*api.ManagementReview](w, "spec.decisionRef.reviewRef", &d.ReviewRef)...)
		all = append(all, assess.Reference{Field: "spec.decisionRef.decisionID", Kind: "decision", Name: d.DecisionID, Found: !found || facts.CarriesDecision(review, d.DecisionID)})
	}
	if a := r.Spec.AuditFindingRef; a != nil {
		audit, found := assess.Get[*api.InternalAudit](w, a.AuditRef.Name)
		all = append(all, assess.ReferTo[*api.InternalAudit](w, "spec.auditFindingRef.auditRef", &a.AuditRef)...)
		all = append(all, assess.Reference{Field: "spec.auditFindingRef.findingID", Kind: "audit finding", Name: a.FindingID, Found: !found || auditFound(audit, a.FindingID)})
	}
	if a := r.Spec.Addresses; a != nil && r.Spec.CompletedOn.IsZero() {
		all = append(all, assess.ReferToAny(w, "spec.addresses.recordRef", string(a.RecordRef.Kind), a.RecordRef.Name))
	}
	return all
}

func improvementUnsaid(r *api.Improvement) (fields []string) {
	return facts.Unsaid(nil, "spec.title", r.Spec.Title)
}
