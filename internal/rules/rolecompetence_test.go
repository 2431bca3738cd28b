package rules_test

import (
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

const (
	unproved     = "P2-04 CompetenceNotEvidenced Major spec.assignments[ada].personRef"
	unprovedOwn  = "P2-04 CompetenceNotEvidenced Minor spec.assignments[ada].personRef"
	unprovedOpen = "P2-04 CompetenceNotEvidenced Unknown spec.assignments[ada].personRef"
	tooLow       = "P2-05 CompetenceGap Minor spec.assignments[ada].personRef"
	unplanned    = "P2-06 GapWithoutPlan Minor spec.assignments[ada].personRef"
)

func basics(change func(*api.CompetencyRecordSpec)) func(*fixture) {
	return func(f *fixture) {
		f.isms.Spec.Policy.Competence.MandatoryTraining = nil // of mandatory training rule P2-11 speaks
		change(&f.adaSkill.Spec)
	}
}

func requires(r api.RequiredCompetency) func(*fixture) {
	return func(f *fixture) {
		r.Competency = "SECURITY BASICS"
		f.ism.Spec.RequiredCompetencies = []api.RequiredCompetency{r}
	}
}

// withoutEffect makes ada's skill a training that an evaluation finds without effect.
func withoutEffect(on string) func(*fixture) {
	return basics(func(s *api.CompetencyRecordSpec) {
		s.Basis, s.Effectiveness = api.BasisTraining, &api.Effectiveness{EvaluatedOn: date(on), Result: api.ResultNotEffective}
	})
}

var roleCompetenceRows = []row{
	{name: "proved", why: "names match whatever their case and spacing", change: requires(api.RequiredCompetency{})},
	{name: "no record", why: "major for a mandatory role; without a record nobody knows of a gap to plan for", change: func(f *fixture) { f.drop(f.adaSkill) }, want: []string{unproved}},
	{name: "no record, two roles", why: "one gap of one person is told where it weighs most", on: "SecurityRole/desk", change: func(f *fixture) {
		f.drop(f.adaSkill)
		f.add(aRole("desk", api.MandateNone, assigned("ada", "boss")))
	}},
	{name: "own role, no record", why: "minor for another", change: own(func(f *fixture) {
		f.drop(f.adaSkill)
		f.team.Spec.RequiredCompetencies = nil
	}), want: []string{unprovedOwn}},
	{name: "attained today", why: "it counts from the day on", change: basics(func(s *api.CompetencyRecordSpec) { s.AchievedOn = date(baseDay) })},
	{name: "attained tomorrow", why: "not before", change: basics(func(s *api.CompetencyRecordSpec) { s.AchievedOn = date("2026-06-16") }), want: []string{unproved, unplanned}},
	{name: "valid from tomorrow", why: "nor before it is valid", change: basics(func(s *api.CompetencyRecordSpec) { s.Validity.ValidFrom = date("2026-06-16") }), want: []string{unproved, unplanned}},
	{name: "valid from today", why: "valid on its first day", change: basics(func(s *api.CompetencyRecordSpec) { s.Validity.ValidFrom = date(baseDay) })},
	{name: "last day of validity", why: "valid on its last day", change: basics(func(s *api.CompetencyRecordSpec) { s.Validity = &api.Validity{ValidUntil: date(baseDay)} })},
	{name: "validity over", why: "lapsed the day after; the major is on the record that lapsed", change: basics(func(s *api.CompetencyRecordSpec) { s.Validity = &api.Validity{ValidUntil: date("2026-06-14")} }), want: []string{unprovedOwn, unplanned}},
	{name: "revoked today", why: "a proof that was withdrawn is none; the major is on the record", change: basics(func(s *api.CompetencyRecordSpec) { s.RevokedOn = date(baseDay) }), want: []string{unprovedOwn, unplanned}},
	{name: "the record that lapsed", why: "where one lapse is one major", on: "CompetencyRecord/ada-basics", change: basics(func(s *api.CompetencyRecordSpec) { s.Validity = &api.Validity{ValidUntil: date("2026-06-14")} }), want: []string{certMajor}},
	{name: "lapsed mandatory training", why: "where P2-11 alone reports the lapse, the role is the major", change: func(f *fixture) {
		f.isms.Spec.Policy.Competence.MandatoryTraining = []api.MandatoryTraining{{Training: "Security basics", RoleRefs: []api.Reference{*ref("ism")}}}
		f.adaSkill.Spec.Validity = &api.Validity{ValidUntil: date("2026-06-14")}
	}, want: []string{unproved, unplanned}},
	{name: "training without effect", why: "it proves nothing, so the gap shows", change: withoutEffect(baseDay), want: []string{unproved, unplanned}},
	{name: "training found without effect tomorrow", why: "until then it counts", change: withoutEffect("2026-06-16")},
	{name: "revoked tomorrow", why: "until then it counts", change: basics(func(s *api.CompetencyRecordSpec) { s.RevokedOn = date("2026-06-16") })},
	{name: "self-assertion", why: "a word is no proof", change: basics(func(s *api.CompetencyRecordSpec) { s.Basis = api.BasisSelfAssertion }), want: []string{unproved, unplanned}},
	{name: "validity unknown", why: "unknown is neither proof nor gap", change: basics(func(s *api.CompetencyRecordSpec) { s.Validity = nil }), want: []string{unprovedOpen}},
	{name: "basis accepted", why: "a kind of proof that the role accepts", change: requires(api.RequiredCompetency{AcceptedBases: []api.CompetencyBasis{api.BasisExperience}})},
	{name: "basis not accepted", why: "one that it does not", change: requires(api.RequiredCompetency{AcceptedBases: []api.CompetencyBasis{api.BasisCertification}}), want: []string{unproved, unplanned}},
	{name: "deputy without proof", why: "deputies are asked too", change: func(f *fixture) {
		deputy := assigned("ext", "boss")
		deputy.Capacity = api.CapacityDeputy
		f.ism.Spec.Assignments = append(f.ism.Spec.Assignments, deputy)
	}, want: []string{"P2-04 CompetenceNotEvidenced Major spec.assignments[ext].personRef"}},
	// P2-05
	{name: "level as required", why: "as high as required is enough", change: requires(api.RequiredCompetency{Level: api.LevelPractitioner})},
	{name: "level too low", why: "lower is a gap", change: requires(api.RequiredCompetency{Level: api.LevelExpert}), want: []string{tooLow, unplanned}},
	{name: "level not stated", why: "nobody knows whether it is enough", change: func(f *fixture) {
		requires(api.RequiredCompetency{Level: api.LevelAwareness})(f)
		f.adaSkill.Spec.Level = ""
	}, want: []string{"P2-05 CompetenceLevelUnknown Unknown spec.assignments[ada].personRef"}},
	{name: "best of two levels", why: "the highest proven level counts", change: func(f *fixture) {
		requires(api.RequiredCompetency{Level: api.LevelExpert})(f)
		more := aSkill("ada-more", "ada", "Security basics")
		more.Spec.Level = api.LevelExpert
		f.add(more)
	}},
	{name: "higher level lapsed", why: "a lapsed level is history", change: func(f *fixture) {
		requires(api.RequiredCompetency{Level: api.LevelExpert})(f)
		more := aSkill("ada-more", "ada", "Security basics")
		more.Spec.Level, more.Spec.Validity = api.LevelExpert, &api.Validity{ValidUntil: date("2026-06-14")}
		f.add(more)
	}, want: []string{tooLow, unplanned}},
	// P2-06
	{name: "gap planned until today", why: "a plan in time answers the gap", change: func(f *fixture) {
		requires(api.RequiredCompetency{Level: api.LevelExpert})(f)
		f.adaSkill.Spec.Plan = &api.CompetencyPlan{DueOn: date(baseDay)}
	}, want: []string{tooLow}},
	{name: "plan over", why: "one that is over does not", change: func(f *fixture) {
		requires(api.RequiredCompetency{Level: api.LevelExpert})(f)
		f.adaSkill.Spec.Plan = &api.CompetencyPlan{DueOn: date("2026-06-14")}
	}, want: []string{tooLow, unplanned}},
	{name: "planned record", why: "a record that only plans is no proof but a plan", change: func(f *fixture) {
		f.drop(f.adaSkill)
		plan := &api.CompetencyRecord{ObjectMeta: named("ada-plan")}
		plan.Spec.PersonRef, plan.Spec.Competency = *ref("ada"), "Security basics"
		plan.Spec.Plan = &api.CompetencyPlan{Action: "Training", DueOn: date("2026-06-15")}
		f.add(plan)
	}, want: []string{unproved}},
}

func TestRoleCompetence(t *testing.T) { testRows(t, "SecurityRole/ism", roleCompetenceRows) }
