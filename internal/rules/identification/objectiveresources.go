package identification

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docObjectiveResources = assess.Doc{
	ID: "P1-10", Aspect: assess.Covered, Clause: "6.2 i, 7.1",
	Requires: "It is determined what resources an objective takes",
	Fires:    "an objective that is not reached has no need that was not refused, no resource that can be relied on, and no reason why it needs none (minor; observation while a SecurityException waives what a resource that it names lacks)",
	Reasons:  []string{"ObjectiveWithoutResources"}, Grades: []api.Grade{api.GradeObservation, api.GradeMinor},
	Remedy: "Name what it takes in spec.resourceRefs or spec.requirementRefs, or say in spec.noResourcesNeeded why it takes nothing",
}

func checkObjectiveResources(c *assess.Context, r *api.SecurityObjective) {
	if facts.ObjectiveAchieved(c, r) || facts.Stated(r.Spec.NoResourcesNeeded) {
		return
	}
	needs := slices.Clone(assess.By(c.World, facts.NeedsByObjective, r.Name))
	for _, ref := range r.Spec.RequirementRefs {
		if need, ok := assess.Get[*api.ResourceRequirement](c.World, ref.Name); ok {
			needs = append(needs, need)
		}
	}
	if slices.ContainsFunc(needs, func(need *api.ResourceRequirement) bool { return facts.NeedLack(c, need) == "" }) {
		return
	}
	one, lacks := facts.Carries(c, facts.Anything, r.Spec.ResourceRefs)
	if one {
		return
	}
	message := fmt.Sprintf("No need or resource that can be relied on is stated for the objective %s", facts.Gist(r.Spec.Objective))
	if len(lacks) > 0 {
		message += "; " + assess.List(lacks)
	}
	f := assess.Finding{Reason: "ObjectiveWithoutResources", Grade: api.GradeMinor, Field: "spec.resourceRefs", Message: message}
	c.Report(facts.Softened(c, r.Spec.ResourceRefs, f))
}
