package report_test

import (
	"bytes"
	"encoding/json"
	"iter"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/handover"
	"github.com/isms-operator/isms-operator/internal/history"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/report"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// histories are one of a certificate that lapses, is renewed and removed, by commits that say
// hostile things, and of input that can be read in part; and one of which nothing can be read.
func histories(t *testing.T) map[string]*report.History {
	t.Helper()
	proof := func(until string) api.Record {
		return &api.CompetencyRecord{ObjectMeta: metav1.ObjectMeta{Name: "iso"}, Spec: api.CompetencyRecordSpec{
			PersonRef: api.Reference{Name: "ada"}, Competency: hostile, Basis: api.BasisCertification, AchievedOn: api.MustDate("2024-01-01"),
			Validity: &api.Validity{ValidUntil: api.MustDate(until)}}}
	}
	person := &api.Person{ObjectMeta: metav1.ObjectMeta{Name: "ada"}, Spec: api.PersonSpec{Sourcing: api.SourcingInternal, EngagedFrom: api.MustDate("2020-01-01")}}
	step := func(on string, problems []input.Problem, records ...api.Record) history.Step {
		return history.Step{
			On: api.MustDate(on), Commits: []history.Commit{{Hash: "0123456789abcdef0123456789abcdef01234567", Subject: hostile, AuthoredOn: api.MustDate("2026-01-01"), CommittedOn: api.MustDate(on)}},
			Records: &history.Records{Worlds: []*assess.World{assess.NewWorld("isms", records)}, Problems: problems, Locate: located},
		}
	}
	unread := []input.Problem{{Position: input.Position{File: "register/" + hostile, Line: 3}, Message: hostile, Remedy: hostile}}
	of := func(steps ...history.Step) *report.History {
		h := &report.History{Since: api.MustDate("2026-01-01"), Until: api.MustDate("2026-12-31"), Commits: len(steps), Changing: len(steps), Notes: []string{hostile}}
		all := iter.Seq2[history.Step, error](func(yield func(history.Step, error) bool) {
			for _, s := range steps {
				if !yield(s, nil) {
					return
				}
			}
		})
		for day, err := range history.Walk(t.Context(), rules.Registry(), all, h.Until) {
			if err != nil {
				t.Fatal(err)
			}
			h.Add(day)
		}
		return h
	}
	unreadable := of(step("2026-01-10", unread, person))
	unreadable.Start.Namespaces[0].After.Policy = weakPolicy(2, hostile)
	return map[string]*report.History{
		"history": of(step("2026-01-10", nil, person, proof("2026-03-31")), step("2026-04-20", nil, person, proof("2027-03-31")),
			step("2026-05-04", unread, person)),
		"history-unreadable": unreadable,
	}
}

func TestHistoryFormats(t *testing.T) {
	for name, h := range histories(t) {
		for _, f := range report.HistoryFormats() {
			t.Run(name+"/"+f.Name, func(t *testing.T) {
				var b bytes.Buffer
				if err := f.Write(&b, h, report.Style{}); err != nil {
					t.Fatal(err)
				}
				golden(t, name+"."+f.Name, b.Bytes())
				harmless(t, b.String())
				if f.Name == "json" && !json.Valid(b.Bytes()) {
					t.Error("it is no JSON")
				}
				if f.Name == "markdown" && strings.Contains(b.String(), "<script>") {
					t.Error("a commit writes HTML")
				}
				if name == "history-unreadable" && strings.Contains(b.String(), ": Conforming") {
					t.Error("what could not be read conforms")
				}
			})
		}
	}
}

// harmless fails where something would steer a terminal.
func harmless(t *testing.T, text string) {
	t.Helper()
	for _, r := range text {
		if r != '\n' && r != '\r' && wording.Steers(r) {
			t.Errorf("%U would steer a terminal", r)
		}
	}
}

// TestLeaverIsInert: what names somebody who leaves is inert, and no cell is a formula.
func TestLeaverIsInert(t *testing.T) {
	l := &report.Leaver{
		On: api.MustDate("2026-06-01"), Name: hostile, Locate: located,
		Leaving: []*handover.Leaving{{Namespace: "isms", Items: []handover.Item{
			{Do: handover.Name, Record: assess.Ref{Kind: "Risk", Name: "x"}, Field: "spec.owner", What: hostile, On: api.MustDate("2026-07-01")},
			{Do: handover.Keep, Record: assess.Ref{Kind: "Risk", Name: "y"}, Field: hostile, What: "=1+1"},
		}}},
		Problems: []input.Problem{{Message: hostile, Remedy: hostile}},
	}
	for _, f := range report.LeaverFormats() {
		var b bytes.Buffer
		if err := f.Write(&b, l, report.Style{}); err != nil {
			t.Fatal(err)
		}
		if report.Binary(f.Name) { // no terminal shows it, and TestXLSX holds its cells
			continue
		}
		harmless(t, b.String())
		switch f.Name {
		case "csv":
			if strings.Contains(b.String(), `"=1+1"`) {
				t.Error("a cell is a formula")
			}
		case "markdown":
			if strings.Contains(b.String(), "<script>") {
				t.Error("a record writes HTML")
			}
		case "ics":
			if n := strings.Count(b.String(), "BEGIN:VEVENT"); n != 2 {
				t.Errorf("%d events, want one for what has a day and is to be done, and one for what could not be read", n)
			}
		}
	}
}

// TestHandoverIsInert: so is a hand-over.
func TestHandoverIsInert(t *testing.T) {
	person := func(name string) *api.Person { return &api.Person{ObjectMeta: metav1.ObjectMeta{Name: name}} }
	h := &report.Handover{
		Terms: handover.Terms{From: person(hostile), To: person(hostile), On: api.MustDate("2026-06-01")}, Day: api.MustDate("2026-06-01"), Notes: []string{hostile},
		Changes:    []report.HandoverChange{{Change: handover.Change{Field: hostile, Old: hostile, New: hostile}, Position: input.Position{File: hostile, Line: 1}}},
		Left:       []handover.Left{{Item: handover.Item{Field: hostile, What: hostile}, Why: hostile}},
		Introduced: []assess.Finding{{Field: hostile}}, After: &assess.Report{},
	}
	var b bytes.Buffer
	if err := report.WriteHandover(&b, h, report.Style{}); err != nil {
		t.Fatal(err)
	}
	harmless(t, b.String())
	if strings.Contains(b.String(), hostile) {
		t.Error("what a record says is written as it is")
	}
}
