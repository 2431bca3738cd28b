package rules_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/test/scenarios"
)

// sameAsRun holds the report of a day that was made from that of an earlier one against one
// that is made of nothing but the world and the day.
func sameAsRun(t *testing.T, what any, w *assess.World, got *assess.Report) {
	t.Helper()
	want := mustRun(rules.Registry(), w, got.AsOf)
	if next := assess.InForce(w); want.Until != got.Until && (next == nil || next.Spec.NextExternalAudit == nil || next.Spec.NextExternalAudit.StartsOn != want.Until) {
		t.Fatalf("%v: on %s it holds until %s, and a run until %s", what, got.AsOf, got.Until, want.Until)
	}
	until := got.Until
	defer func() { got.Until = until }()
	got.Until = want.Until // but for the day of the audit, which a run foretells
	if a, b := canon(got, true), canon(want, true); a != b {
		t.Fatalf("%v: on %s it is not what a run says:\n%s", what, got.AsOf, firstDifference(a, b))
	}
	if bases(got) != bases(want) || got.ReviewDue != want.ReviewDue || !reflect.DeepEqual(got.Policy, want.Policy) {
		t.Fatalf("%v: on %s bases, review or policy are another than those of a run", what, got.AsOf)
	}
	for i := range got.Results {
		if got.Results[i].InUse != want.Results[i].InUse {
			t.Fatalf("%v: on %s %s is in use: %t", what, got.AsOf, got.Results[i].Record.GetName(), got.Results[i].InUse)
		}
	}
}

// bases writes what the verdicts of a report rest on.
func bases(r *assess.Report) string {
	var b strings.Builder
	for _, basis := range r.Bases() {
		fmt.Fprintln(&b, basis.Point.ID, basis.Rules)
		for _, k := range basis.Kinds {
			fmt.Fprintln(&b, k.Name, k.Judged, k.Whole)
		}
	}
	return b.String()
}

func firstDifference(a, b string) string {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return a[max(i-200, 0):min(i+200, len(a))] + "\n---- is, in a run, ----\n" + b[max(i-200, 0):min(i+200, len(b))]
		}
	}
	return "one is longer"
}

// TestDaysAreRuns: day after day, what is asked again and what is kept come to what a run of
// the day alone says, also where some records cannot be read and a kind cannot be listed.
func TestDaysAreRuns(t *testing.T) {
	for seed := range int64(worlds / 6) {
		records := random(seed).world()
		var read []api.Record
		var unread []assess.Unread
		for i, r := range records {
			if seed%2 == 1 && i%9 == 3 {
				unread = append(unread, assess.Unread{Record: r, Faults: []assess.Fault{{Field: "spec.x", Message: "m", Remedy: "r"}}})
			} else {
				read = append(read, r)
			}
		}
		w := assess.NewWorld("isms", read)
		w.AddUnread(unread)
		if kinds := rules.Registry().Kinds; seed%5 == 4 {
			w.AddUnlisted(&kinds[int(seed)%len(kinds)], "nobody may")
		}
		err := assess.Days(t.Context(), rules.Registry(), w, date(baseDay), date(baseDay).AddDays(500), func(r *assess.Report) error {
			sameAsRun(t, seed, w, r)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestDaysAreRunsBesideWhatRuns: so they are beside what was seen of objects that records name, on
// whatever day that was.
func TestDaysAreRunsBesideWhatRuns(t *testing.T) {
	told := map[string]bool{}
	for seed := range int64(worlds / 6) {
		records, day := random(seed).world(), date(baseDay)
		seen := map[api.WorkloadReference]assess.Workload{}
		for i, ref := range assess.WorkloadsOf(records) {
			w := assess.Workload{Exists: i%7 != 6, Sync: []assess.Sync{assess.Synced, assess.OutOfSync, assess.Syncing, assess.SyncUnknown, ""}[i%5]}
			if i%2 == 0 {
				w.ComparedOn, w.NotAfter, w.RenewOn = day.AddDays(i%11-5), day.AddDays(i%13), day.AddDays(i%13-6)
			}
			if i%3 == 0 {
				w.SeenOn = day.AddDays(i%17 - 8)
			}
			seen[ref] = w
		}
		w := assess.NewWorld("isms", records)
		w.Observe(assess.Observation{Workloads: seen})
		err := assess.Days(t.Context(), rules.Registry(), w, day, day.AddDays(30), func(r *assess.Report) error {
			sameAsRun(t, seed, w, r)
			for _, f := range findings(r) {
				told[f.Reason] = true
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, reason := range []string{"ApplicationOutOfSync", "ApplicationNotCompared", "WorkloadNotObserved", "CertificateEnded", "CertificateNotRenewed"} {
		if !told[reason] {
			t.Errorf("%s is never told, so this compares nothing", reason)
		}
	}
}

// TestDaysKeepWhatTheyHandOut: the report of a day does not change when a later one is made.
func TestDaysKeepWhatTheyHandOut(t *testing.T) {
	w := assess.NewWorld("isms", random(3).world())
	var said []string
	var all []*assess.Report
	err := assess.Days(t.Context(), rules.Registry(), w, date(baseDay), date(baseDay).AddDays(500), func(r *assess.Report) error {
		all, said = append(all, r), append(said, canon(r, true))
		return nil
	})
	if err != nil || len(all) < 10 {
		t.Fatalf("%d days, %v", len(all), err)
	}
	for i, r := range all {
		if canon(r, true) != said[i] {
			t.Errorf("the report of %s is another since the next day was judged", r.AsOf)
		}
	}
}

// afterOthers are the rules that judge what others found: what they find follows from it.
var afterOthers = map[string]bool{"P5-11": true, "P6-15": true, "P9-12": true, "P10-06": true}

// TestKnockOn: what is marked as following from what lapses is what is found the day before
// where that is not there, in a run of all that is left.
func TestKnockOn(t *testing.T) {
	marked := 0
	for seed := range int64(worlds / 6) {
		records := random(seed).world()
		if seed == 0 { // a register that conforms, of which one after the other lapses
			var err error
			if records, err = scenarios.LoadFolder("../../config/samples"); err != nil {
				t.Fatal(err)
			}
		}
		timeline, err := assess.Foretell(t.Context(), rules.Registry(), assess.NewWorld("isms", records), date(baseDay), date(baseDay).AddDays(400), nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, day := range timeline.Days {
			marked += checkKnockOn(t, seed, records, day)
		}
	}
	if marked < 10 {
		t.Errorf("only %d findings follow from others", marked)
	}
}

func checkKnockOn(t *testing.T, seed int64, records []api.Record, day assess.TimelineDay) (marked int) {
	t.Helper()
	lapsed, about := map[assess.Ref]bool{}, map[assess.Ref]bool{}
	for _, f := range day.Arising {
		about[f.Record] = true
		if f.Aspect == assess.Current {
			lapsed[f.Record] = true
		}
	}
	var rest []api.Record
	for _, r := range records {
		if !lapsed[assess.Ref{Kind: reflect.TypeOf(r).Elem().Name(), Name: r.GetName()}] {
			rest = append(rest, r)
		}
	}
	type key struct {
		rule, field, reason string
		record              assess.Ref
	}
	found := map[key]bool{}
	if len(lapsed) > 0 && len(lapsed) < len(about) {
		for _, f := range mustRun(rules.Registry(), assess.NewWorld("isms", rest), day.On.AddDays(-1)).Rollup.Findings { // those on the whole are on no record where there is no assessment
			found[key{f.Rule, f.Field, f.Reason, f.Record}] = true
		}
	}
	for _, f := range day.Arising {
		if f.KnockOn && lapsed[f.Record] {
			t.Errorf("seed %d: on %s %s %s lapses itself, and does not follow from another", seed, day.On, f.Rule, f.Record)
		}
		if f.Rule[0] == 'G' || afterOthers[f.Rule] {
			continue
		}
		want := !lapsed[f.Record] && found[key{f.Rule, f.Field, f.Reason, f.Record}]
		if f.KnockOn != want {
			t.Errorf("seed %d: on %s %s %s on %s follows from what lapses: %t, want %t", seed, day.On, f.Rule, f.Reason, f.Record, f.KnockOn, want)
		}
		if want {
			marked++
		}
	}
	return marked
}
