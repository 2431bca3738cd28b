package rules

import (
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// needsByRisk finds needs by the risks that they come from.
var needsByRisk = &assess.Index[*api.ResourceRequirement]{
	Keys: func(r *api.ResourceRequirement, yield func(string)) {
		for _, ref := range driversOf(r).RiskRefs {
			yield(ref.Name)
		}
	},
}

// needsByObjective finds needs by the objectives that they come from.
var needsByObjective = &assess.Index[*api.ResourceRequirement]{
	Keys: func(r *api.ResourceRequirement, yield func(string)) {
		for _, ref := range driversOf(r).ObjectiveRefs {
			yield(ref.Name)
		}
	},
}

// objectivesByNeed finds objectives by the needs that they name.
var objectivesByNeed = &assess.Index[*api.SecurityObjective]{
	Keys: func(r *api.SecurityObjective, yield func(string)) { yieldNames(r.Spec.RequirementRefs, yield) },
}

// These find resources by the needs that they say they satisfy.
var (
	toolsByNeed = &assess.Index[*api.ToolLicense]{
		Keys: func(r *api.ToolLicense, yield func(string)) { yieldNames(r.Spec.RequirementRefs, yield) },
	}
	assetsByNeed = &assess.Index[*api.InfrastructureAsset]{
		Keys: func(r *api.InfrastructureAsset, yield func(string)) { yieldNames(r.Spec.RequirementRefs, yield) },
	}
	servicesByNeed = &assess.Index[*api.OutsourcedService]{
		Keys: func(r *api.OutsourcedService, yield func(string)) { yieldNames(r.Spec.RequirementRefs, yield) },
	}
)

func yieldNames(refs []api.Reference, yield func(string)) {
	for _, ref := range refs {
		yield(ref.Name)
	}
}

// driversOf is what the need comes from; empty where it does not say.
func driversOf(r *api.ResourceRequirement) api.Drivers {
	if r.Spec.Drivers == nil {
		return api.Drivers{}
	}
	return *r.Spec.Drivers
}

// needDecided returns the decision on the need if one was taken: a proposal and an
// escalation are none, and one of a day that has not come is none yet.
func needDecided(c *assess.Context, r *api.ResourceRequirement) *api.RequirementDecision {
	d := r.Spec.Decision
	if d == nil || (!d.DecidedOn.IsZero() && !c.Today.Reached(d.DecidedOn)) {
		return nil
	}
	switch d.State {
	case api.RequirementApproved, api.RequirementRejected, api.RequirementFulfilled:
		return d
	}
	return nil
}

// fulfilled reports whether the record says that the resource is there. Its day
// outweighs its state.
func fulfilled(c *assess.Context, r *api.ResourceRequirement) bool {
	if !r.Spec.FulfilledOn.IsZero() {
		return c.Today.Reached(r.Spec.FulfilledOn)
	}
	d := needDecided(c, r)
	return d != nil && d.State == api.RequirementFulfilled
}

// refused reports whether the need was rejected, which closes it.
func refused(c *assess.Context, r *api.ResourceRequirement) bool {
	d := needDecided(c, r)
	return d != nil && d.State == api.RequirementRejected && !fulfilled(c, r)
}

// needStands reports whether what the need comes from can count on it: it was not
// refused, and if it is said to be fulfilled, something does fulfil it. Whether an
// open one is in time is asked of the need itself.
func needStands(c *assess.Context, r *api.ResourceRequirement) bool {
	if fulfilled(c, r) {
		satisfied, _ := satisfaction(c, r)
		return satisfied
	}
	return !refused(c, r)
}

// satisfaction reports whether a resource that can be relied on satisfies the
// need, and says why none of those does that are named for it.
func satisfaction(c *assess.Context, r *api.ResourceRequirement) (satisfied bool, lacks []string) {
	all := assess.Once(c, satisfactionKey{r}, func(c *assess.Context) (s needSatisfaction) {
		s.satisfied, s.lacks = reliable(c, satisfiers(c, r))
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

// satisfiers are the resources that satisfy a need, by its word or by theirs.
func satisfiers(c *assess.Context, r *api.ResourceRequirement) []api.ResourceReference {
	refs := append([]api.ResourceReference(nil), r.Spec.SatisfiedBy...)
	for _, tool := range assess.By(c.World, toolsByNeed, r.Name) {
		refs = append(refs, api.ResourceReference{Kind: api.ResourceToolLicense, Name: tool.Name})
	}
	for _, asset := range assess.By(c.World, assetsByNeed, r.Name) {
		refs = append(refs, api.ResourceReference{Kind: api.ResourceInfrastructureAsset, Name: asset.Name})
	}
	for _, service := range assess.By(c.World, servicesByNeed, r.Name) {
		refs = append(refs, api.ResourceReference{Kind: api.ResourceOutsourcedService, Name: service.Name})
	}
	return refs
}

// reliable reports whether one of the resources can be relied on, and says why
// none can.
func reliable(c *assess.Context, refs []api.ResourceReference) (one bool, lacks []string) {
	for _, ref := range refs {
		lack := unusable(c, ref)
		if lack == "" {
			return true, nil
		}
		lacks = append(lacks, resourceName(ref)+" "+lack)
	}
	return false, lacks
}

// highRisks names the risks of rating High or Critical that the need comes from.
func highRisks(c *assess.Context, r *api.ResourceRequirement) []string {
	var names []string
	for _, ref := range driversOf(r).RiskRefs {
		if risk, ok := assess.Get[*api.Risk](c.World, ref.Name); ok && highRated(risk) {
			names = append(names, ref.Name)
		}
	}
	return names
}

// answerable names who answers for a record, for messages.
func answerable(owner *api.Owner) string {
	switch {
	case owner == nil:
		return "nobody"
	case owner.RoleRef != nil:
		return "the SecurityRole " + owner.RoleRef.Name
	case owner.PersonRef != nil:
		return owner.PersonRef.Name
	case strings.TrimSpace(owner.StatedAs) == "":
		return "nobody"
	}
	return quote(owner.StatedAs)
}

// gistLength is how much of a sentence that a record states goes into a message.
const gistLength = 120

// gist quotes the beginning of a sentence, so that what was found about it is not
// cut off behind it.
func gist(sentence string) string {
	if runes := []rune(sentence); len(runes) > gistLength {
		sentence = string(runes[:gistLength-1]) + "…"
	}
	return quote(sentence)
}
