package facts

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

type expertsKey struct{}

// Expertise is who has proven ISO 27001 expertise and is present, and the records that
// come closest where there is none.
type Expertise struct {
	People []*api.Person
	Nearly []string
}

// Experts tells who knows ISO 27001 and proves it.
func Experts(c *assess.Context) Expertise { return assess.Once(c, expertsKey{}, findExperts) }

func findExperts(c *assess.Context) (found Expertise) {
	accepted, seen := map[string]bool{}, map[*api.Person]bool{}
	for _, name := range c.Policy.Expertise() {
		accepted[Normal(name)] = true
	}
	for r := range assess.All[*api.CompetencyRecord](c.World) {
		if !accepted[Normal(r.Spec.Competency)] {
			continue
		}
		p, ok := assess.Get[*api.Person](c.World, r.Spec.PersonRef.Name)
		switch {
		case !ok || !Present(c, p):
			found.Nearly = append(found.Nearly, fmt.Sprintf("%s of %s, who is not engaged", r.Name, r.Spec.PersonRef.Name))
		case StandingOf(c, r) == Proven:
			if !seen[p] {
				seen[p] = true
				found.People = append(found.People, p)
			}
		default:
			found.Nearly = append(found.Nearly, fmt.Sprintf("%s of %s, which is not current proof", r.Name, r.Spec.PersonRef.Name))
		}
	}
	return found
}

// Leaves is the day on which an external person's engagement or contract ends; absent if none is set.
func Leaves(c *assess.Context, p *api.Person) api.Date {
	end := p.Spec.EngagedUntil
	if s, ok := assess.Find[*api.OutsourcedService](c.World, p.Spec.ServiceRef); ok && s.Spec.Term != nil {
		if contract := s.Spec.Term.End; end.IsZero() || (!contract.IsZero() && contract.Before(end)) {
			end = contract
		}
	}
	return end
}
