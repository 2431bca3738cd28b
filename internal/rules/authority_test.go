package rules_test

import (
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

const (
	notEntitledO = "X-15 SignatureNotEntitled Observation spec.approvals[board].by"
	notEntitled  = "X-15 SignatureNotEntitled Minor spec.approvals[board].by"
	notInOffice  = "X-15 SignatoryNotInOffice Minor spec.approvals[board].by"
	acting       = "P8-11 DeputyActs Observation spec.assignments"
	rowVacated   = "P8-04 RaciRoleUnfilled Minor spec.rows[InternalAudit].responsibleRoleRefs[audit]"
	sameName     = "D-10 SameDisplayName Observation spec.displayName"
)

// matrixBy has the matrix approved by somebody.
func matrixBy(name string, changes ...func(*fixture)) func(*fixture) {
	return together(append(changes, func(f *fixture) { f.raci.Spec.Approvals[0].By = *actor(name) })...)
}

// awayFrom records that the holder of a role is away, and who is their deputy.
func awayFrom(role func(*fixture) *api.SecurityRole, from, until string) func(*fixture) {
	return func(f *fixture) {
		r, absence := role(f), api.Absence{From: date(from)}
		if until != "" {
			absence.Until = date(until)
		}
		r.Spec.Assignments[0].Absences = []api.Absence{absence}
		r.Spec.Assignments = append(r.Spec.Assignments, deputy("chair"))
	}
}

func theTop(f *fixture) *api.SecurityRole   { return f.top }
func managers(f *fixture) *api.SecurityRole { return f.ism }

// appointedOn makes the boss's appointment of a day, with effect from before.
func appointedOn(day string) func(*fixture) {
	return func(f *fixture) { f.top.Spec.Assignments[0].AppointedOn = date(day) }
}

// delegates gives the role of the auditor the authority over matrices.
func delegates(by *api.Actor, from, until string) func(*fixture) {
	return func(f *fixture) {
		d := api.Delegation{What: api.SignMatrix, From: date(from), By: by}
		if until != "" {
			d.Until = date(until)
		}
		f.audit.Spec.Delegations = []api.Delegation{d}
	}
}

// alone leaves one single internal person.
func alone(f *fixture) {
	for _, p := range []*api.Person{f.boss, f.ada, f.ben} {
		p.Spec.Sourcing = api.SourcingExternal
	}
}

// ratified adds an approval by the boss on a later day.
func ratified(on string) func(*fixture) {
	return func(f *fixture) {
		f.raci.Spec.Approvals = append(f.raci.Spec.Approvals, api.Approval{Name: "again", By: *actor("boss"), ApprovedOn: date(on)})
	}
}

// authorityRows are about who may sign; the matrix was approved on 2026-01-20.
var authorityRows = []row{
	{name: "by the review team", why: "a member of the team may", change: matrixBy("ada")},
	{name: "by somebody without a role", why: "who may not is an observation where they are the organisation's own", change: matrixBy("ben"), want: []string{notEntitledO}},
	{name: "by an external adviser", why: "advice is no decision", change: matrixBy("ext"), want: []string{notEntitled}},
	{name: "by an external adviser of one", why: "nobody else is there to approve", change: matrixBy("ext", alone), want: []string{notEntitledO}},
	{name: "by who had left", why: "who is not engaged is nobody", change: matrixBy("ben", func(f *fixture) { f.ben.Spec.EngagedUntil = date("2026-01-19") }), want: []string{rowVacated, notInOffice}},
	{name: "by who left that day", why: "the last day counts", change: matrixBy("ben", func(f *fixture) { f.ben.Spec.EngagedUntil = date("2026-01-20") }), want: []string{rowVacated, notEntitledO}},
	{name: "appointed that day", why: "in office from the appointment on", change: appointedOn("2026-01-20")},
	{name: "appointed the day after", why: "with effect from before, which makes nothing valid", change: together(appointedOn("2026-01-21"), func(f *fixture) { f.team.Spec.Assignments = nil }), want: []string{notInOffice}},
	{name: "ratified", why: "what was ratified after the appointment is observed", change: together(appointedOn("2026-01-21"), ratified("2026-01-21"), func(f *fixture) { f.team.Spec.Assignments = nil }), want: []string{"X-15 SignatoryNotInOffice Observation spec.approvals[again].by"}},
	{name: "two approvals, one counts", why: "one that counts suffices", change: matrixBy("ben", ratified("2026-02-01"))},
	{name: "by a deputy", why: "nobody is recorded as absent", change: matrixBy("chair", func(f *fixture) { f.top.Spec.Assignments = append(f.top.Spec.Assignments, deputy("chair")) }), want: []string{notEntitledO}},
	{name: "by a deputy on the first day", why: "the first day of the absence counts", change: matrixBy("chair", awayFrom(theTop, "2026-01-20", "2026-02-01"))},
	{name: "by a deputy on the last day", why: "so does the last", change: matrixBy("chair", awayFrom(theTop, "2026-01-10", "2026-01-20"))},
	{name: "by a deputy the day before", why: "the holder is there", change: matrixBy("chair", awayFrom(theTop, "2026-01-21", "2026-02-01")), want: []string{notEntitledO}},
	{name: "by a deputy the day after", why: "and is back", change: matrixBy("chair", awayFrom(theTop, "2026-01-10", "2026-01-19")), want: []string{notEntitledO}},
	{name: "by a delegate", why: "top management may delegate it", change: matrixBy("ben", delegates(actor("boss"), "2026-01-20", "2026-01-20"))},
	{name: "by a delegate of tomorrow", why: "not before its first day", change: matrixBy("ben", delegates(actor("boss"), "2026-01-21", "")), want: []string{notEntitledO}},
	{name: "by a delegate of yesterday", why: "nor after its last", change: matrixBy("ben", delegates(actor("boss"), "2026-01-01", "2026-01-19")), want: []string{notEntitledO}},
	{name: "delegated by nobody of top", why: "only top management has it to give", change: matrixBy("ben", delegates(actor("ada"), "2026-01-01", "")), want: []string{notEntitledO}},
	{name: "delegated by nobody", why: "nobody gave it", change: matrixBy("ben", delegates(nil, "2026-01-01", "")), want: []string{notEntitledO}},
	// the other kinds
	{name: "statement by an external", why: "so is a statement", on: "StatementOfApplicability/soa", change: func(f *fixture) { f.soa.Spec.Approvals[0].By = *actor("ext") }, want: []string{notEntitled}},
	{name: "minutes by somebody", why: "minutes are on file and top management attended", on: "ManagementReview/review", change: review(func(s *api.ManagementReviewSpec) { s.Approvals[0].By = *actor("ben") }), want: []string{notEntitledO}},
	{name: "minutes without a file", why: "then nothing shows what was said", on: "ManagementReview/review", change: review(func(s *api.ManagementReviewSpec) { s.Approvals[0].By, s.Minutes = *actor("ben"), nil }), want: []string{notEntitled, "P9-06 ReviewResultsMissing Minor spec.minutes"}},
	{name: "attended by who was appointed later", why: "the office was not theirs yet", on: "ManagementReview/review", change: appointedOn("2026-03-10"), want: []string{"P9-03 TopManagementAbsent Minor spec.attendeeRefs", notInOffice}},
	{name: "attended by who was appointed before the minutes", why: "the minutes ratify it", on: "ManagementReview/review", change: appointedOn("2026-03-09"), want: []string{"P9-03 TopManagementAbsent Observation spec.attendeeRefs"}},
	{name: "attended by a deputy", why: "nobody is recorded as absent", on: "ManagementReview/review", change: together(review(func(s *api.ManagementReviewSpec) { s.ChairRef = ref("chair") }), func(f *fixture) {
		f.top.Spec.Assignments = append(f.top.Spec.Assignments, deputy("chair"))
	}), want: []string{"P9-03 TopManagementAbsent Minor spec.attendeeRefs"}},
	{name: "lapse waived by a junior", why: "who waives has to own a risk or hold a mandate", on: "SecurityException/exception", change: func(f *fixture) { f.exception.Spec.Approvals[0].By = *actor("ext") }, want: []string{notEntitled}},
	{name: "major conflict waived by the auditor", why: "what would be major is for top management", on: "SecurityException/waiver-ada", change: conflictWaiver(func(e *api.SecurityException) {
		e.Name, e.Spec.RequestedBy, e.Spec.Approvals[0].By = "waiver-ada", actor("ada"), *actor("ben")
	}), want: []string{notEntitled}},
	{name: "statement approved long before", why: "what did not exist cannot be approved", on: "StatementOfApplicability/soa", change: func(f *fixture) { f.soa.Spec.Approvals[0].ApprovedOn = f.soa.Spec.IssuedOn.AddDays(-91) }, want: []string{soaNotApproved + "spec.approvals[board].approvedOn"}},
	{name: "statement approved before", why: "it may be issued after its approval", on: "StatementOfApplicability/soa", change: func(f *fixture) { f.soa.Spec.Approvals[0].ApprovedOn = f.soa.Spec.IssuedOn.AddDays(-90) }},
	// P8-07
	{name: "appointed by nobody of top", why: "to a role that an ISMS must have top management appoints", on: "SecurityRole/ism", change: assignment(func(a *api.Assignment) { a.AppointedBy = actor("ben") }), want: []string{informal}},
	{name: "top appointed by nobody", why: "the law appoints", on: "SecurityRole/top", change: func(f *fixture) {
		f.top.Spec.Assignments[0].AppointedBy, f.top.Spec.Assignments[0].AppointedOn = nil, api.Date{}
	}, want: []string{"P8-07 AppointmentNotFormal Observation spec.assignments[boss].appointedBy"}},
	{name: "top in the register", why: "evidence is on file", on: "SecurityRole/top", change: func(f *fixture) {
		f.top.Spec.Assignments[0].AppointedBy = nil
		f.top.Spec.Evidence = []api.Evidence{{Name: "register", URI: "register.pdf"}}
	}},
	// P8-11
	{name: "deputy acts from today", why: "the first day counts", on: "SecurityRole/ism", change: awayFrom(managers, baseDay, ""), want: []string{acting}},
	{name: "holder away from tomorrow", why: "and is there until then", on: "SecurityRole/ism", change: awayFrom(managers, "2026-06-16", "")},
	{name: "holder back", why: "the absence was over yesterday", on: "SecurityRole/ism", change: awayFrom(managers, "2026-05-01", "2026-06-14")},
	{name: "deputy acts for 90 days", why: "as long as the policy allows", on: "SecurityRole/ism", change: awayFrom(managers, "2026-03-18", ""), want: []string{acting}},
	{name: "deputy acts for 91 days", why: "then the role is vacant", on: "SecurityRole/ism", change: awayFrom(managers, "2026-03-17", ""), want: []string{"P2-12 RoleUnfilled Minor spec.assignments"}},
	{name: "vacant with a deputy", why: "a deputy is no holder for ever", on: "ClauseAssessment/isms", change: awayFrom(managers, "2026-03-17", ""), want: []string{missingMajor}},
	{name: "holder left, deputy acts", why: "a successor takes time", on: "ClauseAssessment/isms", change: together(awayFrom(managers, "2026-06-15", ""), assignment(func(a *api.Assignment) { a.Until, a.Absences = date("2026-06-14"), nil }))},
	// D-10
	{name: "two of one name", why: "it may be one human", change: named2("ada", "boss", "Ada  L", "ada l"), on: "Person/boss", want: []string{sameName}},
	{name: "two of one name, distinct", why: "somebody says that they are two", on: "Person/boss", change: together(named2("ada", "boss", "Ada L", "Ada L"), func(f *fixture) { f.ada.Spec.DistinctFrom = []api.Reference{*ref("boss")} })},
	{name: "auditor and manager of one name", why: "one human would audit themselves", on: "Person/ben", change: named2("ada", "ben", "Ada L", "Ada L"), want: []string{"D-10 SameDisplayName Unknown spec.displayName"}},
	{name: "one of them left", why: "who is gone holds nothing", on: "Person/boss", change: together(named2("chair", "boss", "Ada L", "Ada L"), func(f *fixture) { f.boss.Spec.DisplayName = "Other" })},
}

// named2 gives two people what they are called.
func named2(one, other, first, second string) func(*fixture) {
	return func(f *fixture) {
		for _, p := range []*api.Person{f.boss, f.chair, f.ada, f.ben, f.ext} {
			switch p.Name {
			case one:
				p.Spec.DisplayName = first
			case other:
				p.Spec.DisplayName = second
			}
		}
	}
}

func TestAuthority(t *testing.T) { testRows(t, "AccountabilityMatrix/raci", authorityRows) }
