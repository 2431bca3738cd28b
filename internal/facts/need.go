package facts

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// needsByRisk finds needs by the risks that they come from.
var needsByRisk = &assess.Index[*api.ResourceRequirement]{
	Keys: func(r *api.ResourceRequirement, yield func(string)) {
		for _, ref := range DriversOf(r).RiskRefs {
			yield(ref.Name)
		}
	},
}

// NeedsByObjective finds needs by the objectives that they come from.
var NeedsByObjective = &assess.Index[*api.ResourceRequirement]{
	Keys: func(r *api.ResourceRequirement, yield func(string)) {
		for _, ref := range DriversOf(r).ObjectiveRefs {
			yield(ref.Name)
		}
	},
}

// ObjectivesByNeed finds objectives by the needs that they name.
var ObjectivesByNeed = &assess.Index[*api.SecurityObjective]{
	Keys: func(r *api.SecurityObjective, yield func(string)) { yieldNames(r.Spec.RequirementRefs, yield) },
}

// resourcesByNeed finds resources by the needs that they say they satisfy.
var resourcesByNeed = resourcesBy(func(_ []api.ControlID, needs []api.Reference, yield func(string)) { yieldNames(needs, yield) })

func yieldNames(refs []api.Reference, yield func(string)) {
	for _, ref := range refs {
		yield(ref.Name)
	}
}

// DriversOf is what the need comes from; empty where it does not say.
func DriversOf(r *api.ResourceRequirement) api.Drivers {
	if r.Spec.Drivers == nil {
		return api.Drivers{}
	}
	return *r.Spec.Drivers
}

// NeedDecided returns the decision on the need if one was taken: a proposal and an
// escalation are none, and one of a day that has not come is none yet.
func NeedDecided(c *assess.Context, r *api.ResourceRequirement) *api.RequirementDecision {
	d := r.Spec.Decision
	if d == nil || (!d.DecidedOn.IsZero() && !c.Today.Reached(d.DecidedOn)) {
		return nil
	}
	if !NeedIsDecided(d.State) {
		return nil
	}
	return d
}

// NeedIsDecided reports whether a state says that somebody has decided.
func NeedIsDecided(s api.RequirementState) bool {
	return s == api.RequirementApproved || s == api.RequirementRejected || s == api.RequirementFulfilled
}

// NeedFulfilled reports whether the record says that the resource is there. Its day
// outweighs its state. A need that recurs is met until it is due again.
func NeedFulfilled(c *assess.Context, r *api.ResourceRequirement) bool {
	if !r.Spec.FulfilledOn.IsZero() {
		return c.Today.Reached(r.Spec.FulfilledOn) && !c.Today.Past(r.Spec.Recurrence.After(r.Spec.FulfilledOn))
	}
	d := NeedDecided(c, r)
	return d != nil && d.State == api.RequirementFulfilled && !c.Today.Past(r.Spec.Recurrence.After(d.DecidedOn))
}

// NeedMetOn is the day on which a need that recurs was met last; absent where it does not
// recur, or was never met.
func NeedMetOn(c *assess.Context, r *api.ResourceRequirement) api.Date {
	d := NeedDecided(c, r)
	switch {
	case r.Spec.Recurrence == nil:
		return api.Date{}
	case c.Today.Reached(r.Spec.FulfilledOn):
		return r.Spec.FulfilledOn
	case r.Spec.FulfilledOn.IsZero() && d != nil && d.State == api.RequirementFulfilled:
		return d.DecidedOn
	}
	return api.Date{}
}

// NeedRefused reports whether the need was rejected, which closes it.
func NeedRefused(c *assess.Context, r *api.ResourceRequirement) bool {
	d := NeedDecided(c, r)
	return d != nil && d.State == api.RequirementRejected && !NeedFulfilled(c, r)
}

// NeedLack says why what a need comes from cannot count on it; "" where it can. A wish
// carries nothing: one that is said to be fulfilled is, one that was decided has a day within
// the horizon and its money, and one that nobody has decided on counts for as long as a
// decision may take.
func NeedLack(c *assess.Context, r *api.ResourceRequirement) string {
	if NeedFulfilled(c, r) {
		satisfied, _ := Satisfaction(c, r)
		return unless(satisfied, "is not satisfied")
	}
	if NeedRefused(c, r) {
		return "was refused"
	}
	from, horizon := NeedHorizon(c, r)
	switch late := TooLate(c, r.Spec.NeededBy, from, horizon); {
	case late != "":
		return "is planned for " + late
	case NeedDecided(c, r) == nil:
		return unless(NeedProposed(c, r), "waits for a decision for too long")
	case r.Spec.NeededBy.IsZero():
		return "has no day by which it is met"
	}
	return unless(needFunded(c, r), "has no money")
}

// NeedProposed reports whether a need that nobody has decided on may still wait: it was
// raised no longer ago than a decision may take, or nobody knows when.
func NeedProposed(c *assess.Context, r *api.ResourceRequirement) bool {
	return r.Spec.RaisedOn.IsZero() || !c.Today.Past(r.Spec.RaisedOn.AddDays(c.Policy.Proposal()))
}

// needFunded reports whether what an approved need costs is in an approved budget, or will
// have to be in a later one; one whose cost or money cannot be read is left to rule P4-05.
func needFunded(c *assess.Context, r *api.ResourceRequirement) bool {
	if !WaitsForMoney(c, r) {
		return true
	}
	cost, flaw := AmountOf(&r.Spec.EstimatedCost.Amount)
	if flaw != "" || cost.Sign() == 0 {
		return true
	}
	funds := FundsOf(c)
	if len(funds.Needs[r.Name]) == 0 {
		return !funds.Horizon.IsZero() && r.Spec.NeededBy.After(funds.Horizon)
	}
	planned := FundedSum(c, r.Name, r.Spec.EstimatedCost.Currency)
	return planned.Flaw != "" || planned.Sum.Cmp(cost) >= 0
}

// Satisfaction reports whether a resource that can be relied on satisfies the
// need, and says why none of those does that are named for it.
func Satisfaction(c *assess.Context, r *api.ResourceRequirement) (satisfied bool, lacks []string) {
	all := assess.Once(c, satisfactionKey{r}, func(c *assess.Context) (s needSatisfaction) {
		s.satisfied, s.lacks = Carries(c, LoadOf(r), Satisfiers(c, r))
		return s
	})
	return all.satisfied, all.lacks
}

type satisfactionKey struct{ need *api.ResourceRequirement }

// needSatisfaction is what satisfaction remembers of a need: many risks, objectives and
// budgets hang on one.
type needSatisfaction struct {
	satisfied bool
	lacks     []string
}

// Satisfiers are the resources that satisfy a need, by its word or by theirs.
func Satisfiers(c *assess.Context, r *api.ResourceRequirement) []api.ResourceReference {
	refs := append([]api.ResourceReference(nil), r.Spec.SatisfiedByRefs...)
	for resource := range resourcesByNeed.of(c, r.Name) {
		refs = append(refs, resource.ResourceReference)
	}
	return refs
}

// HighRisks names the risks of rating High or Critical that the need comes from.
func HighRisks(c *assess.Context, r *api.ResourceRequirement) []string {
	var names []string
	for _, ref := range DriversOf(r).RiskRefs {
		if risk, ok := assess.Get[*api.Risk](c.World, ref.Name); ok && HighRated(risk) {
			names = append(names, ref.Name)
		}
	}
	return names
}

// NeedHorizon is by when a need is to be met, and from when that is measured: from the
// decision on one that was taken, with the time that money takes; else from when it was
// raised.
func NeedHorizon(c *assess.Context, r *api.ResourceRequirement) (from api.Date, h Horizon) {
	if d := NeedDecided(c, r); d != nil {
		return d.DecidedOn, Months(c.Policy.NeedHorizon())
	}
	return r.Spec.RaisedOn, Months(c.Policy.OpenHorizon())
}

// WaitsForMoney reports whether the need is approved, costs money and is not met yet.
func WaitsForMoney(c *assess.Context, r *api.ResourceRequirement) bool {
	d := r.Spec.Decision
	return d != nil && d.State == api.RequirementApproved && Started(c, d.DecidedOn) &&
		!NeedFulfilled(c, r) && r.Spec.EstimatedCost != nil
}
