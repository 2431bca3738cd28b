package kinds

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// Person is somebody who works in the ISMS (Clause 7.2).
func Person() assess.Kind {
	return assess.Of[*api.Person]{
		Name: "Person", Plural: "people", Plain: "people", Home: assess.Competence,
		Begins:     func(_ *assess.World, r *api.Person) api.Date { return r.Spec.EngagedFrom },
		Gone:       func(c *assess.Context, r *api.Person) bool { return facts.Left(c, r) },
		Happened:   personHappened,
		Unsaid:     func(r *api.Person) []string { return facts.Ungiven(nil, "spec.displayName", r.Spec.DisplayName) },
		References: registered(personReferences),
		Personal:   true,
		ValidUntil: func(r *api.Person) api.Date { return r.Spec.EngagedUntil },
	}.Kind()
}

func personHappened(p *api.Person) (all []assess.Happening) {
	for i := range p.Spec.SigningKeys {
		k := &p.Spec.SigningKeys[i]
		h := assess.Happening{Field: facts.SigningKeyField(k, "registeredOn"), On: k.RegisteredOn, What: "the key was registered"}
		if k.RegisteredBy != nil {
			h.By = []*api.Actor{k.RegisteredBy}
		}
		all = append(all, h)
	}
	return all
}

func personReferences(w *assess.World, p *api.Person) []assess.Reference {
	all := append(append(
		assess.ReferToActor(w, "spec.owner", p.Spec.Owner),
		assess.ReferTo[*api.OutsourcedService](w, "spec.serviceRef", p.Spec.ServiceRef)...),
		assess.ReferTo[*api.Person](w, "spec.managerRef", p.Spec.ManagerRef)...)
	for i := range p.Spec.SigningKeys {
		k := &p.Spec.SigningKeys[i]
		all = append(all, assess.ReferToActor(w, facts.SigningKeyField(k, "registeredBy"), k.RegisteredBy)...)
	}
	for i := range p.Spec.DistinctFrom {
		all = append(all, assess.ReferTo[*api.Person](w, "spec.distinctFrom", &p.Spec.DistinctFrom[i])...)
	}
	return all
}
