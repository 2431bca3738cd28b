package facts

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// Carriage is how the treatment of a risk is carried.
type Carriage int

// How a treatment is carried, the least first.
const (
	// Uncarried is by nothing that counts.
	Uncarried Carriage = iota
	// Proposed is by a need alone that nobody has decided on, and not for too long.
	Proposed
	// Carried is by something that is there, or will be.
	Carried
)

// TreatmentCarried is how something carries the treatment of the risk: a need that counts,
// a resource that can be relied on, or a control that one supports. Where nothing does, it
// says what the needs and resources lack.
func TreatmentCarried(c *assess.Context, r *api.Risk) (carried Carriage, lacks []string) {
	for _, need := range assess.By(c.World, needsByRisk, r.Name) {
		lack := NeedLack(c, need)
		switch {
		case lack != "":
		case NeedDecided(c, need) != nil || NeedFulfilled(c, need):
			return Carried, nil
		default:
			carried = Proposed
			continue
		}
		lacks = append(lacks, "the need "+need.Name+" "+lack)
	}
	one, named := Carries(c, ARisk, r.Spec.ResourceRefs)
	if one {
		return Carried, nil
	}
	lacks = append(lacks, named...)
	for _, id := range controlsOf(c, r) {
		if controlCarried(c, id) {
			return Carried, nil
		}
	}
	return carried, lacks
}

// controlsOf returns the controls that treat the risk: those that it names, and
// those whose statement names it.
func controlsOf(c *assess.Context, r *api.Risk) []string {
	var ids []string
	yieldControls(r.Spec.Controls, func(id string) { ids = append(ids, id) })
	return append(ids, treating(c)[r.Name]...)
}

type treatingKey struct{}

// treating are the necessary controls of the statement in force by the risks that it
// says they treat.
func treating(c *assess.Context) map[string][]string {
	return assess.Once(c, treatingKey{}, func(c *assess.Context) map[string][]string {
		all := map[string][]string{}
		s := StatementInForce(c)
		if s == nil {
			return all
		}
		for i := range s.Record.Spec.Controls {
			e := &s.Record.Spec.Controls[i]
			if !Necessary(e) || NoSuchControl(api.ControlID(e.ID)) {
				continue
			}
			for _, ref := range e.RiskRefs {
				all[ref.Name] = append(all[ref.Name], e.ID)
			}
		}
		return all
	})
}

// carriedKey is what controlCarried is remembered under.
type carriedKey struct{ id string }

// controlCarried reports whether a resource that can be relied on supports the control.
func controlCarried(c *assess.Context, id string) bool {
	return assess.Once(c, carriedKey{id}, func(c *assess.Context) bool {
		for r := range resourcesByControl.of(c, id) {
			if Unusable(c, r.ResourceReference) == "" {
				return true
			}
		}
		s := StatementInForce(c)
		return s != nil && allocatedTo(c, s.Record, id)
	})
}

// allocatedTo reports whether the statement allocates a resource to the control
// that can be relied on.
func allocatedTo(c *assess.Context, soa *api.StatementOfApplicability, id string) bool {
	for i := range soa.Spec.Controls {
		if s := &soa.Spec.Controls[i]; s.ID == id && Necessary(s) {
			if one, _ := Carries(c, AControl, s.ResourceRefs); one {
				return true
			}
		}
	}
	return false
}

// restingKey is what RestingOn is remembered under.
type restingKey struct{}

// RestingOn names what would fall with a resource: risks of rating High or Critical that it
// treats, and implemented controls of the statement in force that it carries.
func RestingOn(c *assess.Context, ref api.ResourceReference) []string {
	return assess.Once(c, restingKey{}, func(c *assess.Context) map[api.ResourceReference][]string {
		all := map[api.ResourceReference][]string{}
		for r := range assess.All[*api.Risk](c.World) {
			for _, of := range r.Spec.ResourceRefs {
				if HighRated(r) && Treated(r) {
					all[of] = append(all[of], "Risk "+r.Name)
				}
			}
		}
		addResting(c, all)
		return all
	})[ref]
}

// addResting adds the implemented controls of the statement in force by what carries them.
func addResting(c *assess.Context, all map[api.ResourceReference][]string) {
	s := StatementInForce(c)
	if s == nil {
		return
	}
	for i := range s.Record.Spec.Controls {
		e := &s.Record.Spec.Controls[i]
		if s.Controls[e.ID] != e || !Necessary(e) || e.Implementation != api.ImplementationImplemented {
			continue
		}
		for _, of := range Allocated(c, e) {
			all[of] = append(all[of], e.ID)
		}
	}
}

// WorksFor reports whether somebody works under the contract of a service, or of another one
// of the same supplier.
func WorksFor(c *assess.Context, p *api.Person, r *api.OutsourcedService) bool {
	through, ok := assess.Find[*api.OutsourcedService](c.World, p.Spec.ServiceRef)
	return ok && (through == r || Normal(through.Spec.Supplier) == Normal(r.Spec.Supplier))
}
