package rules_test

import (
	"reflect"
	"slices"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/internal/rules/every"
)

func reviewed(on string, months int32) func(*api.Common) {
	return func(c *api.Common) {
		c.Review = &api.Review{IntervalMonths: months}
		if on != "" {
			c.Review.LastReviewedOn = date(on)
		}
	}
}

// commonRows are asked of a record of every kind.
var commonRows = []struct {
	name, why, today string
	change           func(*api.Common)
	want             []string
}{
	{"no review wanted", "a record without interval is not asked", baseDay, func(*api.Common) {}, nil},
	{"never reviewed", "nobody knows whether it holds", baseDay, reviewed("", 12), []string{"X-06 RecordReviewUnknown Unknown spec.review.lastReviewedOn"}},
	{"review due today", "the due day is in time", baseDay, reviewed("2025-06-15", 12), nil},
	{"review due tomorrow", "so is the day before", baseDay, reviewed("2025-06-16", 12), nil},
	{"review overdue", "the day after is not", baseDay, reviewed("2025-06-14", 12), []string{"X-06 RecordReviewOverdue Minor spec.review.lastReviewedOn"}},
	{"month end", "three months after 30 November is 28 February", "2026-02-28", reviewed("2025-11-30", 3), nil},
	{"a day after month end", "and overdue on 1 March", "2026-03-01", reviewed("2025-11-30", 3), []string{"X-06 RecordReviewOverdue Minor spec.review.lastReviewedOn"}},
	{"reviewed tomorrow", "a review lies in the past", baseDay, reviewed("2026-06-16", 12), []string{"X-05 DateInFuture Minor spec.review.lastReviewedOn"}},
	{"owned by others beside", "who owns as well changes nothing", baseDay, func(c *api.Common) {
		c.CoOwners = []api.Actor{*actor("boss"), {StatedAs: "Finance"}}
	}, nil},
	{"owned beside by a ghost", "a name must resolve", baseDay, func(c *api.Common) {
		c.CoOwners = []api.Actor{*actor("boss"), *actor(nobody)}
	}, []string{"X-04 ReferenceNotFound Minor spec.coOwners[1].personRef"}},
	{"evidence of today", "today has come", baseDay, func(c *api.Common) {
		c.Evidence = []api.Evidence{{Name: "e", EffectiveOn: date(baseDay), CollectedOn: date(baseDay)}}
	}, nil},
	{"evidence of tomorrow", "evidence lies in the past", baseDay, func(c *api.Common) {
		c.Evidence = []api.Evidence{{Name: "e", EffectiveOn: date("2026-06-16"), CollectedOn: date("2026-06-16")}}
	}, []string{"X-05 DateInFuture Minor spec.evidence[e].collectedOn", "X-05 DateInFuture Minor spec.evidence[e].effectiveOn"}},
}

func TestCommonRulesOfEveryKind(t *testing.T) {
	for _, kind := range rules.Registry().Kinds {
		for _, r := range commonRows {
			t.Run(kind.Name+"/"+r.name, func(t *testing.T) {
				f := newFixture()
				subject := f.firstOf(kind)
				if draft, ok := subject.(*api.StatementOfApplicability); ok { // of the one in force S-09 asks for the review
					draft.Spec.IssuedOn = api.Date{}
					f.add(aStatement("in-force", "2026-01-15"))
				}
				before := judged(f, subject, r.today)
				r.change(subject.RecordCommon())
				got := slices.DeleteFunc(judged(f, subject, r.today), func(s string) bool { return slices.Contains(before, s) })
				if !slices.Equal(got, r.want) {
					t.Errorf("%s: got %q, want %q", r.why, got, r.want)
				}
			})
		}
	}
}

// firstOf returns the first record of a kind.
func (f *fixture) firstOf(kind assess.Kind) api.Record {
	for _, record := range f.records() {
		if reflect.TypeOf(record) == reflect.TypeOf(kind.New()) {
			return record
		}
	}
	return nil
}

func judged(f *fixture, subject api.Record, today string) []string {
	var lines []string
	world := assess.NewWorld("isms", f.records())
	world.ObserveDocuments(f.documents)
	for _, result := range mustRun(rules.Registry(), world, date(today)).Results {
		for _, finding := range result.Findings {
			if result.Record == subject {
				lines = append(lines, line(finding))
			}
		}
	}
	slices.Sort(lines)
	return lines
}

// tables are all rows, by the record that they are about.
func tables() map[string][]row {
	all := map[string][]row{
		"ClauseAssessment/isms": assessmentRows, "Person/ada": personRows,
		"SecurityRole/ism": slices.Concat(roleRows, roleCompetenceRows), "CompetencyRecord/ada-lead": competencyRows,
		"ToolLicense/backup": slices.Concat(toolRows, workloadRows), "OutsourcedService/hosting": serviceRows, "ManagementReview/review": reviewRows,
	}
	for _, topic := range []map[string][]row{identificationTables, financeTables, infrastructureTables, controlsTables, soundnessTables, leadAuditorTables, actedTables, countTables, {"ToolLicense/backup": namedRows}} {
		for subject, rows := range topic {
			all[subject] = append(all[subject], rows...)
		}
	}
	return all
}

// TestEveryReasonAndGradeIsTested fails for a rule whose documented reasons and
// grades no row shows, and for a finding that its rule does not document.
func TestEveryReasonAndGradeIsTested(t *testing.T) {
	seen := map[string]bool{}
	for subject, rows := range tables() {
		for _, r := range rows {
			for _, f := range r.judge(t, subject) {
				seen[f.Record.Kind+" "+f.Rule+" "+f.Reason] = true
				seen[f.Record.Kind+" "+f.Rule+" "+string(f.Grade)] = true
			}
		}
	}
	// What every kind is asked, or every one that names controls, has a test of its own
	// that asks it of each.
	common := map[string]bool{}
	for _, rule := range every.Rules() {
		common[rule.ID] = true
	}
	documented := map[string]bool{}
	for _, kind := range rules.Registry().Kinds {
		for _, rule := range kind.Rules {
			for _, what := range append(gradeNames(rule.Grades), rule.Reasons...) {
				key := kind.Name + " " + rule.ID + " " + what
				documented[key] = true
				if !seen[key] && !common[rule.ID] {
					t.Errorf("no row shows %s", key)
				}
			}
		}
	}
	for key := range seen {
		if !documented[key] {
			t.Errorf("a row shows %s, which its rule does not document", key)
		}
	}
}

func gradeNames(grades []api.Grade) []string {
	names := make([]string, len(grades))
	for i, g := range grades {
		names[i] = string(g)
	}
	return names
}

// TestWhatIsApprovedIsAskedByWhom: no kind with approvals is left out of X-13.
func TestWhatIsApprovedIsAskedByWhom(t *testing.T) {
	for _, kind := range rules.Registry().Kinds {
		asked := slices.ContainsFunc(kind.Rules, func(r assess.Rule) bool { return r.Doc.ID == "X-13" })
		if (kind.Approvals != nil) != asked {
			t.Errorf("%s has approvals: %v; asked who approved: %v", kind.Name, kind.Approvals != nil, asked)
		}
	}
}
