package rules_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/test/scenarios"
)

// statedOwner has words as the owner of the tool, and other names of the role that owns it.
func statedOwner(words string, changes ...func(*fixture)) func(*fixture) {
	return func(f *fixture) {
		f.team.Spec.Title, f.team.Spec.Aliases = "Security Officer", []string{"ISO", "Informationssicherheitsbeauftragte/r", "Beauftragte Person"}
		f.ada.Spec.DisplayName = "Ada Lovelace"
		f.tool.Spec.Owner = &api.Actor{StatedAs: words}
		for _, change := range changes {
			change(f)
		}
	}
}

const ambiguousOwner = "P3-02 OwnerNotARole Minor spec.owner.statedAs"

var namedRows = []row{
	{name: "title", why: "the title of one role is the role", change: statedOwner("Security Officer")},
	{name: "title, case and spacing", why: "nobody means somebody else by them", change: statedOwner("  SECURITY\u00a0 officer ")},
	{name: "title, hyphenated", why: "as names of records are written", change: statedOwner("security-officer")},
	{name: "alias", why: "what a role is also called", change: statedOwner("iso")},
	{name: "alias of another gender", why: "what is listed is known", change: statedOwner("informationssicherheitsbeauftragte/r")},
	{name: "name of the record", why: "that names it as well", change: statedOwner("team")},
	{name: "not listed", why: "nothing is guessed", change: statedOwner("Informationssicherheitsbeauftragter"), want: []string{ambiguousOwner}},
	{name: "part of a title", why: "nor is a part the whole", change: statedOwner("Officer"), want: []string{ambiguousOwner}},
	{name: "displayed name", why: "the name of one person is the person", change: statedOwner("ada lovelace")},
	{name: "role that nobody holds", why: "a role in words is held as any other", change: statedOwner("ISO", func(f *fixture) { f.team.Spec.Assignments = nil }), want: []string{"P3-02 OwnerInactive Minor spec.owner.statedAs"}},
	{name: "person who left yesterday", why: "who is gone owns nothing, however they are named", change: statedOwner("Ada Lovelace", func(f *fixture) { f.ada.Spec.EngagedUntil = date("2026-06-14") }), want: []string{"P3-02 OwnerInactive Minor spec.owner.statedAs"}},
	{name: "person who leaves today", why: "the last day counts", change: statedOwner("Ada Lovelace", func(f *fixture) { f.ada.Spec.EngagedUntil = date(baseDay) })},
	{name: "person who leaves tomorrow", why: "and the day before it", change: statedOwner("Ada Lovelace", func(f *fixture) { f.ada.Spec.EngagedUntil = date("2026-06-16") })},
	{name: "two roles of one name", why: "nobody knows which", change: statedOwner("ISO", func(f *fixture) { f.audit.Spec.Aliases = []string{"iso"} }), want: []string{ambiguousOwner}},
	{name: "role and person of one name", why: "nobody knows which", change: statedOwner("ISO", func(f *fixture) { f.ben.Spec.DisplayName = "Iso" }), want: []string{ambiguousOwner}},
	{name: "placeholder as alias", why: "a placeholder is nobody, whoever lists it", change: statedOwner("TBD", func(f *fixture) { f.team.Spec.Aliases = []string{"TBD"} }), want: []string{"P3-02 OwnerMissing Minor spec.owner.statedAs"}},
	{name: "department as alias", why: "who lists it says who is meant", change: statedOwner("IT", func(f *fixture) { f.team.Spec.Aliases = []string{"it"} })},
	{name: "alias as reference", why: "a reference is by the name of the record", change: statedOwner("", func(f *fixture) { f.tool.Spec.Owner = roleActor("iso") }), want: []string{"P3-02 OwnerNotARole Minor spec.owner.roleRef"}},
	{name: "co-owner who could be several", why: "words that could name several name none", change: statedOwner("team", func(f *fixture) {
		f.audit.Spec.Aliases, f.tool.Spec.CoOwners = []string{"iso"}, []api.Actor{{StatedAs: "ISO"}}
	}), want: []string{"X-04 NameAmbiguous Unknown spec.coOwners[0].statedAs"}},
}

func TestNamed(t *testing.T) { testRows(t, "ToolLicense/backup", namedRows) }

// doneByTeam has a maintenance of 3 March 2026 done by a role, which ada alone has held from a
// day on; in words where they are given.
func doneByTeam(from, words string, changes ...func(*fixture)) func(*fixture) {
	return func(f *fixture) {
		f.serverPatch.Spec.PerformedBy = roleActor("team")
		if words != "" {
			f.serverPatch.Spec.PerformedBy = &api.Actor{StatedAs: words}
		}
		f.team.Spec.Aliases = []string{"Operations Lead"}
		holder := assigned("ada", "boss")
		holder.From, holder.AppointedOn = date(from), date("2024-01-01")
		f.team.Spec.Assignments = []api.Assignment{holder}
		for _, change := range changes {
			change(f)
		}
	}
}

const (
	doneByNobody = "X-18 ActorUnknown Observation spec.performedOn"
	saysNotWho   = "P6-09 MaintenancePerformerUnknown Observation spec.performedBy"
)

// actedTables are rows on who did something, where that is a role or words.
var actedTables = map[string][]row{
	"MaintenanceRecord/server-patch": {
		{name: "a role, held since the day before", why: "whoever held it did it", change: doneByTeam("2026-03-02", "")},
		{name: "a role, held since the day", why: "the first day counts", change: doneByTeam("2026-03-03", "")},
		{name: "a role, held since the day after", why: "nobody held it, so nobody is known to have done it", change: doneByTeam("2026-03-04", ""), want: []string{doneByNobody}},
		{name: "an alias, held since the day", why: "words that name a role are the role", change: doneByTeam("2026-03-03", "operations lead")},
		{name: "an alias, held since the day after", why: "and lack what it lacks", change: doneByTeam("2026-03-04", "operations lead"), want: []string{doneByNobody}},
		{name: "an alias of two roles", why: "nobody knows which", change: doneByTeam("2026-03-03", "operations lead", func(f *fixture) {
			f.audit.Spec.Aliases = []string{"Operations Lead"}
		}), want: []string{"X-04 NameAmbiguous Unknown spec.performedBy.statedAs"}},
		{name: "a role that does not exist", why: "that is found once", change: doneByTeam("2026-03-03", "", func(f *fixture) {
			f.serverPatch.Spec.PerformedBy = roleActor("ghost")
		}), want: []string{"X-04 ReferenceNotFound Minor spec.performedBy.roleRef"}},
		{name: "a vendor in words", why: "somebody of another house did it", change: doneByTeam("2026-03-03", "technician of Contoso")},
		{name: "a placeholder", why: "that is nobody", change: doneByTeam("2026-03-03", "TBD"), want: []string{saysNotWho}},
	},
	"StatementOfApplicability/soa": {
		{name: "approved by a title", why: "words that name a role are whoever held it", change: statementBy("TOP management")},
		{name: "approved by a title of two", why: "nobody knows which", change: statementBy("Top management", func(f *fixture) { f.audit.Spec.Aliases = []string{"top management"} }), want: []string{"X-13 ApproverUnknown Unknown spec.approvals[board].by"}},
		{name: "approved by a title that nobody held", why: "nobody is known who did", change: statementBy("Top management", func(f *fixture) { f.top.Spec.Assignments[0].From = date("2026-06-01") }), want: []string{"X-13 ApproverUnknown Unknown spec.approvals[board].by"}},
	},
	"Risk/leak": {
		{name: "accepted by a title", why: "whoever held it owned the risk", change: acceptedInWords("RISK owner")},
		{name: "accepted by a title of two", why: "nobody knows which", change: acceptedInWords("Risk owner", func(f *fixture) { f.ben.Spec.DisplayName = "risk-owner" }), want: []string{notByOwner, "X-04 NameAmbiguous Unknown spec.acceptance.by.statedAs"}},
	},
}

func TestActed(t *testing.T) {
	for subject, rows := range actedTables {
		t.Run(subject, func(t *testing.T) { testRows(t, subject, rows) })
	}
}

// statementBy has the statement approved by the words of a source; top management has a title.
func statementBy(words string, changes ...func(*fixture)) func(*fixture) {
	return func(f *fixture) {
		f.top.Spec.Title = "Top management"
		f.soa.Spec.Approvals[0].By = api.Actor{StatedAs: words}
		for _, change := range changes {
			change(f)
		}
	}
}

// acceptedInWords has the risk accepted by the words of a source; its owner has a title.
func acceptedInWords(words string, changes ...func(*fixture)) func(*fixture) {
	return accepted("boss", "2026-01-20", "", func(f *fixture) {
		f.risk.Spec.Title = "Risk owner"
		f.leak.Spec.Acceptance.By = api.Actor{StatedAs: words}
	}, func(f *fixture) {
		for _, change := range changes {
			change(f)
		}
	})
}

// TestNearestName: what is not found says what could be meant.
func TestNearestName(t *testing.T) {
	for _, r := range []struct {
		row
		says string
	}{
		{row{name: "owner", change: statedOwner("", func(f *fixture) { f.tool.Spec.Owner = roleActor("iso") })}, `The owner is the SecurityRole "iso", which does not exist, but is another name of team`},
		{row{name: "co-owner", change: statedOwner("team", func(f *fixture) { f.tool.Spec.CoOwners = []api.Actor{*roleActor("iso")} })}, `spec.coOwners[0].roleRef names the SecurityRole "iso", which does not exist, but is another name of team`},
		{row{name: "several", change: statedOwner("ISO", func(f *fixture) { f.audit.Spec.Aliases = []string{"iso"} })}, `The owner is stated as "ISO", and nobody knows who of several is meant: SecurityRole/audit, SecurityRole/team`},
	} {
		got := r.judge(t, "ToolLicense/backup")
		if len(got) != 1 || got[0].Message != r.says {
			t.Errorf("%s: got %+v, want %q", r.name, got, r.says)
		}
	}
}

// TestWordsCountAsReferences: whatever a story finds, it finds where every role and person
// that an actor names is named in words, too, by every rule.
func TestWordsCountAsReferences(t *testing.T) {
	stories, err := scenarios.Load("../../test/scenarios")
	if err != nil {
		t.Fatal(err)
	}
	changed := 0
	for _, s := range stories {
		want := sums(run(s.Records, s.AsOf.String()).Rollup.Findings)
		words := putInWords(s.Records, &changed)
		got := sums(run(words, s.AsOf.String()).Rollup.Findings)
		for _, one := range want {
			if !slices.Contains(got, one) {
				t.Errorf("%s: not found any more where actors are in words: %s", s.Name, one)
			}
		}
		for _, one := range got {
			if !slices.Contains(want, one) {
				t.Errorf("%s: found where actors are in words alone: %s", s.Name, one)
			}
		}
	}
	if changed < 1000 {
		t.Errorf("only %d actors were put in words", changed)
	}
}

// sums are findings by what does not hang on how somebody is named.
func sums(all []assess.Finding) (lines []string) {
	for i := range all {
		f := &all[i]
		field := f.Field
		for _, end := range []string{".roleRef", ".personRef", ".statedAs"} {
			field = strings.TrimSuffix(field, end)
		}
		lines = append(lines, strings.Join([]string{f.Rule, f.Reason, string(f.Grade), f.Record.String(), field}, " "))
	}
	return lines
}

// putInWords are copies of records in which actors are named by the title of the role, or the
// name of the person, where that names nobody else.
func putInWords(records []api.Record, changed *int) (all []api.Record) {
	w := assess.NewWorld("isms", records)
	titles := map[string]string{}
	for _, r := range records {
		if role, ok := r.(*api.SecurityRole); ok && len(facts.Meant(w, role.Spec.Title)) == 1 {
			titles[role.Name] = strings.ToUpper(strings.ReplaceAll(role.Spec.Title, " ", "  "))
		}
	}
	registry := rules.Registry()
	for _, r := range records {
		copied := r.DeepCopyObject().(api.Record)
		eachActor(reflect.ValueOf(copied).Elem().FieldByName("Spec"), func(a *api.Actor) {
			name := titles[a.Role()]
			if p := a.Person(); p != "" && len(facts.Meant(w, p)) == 1 {
				name = strings.ToUpper(p)
			}
			if name != "" {
				*a = api.Actor{StatedAs: name}
				*changed++
			}
		})
		for i := range registry.Kinds {
			if k := &registry.Kinds[i]; k.Approvals != nil && reflect.TypeOf(k.New()) == reflect.TypeOf(r) {
				was, is, approvals := api.ContentHash(k.Content(r)), api.ContentHash(k.Content(copied)), k.Approvals(copied)
				for j := range approvals {
					if approvals[j].ContentHash == was {
						approvals[j].ContentHash = is
					}
				}
			}
		}
		all = append(all, copied)
	}
	return all
}

// eachActor yields every actor below a value.
func eachActor(v reflect.Value, yield func(*api.Actor)) {
	switch {
	case v.Kind() == reflect.Pointer:
		if !v.IsNil() {
			eachActor(v.Elem(), yield)
		}
	case v.Type() == reflect.TypeFor[api.Actor]():
		yield(v.Addr().Interface().(*api.Actor))
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			eachActor(v.Index(i), yield)
		}
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				eachActor(v.Field(i), yield)
			}
		}
	}
}
