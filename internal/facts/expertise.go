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
	// Unknown are records that would be proof, if their level were known and high enough.
	Unknown []string
}

// Mastered is whether a proof is of the level that expertise asks for.
type Mastered int

// Answers to that question.
const (
	LevelLow Mastered = iota
	LevelUnknown
	LevelEnough
)

// ExpertLevel tells whether a proof is of the level that the policy asks of ISO 27001
// expertise. A certificate in what the default names is passed at that level, and most
// registers state none for it.
func ExpertLevel(c *assess.Context, r *api.CompetencyRecord) Mastered {
	level := r.Spec.Level
	if level == "" && r.Spec.Basis == api.BasisCertification && aboutISO27001(r.Spec.Competency) && leads(r.Spec.Competency) {
		level = api.LevelPractitioner
	}
	switch {
	case level == "":
		return LevelUnknown
	case atLeast(level, c.Policy.ExpertiseLevel()):
		return LevelEnough
	}
	return LevelLow
}

// Experts tells who knows ISO 27001 and proves it.
func Experts(c *assess.Context) Expertise { return assess.Once(c, expertsKey{}, findExperts) }

func findExperts(c *assess.Context) (found Expertise) {
	accepted, seen := map[string]bool{}, map[*api.Person]bool{}
	for _, name := range c.Policy.Expertise() {
		accepted[CompetencyName(name)] = true
	}
	for r := range assess.All[*api.CompetencyRecord](c.World) {
		if r.Spec.Coverage != nil || !accepted[CompetencyName(r.Spec.Competency)] {
			continue
		}
		p, ok := assess.Get[*api.Person](c.World, r.Spec.PersonRef.Name)
		switch {
		case !ok || !Present(c, p):
			found.Nearly = append(found.Nearly, fmt.Sprintf("%s of %s, who is not engaged", r.Name, r.Spec.PersonRef.Name))
		case StandingOf(c, r) != Proven:
			found.Nearly = append(found.Nearly, fmt.Sprintf("%s of %s, which is not current proof", r.Name, r.Spec.PersonRef.Name))
		case ExpertLevel(c, r) == LevelUnknown:
			found.Unknown = append(found.Unknown, fmt.Sprintf("%s of %s", r.Name, r.Spec.PersonRef.Name))
		case ExpertLevel(c, r) == LevelLow:
			found.Nearly = append(found.Nearly, fmt.Sprintf("%s of %s, which is at the level %s", r.Name, r.Spec.PersonRef.Name, r.Spec.Level))
		case !seen[p]:
			seen[p] = true
			found.People = append(found.People, p)
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
