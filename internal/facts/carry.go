package facts

import (
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// TreatmentCarried reports whether something carries the treatment of the risk: a
// need that stands, a resource that can be relied on, or a control that one
// supports. Where nothing does, it says what the resources that the risk names lack.
func TreatmentCarried(c *assess.Context, r *api.Risk) (carried bool, lacks []string) {
	if slices.ContainsFunc(assess.By(c.World, needsByRisk, r.Name), func(need *api.ResourceRequirement) bool { return NeedStands(c, need) }) {
		return true, nil
	}
	if carried, lacks = Reliable(c, r.Spec.ResourceRefs); carried {
		return true, nil
	}
	for _, id := range controlsOf(c, r) {
		if controlCarried(c, id) {
			return true, nil
		}
	}
	return false, lacks
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
			if one, _ := Reliable(c, s.ResourceRefs); one {
				return true
			}
		}
	}
	return false
}
