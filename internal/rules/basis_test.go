package rules_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// basisText writes what the verdict on a point rests on, a line for each part.
func basisText(b *rules.Basis) string {
	var out strings.Builder
	for _, r := range b.Rules {
		fmt.Fprintln(&out, "rule", r.ID, r.Records, r.Whole)
	}
	for _, k := range b.Kinds {
		fmt.Fprintln(&out, "kind", k.Name, k.Judged)
	}
	if b.Newest != nil {
		fmt.Fprintln(&out, "newest", b.Newest.On, b.Newest.Record, b.Newest.Field)
		fmt.Fprintln(&out, "oldest", b.Oldest.On, b.Oldest.Record, b.Oldest.Field)
	}
	for _, s := range b.Statements {
		fmt.Fprintln(&out, "stated", s.Record, s.Field, s.Text)
	}
	fmt.Fprintln(&out, "stated in", b.Stated)
	for _, p := range b.Policy {
		fmt.Fprintln(&out, "policy", p.Field, p.Value, p.Default, p.Weaker, p.Because)
	}
	return out.String()
}

func TestBasis(t *testing.T) {
	heldOn := func(day string) func(*fixture) {
		return func(f *fixture) {
			f.more = append(f.more, &api.ManagementReview{ObjectMeta: named("z"), Spec: api.ManagementReviewSpec{HeldOn: date(day),
				Inputs: []api.ReviewInput{{Topic: "Feedback", Discussion: "Two customers asked for more"}}}})
		}
	}
	for _, tc := range []struct {
		name, why, point string
		change           func(*fixture)
		want, not        []string
	}{
		{"whole", "a rule on the ISMS as a whole is asked whatever records there are", "P9",
			func(f *fixture) { keep(f) }, []string{"rule P9-01 0 true", "stated in 0"}, []string{"rule P9-02", "kind ManagementReview", "newest"}},
		{"records", "a rule on records is not asked where there is none of them", "P10",
			func(f *fixture) { keep(f, f.isms) }, []string{"kind ClauseAssessment 1"}, []string{"kind Improvement", "rule P10-02"}},
		{"every", "what is asked of every record belongs to the home of its kind", "P2",
			func(*fixture) {}, []string{"rule X-05 ", "kind Person ", "kind CompetencyRecord "}, []string{"kind Risk"}},
		{"future", "a day that has not come is no evidence, which X-05 reports", "P9",
			heldOn("2026-06-16"), nil, []string{"newest 2026-06-16", "ManagementReview/z spec.inputs"}},
		{"today", "one that comes on the day is", "P9",
			heldOn(baseDay), []string{"newest 2026-06-15 ManagementReview/z spec.heldOn", "stated ManagementReview/z spec.inputs[Feedback].discussion Two customers asked for more"}, nil},
		{"history", "reviews before the last are history: they date, and state nothing any more", "P9",
			heldOn("2019-01-01"), []string{"oldest 2019-01-01 ManagementReview/z spec.heldOn"}, []string{"stated ManagementReview/z"}},
		{"placeholder", "what says nothing is no statement", "P7",
			func(f *fixture) { f.hosting.Spec.CriticalityReason = "tbd" }, nil, []string{"criticalityReason"}},
		{"declared", "a declaration carries the point that it is about, not that of its record", "P7",
			func(f *fixture) {
				f.isms.Spec.Declarations = []api.Declaration{{None: api.DeclareOutsourcedServices, Reason: "All is run in house"}}
			}, []string{"stated ClauseAssessment/isms spec.declarations[OutsourcedServices].reason All is run in house"}, nil},
		{"default", "a policy that is not set is in force as its default", "P9",
			func(*fixture) {}, []string{"policy review.auditIntervalMonths 12 12 false"}, nil},
		{"stricter", "one that asks for more is shown, and is not weaker", "P9",
			func(f *fixture) { f.isms.Spec.Policy.Review.AuditIntervalMonths = ptr[int32](6) }, []string{"policy review.auditIntervalMonths 6 12 false"}, nil},
		{"weaker", "one that asks for less says so, and why", "P9",
			func(f *fixture) {
				f.isms.Spec.Policy.Review.AuditIntervalMonths = ptr[int32](24)
				f.isms.Spec.Policy.Reasons = []api.PolicyReason{{Field: "review.auditIntervalMonths", Because: "We are two people"}}
			}, []string{"policy review.auditIntervalMonths 24 12 true We are two people", "spec.policy.reasons[review.auditIntervalMonths].because We are two people"}, nil},
		{"retired", "what is out of use states nothing any more", "P6",
			func(f *fixture) {
				f.tool.Spec.RetiredOn = date("2026-01-01")
				f.tool.Spec.Term = &api.Term{Evergreen: &api.Evergreen{Reason: "It was bought for good"}}
			}, nil, []string{"stated ToolLicense/backup"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture()
			tc.change(f)
			got := basisText(explained(mustRun(rules.Registry(), assess.NewWorld("isms", f.records()), date(baseDay)), tc.point))
			for _, want := range tc.want {
				if !strings.Contains(got, want) {
					t.Errorf("%s; %q is missing in\n%s", tc.why, want, got)
				}
			}
			for _, not := range tc.not {
				if strings.Contains(got, not) {
					t.Errorf("%s; %q is in\n%s", tc.why, not, got)
				}
			}
		})
	}
}

// keep has nothing but some records in the world.
func keep(f *fixture, kept ...api.Record) {
	if f.gone == nil {
		f.gone = map[api.Record]bool{}
	}
	for _, r := range f.records() {
		f.gone[r] = !slices.Contains(kept, r)
	}
}

func explained(r *assess.Report, point string) *rules.Basis {
	bases := rules.Explain(r)
	for i := range bases {
		if bases[i].Point.ID == point {
			return &bases[i]
		}
	}
	return nil
}

// TestBasisIsBounded: a register of any size is explained in the same space, and all that
// is left out is counted.
func TestBasisIsBounded(t *testing.T) {
	f := newFixture()
	for i := range 300 {
		f.more = append(f.more, &api.SecurityObjective{ObjectMeta: named(fmt.Sprintf("o%03d", i)),
			Spec: api.SecurityObjectiveSpec{Objective: "Less", NoResourcesNeeded: strings.Repeat("It comes with the work. ", 50)}})
	}
	b := explained(mustRun(rules.Registry(), assess.NewWorld("isms", f.records()), date(baseDay)), "P1")
	if len(b.Statements) != rules.MaxStatements || b.Stated < 300 {
		t.Errorf("%d statements of %d are shown", len(b.Statements), b.Stated)
	}
	if n := len(basisText(b)); n > 8_000 {
		t.Errorf("it takes %d bytes", n)
	}
}

// TestCountsOfAPointChangeWithRecordsOnly: a day that passes changes no count of a status,
// which would have to be written for it.
func TestCountsOfAPointChangeWithRecordsOnly(t *testing.T) {
	for seed := range int64(5) {
		w := assess.NewWorld("isms", random(seed).world())
		counts := func(day string) (text string) {
			for _, b := range mustRun(rules.Registry(), w, date(day)).Bases() {
				text += fmt.Sprintln(b.Point.ID, len(b.Rules), b.Records())
			}
			return text
		}
		for _, day := range []string{"2020-01-01", "2026-12-31", "2040-01-01"} {
			if got, want := counts(day), counts(baseDay); got != want {
				t.Errorf("seed %d: on %s\n%s\nand on %s\n%s", seed, day, got, baseDay, want)
			}
		}
	}
}
