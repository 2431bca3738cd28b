package facts

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// Part is a part of the treatment of a risk that was to be there by a day.
type Part struct {
	Kind, Name string
	// Alias is what people call it; "" where it has no other name.
	Alias string
	Due   api.Date
}

func (p Part) String() string { return p.Kind + " " + p.Name }

// OverdueTreatment are the parts of the treatment of a risk that are overdue and on which
// nobody has decided since: needs that come from it, and planned controls. Whoever bears
// what is left has decided.
func OverdueTreatment(c *assess.Context, r *api.Risk) (parts []Part) {
	borne := api.Date{}
	if res := r.Spec.Residual; res != nil && res.Acceptance != nil && Borne(c, r) {
		borne = res.Acceptance.AcceptedOn
	}
	for _, need := range assess.By(c.World, needsByRisk, r.Name) {
		due := need.Spec.NeededBy
		if NeedFulfilled(c, need) || NeedRefused(c, need) || !c.Today.Past(due) || decidedAgain(c, need, due) || borne.After(due) {
			continue
		}
		parts = append(parts, Part{Kind: "the need", Name: need.Name, Alias: need.Spec.Need, Due: due})
	}
	s := StatementInForce(c)
	if s == nil {
		return parts
	}
	for _, id := range controlsOf(c, r) {
		e := s.Controls[id]
		if e == nil || !Necessary(e) || e.Implementation == api.ImplementationImplemented || !c.Today.Past(e.TargetOn) || borne.After(e.TargetOn) {
			continue
		}
		parts = append(parts, Part{Kind: "the control", Name: id, Due: e.TargetOn})
	}
	return parts
}

// decidedAgain reports whether somebody decided on a need, or put it to top management,
// after the day by which it was to be met.
func decidedAgain(c *assess.Context, r *api.ResourceRequirement, due api.Date) bool {
	d := r.Spec.Decision
	return c.Today.Reached(r.Spec.EscalatedOn) && r.Spec.EscalatedOn.After(due) ||
		d != nil && c.Today.Reached(d.DecidedOn) && d.DecidedOn.After(due)
}
