package rules_test

import (
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
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

// reviewedByLeaver has the tool reviewed on 10 January 2026 by somebody whose last day is given.
func reviewedByLeaver(last string) func(*fixture) {
	return func(f *fixture) {
		left := aPerson("leaver")
		left.Spec.EngagedUntil = date(last)
		f.add(left)
		f.tool.Spec.Review = &api.Review{LastReviewedOn: date("2026-01-10"), ReviewedBy: actor("leaver")}
	}
}

// policyReview has the policy ask for reviews every six months, and the tool reviewed on a day.
func policyReview(on string) func(*fixture) {
	return func(f *fixture) {
		f.isms.Spec.Policy.Records.ReviewIntervalMonths = ptr[int32](6)
		f.tool.Spec.Review = &api.Review{LastReviewedOn: date(on)}
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
	{name: "reviewed by who could be several", why: "nobody knows who did", change: statedOwner("team", func(f *fixture) {
		f.audit.Spec.Aliases = []string{"iso"}
		f.tool.Spec.Review = &api.Review{LastReviewedOn: date("2026-01-10"), ReviewedBy: &api.Actor{StatedAs: "ISO"}}
	}), want: []string{"X-06 RecordReviewUnknown Unknown spec.review.reviewedBy"}},
	{name: "reviewed by a leaver on their last day", why: "they were still there", change: statedOwner("team", reviewedByLeaver("2026-01-10"))},
	{name: "reviewed by a leaver the day after", why: "they were not", change: statedOwner("team", reviewedByLeaver("2026-01-09")), want: []string{"X-18 ActorHadLeft Observation spec.review.lastReviewedOn"}},
	{name: "reviewed by a role on its first day", why: "whoever held it did", change: statedOwner("team", func(f *fixture) {
		reviewedBy("2024-01-01", roleActor("top"), 120)(&f.tool.Spec.Common)
	})},
	{name: "interval of the policy, last day", why: "the policy sets it where the record does not", change: statedOwner("team", policyReview("2025-12-15"))},
	{name: "interval of the policy over", why: "and the day after it is late", change: statedOwner("team", policyReview("2025-12-14")), want: []string{"X-06 RecordReviewOverdue Minor spec.review.lastReviewedOn"}},
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
		{name: "accepted by a title of two", why: "nobody knows which", change: acceptedInWords("Risk owner", func(f *fixture) { f.ben.Spec.DisplayName = "risk-owner" }), want: []string{"P1-05 AcceptanceWithoutOwner Unknown spec.acceptance.by"}},
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
