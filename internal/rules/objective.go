package rules

import (
	"fmt"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

func securityObjective() assess.Kind {
	rules := append(common(objectiveFacts, objectiveReferences, nil), ownedAs(docObjectiveOwner, achieved))
	return assess.KindOf("SecurityObjective", "securityobjectives", assess.Identification,
		func(r *api.SecurityObjective) api.Date { return unlessClosed(r.Spec.DueOn, r.Spec.AchievedOn) },
		append(rules,
			assess.On(docObjectiveResources, checkObjectiveResources),
			assess.On(docObjectiveDue, checkObjectiveDue))...)
}

func objectiveFacts(r *api.SecurityObjective) []fact {
	return []fact{{"spec.achievedOn", r.Spec.AchievedOn, "the objective was reached"}}
}

// objectiveReferences leaves the owner to rule P3-02, which judges it.
func objectiveReferences(w *assess.World, r *api.SecurityObjective) []reference {
	return append(resourceReferences(w, "spec.resources", r.Spec.Resources),
		eachTo[*api.ResourceRequirement](w, "spec.requirementRefs", "ResourceRequirement", r.Spec.RequirementRefs)...)
}

// achieved reports whether the objective is reached, which closes it.
func achieved(c *assess.Context, r *api.SecurityObjective) bool {
	return c.Today.Reached(r.Spec.AchievedOn)
}

var docObjectiveOwner = assess.Doc{
	ID: docOwner.ID, Aspect: docOwner.Aspect, Clause: "6.2 j",
	Requires: "An objective has an owner who is a role or a person",
	Fires:    docOwner.Fires, Reasons: docOwner.Reasons, Grades: docOwner.Grades, Remedy: docOwner.Remedy,
}

var docObjectiveResources = assess.Doc{
	ID: "P1-10", Aspect: assess.Covered, Clause: "6.2 i, 7.1",
	Requires: "It is determined what resources an objective takes",
	Fires:    "an objective that is not reached has no need that was not refused, no resource that can be relied on, and no reason why it needs none (minor; observation while a SecurityException waives what a resource that it names lacks)",
	Reasons:  []string{"ObjectiveWithoutResources"}, Grades: []api.Grade{api.GradeObservation, api.GradeMinor},
	Remedy: "Name what it takes in spec.resources or spec.requirementRefs, or say in spec.noResourcesNeeded why it takes nothing",
}

func checkObjectiveResources(c *assess.Context, r *api.SecurityObjective) {
	if achieved(c, r) || strings.TrimSpace(r.Spec.NoResourcesNeeded) != "" {
		return
	}
	needs := slices.Clone(assess.By(c.World, needsByObjective, r.Name))
	for _, ref := range r.Spec.RequirementRefs {
		if need, ok := assess.Get[*api.ResourceRequirement](c.World, ref.Name); ok {
			needs = append(needs, need)
		}
	}
	if slices.ContainsFunc(needs, func(need *api.ResourceRequirement) bool { return needStands(c, need) }) {
		return
	}
	one, lacks := reliable(c, r.Spec.Resources)
	if one {
		return
	}
	message := fmt.Sprintf("No need or resource that can be relied on is stated for the objective %s", gist(r.Spec.Objective))
	if len(lacks) > 0 {
		message += "; " + assess.List(lacks)
	}
	f := assess.Finding{Reason: "ObjectiveWithoutResources", Grade: api.GradeMinor, Field: "spec.resources", Message: message}
	c.Report(softened(c, r.Spec.Resources, f))
}

var docObjectiveDue = assess.Doc{
	ID: "P1-12", Aspect: assess.Current, Clause: "6.2 k",
	Requires: "It is known when an objective is to be reached, and it is reached by then",
	Fires:    "the objective is not reached and its day is over (observation) or not stated (unknown)",
	Reasons:  []string{"ObjectiveOverdue", "ObjectiveUndated"}, Grades: []api.Grade{api.GradeObservation, api.GradeUnknown},
	Remedy: "Set spec.achievedOn once it is reached, or decide on a new spec.dueOn and on what it takes",
}

func checkObjectiveDue(c *assess.Context, r *api.SecurityObjective) {
	due := r.Spec.DueOn
	switch {
	case achieved(c, r):
	case due.IsZero():
		c.Report(assess.Finding{
			Reason: "ObjectiveUndated", Grade: api.GradeUnknown, Field: "spec.dueOn",
			Message: fmt.Sprintf("It is not stated when the objective %s is to be reached", gist(r.Spec.Objective)),
		})
	case c.Today.Past(due):
		c.Report(assess.Finding{
			Reason: "ObjectiveOverdue", Grade: api.GradeObservation, Field: "spec.dueOn", Since: due.AddDays(1),
			Message: fmt.Sprintf("The objective %s was to be reached by %s and is not", gist(r.Spec.Objective), due),
		})
	}
}
