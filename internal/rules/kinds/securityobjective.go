package kinds

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// SecurityObjective is what the ISMS is to reach (Clause 6.2).
func SecurityObjective() assess.Kind {
	return assess.Of[*api.SecurityObjective]{
		Name: "SecurityObjective", Plural: "securityobjectives", Plain: "objectives", Home: assess.Identification,
		Unsaid:     securityObjectiveUnsaid,
		Happened:   objectiveHappened,
		References: objectiveReferences,
		ValidUntil: func(r *api.SecurityObjective) api.Date {
			return facts.UnlessClosed(r.Spec.DueOn, r.Spec.AchievedOn)
		},
	}.Kind()
}

func objectiveHappened(r *api.SecurityObjective) []assess.Happening {
	return []assess.Happening{{Field: "spec.achievedOn", On: r.Spec.AchievedOn, What: "the objective was reached"}}
}

// objectiveReferences leaves the owner to rule P3-02, which judges it.
func objectiveReferences(w *assess.World, r *api.SecurityObjective) []assess.Reference {
	return append(resourceReferences(w, "spec.resourceRefs", r.Spec.ResourceRefs),
		assess.ReferToEach[*api.ResourceRequirement](w, "spec.requirementRefs", r.Spec.RequirementRefs)...)
}

func securityObjectiveUnsaid(r *api.SecurityObjective) (fields []string) {
	return facts.Unsaid(nil, "spec.objective", r.Spec.Objective)
}
