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

// reviewedBy is a review by somebody, of which the policy says when it is due again; "" is no day.
func reviewedBy(on string, by *api.Actor, months ...int32) func(*api.Common) {
	return func(c *api.Common) {
		c.Review = &api.Review{ReviewedBy: by}
		if on != "" {
			c.Review.LastReviewedOn = date(on)
		}
		for _, n := range months {
			c.Review.IntervalMonths = n
		}
	}
}

// nextLook is a review with the day of the next one.
func nextLook(on, next string, months int32) func(*api.Common) {
	return func(c *api.Common) {
		reviewedBy(on, nil, months)(c)
		c.Review.NextOn = date(next)
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
	{"no interval, due today", "the policy says twelve months", baseDay, reviewedBy("2025-06-15", nil), nil},
	{"no interval, due tomorrow", "the day before", baseDay, reviewedBy("2025-06-16", nil), nil},
	{"no interval, overdue", "and the day after", baseDay, reviewedBy("2025-06-14", nil), []string{"X-06 RecordReviewOverdue Minor spec.review.lastReviewedOn"}},
	{"no interval, never reviewed", "nobody knows whether it holds", baseDay, reviewedBy("", nil), []string{"X-06 RecordReviewUnknown Unknown spec.review.lastReviewedOn"}},
	{"next day is today", "the day itself is in time", baseDay, nextLook("2025-07-01", baseDay, 0), nil},
	{"next day is tomorrow", "the day before", baseDay, nextLook("2025-07-01", "2026-06-16", 0), nil},
	{"next day was yesterday", "and the day after is late, whatever the policy says", baseDay, nextLook("2026-01-10", "2026-06-14", 0), []string{"X-06 RecordReviewOverdue Minor spec.review.lastReviewedOn"}},
	{"next day after the interval", "the earlier of two counts", baseDay, nextLook("2025-06-14", "2026-12-31", 12), []string{"X-06 RecordReviewOverdue Minor spec.review.lastReviewedOn"}},
	{"next day before the interval", "the earlier of two counts", baseDay, nextLook("2026-01-10", "2026-06-14", 12), []string{"X-06 RecordReviewOverdue Minor spec.review.lastReviewedOn"}},
	{"next day that never comes", "nobody looks then", baseDay, nextLook("2026-01-10", "2099-12-31", 0), []string{"X-16 NothingStated Unknown spec.review.nextOn"}},
	{"next day that comes late", "a day that comes is one", baseDay, nextLook("2026-01-10", "2099-12-30", 0), nil},
	{"never reviewed, next day is tomorrow", "nobody knows whether it holds until then", baseDay, nextLook("", "2026-06-16", 0), []string{"X-06 RecordReviewUnknown Unknown spec.review.lastReviewedOn"}},
	{"never reviewed, next day is today", "the day itself is in time", baseDay, nextLook("", baseDay, 0), []string{"X-06 RecordReviewUnknown Unknown spec.review.lastReviewedOn"}},
	{"never reviewed, next day was yesterday", "what was to be done by then was not", baseDay, nextLook("", "2026-06-14", 0), []string{"X-06 RecordReviewOverdue Minor spec.review.lastReviewedOn"}},
	{"reviewed by a person", "somebody did", baseDay, reviewedBy("2026-01-10", actor("boss")), nil},
	{"reviewed by a role", "whoever held it did", baseDay, reviewedBy("2026-01-10", roleActor("top")), nil},
	{"reviewed by a title", "words that name a role are the role", baseDay, reviewedBy("2026-01-10", &api.Actor{StatedAs: "THE TOP"}), nil},
	{"reviewed by nobody", "that is no review", baseDay, reviewedBy("2026-01-10", &api.Actor{StatedAs: "TBD"}), []string{"X-06 RecordReviewUnknown Unknown spec.review.reviewedBy"}},
	{"reviewed by nobody of the register", "nobody is known who did", baseDay, reviewedBy("2026-01-10", &api.Actor{StatedAs: "a consultant"}), []string{"X-06 RecordReviewUnknown Unknown spec.review.reviewedBy"}},
	{"reviewed by nobody, long ago", "it is overdue even if somebody did", baseDay, reviewedBy("2024-09-29", &api.Actor{StatedAs: "TBD"}), []string{"X-06 RecordReviewOverdue Minor spec.review.reviewedBy"}},
	{"reviewed by nobody tomorrow", "that it lies ahead is found", baseDay, reviewedBy("2026-06-16", &api.Actor{StatedAs: "TBD"}), []string{"X-05 DateInFuture Minor spec.review.lastReviewedOn"}},
	{"reviewed by a role before it was held", "nobody is known who did", baseDay, reviewedBy("2023-12-31", roleActor("top"), 120), []string{"X-06 RecordReviewUnknown Unknown spec.review.reviewedBy"}},
	{"reviewed by a ghost", "a name must resolve", baseDay, reviewedBy("2026-01-10", actor(nobody)), []string{"X-04 ReferenceNotFound Minor spec.review.reviewedBy.personRef"}},
	{"reviewed by a ghost of a role", "a name must resolve", baseDay, reviewedBy("2026-01-10", roleActor(nobody)), []string{"X-04 ReferenceNotFound Minor spec.review.reviewedBy.roleRef"}},
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
	for _, topic := range []map[string][]row{identificationTables, financeTables, infrastructureTables, controlsTables, soundnessTables, leadAuditorTables, registerTables, actedTables, countTables, teamTables, grantedTables, {"ToolLicense/backup": namedRows}} {
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
