package rules_test

import (
	"slices"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// titled gives top management its title, and then makes changes.
func titled(changes ...func(*fixture)) func(*fixture) {
	return func(f *fixture) {
		f.top.Spec.Title = "Top management"
		for _, change := range changes {
			change(f)
		}
	}
}

// ownedInWords names the owner of a control in the words of a source.
func ownedInWords(words string, changes ...func(*fixture)) func(*fixture) {
	return titled(append(changes, ownedAs(&api.Actor{StatedAs: words}))...)
}

// administeredInWords makes the tool critical, with somebody beside ada in the words of a source.
func administeredInWords(words string, changes ...func(*fixture)) func(*fixture) {
	return titled(append(changes, administered(api.Actor{StatedAs: words}))...)
}

// calledTwice gives another role the title of top management.
func calledTwice(f *fixture) { f.audit.Spec.Aliases = []string{"top management"} }

// unneeded excludes the first control.
func unneeded(f *fixture) {
	e := &f.soa.Spec.Controls[0]
	e.Applicability, e.Justification, e.Implementation, e.ResourceRefs, e.RiskRefs = api.ApplicabilityExcluded, "Nothing of the kind is done here", "", nil, nil
}

// statedTables are rows on roles and people that only words name.
var statedTables = map[string][]row{
	"StatementOfApplicability/soa": {
		{name: "title", why: "words that name a role are the role", change: ownedInWords(" TOP  management")},
		{name: "title of a role that nobody holds", why: "it can answer for nothing, however it is named", change: ownedInWords("Top management", func(f *fixture) { f.top.Spec.Assignments = nil }), want: []string{firstOwner}},
		{name: "title of two", why: "nobody knows which, and that is told once", change: ownedInWords("Top management", calledTwice), want: []string{firstOwner}},
		{name: "name of a person", why: "a person is no role, however they are named", change: ownedInWords("boss"), want: []string{firstOwner}},
		{name: "no name", why: "words that name nobody are no role", change: ownedInWords("Head of IT"), want: []string{firstOwner}},
		{name: "title of two, not necessary", why: "no rule on owners asks, and nobody knows which", change: ownedInWords("Top management", calledTwice, unneeded), want: []string{"X-04 NameAmbiguous Unknown spec.controls[A.5.1].owner.statedAs"}},
		{name: "title, not necessary", why: "who would answer is known", change: ownedInWords("Top management", unneeded)},
		{name: "no name, not necessary", why: "words need no record", change: ownedInWords("Head of IT", unneeded)},
	},
	"ToolLicense/backup": {
		{name: "title", why: "words that name a role are whoever holds it", change: administeredInWords("top MANAGEMENT")},
		{name: "title of a role that the same person holds", why: "one person is one", change: administeredInWords("Top management", func(f *fixture) { f.top.Spec.Assignments[0].PersonRef.Name = "ada" }), want: []string{oneAdmin}},
		{name: "title of a role that nobody holds", why: "nobody is there", change: administeredInWords("Top management", func(f *fixture) { f.top.Spec.Assignments = nil }), want: []string{oneAdmin}},
		{name: "title of two", why: "nobody knows which", change: administeredInWords("Top management", calledTwice), want: []string{oneAdmin, "X-04 NameAmbiguous Unknown spec.administrators[0].statedAs"}},
		{name: "name of a person", why: "words that name a person are the person", change: administeredInWords("BOSS")},
		{name: "name of the same person", why: "one person is one", change: administeredInWords("Ada"), want: []string{oneAdmin}},
		{name: "name of a person who left yesterday", why: "who is gone administers nothing", change: administeredInWords("boss", func(f *fixture) { f.boss.Spec.EngagedUntil = date("2026-06-14") }), want: []string{oneAdmin}},
		{name: "name of a person who leaves today", why: "the last day counts", change: administeredInWords("boss", func(f *fixture) { f.boss.Spec.EngagedUntil = date(baseDay) })},
		{name: "name of a person who leaves tomorrow", why: "and the day before it", change: administeredInWords("boss", func(f *fixture) { f.boss.Spec.EngagedUntil = date("2026-06-16") })},
	},
}

func TestStatedRoles(t *testing.T) {
	for subject, rows := range statedTables {
		t.Run(subject, func(t *testing.T) { testRows(t, subject, rows) })
	}
}

// TestWordsOfAReport: what shows who answers for a record, and what a record names, shows
// whom the words name, on the first day and on those after it.
func TestWordsOfAReport(t *testing.T) {
	f := newFixture()
	administeredInWords("Top management")(f)
	f.tool.Spec.Owner = &api.Actor{StatedAs: "TOP management"}
	f.server.Spec.Owner = &api.Actor{StatedAs: "Head of IT"}
	w := assess.NewWorld("isms", f.records())
	days := 0
	err := assess.Follow(t.Context(), rules.Registry(), w, api.MustDate(baseDay), api.MustDate("2026-12-31"), func(report *assess.Report, _ *assess.TimelineDay) error {
		days++
		owners := map[string]string{}
		for i := range report.Results {
			owners[report.Results[i].Record.GetName()] = report.Results[i].Owner.Name()
		}
		if owners["backup"] != "top" || owners["server"] != "Head of IT" {
			t.Errorf("%s: owners of backup and server are %q and %q", report.AsOf, owners["backup"], owners["server"])
		}
		return nil
	})
	if err != nil || days < 2 {
		t.Errorf("%d days, %v", days, err)
	}
	for i := range rules.Registry().Kinds {
		if kind := &rules.Registry().Kinds[i]; kind.Name == "ToolLicense" {
			named := kind.Named(w, f.tool)
			if !slices.ContainsFunc(named, func(to assess.Reference) bool {
				return to.Kind == "SecurityRole" && to.Name == "top" && to.Found && to.Field == "spec.administrators[0].statedAs"
			}) {
				t.Errorf("words name no record: %+v", named)
			}
		}
	}
}
