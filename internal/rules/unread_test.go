package rules_test

import (
	"fmt"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// known is what a report of a world that was read whole says: of each problem the
// grade, and of each point the verdict.
type known struct {
	grades map[string]api.Grade
	points map[string]api.Verdict
}

func knownOf(r *assess.Report) known {
	k := known{map[string]api.Grade{}, map[string]api.Verdict{}}
	for i := range r.Rollup.Findings {
		f := &r.Rollup.Findings[i]
		key := problemOf(f)
		if have, ok := k.grades[key]; !ok || assess.Graver(f.Grade, have) {
			k.grades[key] = f.Grade
		}
	}
	for i := range r.Rollup.Points {
		k.points[r.Rollup.Points[i].ID] = r.Rollup.Points[i].Verdict
	}
	return k
}

func problemOf(f *assess.Finding) string {
	name := f.Record.String()
	if f.Record.Kind == "ClauseAssessment" {
		name = f.Record.Kind // it has no name where none is read
	}
	return strings.Join([]string{f.Rule, f.Reason, name, f.Field}, " ")
}

// holds fails where a report of a world that was read in part denies or grants what the
// whole one does not.
func (k known) holds(t *testing.T, why string, r *assess.Report) {
	t.Helper()
	if r.Rollup.Verdict == api.VerdictConforming {
		t.Errorf("%s: the verdict is Conforming", why)
	}
	for i := range r.Rollup.Findings {
		f := &r.Rollup.Findings[i]
		if f.Grade != api.GradeMajor && f.Grade != api.GradeMinor || strings.HasPrefix(f.Rule, "G-0") {
			continue
		}
		if have, ok := k.grades[problemOf(f)]; !ok || assess.Graver(f.Grade, have) {
			t.Errorf("%s: denied without ground: %s %s: %s", why, f.Record, line(*f), f.Message)
		}
	}
	for i := range r.Rollup.Points {
		if p := &r.Rollup.Points[i]; p.Verdict == api.VerdictConforming && k.points[p.ID] != api.VerdictConforming {
			t.Errorf("%s: %s conforms, which is %s once all is read", why, p.ID, k.points[p.ID])
		}
	}
}

// registers are a conforming register and one with many gaps.
func registers() map[string][]api.Record {
	gaps := newFixture()
	gaps.tool.Spec.Term.End = date("2026-06-14")
	gaps.ada.Spec.EngagedUntil = date("2026-06-01")
	gaps.adaCert.Spec.Validity.ValidUntil = date("2026-05-01")
	gaps.review.Spec.HeldOn = date("2024-01-01")
	gaps.risk.Spec.Assignments = nil
	return map[string][]api.Record{"conforming": newFixture().records(), "with gaps": gaps.records()}
}

// TestNothingRestsOnWhatIsNotRead takes each record of a register in turn for one that
// is there and cannot be read, and each kind for one that cannot be listed. Nothing may
// be denied that is not so once all is read, and no point may conform that does not.
func TestNothingRestsOnWhatIsNotRead(t *testing.T) {
	registry := rules.Registry()
	for name, records := range registers() {
		whole := knownOf(run(records, baseDay))
		for i, r := range records {
			kind := kindOf(registry, r)
			world := assess.NewWorld("isms", append(append([]api.Record{}, records[:i]...), records[i+1:]...))
			world.AddUnread([]assess.Unread{{Record: r, Faults: []assess.Fault{{Field: "spec.x", Message: "found nonsense", Remedy: "Correct it"}}}})
			whole.holds(t, fmt.Sprintf("%s, %s/%s not read", name, kind.Name, r.GetName()), mustRun(registry, world, date(baseDay)))
		}
		for i := range registry.Kinds {
			kind := &registry.Kinds[i]
			var rest []api.Record
			for _, r := range records {
				if kindOf(registry, r) != kind {
					rest = append(rest, r)
				}
			}
			world := assess.NewWorld("isms", rest)
			world.AddUnlisted(kind, "the API server does not have its definition")
			whole.holds(t, fmt.Sprintf("%s, kind %s not listed", name, kind.Name), mustRun(registry, world, date(baseDay)))
		}
	}
}

func kindOf(registry *assess.Registry, r api.Record) *assess.Kind {
	for i := range registry.Kinds {
		if fmt.Sprintf("%T", registry.Kinds[i].New()) == fmt.Sprintf("%T", r) {
			return &registry.Kinds[i]
		}
	}
	return nil
}

// TestOneUnreadRecord: what is told of a record that cannot be read, and of what names it.
func TestOneUnreadRecord(t *testing.T) {
	f := newFixture()
	var rest []api.Record
	for _, r := range f.records() {
		if r != api.Record(f.ada) {
			rest = append(rest, r)
		}
	}
	world := assess.NewWorld("isms", rest)
	world.AddUnread([]assess.Unread{{Record: f.ada, Faults: []assess.Fault{
		{Field: "spec.engagedUntil", Message: `found "2026-02-30"; it must be a day that exists`, Remedy: "Correct the day"},
	}}})
	report := mustRun(rules.Registry(), world, date(baseDay))
	got := map[string]string{}
	for i := range report.Results {
		r := &report.Results[i]
		name := r.Kind.Name + "/" + r.Record.GetName()
		for _, c := range r.Conditions() {
			got[name+" "+c.Type] = string(c.Status) + " " + c.Reason
		}
	}
	for _, c := range []struct{ of, want, why string }{
		{"Person/ada Current", "Unknown RecordNotJudged", "nothing about the record is known"},
		{"Person/ada Owned", "Unknown RecordNotJudged", "nothing about the record is known"},
		{"Person/ada Conforming", "Unknown RecordNotJudged", "nothing about the record is known"},
		{"Person/boss Conforming", "True NoFindings", "another person has nothing to do with it"},
		{"ToolLicense/" + f.tool.Name + " Conforming", "Unknown MultipleFindings", "the licence names the person as its owner"},
	} {
		if got[c.of] != c.want {
			t.Errorf("%s: %s is %q, want %q", c.why, c.of, got[c.of], c.want)
		}
	}
	for i := range report.Rollup.Findings {
		if f := &report.Rollup.Findings[i]; f.Rule == assess.NotJudged.ID {
			if strings.Contains(f.Message, "2026-02-30") {
				t.Errorf("the finding on a person tells a value: %s", f.Message)
			}
			if !strings.Contains(f.Message, "spec.engagedUntil") || !strings.Contains(f.Message, "named by ") {
				t.Errorf("the finding names neither the field nor what hangs on it: %s", f.Message)
			}
		}
	}
}
