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
		References: registered(riskReferences),
		ValidUntil: func(r *api.Risk) api.Date {
			if r.Spec.Acceptance == nil {
				return api.Date{}
			}
			return r.Spec.Acceptance.ValidUntil
		},
	}.Kind()
}

func riskHappened(r *api.Risk) []assess.Happening {
	all := []assess.Happening{{Field: "spec.assessedOn", On: r.Spec.AssessedOn, What: "the risk was assessed"}}
	if a := r.Spec.Acceptance; a != nil {
		all = append(all, assess.Happening{Field: "spec.acceptance.acceptedOn", On: a.AcceptedOn, What: "the risk was accepted"})
	}
	return all
}

// riskReferences leaves the owner to rule P3-02, which judges it.
func riskReferences(w *assess.World, r *api.Risk) []assess.Reference {
	all := resourceReferences(w, "spec.resourceRefs", r.Spec.ResourceRefs)
	if a := r.Spec.Acceptance; a != nil {
		all = append(all, assess.ReferToActor(w, "spec.acceptance.by", &a.By)...)
	}
	return all
}

func riskUnsaid(r *api.Risk) (fields []string) {
	return facts.Unsaid(nil, "spec.title", r.Spec.Title)
}
