package rules_test

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/runtime"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// worlds is how many random worlds a property is tried on.
const worlds = 60

// render writes all that findings say, one line each.
func render(findings []assess.Finding) string {
	var b strings.Builder
	for _, f := range findings {
		fmt.Fprintln(&b, f.Point.ID, f.Aspect, f.Rule, f.Reason, f.Grade, f.Record, f.Field, "|", f.Message, "|", f.Remedy, "|", f.Since)
	}
	return b.String()
}

// canon writes a whole report; without its days where a report of another day is
// to be compared.
func canon(r *assess.Report, days bool) string {
	var b strings.Builder
	for i := range r.Results {
		result := &r.Results[i]
		fmt.Fprintln(&b, result.Kind.Name, result.Record.GetName(), result.Counts, result.RetainUntil, result.Conditions())
		if days {
			fmt.Fprintln(&b, "until", result.Until)
			b.WriteString(render(result.Findings))
		}
	}
	for _, p := range r.Rollup.Points {
		fmt.Fprintln(&b, p.ID, p.Verdict, len(p.Findings))
	}
	fmt.Fprintln(&b, r.Rollup.Verdict, r.Rollup.Counts, r.Conditions(), render(r.Rollup.Findings))
	if days {
		fmt.Fprintln(&b, r.AsOf, r.Until)
	}
	return b.String()
}

func noInternalError(t *testing.T, seed int64, r *assess.Report) {
	t.Helper()
	for _, f := range r.Rollup.Findings {
		if f.Reason == assess.ReasonInternalError {
			t.Fatalf("seed %d: %s: %s", seed, f.Record, f.Message)
		}
	}
}

func TestOrderDoesNotMatter(t *testing.T) {
	for seed := range int64(worlds) {
		d := random(seed)
		records := d.world()
		want := run(records, baseDay)
		noInternalError(t, seed, want)
		d.Shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
		if got := canon(run(records, baseDay), true); got != canon(want, true) {
			t.Fatalf("seed %d: a shuffled world is judged otherwise", seed)
		}
	}
}

func TestRunChangesNoRecord(t *testing.T) {
	for seed := range int64(worlds) {
		records := random(seed).world()
		before := make([]runtime.Object, len(records))
		for i, r := range records {
			before[i] = r.(runtime.Object).DeepCopyObject()
		}
		run(records, baseDay)
		for i, r := range records {
			if !reflect.DeepEqual(before[i], r) {
				t.Fatalf("seed %d: %T %s was changed", seed, r, r.GetName())
			}
		}
	}
}

// TestUntilIsSound walks 400 days: as long as Until has not come, a report and
// each of its results must be the same, and no Until may lie in the past.
func TestUntilIsSound(t *testing.T) {
	for seed := range int64(worlds / 10) {
		w := observedWorld(random(seed).world()...)
		today := date(baseDay)
		from, registry := mustRun(rules.Registry(), w, today), rules.Registry()
		fromCanon := canon(from, false)
		since := make([]*assess.Result, len(from.Results))
		for i := range from.Results {
			since[i] = &from.Results[i]
		}
		for day := today; day.Before(today.AddDays(400)); day = day.AddDays(1) {
			now := mustRun(registry, w, day)
			noInternalError(t, seed, now)
			if !now.Until.IsZero() && !now.Until.After(day) {
				t.Fatalf("seed %d: on %s the report holds until %s", seed, day, now.Until)
			}
			if !from.Until.IsZero() && !day.Before(from.Until) {
				from = now
				fromCanon = canon(from, false)
			} else if canon(now, false) != fromCanon {
				t.Fatalf("seed %d: the report of %s holds until %s, and is another on %s", seed, from.AsOf, from.Until, day)
			}
			for i := range now.Results {
				was, is := since[i], &now.Results[i]
				if !was.Until.IsZero() && !day.Before(was.Until) {
					since[i] = is
				} else if !reflect.DeepEqual(was.Findings, is.Findings) {
					t.Fatalf("seed %d: %T %s holds until %s, and is another on %s:\n%s\n%s", seed, is.Record, is.Record.GetName(), was.Until, day, render(was.Findings), render(is.Findings))
				}
			}
		}
	}
}

// relative finds words that would make a message age.
var relative = regexp.MustCompile(`(?i)\b(today|tomorrow|yesterday|ago|overdue by|days? (left|late)|in \d+ days?)\b`)

// TestMessagesDoNotAge: on days far apart, one finding on one record says the
// same, in absolute dates, and began on a day that has come.
func TestMessagesDoNotAge(t *testing.T) {
	for seed := range int64(worlds) {
		// The day does not matter to messages if nothing but the day differs: all
		// records are alone, so that nobody else's dates speak in their sentences.
		for _, r := range random(seed).world() {
			said := map[string]string{}
			for _, offset := range []int{0, 1, 30, 365, 2000} {
				day, says := date(baseDay).AddDays(offset), map[string]string{}
				for _, f := range mustRun(rules.Registry(), observedWorld(r), day).Rollup.Findings {
					if relative.MatchString(f.Message) {
						t.Errorf("%s: message %q ages", f.Rule, f.Message)
					}
					if f.Since.After(day) {
						t.Errorf("seed %d: on %s, %s %s says that it holds since %s: %s", seed, day, f.Rule, f.Record, f.Since, f.Message)
					}
					key := fmt.Sprint(f.Rule, f.Record, f.Field, f.Reason, f.Grade, f.Since)
					if f.Rule[0] == 'G' || f.Since.IsZero() {
						continue // sums of findings, and sentences without a beginning of their own
					}
					if !strings.Contains(f.Field, "[") && f.Rule != "P2-11" {
						says[key] += f.Message + "\n" // one rule may find several things in one field
					}
				}
				for key, now := range says {
					if was, ok := said[key]; ok && was != now {
						t.Errorf("seed %d: %s said %q and on %s says %q", seed, key, was, day, now)
					}
					said[key] = now
				}
			}
		}
	}
}

// verdicts writes findings without the sentences, which quote dates.
func verdicts(r *assess.Report) string {
	var b strings.Builder
	for i := range r.Rollup.Findings {
		f := &r.Rollup.Findings[i]
		b.WriteString(f.Rule + f.Reason + string(f.Grade) + f.Record.Kind + f.Record.Name + f.Field + "\n")
	}
	return b.String()
}

// silent lists dates that no verdict hangs on, each with the reason.
var silent = map[string]string{
	"Person.SigningKeys[].ValidFrom":  byTrust,
	"Person.SigningKeys[].ValidUntil": byTrust,
	"Person.SigningKeys[].RevokedOn":  byTrust,
}

const byTrust = "it decides on a signature that leads to a trust root, which no world of these has; TestAttacks holds each side of the day"

// TestEveryDateCounts changes one date at a time: every date of every kind must
// change the findings of some world.
func TestEveryDateCounts(t *testing.T) {
	open := map[string]bool{}
	for _, kind := range rules.Registry().Kinds {
		for _, path := range datePaths(specOf(kind.New()).Type(), kind.Name) {
			open[path] = true
		}
	}
	if len(open) < 7*3+20 {
		t.Fatalf("only %d dates were found", len(open))
	}
	for path, reason := range silent {
		if !open[path] || reason == "" {
			t.Errorf("%s is listed as silent; reason %q", path, reason)
		}
		delete(open, path)
	}
	coherent := []func(*fixture){ // coherent worlds first, then random ones
		func(*fixture) {},
		accepted("ada", "2026-01-20", "", func(f *fixture) {
			f.ism.Spec.Delegations = []api.Delegation{{What: api.SignRiskAcceptance, From: date("2025-01-01"), Until: date("2026-12-31"), By: actor("boss")}}
		}),
		outside("2025-06-15", func(f *fixture) {
			f.ism.Spec.HandOver = &api.HandOver{Plan: "ada learns it", DueOn: date("2026-12-31")}
		}),
		func(f *fixture) {
			f.isms.Spec.ObservedScope = &api.ObservedScope{ClusterWide: api.ClusterWideIncluded}
			f.ada.Spec.Accounts = []api.Account{account("cluster", "some words")}
			f.ism.Spec.Access = []api.RoleAccess{needs(api.AccessClusterRole, "r0")}
		},
	}
	for turn := 0; turn < 500 && len(open) > 0; turn++ {
		records := random(int64(turn)).world()
		if turn < len(coherent) {
			f := newFixture()
			coherent[turn](f)
			records = f.records()
		}
		base := verdicts(run(records, baseDay))
		for _, r := range records {
			kind := reflect.TypeOf(r).Elem().Name()
			dates(specOf(r), kind, func(path string, v reflect.Value) {
				was := v.Interface()
				for _, value := range []api.Date{{}, date("1990-01-01"), date("2090-01-01")} {
					if !open[path] {
						break
					}
					v.Set(reflect.ValueOf(value))
					if verdicts(run(records, baseDay)) != base {
						delete(open, path)
					}
				}
				v.Set(reflect.ValueOf(was))
			})
		}
	}
	for path := range open {
		t.Errorf("no verdict hangs on %s", path)
	}
}

// TestMissingIsNeverAPass judges namespaces without records: no point may conform.
func TestMissingIsNeverAPass(t *testing.T) {
	for _, phase := range []api.LifecyclePhase{"", api.PhaseEstablishment, api.PhaseImplementation, api.PhaseCertification, api.PhaseMaintenance} {
		a := &api.ClauseAssessment{ObjectMeta: named("isms"), Spec: api.ClauseAssessmentSpec{Organization: "Example Ltd", Phase: phase}}
		worlds := map[string][]api.Record{"assessment in phase " + string(phase): {a}}
		if phase == "" {
			worlds["no assessment"] = nil
		}
		for name, records := range worlds {
			for _, p := range run(records, baseDay).Rollup.Points {
				if p.Verdict == api.VerdictConforming && (emptyIsAnAnswer[p.ID] == "" || phase == "" || phase == api.PhaseMaintenance) {
					t.Errorf("%s: nothing is recorded, and %s is %s", name, p.Condition, p.Verdict)
				}
			}
		}
	}
}

// emptyIsAnAnswer are points that conform without any record, each with the reason.
var emptyIsAnAnswer = map[string]string{
	"P10": "before maintenance, improvement is only observed (P10-01); without a phase it is unknown",
	"L":   "before certification, a phase that is stated is all that is asked; without one it is unknown",
}
