package rules_test

import (
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// asTeam makes the ism's role a team that is led by somebody.
func asTeam(lead *api.Actor, mandate string, changes ...func(*fixture)) func(*fixture) {
	return func(f *fixture) {
		f.ism.Spec.Team = &api.Team{Lead: lead, Mandate: mandate}
		for _, change := range changes {
			change(f)
		}
	}
}

const (
	owns        = "Owns the systems of the platform, by decision of top management"
	noLead      = "P8-13 TeamLeadUnknown Unknown spec.team.lead"
	leadAway    = "P8-13 TeamLeadAway Observation spec.team.lead"
	noTeamTerms = "P8-13 TeamWithoutMandate Observation spec.team.mandate"
)

func benUntil(day string) func(*fixture) {
	return func(f *fixture) { f.ben.Spec.EngagedUntil = date(day) }
}

// teamTables are rows on teams.
var teamTables = map[string][]row{
	"SecurityRole/ism": {
		{name: "team", why: "a lead, a mandate and a member", change: asTeam(actor("ben"), owns)},
		{name: "team led by a role", why: "whoever holds it leads", change: asTeam(roleActor("top"), owns)},
		{name: "team led by a title", why: "words that name a role are the role", change: asTeam(&api.Actor{StatedAs: "THE TOP"}, owns)},
		{name: "team without lead", why: "nobody knows who answers for it", change: asTeam(nil, owns), want: []string{noLead}},
		{name: "team led by a placeholder", why: "that is nobody", change: asTeam(&api.Actor{StatedAs: "TBD"}, owns), want: []string{noLead}},
		{name: "team led by who could be several", why: "nobody knows who is meant, which is told once", change: asTeam(&api.Actor{StatedAs: "The Top"}, owns, func(f *fixture) {
			f.audit.Spec.Aliases = []string{"the top"}
		}), want: []string{"X-04 NameAmbiguous Unknown spec.team.lead.statedAs"}},
		{name: "team led by a ghost", why: "a name must resolve", change: asTeam(actor("ghost"), owns), want: []string{"X-04 ReferenceNotFound Minor spec.team.lead.personRef"}},
		{name: "lead leaves today", why: "the last day counts", change: asTeam(actor("chair"), owns, func(f *fixture) { f.chair.Spec.EngagedUntil = date(baseDay) })},
		{name: "lead leaves tomorrow", why: "as does the day before", change: asTeam(actor("chair"), owns, func(f *fixture) { f.chair.Spec.EngagedUntil = date("2026-06-16") })},
		{name: "lead left yesterday", why: "who is gone leads nobody", change: asTeam(actor("chair"), owns, func(f *fixture) { f.chair.Spec.EngagedUntil = date("2026-06-14") }), want: []string{leadAway}},
		{name: "lead is a role that nobody holds", why: "nobody leads", change: asTeam(roleActor("audit"), owns, func(f *fixture) { f.audit.Spec.Assignments = nil }), want: []string{leadAway}},
		{name: "team without mandate", why: "nobody knows what it may own", change: asTeam(actor("boss"), ""), want: []string{noTeamTerms}},
		{name: "team with a placeholder as mandate", why: "that says nothing", change: asTeam(actor("boss"), "tbd"), want: []string{noTeamTerms}},
	},
	"ToolLicense/backup": {
		{name: "owned by a team", why: "a team can own", change: asTeam(actor("boss"), owns, toolOwner(roleActor("ism")))},
		{name: "owned by a team without lead", why: "that is a question to the team, and no lack of the tool", change: asTeam(nil, "", toolOwner(roleActor("ism")))},
		{name: "owned by a team without members", why: "a team of nobody owns nothing", change: asTeam(actor("boss"), owns, toolOwner(roleActor("audit")), func(f *fixture) { f.audit.Spec.Assignments = nil }), want: []string{"P3-02 OwnerInactive Minor spec.owner.roleRef"}},
		{name: "owned by a team whose last member leaves today", why: "the last day counts", change: asTeam(actor("boss"), owns, toolOwner(roleActor("audit")), benUntil(baseDay))},
		{name: "owned by a team whose last member left yesterday", why: "the day after it does not", change: asTeam(actor("boss"), owns, toolOwner(roleActor("audit")), benUntil("2026-06-14")), want: []string{"P3-02 OwnerInactive Minor spec.owner.roleRef"}},
	},
}

func TestTeams(t *testing.T) {
	for subject, rows := range teamTables {
		t.Run(subject, func(t *testing.T) { testRows(t, subject, rows) })
	}
}
