package rules

import api "github.com/isms-operator/isms-operator/api/v1alpha1"

// extHolds gives the contractor a role that takes "Security basics".
func extHolds(f *fixture) {
	f.add(aRole("operator", api.MandateNone, assigned("ext", "boss")))
}

// extSkill gives the contractor a proof, valid until a day.
func extSkill(competency, until string) func(*fixture) {
	return func(f *fixture) {
		skill := aSkill("ext-skill", "ext", competency)
		skill.Spec.Validity = nil
		if until != "" {
			skill.Spec.Validity = &api.Validity{ValidUntil: date(until)}
		}
		f.add(skill)
	}
}

func provides(what api.ProvidedService) func(*fixture) {
	return func(f *fixture) { f.consulting.Spec.Provides = []api.ProvidedService{what} }
}

const notProvided = "P2-15 ContractorCompetenceNotEvidenced Minor spec.provides"

var contractorRows = []row{
	{name: "no role", why: "who holds no role need prove nothing"},
	{name: "role without proof", why: "contractors count under 7.2", change: extHolds, want: []string{notProven}},
	{name: "role with proof on its last day", why: "the last day counts", change: both(extHolds, extSkill("Security basics", baseDay))},
	{name: "role with proof over", why: "the day after does not", change: both(extHolds, extSkill("Security basics", "2026-06-14")), want: []string{notProven}},
	{name: "role with proof of something else", why: "the role says what it takes", change: both(extHolds, extSkill("Cooking", "2028-01-01")), want: []string{notProven}},
	{name: "proof without end", why: "nobody knows until when it counts", change: both(extHolds, extSkill("Security basics", "")), want: []string{"P2-15 ContractorCompetenceNotEvidenced Unknown"}},
	{name: "last day at work", why: "the last day of an engagement counts", change: both(extHolds, func(f *fixture) { f.ext.Spec.EngagedUntil = date(baseDay) }), want: []string{notProven}},
	{name: "left", why: "who has left does no work", change: both(extHolds, func(f *fixture) { f.ext.Spec.EngagedUntil = date("2026-06-14") })},
	{name: "internal by mistake", why: "who is not external is not the supplier's", change: both(extHolds, func(f *fixture) { f.ext.Spec.Sourcing = api.SourcingInternal })},
	{name: "consultancy without proof", why: "consultants are people", change: provides(api.ProvidesConsultancy), want: []string{notProvided}},
	{name: "internal audit without any person", why: "so are auditors", change: both(provides(api.ProvidesInternalAudit), func(f *fixture) { f.drop(f.ext) }), want: []string{notProvided}},
	{name: "consultancy with proof", why: "of any competence, where no role says which", change: both(provides(api.ProvidesConsultancy), extSkill("Security basics", "2028-01-01"))},
	{name: "consultancy with report", why: "or of the supplier", change: both(provides(api.ProvidesConsultancy), func(f *fixture) {
		f.consulting.Spec.AssuranceReports = []api.AssuranceReport{{Name: "r", IssuedOn: date("2020-01-01"), ValidUntil: date(baseDay)}}
	})},
	{name: "consultancy, report over", why: "that counts", change: both(provides(api.ProvidesConsultancy), func(f *fixture) {
		f.consulting.Spec.AssuranceReports = []api.AssuranceReport{{Name: "r", IssuedOn: date("2020-01-01"), ValidUntil: date("2026-06-14")}}
	}), want: []string{notProvided, staleReports}},
	{name: "consultancy starts tomorrow", why: "nobody works there yet", change: both(provides(api.ProvidesConsultancy), func(f *fixture) { f.consulting.Spec.Term.Start = date("2026-06-16") }), want: []string{"P6-01 TermNotStarted Observation spec.term.start"}},
	{name: "operations without person", why: "a provider's staff need not be named", change: provides(api.ProvidesOperations)},
	{name: "retired today", why: "a service out of use is asked nothing", change: both(extHolds, func(f *fixture) { f.consulting.Spec.RetiredOn = date(baseDay) })},
}
