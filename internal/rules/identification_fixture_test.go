package rules_test

import (
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// identificationFixture holds the records of point 1.
type identificationFixture struct {
	leak             *api.Risk
	goal             *api.SecurityObjective
	backups, courses *api.ResourceRequirement
}

func (f *fixture) addIdentification() {
	f.leak = &api.Risk{ObjectMeta: named("leak"), Spec: api.RiskSpec{
		Common: api.Common{Owner: &api.Actor{RoleRef: ref("risk")}}, Title: "Data are lost",
		Rating: api.RiskMedium, Treatment: api.TreatmentMitigate, AssessedOn: date("2026-01-10"),
		ResourceRefs: []api.ResourceReference{{Kind: api.ResourceToolLicense, Name: "backup"}},
	}}
	f.goal = &api.SecurityObjective{ObjectMeta: named("goal"), Spec: api.SecurityObjectiveSpec{
		Common: api.Common{Owner: &api.Actor{PersonRef: ref("ada")}}, Objective: "All are trained", Target: "100 %",
		DueOn: date("2026-12-31"), RequirementRefs: []api.Reference{*ref("courses")},
	}}
	f.backups = aNeed("backups", "leak")
	f.backups.Spec.Decision.State, f.backups.Spec.FulfilledOn = api.RequirementFulfilled, date("2026-02-01")
	f.backups.Spec.SatisfiedByRefs = f.leak.Spec.ResourceRefs
	f.courses = aNeed("courses")
	f.courses.Spec.Category = api.ResourceKnowledge
	f.courses.Spec.Drivers = &api.Drivers{ObjectiveRefs: []api.Reference{*ref("goal")}}
	f.add(f.leak, f.goal, f.backups, f.courses)
}

// phases are those of an ISMS.
var phases = []api.LifecyclePhase{
	api.PhaseEstablishment, api.PhaseImplementation, api.PhaseCertification, api.PhaseMaintenance,
}

// aNeed is an approved need of every phase that risks have.
func aNeed(name string, risks ...string) *api.ResourceRequirement {
	r := &api.ResourceRequirement{ObjectMeta: named(name), Spec: api.ResourceRequirementSpec{
		Common: api.Common{Owner: &api.Actor{RoleRef: ref("ism")}}, Need: "We need " + name,
		Category: api.ResourceTechnology, Phases: slices.Clone(phases),
		Drivers: &api.Drivers{}, RaisedBy: actor("ada"), RaisedOn: date("2025-12-01"),
		Decision: &api.RequirementDecision{
			State: api.RequirementApproved, By: actor("boss"), DecidedOn: date("2026-01-15"), Rationale: "worth it",
		},
		NeededBy: date("2026-11-30"), AssessedOn: date("2026-02-01"),
	}}
	for _, risk := range risks {
		r.Spec.Drivers.RiskRefs = append(r.Spec.Drivers.RiskRefs, *ref(risk))
	}
	return r
}

// dropKind leaves out every record of a kind, whoever added it.
func dropKind[T api.Record](f *fixture) {
	for _, r := range f.records() {
		if _, ok := r.(T); ok {
			f.drop(r)
		}
	}
}

var identificationTables = map[string][]row{
	"Risk/leak":                   slices.Concat(riskRows, acceptanceRows),
	"SecurityObjective/goal":      objectiveRows,
	"ResourceRequirement/backups": fulfilledRows,
	"ResourceRequirement/courses": slices.Concat(needRows, needDecisionRows),
	"ClauseAssessment/isms":       identificationRows,
	"ManagementReview/review":     rationaleRows,
	"ToolLicense/backup":          purposeRows,
}
