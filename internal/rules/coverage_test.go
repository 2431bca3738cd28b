package rules_test

import (
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// counted has the training Awareness 2026 mandatory for everybody, and a count of who had it;
// the fixture has five people.
func counted(of, done int32, asOf string, changes ...func(*fixture, *api.CompetencyRecord)) func(*fixture) {
	return func(f *fixture) {
		f.isms.Spec.Policy.Competence.MandatoryTraining = []api.MandatoryTraining{{Training: "Awareness 2026"}}
		r := aCount("awareness-all", of, done, asOf)
		for _, change := range changes {
			change(f, r)
		}
		f.add(r)
	}
}

func aCount(name string, of, done int32, asOf string) *api.CompetencyRecord {
	n := &api.Coverage{Of: of, Done: &done}
	if asOf != "" {
		n.AsOf = date(asOf)
	}
	r := &api.CompetencyRecord{ObjectMeta: named(name), Spec: api.CompetencyRecordSpec{
		Competency: "Awareness 2026", Basis: api.BasisTraining, Coverage: n,
		Effectiveness: &api.Effectiveness{EvaluatedOn: date("2026-05-01"), Result: api.ResultEffective},
	}}
	r.Spec.Evidence = []api.Evidence{{Name: "list", URI: "https://files.example/awareness.csv"}}
	return r
}

// ownRecord adds what a person's own record says of the training.
func ownRecord(person, achievedOn string) func(*fixture, *api.CompetencyRecord) {
	return func(f *fixture, _ *api.CompetencyRecord) {
		r := &api.CompetencyRecord{ObjectMeta: named("own-" + person), Spec: api.CompetencyRecordSpec{
			PersonRef: *ref(person), Competency: "awareness 2026", Basis: api.BasisTraining,
		}}
		if achievedOn != "" {
			r.Spec.AchievedOn = date(achievedOn)
		} else {
			r.Spec.Plan = &api.CompetencyPlan{Action: "Training", DueOn: date("2026-12-31")}
		}
		f.add(r)
	}
}

// reached has an objective on the training said to be reached.
func objectiveReached(target, on string) func(*fixture, *api.CompetencyRecord) {
	return func(f *fixture, _ *api.CompetencyRecord) {
		f.goal.Spec.Objective, f.goal.Spec.Target, f.goal.Spec.AchievedOn = "Everybody knows Awareness 2026", target, date(on)
	}
}

const (
	countTooLow  = "P2-11 TrainingCoverageLow Major spec.policy.competence.mandatoryTraining[Awareness 2026]"
	countContradicted = "P2-21 CoverageContradicted Observation spec.coverage"
	noDocument   = "P2-09 EvidenceNotVerified Minor spec.evidence"
)

// countOn asks of the ISMS, and of ada, what a count proves.
var countTables = map[string][]row{
	"ClauseAssessment/isms": {
		{name: "28 of 42", why: "two thirds are too few", change: counted(42, 28, "2026-03-25"), want: []string{countTooLow}},
		{name: "33 of 42", why: "78 % are too few", change: counted(42, 33, "2026-03-25"), want: []string{countTooLow}},
		{name: "34 of 42", why: "80 % will do", change: counted(42, 34, "2026-03-25")},
		{name: "none of 42", why: "nobody has had it", change: counted(42, 0, "2026-03-25"), want: []string{countTooLow}},
		{name: "all, interval over tomorrow", why: "the count counts for as long as the training", change: counted(42, 42, "2025-06-16")},
		{name: "all, interval over today", why: "its last day included", change: counted(42, 42, "2025-06-15")},
		{name: "all, interval over yesterday", why: "an old count counts for nobody", change: counted(42, 42, "2025-06-14"), want: []string{countTooLow}},
		{name: "all, counted today", why: "today has come", change: counted(42, 42, baseDay)},
		{name: "all, counted tomorrow", why: "tomorrow's count is none", change: counted(42, 42, "2026-06-16"), want: []string{countTooLow}},
		{name: "all, on no day", why: "nobody knows what it is worth", change: counted(42, 42, ""), want: []string{countTooLow}},
		{name: "more people on record than counted", why: "it is no count of them", change: counted(4, 4, "2026-03-25"), want: []string{countTooLow}},
		{name: "as many people on record as counted", why: "it may be", change: counted(5, 5, "2026-03-25")},
		{name: "another group", why: "the holders of a role are not everybody", change: counted(42, 42, "2026-03-25", func(_ *fixture, r *api.CompetencyRecord) {
			r.Spec.Coverage.RoleRefs = []api.Reference{*ref("team")}
		}), want: []string{countTooLow}},
		{name: "the group of the training", why: "a count of the holders is of them", change: counted(1, 0, "2026-03-25", func(f *fixture, r *api.CompetencyRecord) {
			r.Spec.Coverage.RoleRefs = []api.Reference{*ref("ism")}
			f.isms.Spec.Policy.Competence.MandatoryTraining[0].RoleRefs = []api.Reference{*ref("ism")}
		}), want: []string{countTooLow}},
		{name: "a later count", why: "the last one counts", change: counted(42, 28, "2026-03-25", func(f *fixture, _ *api.CompetencyRecord) {
			f.add(aCount("awareness-may", 42, 42, "2026-05-25"))
		})},
		{name: "two of one day", why: "of two the worse counts", change: counted(42, 42, "2026-03-25", func(f *fixture, _ *api.CompetencyRecord) {
			f.add(aCount("awareness-other", 42, 28, "2026-03-25"))
		}), want: []string{countTooLow}},
		{name: "all, and somebody came since", why: "who came later is asked for themselves: 4 of 5 had it", change: counted(4, 4, "2026-03-25", func(f *fixture, _ *api.CompetencyRecord) {
			f.ada.Spec.EngagedFrom = date("2026-03-26")
		})},
		{name: "3 of 4, and somebody came since", why: "they count as well: 3 of 5", change: counted(4, 3, "2026-03-25", func(f *fixture, _ *api.CompetencyRecord) {
			f.ada.Spec.EngagedFrom = date("2026-03-26")
		}), want: []string{countTooLow}},
		{name: "none counted, all recorded", why: "the register knows better", change: counted(5, 0, "2026-03-25", ownRecord("boss", "2026-04-01"),
			ownRecord("chair", "2026-04-01"), ownRecord("ada", "2026-04-01"), ownRecord("ben", "2026-04-01"), ownRecord("ext", "2026-04-01"))},
	},
	"Person/ada": {
		{name: "28 of 42, no record of their own", why: "whether they are of the 28 nobody can say, and the whole is told once", change: counted(42, 28, "2026-03-25")},
		{name: "all, no record of their own", why: "they are of all", change: counted(42, 42, "2026-03-25")},
		{name: "all, came on the day", why: "they were counted", change: counted(42, 42, "2026-03-25", adaCame("2026-03-25"))},
		{name: "all, came the day before", why: "as who came before", change: counted(42, 42, "2026-03-25", adaCame("2026-03-24"))},
		{name: "all, came the day after", why: "who came later was not", change: counted(42, 42, "2026-03-25", adaCame("2026-03-26")), want: []string{overdue}},
		{name: "28 of 42, planned for them", why: "their own record says that they have not", change: counted(42, 28, "2026-03-25", ownRecord("ada", "")), want: []string{overdue}},
		{name: "28 of 42, had it long ago", why: "their own record says when it was due again", change: counted(42, 28, "2026-03-25", ownRecord("ada", "2024-01-01")), want: []string{overdue}},
		{name: "count without a day", why: "it counts for nobody", change: counted(42, 42, ""), want: []string{overdue}},
	},
	"CompetencyRecord/awareness-all": {
		{name: "28 of 42", why: "the count itself is fine", change: counted(42, 28, "2026-03-25")},
		{name: "no day", why: "nobody knows when", change: counted(42, 28, ""), want: []string{"P2-21 CoverageUndated Unknown spec.coverage.asOf"}},
		{name: "tomorrow", why: "a count lies in the past", change: counted(42, 28, "2026-06-16"), want: []string{"X-05 DateInFuture Minor spec.coverage.asOf"}},
		{name: "no document", why: "a number is somebody's word", change: counted(42, 28, "2026-03-25", func(_ *fixture, r *api.CompetencyRecord) { r.Spec.Evidence = nil }), want: []string{noDocument}},
		{name: "no basis", why: "nobody knows what it rests on", change: counted(42, 28, "2026-03-25", func(_ *fixture, r *api.CompetencyRecord) { r.Spec.Basis = "" }), want: []string{"P2-09 EvidenceNotVerified Minor spec.basis"}},
		{name: "effect not evaluated", why: "as of a training of one person", change: counted(42, 28, "2026-03-01", func(_ *fixture, r *api.CompetencyRecord) { r.Spec.Effectiveness = nil }), want: []string{noEffect}},
		{name: "group of nobody's role", why: "a name must resolve", change: counted(42, 28, "2026-03-25", func(_ *fixture, r *api.CompetencyRecord) {
			r.Spec.Coverage.RoleRefs = []api.Reference{*ref("ghost")}
		}), want: []string{"X-04 ReferenceNotFound Minor spec.coverage.roleRefs[ghost]"}},
		{name: "more people on record", why: "five are no four", change: counted(4, 4, "2026-03-25"), want: []string{countContradicted}},
		{name: "one of them came later", why: "on that day they were four", change: counted(4, 4, "2026-03-25", adaCame("2026-03-26"))},
		{name: "one of them came on the day", why: "that day they were five", change: counted(4, 4, "2026-03-25", adaCame("2026-03-25")), want: []string{countContradicted}},
		{name: "more have records", why: "one is more than none", change: counted(42, 0, "2026-03-25", ownRecord("ada", "2026-03-25")), want: []string{countContradicted}},
		{name: "had it the day after", why: "that is no contradiction", change: counted(42, 0, "2026-03-25", ownRecord("ada", "2026-03-26"))},
		{name: "all, and one plans it", why: "who plans it has not had it", change: counted(42, 42, "2026-03-25", ownRecord("ada", "")), want: []string{countContradicted}},
		{name: "all but one, and one plans it", why: "that one may be the other", change: counted(42, 41, "2026-03-25", ownRecord("ada", ""))},
		{name: "another count", why: "one of two is wrong", change: counted(42, 28, "2026-03-25", func(f *fixture, _ *api.CompetencyRecord) {
			f.add(aCount("awareness-other", 42, 30, "2026-03-25"))
		}), want: []string{countContradicted}},
		{name: "a later count", why: "history", change: counted(4, 4, "2026-03-25", func(f *fixture, _ *api.CompetencyRecord) {
			f.add(aCount("awareness-may", 42, 42, "2026-05-25"))
		})},
		{name: "objective reached", why: "67 % are no 95 %", change: counted(42, 28, "2026-03-25", objectiveReached("at least 95 % of staff", "2026-04-01")), want: []string{countContradicted}},
		{name: "objective reached, another training", why: "it is about something else", change: counted(42, 28, "2026-03-25", objectiveReached("at least 95 % of staff", "2026-04-01"), func(f *fixture, _ *api.CompetencyRecord) {
			f.goal.Spec.Objective = "Everybody signs in strongly"
		})},
		{name: "objective reached a month later", why: "a month is near", change: counted(42, 28, "2026-03-25", objectiveReached("at least 95 % of staff", "2026-04-25")), want: []string{countContradicted}},
		{name: "objective reached later than that", why: "much can be done in a month", change: counted(42, 28, "2026-03-25", objectiveReached("at least 95 % of staff", "2026-04-26"))},
		{name: "objective reached tomorrow", why: "it is not said to be yet", change: counted(42, 28, "2026-06-10", objectiveReached("at least 95 % of staff", "2026-06-16"))},
		{name: "objective met", why: "they agree", change: counted(42, 40, "2026-03-25", objectiveReached("at least 95 % of staff", "2026-04-01"))},
		{name: "rest due today", why: "the day itself is in time", change: counted(42, 28, "2026-03-25", restBy(baseDay))},
		{name: "rest due yesterday", why: "the plan for the rest is overdue", change: counted(42, 28, "2026-03-25", restBy("2026-06-14")), want: []string{"P2-11 TrainingOverdue Minor spec.plan.dueOn"}},
		{name: "nothing left to plan", why: "all have had it", change: counted(42, 42, "2026-03-25", restBy("2026-06-14"))},
	},
}

func adaCame(on string) func(*fixture, *api.CompetencyRecord) {
	return func(f *fixture, _ *api.CompetencyRecord) { f.ada.Spec.EngagedFrom = date(on) }
}

func restBy(due string) func(*fixture, *api.CompetencyRecord) {
	return func(_ *fixture, r *api.CompetencyRecord) {
		r.Spec.Plan = &api.CompetencyPlan{Action: "Training", DueOn: date(due)}
	}
}

func TestCoverage(t *testing.T) {
	for subject, rows := range countTables {
		t.Run(subject, func(t *testing.T) { testRows(t, subject, rows) })
	}
}

// TestCountIsNoProof: a count makes nobody an expert, and carries nothing.
func TestCountIsNoProof(t *testing.T) {
	f := newFixture()
	for _, r := range f.records() {
		if own, ok := r.(*api.CompetencyRecord); ok && own != f.bossSkill {
			f.drop(own)
		}
	}
	f.add(&api.CompetencyRecord{ObjectMeta: metav1.ObjectMeta{Namespace: "isms", Name: "experts"}, Spec: api.CompetencyRecordSpec{
		Competency: f.adaCert.Spec.Competency, Basis: api.BasisCertification, Coverage: &api.Coverage{Of: 1, Done: ptr[int32](1), AsOf: date("2026-01-01")},
	}})
	for _, finding := range findings(run(f.records(), baseDay)) {
		if finding.Reason == "NoIso27001Expertise" {
			return
		}
	}
	t.Error("a count of experts is taken for one")
}
