package rules_test

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
	return func(f *fixture) {
		f.consulting.Spec.Provides = []api.ProvidedService{what}
		f.drop(f.extInduced) // whose proof would count
	}
}

const notProvided = "P2-15 ContractorCompetenceNotEvidenced Minor spec.provides"

var contractorRows = []row{
	{name: "no role", why: "who holds no role need prove nothing"},
	{name: "role without proof", why: "rule P2-04 says so on the role, once", change: extHolds},
	{name: "role with proof on its last day", why: "the last day counts", change: both(extHolds, extSkill("Security basics", baseDay))},
	{name: "consultant with a role and without proof", why: "one lack is one finding, on the role", change: both(extHolds, provides(api.ProvidesConsultancy))},
	{name: "the finding on the role", why: "which is there", on: "SecurityRole/operator", change: both(extHolds, provides(api.ProvidesConsultancy)), want: []string{
		"P2-04 CompetenceNotEvidenced Minor spec.assignments[ext].personRef"}},
	{name: "consultant with proof on its last day", why: "the last day counts", change: both(provides(api.ProvidesConsultancy), extSkill("Cooking", baseDay))},
	{name: "consultant with proof over", why: "the day after does not", change: both(provides(api.ProvidesConsultancy), extSkill("Cooking", "2026-06-14")), want: []string{notProvided}},
	{name: "consultant with proof without end", why: "nobody knows until when it counts", change: both(provides(api.ProvidesConsultancy), extSkill("Cooking", "")), want: []string{notProvided}},
	{name: "consultant on the last day at work", why: "the last day of an engagement counts", change: both(provides(api.ProvidesConsultancy), extSkill("Cooking", "2028-01-01"), func(f *fixture) { f.ext.Spec.EngagedUntil = date(baseDay) })},
	{name: "consultant who left", why: "the proof of a leaver is nobody's", change: both(provides(api.ProvidesConsultancy), extSkill("Cooking", "2028-01-01"), func(f *fixture) { f.ext.Spec.EngagedUntil = date("2026-06-14") }), want: []string{notProvided}},
	{name: "left", why: "who has left does no work", change: both(extHolds, func(f *fixture) { f.ext.Spec.EngagedUntil = date("2026-06-14") })},
	{name: "internal by mistake", why: "who is not external is not the supplier's", change: both(extHolds, func(f *fixture) { f.ext.Spec.Sourcing = api.SourcingInternal })},
	{name: "consultancy without proof", why: "consultants are people", change: provides(api.ProvidesConsultancy), want: []string{notProvided}},
	{name: "internal audit without any person", why: "so are auditors", change: both(provides(api.ProvidesInternalAudit), func(f *fixture) { f.drop(f.ext) }), want: []string{notProvided}},
	{name: "consultancy with proof", why: "of any competence, where no role says which", change: both(provides(api.ProvidesConsultancy), extSkill("Security basics", "2028-01-01"))},
	{name: "consultancy with report", why: "or of the supplier", change: both(provides(api.ProvidesConsultancy), func(f *fixture) {
		f.consulting.Spec.AssuranceReports = []api.AssuranceReport{{Name: "r", IssuedOn: date("2024-01-01"), ValidUntil: date(baseDay)}}
	})},
	{name: "consultancy, report over", why: "that counts", change: both(provides(api.ProvidesConsultancy), func(f *fixture) {
		f.consulting.Spec.AssuranceReports = []api.AssuranceReport{{Name: "r", IssuedOn: date("2020-01-01"), ValidUntil: date("2026-06-14")}}
	}), want: []string{notProvided, staleReports}},
	{name: "consultancy starts tomorrow", why: "nobody works there yet", change: both(provides(api.ProvidesConsultancy), func(f *fixture) { f.consulting.Spec.Term.Start = date("2026-06-16") }), want: []string{"P6-01 TermNotStarted Observation spec.term.start"}},
	{name: "operations without person", why: "a provider's staff need not be named", change: provides(api.ProvidesOperations)},
	{name: "retired today", why: "a service out of use is asked nothing", change: both(extHolds, func(f *fixture) { f.consulting.Spec.RetiredOn = date(baseDay) })},
}
