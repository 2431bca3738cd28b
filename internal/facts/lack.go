package facts

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// Lack is why a resource cannot be relied on; without a text it can be.
type Lack struct {
	Text string
	// Unknown says that nobody knows whether it can.
	Unknown bool
	// Waived says that a SecurityException in force waives the lapse.
	Waived bool
}

// lackKey is what LackOf is remembered under.
type lackKey struct{ ref api.ResourceReference }

// LackOf is lackIn, asked once in a run for each resource: many risks, needs and
// controls rest on the same few.
func LackOf(c *assess.Context, ref api.ResourceReference) Lack {
	return assess.Once(c, lackKey{ref}, func(c *assess.Context) Lack { return lackIn(c, ref) })
}

// gravest returns the lack of a resource that weighs most: what is waived or not
// known does not hide what is known and not waived.
func gravest(lacks ...Lack) Lack {
	weight := func(l Lack) int {
		switch {
		case l.Text == "":
			return 0
		case l.Waived:
			return 1
		case l.Unknown:
			return 2
		}
		return 3
	}
	var worst Lack
	for _, l := range lacks {
		if weight(l) > weight(worst) {
			worst = l
		}
	}
	return worst
}

// lackWaived makes a lack of a lapse, and says so where an exception waives it.
func (s Supply) lackWaived(c *assess.Context, reason, text string) Lack {
	if e := lapseWaiver(c, s.Kind, s.Name, reason); e != nil {
		return Lack{Text: fmt.Sprintf("%s (waived until %s by the SecurityException %s)", text, e.Spec.Validity.ValidUntil, e.Name), Waived: true}
	}
	return Lack{Text: text}
}

// Softened lowers the grade of a finding that none of the resources can be relied
// on, where an exception in force waives what one of them lacks: what lowers the
// lapse lowers what follows from it, and clears neither.
func Softened(c *assess.Context, refs []api.ResourceReference, f assess.Finding) assess.Finding {
	for _, ref := range refs {
		if LackOf(c, ref).Waived {
			f.Grade, f.Alone = Lowered(f.Grade), true
			return f
		}
	}
	return f
}

// Unsure reports whether nobody knows of one of the resources whether it can be relied
// on, and no exception waives what another lacks.
func Unsure(c *assess.Context, refs []api.ResourceReference) bool {
	return slices.ContainsFunc(refs, func(ref api.ResourceReference) bool { return LackOf(c, ref).Unknown }) &&
		!slices.ContainsFunc(refs, func(ref api.ResourceReference) bool { return LackOf(c, ref).Waived })
}

// Unusable says in a few words why a resource cannot be relied on today; "" where
// it can.
func Unusable(c *assess.Context, ref api.ResourceReference) string { return LackOf(c, ref).Text }

// lackIn works out what a resource lacks to be relied on today. It is where the chain
// from a control, a risk or a requirement to what carries it ends.
func lackIn(c *assess.Context, ref api.ResourceReference) Lack {
	switch ref.Kind {
	case api.ResourceSecurityRole:
		if r, ok := assess.Get[*api.SecurityRole](c.World, ref.Name); ok {
			return Lack{Text: roleLacking(c, r)}
		}
	case api.ResourcePerson:
		if p, ok := assess.Get[*api.Person](c.World, ref.Name); ok {
			return Lack{Text: unless(Present(c, p), "is not engaged")}
		}
	case api.ResourceCompetencyRecord:
		if r, ok := assess.Get[*api.CompetencyRecord](c.World, ref.Name); ok {
			return proofLacking(c, r)
		}
	case api.ResourceToolLicense:
		if r, ok := assess.Get[*api.ToolLicense](c.World, ref.Name); ok {
			s := ToolSupply(r)
			return gravest(s.Lacking(c), s.unsupported(c, r.Spec.SupportEndsOn, r.Spec.Replacement))
		}
	case api.ResourceInfrastructureAsset:
		if r, ok := assess.Get[*api.InfrastructureAsset](c.World, ref.Name); ok {
			return assetLacking(c, r)
		}
	case api.ResourceOutsourcedService:
		if r, ok := assess.Get[*api.OutsourcedService](c.World, ref.Name); ok {
			return ServiceSupply(r).Lacking(c)
		}
	case api.ResourceSecurityBudget:
		if r, ok := assess.Get[*api.SecurityBudget](c.World, ref.Name); ok {
			return Lack{Text: BudgetLacking(c, r)}
		}
	}
	return Lack{Text: "does not exist"}
}

// proofLacking says why the competence that a record proves cannot be relied on:
// without its person present nobody has it.
func proofLacking(c *assess.Context, r *api.CompetencyRecord) Lack {
	if r.Spec.Coverage != nil {
		return Lack{Text: "is a count of a group, which proves nothing of one person"}
	}
	p, ok := assess.Get[*api.Person](c.World, r.Spec.PersonRef.Name)
	switch {
	case !ok:
		return Lack{Text: "is the proof of nobody of the register"}
	case !Present(c, p):
		return Lack{Text: "is the proof of " + p.Name + ", who is not engaged"}
	case StandingOf(c, r) == Undated:
		return Lack{Text: "is proof of which nobody knows until when it counts", Unknown: true}
	}
	return Lack{Text: unless(StandingOf(c, r) == Proven, "is no current proof")}
}

// unless returns the text, or "" where something holds.
func unless(holds bool, text string) string {
	if holds {
		return ""
	}
	return text
}

// roleLacking says why a role cannot be relied on: nobody present holds it as
// principal, or none of those who do has proof of all that it takes.
func roleLacking(c *assess.Context, r *api.SecurityRole) string {
	here, lacks := Principals(c, r), "has no competent holder"
	if len(here) > 0 {
		return unless(oneAble(c, here), lacks)
	}
	here = Holders(c, r)
	switch {
	case len(here) == 0:
		return "is held by nobody"
	case oneAble(c, here):
		return "is held by a deputy alone"
	}
	return lacks
}

// oneAble reports whether one of the holders of a role has proof of all that it takes.
func oneAble(c *assess.Context, here []Holding) bool {
	return slices.ContainsFunc(here, func(h Holding) bool {
		return !slices.ContainsFunc(MatchesOf(c, h), func(m Match) bool { return m.Gap() })
	})
}

// Lacking says why a licence or contract cannot be relied on.
func (s Supply) Lacking(c *assess.Context) Lack {
	switch {
	case s.Retired(c):
		return Lack{Text: fmt.Sprintf("went out of use on %s", s.retiredOn)}
	case s.Renewing(c):
		return Lack{}
	case s.Term != nil && c.Today.Past(s.Term.End):
		return s.lackWaived(c, "ContractExpired", fmt.Sprintf("lapsed on %s", s.Term.End.AddDays(1)))
	case s.Term != nil && !Started(c, s.Term.Start):
		return Lack{Text: fmt.Sprintf("starts on %s", s.Term.Start)}
	case s.Term == nil || (s.Term.End.IsZero() && !Endless(s.Term.Evergreen)):
		return Lack{Text: "has no known end", Unknown: true}
	}
	return Lack{}
}

// Replaced reports whether a replacement of what has lost support, or will, is planned that
// is still ahead and within the horizon.
func Replaced(c *assess.Context, plan *api.Replacement, end api.Date) bool {
	return plan != nil && Stated(plan.Plan) && !c.Today.Past(plan.DueOn) &&
		TooLate(c, plan.DueOn, end, Months(c.Policy.ActionHorizon())) == ""
}

// unsupported says that vendor support has ended without a replacement in time.
func (s Supply) unsupported(c *assess.Context, end api.Date, plan *api.Replacement) Lack {
	if c.Today.Past(end) && !Replaced(c, plan, end) {
		return s.lackWaived(c, "VendorSupportEnded", fmt.Sprintf("has had no vendor support since %s", end.AddDays(1)))
	}
	return Lack{}
}

// assetLacking says why an asset cannot be relied on.
func assetLacking(c *assess.Context, r *api.InfrastructureAsset) Lack {
	switch {
	case c.Today.Reached(r.Spec.RetiredOn):
		return Lack{Text: fmt.Sprintf("went out of use on %s", r.Spec.RetiredOn)}
	case !Started(c, r.Spec.InServiceFrom):
		return Lack{Text: fmt.Sprintf("goes into service on %s", r.Spec.InServiceFrom)}
	}
	return AssetSupply(r).unsupported(c, r.Spec.SupportEndsOn, r.Spec.Replacement)
}

// DeputisedFor reports whether an appointed deputy with proof of all that the role takes
// stands beside a new holder, for as long as a deputy may act.
func DeputisedFor(c *assess.Context, role *api.SecurityRole, a *api.Assignment) bool {
	if a.From.IsZero() || c.Today.Reached(a.From.AddDays(c.Policy.DeputyActing())) {
		return false
	}
	var deputies []Holding
	for _, h := range Holders(c, role) {
		if h.Assignment.Capacity == api.CapacityDeputy && h.Assignment.AppointedBy != nil && c.Today.Reached(h.Assignment.AppointedOn) {
			deputies = append(deputies, h)
		}
	}
	return oneAble(c, deputies)
}
