package page_test

import (
	"encoding/json"
	"fmt"
	"iter"
	"math/rand"
	"reflect"
	"slices"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/history"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/page"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/test/scenarios"
)

// revision is what commits of a day left.
type revision struct {
	on       string
	records  []api.Record
	problems []input.Problem
}

// walk walks the days of revisions.
func walk(t *testing.T, all []revision, until api.Date) iter.Seq2[*history.Day, error] {
	t.Helper()
	return history.Walk(t.Context(), rules.Registry(), func(yield func(history.Step, error) bool) {
		for i, r := range all {
			step := history.Step{On: api.MustDate(r.on), Records: &history.Records{Problems: r.problems}}
			if i > 0 {
				step.Commits = []history.Commit{{Hash: strings.Repeat(fmt.Sprint(i), 40), Subject: "</script><b>" + r.on}}
			}
			if len(r.records) > 0 {
				step.Records.Worlds = []*assess.World{assess.NewWorld("isms", r.records)}
			}
			if !yield(step, nil) {
				return
			}
		}
	}, until)
}

// withPast makes the page of revisions, the last of which is what is there now, as a browser
// gets it.
func withPast(t *testing.T, all []revision, on, until api.Date) *page.Page {
	t.Helper()
	now := all[len(all)-1]
	s := page.Source{Worlds: []*assess.World{assess.NewWorld("isms", now.records)}, On: on, Until: until, Problems: now.problems, Past: walk(t, all, on)}
	p, err := page.Build(t.Context(), s, nil)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	var read page.Page
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	return &read
}

// registers are random ones, each made of the one before.
func registers(t *testing.T, seed int64) (all []revision) {
	t.Helper()
	samples, err := scenarios.LoadFolder("../../config/samples")
	if err != nil {
		t.Fatal(err)
	}
	d := rand.New(rand.NewSource(seed))
	for _, on := range []string{"2026-04-20", "2026-05-02", "2026-05-03", "2026-05-20", "2026-06-01"} {
		var records []api.Record
		for _, r := range samples {
			if d.Intn(5) > 0 {
				r = r.DeepCopyObject().(api.Record)
				if d.Intn(3) == 0 {
					move(d, reflect.ValueOf(r).Elem().FieldByName("Spec"))
				}
				records = append(records, r)
			}
		}
		all = append(all, revision{on: on, records: records})
	}
	return all
}

// TestEveryDayOfThePast: each past day of the slider is what the history says of that day, and
// each later one what the engine says of the records of now.
func TestEveryDayOfThePast(t *testing.T) {
	on, until := api.MustDate("2026-06-01"), api.MustDate("2026-07-01")
	for seed := range int64(4) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			all := registers(t, seed)
			p := withPast(t, all, on, until)
			if p.From != all[0].on || p.Namespaces[0].Days[p.Namespaces[0].Now].On != on.String() {
				t.Fatalf("the slider begins on %s, and the page opens with %s", p.From, p.Namespaces[0].Days[p.Namespaces[0].Now].On)
			}
			var held *assess.Report
			days := map[string]*history.Day{}
			for day, err := range walk(t, all, on) {
				if err != nil {
					t.Fatal(err)
				}
				days[day.On.String()] = day
			}
			for day := api.MustDate(p.From); day.Before(on); day = day.AddDays(1) {
				if d := days[day.String()]; d != nil {
					held = d.Reports[0]
				}
				if have, want := shown(p, day.String()), saidBy(held); !reflect.DeepEqual(have, want) {
					t.Fatalf("the page says of %s:\n%+v\nthe history:\n%+v", day, have, want)
				}
			}
			now := assess.NewWorld("isms", all[len(all)-1].records)
			for day := on; !day.After(until); day = day.AddDays(1) {
				if have, want := shown(p, day.String()), judged(t, now, day); !reflect.DeepEqual(have, want) {
					t.Fatalf("the page says of %s:\n%+v\nthe engine:\n%+v", day, have, want)
				}
			}
		})
	}
}

// TestCommitsAreShown: the days of commits name them, the others do not, and what changed on a
// day is what the history says.
func TestCommitsAreShown(t *testing.T) {
	all := registers(t, 7)
	on := api.MustDate("2026-06-01")
	p := withPast(t, all, on, on)
	n := p.Namespaces[0]
	named, moved := []string{}, 0
	for _, day := range n.Days {
		for _, c := range day.Commits {
			named = append(named, day.On)
			if c.Subject != "</script><b>"+day.On || len(c.Hash) != 12 {
				t.Errorf("the commit of %s is %+v", day.On, c)
			}
		}
		moved += len(day.Arising) + len(day.Resolved)
	}
	if want := []string{"2026-05-02", "2026-05-03", "2026-05-20", "2026-06-01"}; !slices.Equal(named, want) {
		t.Errorf("commits are named on %v, want %v", named, want)
	}
	if moved < 20 {
		t.Errorf("only %d findings come or go, so that the test shows little", moved)
	}
	for day, err := range walk(t, all, on.AddDays(-1)) {
		if err != nil {
			t.Fatal(err)
		}
		at := slices.IndexFunc(n.Days, func(d page.Day) bool { return d.On == day.On.String() })
		if at <= 0 {
			continue
		}
		var have, want []string
		for _, i := range n.Days[at].Arising {
			have = append(have, n.Findings[i].Message)
		}
		for _, f := range slices.Concat(day.Namespaces[0].ByDate.Introduced, day.Namespaces[0].ByCommit.Introduced) {
			if slices.ContainsFunc(day.Reports[0].Rollup.Findings, func(g assess.Finding) bool { return g == f.Finding }) {
				want = append(want, f.Message)
			}
		}
		if slices.Sort(have); !slices.Equal(have, slices.Sorted(slices.Values(want))) {
			t.Errorf("on %s arise\n%q, the history says\n%q", day.On, have, want)
		}
	}
	if text := write(t, p); strings.Contains(text, "</script><b>") {
		t.Error("the subject of a commit is no text")
	}
}

// TestTablesAreOfNow: a record that is gone is told where a finding of then is about it, and is
// none of the register; and nothing is known of days before the first record.
func TestTablesAreOfNow(t *testing.T) {
	samples, err := scenarios.LoadFolder("../../config/samples")
	if err != nil {
		t.Fatal(err)
	}
	tool := &api.ToolLicense{Spec: api.ToolLicenseSpec{Product: "Old scanner", Criticality: api.CriticalityHigh}}
	tool.SetName("old")
	on := api.MustDate("2026-06-01")
	broken := []input.Problem{{Position: input.Position{File: "x.yaml"}, Message: "odd"}}
	p := withPast(t, []revision{
		{on: "2026-03-01"},
		{on: "2026-04-01", records: append(slices.Clone(samples), tool)},
		{on: "2026-04-10", records: samples, problems: broken},
		{on: "2026-04-20", records: samples},
	}, on, on.AddDays(30))
	n := p.Namespaces[0]
	if first := n.Days[0]; p.From != "2026-03-01" || first.On != p.From || first.Verdict != string(api.VerdictUnknown) || len(first.Points) != len(p.Points) {
		t.Errorf("before the first record the page says %+v", first)
	}
	i := slices.IndexFunc(n.Records, func(r page.Record) bool { return r.Name == "old" })
	if i < 0 || !n.Records[i].Gone || n.Records[i].Title != "Old scanner" {
		t.Fatalf("the record that is gone is %d", i)
	}
	if p.Made.Records != len(samples) {
		t.Errorf("the register has %d records, and %d are counted", len(samples), p.Made.Records)
	}
	for at, day := range n.Days {
		unread := day.On >= "2026-04-10" && day.On < "2026-04-20"
		if (day.NotJudged > 0) != unread || unread && day.Verdict == string(api.VerdictConforming) {
			t.Errorf("on %s, %d could not be judged, and the verdict is %s", day.On, day.NotJudged, day.Verdict)
		}
		for _, f := range n.Findings {
			open := slices.ContainsFunc(f.Open, func(span [2]int) bool { return span[0] <= at && at <= span[1] })
			if open && f.Record == i && (day.On < "2026-04-01" || day.On >= "2026-04-10") {
				t.Errorf("on %s a finding is about a record that is not there: %s", day.On, f.Message)
			}
		}
	}
	if text := write(t, p); !strings.Contains(text, `id="verdict" data-verdict="Conforming"`) {
		t.Error("the page does not open with the day of now")
	}
}
