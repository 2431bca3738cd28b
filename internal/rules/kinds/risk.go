package kinds

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// Risk is a risk that is treated or accepted (Clause 6.1).
func Risk() assess.Kind {
	return assess.Of[*api.Risk]{
		Name: "Risk", Plural: "risks", Plain: "risks", Home: assess.Identification,
		Unsaid:     riskUnsaid,
		Happened:   riskHappened,
		Acts:       riskActs,
		References: registered(riskReferences),
		ValidUntil: func(r *api.Risk) api.Date {
			var first api.Date
			eachAcceptance(r, func(_ string, a *api.RiskAcceptance) {
				if until := a.ValidUntil; first.IsZero() || (!until.IsZero() && until.Before(first)) {
					first = until
				}
			})
			return first
		},
	}.Kind()
}

func riskHappened(r *api.Risk) []assess.Happening {
	all := []assess.Happening{{Field: "spec.assessedOn", On: r.Spec.AssessedOn, What: "the risk was assessed"}}
	eachAcceptance(r, func(field string, a *api.RiskAcceptance) {
		all = append(all, assess.Happening{Field: field + ".acceptedOn", On: a.AcceptedOn, What: "the risk was accepted"},
			assess.Happening{Field: field + ".reviewedOn", On: a.ReviewedOn, What: "the acceptance was looked at again"})
	})
	return all
}

// eachAcceptance yields the acceptance of a risk and that of what its treatment leaves.
func eachAcceptance(r *api.Risk, yield func(field string, a *api.RiskAcceptance)) {
	if r.Spec.Acceptance != nil {
		yield("spec.acceptance", r.Spec.Acceptance)
	}
	if res := r.Spec.Residual; res != nil && res.Acceptance != nil {
		yield("spec.residual.acceptance", res.Acceptance)
	}
}

// acceptedRisk is what an acceptance is of.
type acceptedRisk struct {
	Title       string              `json:"title"`
	Description string              `json:"description,omitempty"`
	Assets      []api.AffectedAsset `json:"assets,omitempty"`
	Acceptance  api.RiskAcceptance  `json:"acceptance"`
}

// riskActs are the acceptances of a risk: of what it is, as bad as it was accepted, and until
// when. That it is assessed again, treated, and the acceptance looked at, may follow.
func riskActs(r *api.Risk) (all []assess.Act) {
	eachAcceptance(r, func(field string, a *api.RiskAcceptance) {
		accepted, entry, place, rated := *a, "", []any{"acceptance"}, r.Spec.Rated()
		if res := r.Spec.Residual; res != nil && a == res.Acceptance {
			entry, place = "residual", []any{"residual", "acceptance"}
			if res.Rating != "" {
				rated = res.Rating
			}
		}
		accepted.By, accepted.AcceptedOn, accepted.ReviewedOn, accepted.Signature = api.Actor{}, api.Date{}, api.Date{}, ""
		if accepted.Rating == "" {
			accepted.Rating = rated
		}
		all = append(all, assess.Act{
			What: api.ActRiskAcceptance, Entry: entry, At: field, Place: place, ByField: "by", OnField: "acceptedOn", SignatureField: "signature",
			By: &a.By, On: a.AcceptedOn, Signature: a.Signature,
			Content: acceptedRisk{r.Spec.Title, r.Spec.Description, r.Spec.Assets, accepted},
		})
	})
	return all
}

// riskReferences leaves the owner to rule P3-02, which judges it, and words for who accepted
// to P1-05 and P1-14.
func riskReferences(w *assess.World, r *api.Risk) []assess.Reference {
	all := resourceReferences(w, "spec.resourceRefs", r.Spec.ResourceRefs)
	for i := range r.Spec.Assets {
		if ref := r.Spec.Assets[i].ResourceRef; ref != nil {
			all = append(all, resourceReferences(w, "spec.assets", []api.ResourceReference{*ref})...)
		}
	}
	eachAcceptance(r, func(field string, a *api.RiskAcceptance) {
		all = append(all, recordOf(w, field+".by", &a.By)...)
	})
	return all
}

func riskUnsaid(r *api.Risk) (fields []string) {
	fields = facts.Unsaid(nil, "spec.title", r.Spec.Title)
	eachAcceptance(r, func(field string, a *api.RiskAcceptance) {
		fields = facts.Unending(fields, field+".validUntil", a.ValidUntil)
	})
	return fields
}
