package rules_test

import (
	"slices"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// stated makes the service reach confidential data, with security clauses that are said to be so.
func statedAgreement(a api.Agreement) func(*fixture) {
	return func(f *fixture) {
		a.Type = api.AgreementSecurityClauses
		f.hosting.Spec.DataAccessed, f.hosting.Spec.Agreements = []api.DataClass{api.DataConfidential}, []api.Agreement{a}
	}
}

const (
	clausesMissing = "P7-06 AgreementMissing Minor spec.agreements[SecurityClauses]"
	clausesUndated = "P7-06 AgreementDateUnknown Unknown spec.agreements[SecurityClauses]"
	useUnknown     = "P3-09 UseStateContradicted Unknown spec.state"
)

// agreementRows are of registers that say "yes", "no" or "not applicable" in the place of a day.
var agreementRows = []row{
	{name: "signed on a day that nobody knows", why: "it is on record, and the day is not", change: statedAgreement(api.Agreement{State: api.AgreementSigned}), want: []string{clausesUndated + ".signedOn"}},
	{name: "signed on a day", why: "the day says more", change: statedAgreement(api.Agreement{State: api.AgreementSigned, SignedOn: date("2025-01-01")})},
	{name: "not signed", why: "it is denied, not unknown", change: statedAgreement(api.Agreement{State: api.AgreementNotSigned}), want: []string{clausesMissing + ".state"}},
	{name: "not needed, with a reason", why: "it was decided, and is in sight", change: statedAgreement(api.Agreement{State: api.AgreementNotNeeded, Reason: "the clauses of the group cover it"}), want: []string{"P7-06 AgreementNotNeeded Observation spec.agreements[SecurityClauses].state"}},
	{name: "not needed, without one", why: "nobody knows why", change: statedAgreement(api.Agreement{State: api.AgreementNotNeeded, Reason: "n/a"}), want: []string{"P7-06 AgreementNotNeeded Unknown spec.agreements[SecurityClauses].reason"}},
	{name: "lapsed on a day that nobody knows", why: "it counts no more", change: statedAgreement(api.Agreement{State: api.AgreementLapsed, SignedOn: date("2025-01-01")}), want: []string{clausesMissing + ".state"}},
	{name: "lapsed yesterday", why: "the day says since when", change: statedAgreement(api.Agreement{State: api.AgreementLapsed, ValidUntil: date("2026-06-14")}), want: []string{clausesMissing + ".validUntil"}},
	{name: "lapsed, and runs until today", why: "nobody knows which of the two holds", change: statedAgreement(api.Agreement{State: api.AgreementLapsed, ValidUntil: date(baseDay)}), want: []string{clausesUndated + ".state"}},
	{name: "processor that is said to reach internal data", why: "a processor reaches personal data", change: func(f *fixture) {
		f.hosting.Spec.DataAccessed, f.hosting.Spec.ProcessorRole = []api.DataClass{api.DataInternal}, api.ProcessorSub
	}, want: []string{"P7-06 AgreementMissing Minor spec.agreements", "P7-06 AgreementMissing Minor spec.agreements"}},
	{name: "no processor", why: "that is an answer", change: func(f *fixture) { f.hosting.Spec.ProcessorRole = api.ProcessorNone }},
	// P3-09
	{name: "said to be in use", why: "its days say the same", change: func(f *fixture) { f.hosting.Spec.State = api.UseInUse }},
	{name: "said to be retired", why: "nobody knows since when, and it is judged as in use", change: func(f *fixture) { f.hosting.Spec.State = api.UseRetired }, want: []string{useUnknown}},
	{name: "said to be planned", why: "its term has begun", change: func(f *fixture) { f.hosting.Spec.State = api.UsePlanned }, want: []string{useUnknown}},
}

// serverSaid says in words and days whether the server is in use.
func serverSaid(state api.UseState, from, until string) func(*fixture) {
	return func(f *fixture) {
		f.server.Spec.State, f.server.Spec.InServiceFrom, f.server.Spec.RetiredOn = state, date("2024-01-01"), api.Date{}
		if from != "" {
			f.server.Spec.InServiceFrom = date(from)
		}
		if until != "" {
			f.server.Spec.RetiredOn = date(until)
		}
	}
}

// anInformation makes the server critical information that nobody maintains or assesses.
func anInformation(change func(*api.InfrastructureAssetSpec)) func(*fixture) {
	return func(f *fixture) {
		f.drop(f.serverPatch)
		s := &f.server.Spec
		s.Type, s.Criticality, s.Version, s.Adequacy = api.AssetInformation, api.CriticalityCritical, "", nil
		s.MaintenanceIntervalMonths, s.MaintenanceNotNeeded, s.Controls, s.SupportEndsOn, s.SupportLookup = nil, "", nil, api.Date{}, nil
		change(s)
	}
}

const supportUnknown = "P6-11 SupportEndUnknown Unknown spec.supportEndsOn"

var registerAssetRows = []row{
	{name: "information", why: "what holds it is maintained, not the information", change: anInformation(func(*api.InfrastructureAssetSpec) {})},
	{name: "information with a version", why: "what has a version runs", change: anInformation(func(s *api.InfrastructureAssetSpec) { s.Version = "1" }), want: []string{neverAssessed, noSchedule, supportUnknown}},
	{name: "hardware", why: "a type is no way around maintenance", change: anInformation(func(s *api.InfrastructureAssetSpec) { s.Type = api.AssetHardware }), want: []string{neverAssessed, noSchedule}},
	{name: "weighty software without version and end", why: "nobody knows how long it is supported", change: func(f *fixture) {
		f.server.Spec.Type, f.server.Spec.Criticality, f.server.Spec.Version = api.AssetSoftware, api.CriticalityCritical, ""
		f.server.Spec.SupportEndsOn, f.server.Spec.SupportLookup = api.Date{}, nil
	}, want: []string{supportUnknown}},
	{name: "weighty software, no end announced", why: "somebody looked, and says where", change: func(f *fixture) {
		f.server.Spec.Type, f.server.Spec.Criticality, f.server.Spec.Version = api.AssetSoftware, api.CriticalityCritical, ""
		f.server.Spec.SupportEndsOn, f.server.Spec.SupportLookup = api.Date{}, &api.SupportLookup{LookedUpOn: date(baseDay), Source: "https://vendor.example/lifecycle"}
	}},
	// P3-09
	{name: "in use since today", why: "the first day counts", change: serverSaid(api.UseInUse, baseDay, "")},
	{name: "in use from tomorrow", why: "it is not there yet", change: serverSaid(api.UseInUse, "2026-06-16", ""), want: []string{useUnknown}},
	{name: "planned for tomorrow", why: "that is a plan", change: serverSaid(api.UsePlanned, "2026-06-16", "")},
	{name: "planned for today", why: "it has come", change: serverSaid(api.UsePlanned, baseDay, ""), want: []string{useUnknown}},
	{name: "retired since today", why: "the day has come", change: serverSaid(api.UseRetired, "", baseDay)},
	{name: "retired from tomorrow", why: "what went out of use did so in the past", change: serverSaid(api.UseRetired, "", "2026-06-16"), want: []string{"X-05 DateInFuture Minor spec.retiredOn"}},
	{name: "in use, and retired today", why: "nobody knows which of the two holds", change: serverSaid(api.UseInUse, "", baseDay), want: []string{useUnknown}},
	{name: "in use until tomorrow", why: "the day lies ahead", change: serverSaid(api.UseInUse, "", "2026-06-16"), want: []string{"X-05 DateInFuture Minor spec.retiredOn"}},
	{name: "suspended", why: "it is there, and is judged as what is in use", change: serverSaid(api.UseSuspended, "", "")},
}

// hosted makes the tool part of a service, without a term of its own.
func hosted(service string, change func(*fixture)) func(*fixture) {
	return func(f *fixture) {
		f.tool.Spec.ServiceRef, f.tool.Spec.Term = ref(service), nil
		change(f)
	}
}

const (
	toolEndUnknown = "P6-03 EndDateUnknown Unknown spec.term.end"
	oneAdmin       = "P3-06 SingleAdministrator Observation spec.administratorRefs"
)

// administered makes the tool critical, with others than the people named in administratorRefs.
func administered(all ...api.Actor) func(*fixture) {
	return func(f *fixture) {
		f.tool.Spec.Criticality, f.tool.Spec.AdministratorRefs, f.tool.Spec.Administrators = api.CriticalityCritical, []api.Reference{*ref("ada")}, all
	}
}

var registerToolRows = []row{
	{name: "part of a service", why: "its term is that of the service, and is judged there", change: hosted("hosting", func(*fixture) {})},
	{name: "part of a service that has no end", why: "that is told at the service", change: hosted("hosting", func(f *fixture) { f.hosting.Spec.Term = nil })},
	{name: "part of a service that is retired", why: "nobody judges its term any more", change: hosted("hosting", func(f *fixture) { f.hosting.Spec.RetiredOn = date(baseDay) }), want: []string{toolEndUnknown}},
	{name: "part of a service that is retired tomorrow", why: "until then it is judged", change: hosted("hosting", func(f *fixture) { f.hosting.Spec.RetiredOn = date("2026-06-16") })},
	{name: "part of a service that is not there", why: "a name must resolve", change: hosted("ghost", func(*fixture) {}), want: []string{toolEndUnknown, "P7-08 ServiceNotRegistered Minor spec.serviceRef"}},
	{name: "one administrator", why: "one alone can fail", change: administered(), want: []string{oneAdmin}},
	{name: "a role beside them", why: "who holds it administers the tool", change: administered(api.Actor{RoleRef: ref("top")})},
	{name: "the same person in a role", why: "one person is one", change: func(f *fixture) {
		administered(api.Actor{RoleRef: ref("ism")})(f)
		f.ism.Spec.Assignments = []api.Assignment{assigned("ada", "boss")}
	}, want: []string{oneAdmin}},
	{name: "a person beside them", why: "that is two", change: administered(*actor("boss"))},
	{name: "a group beside them", why: "who is in it is not known", change: administered(api.Actor{StatedAs: "platform-engineers"}), want: []string{oneAdmin}},
	{name: "a role that is not there", why: "a name must resolve", change: administered(api.Actor{RoleRef: ref("ghost")}), want: []string{oneAdmin, "X-04 ReferenceNotFound Minor spec.administrators[0].roleRef"}},
	{name: "access by roles", why: "who grants and takes access is named", change: func(f *fixture) {
		f.tool.Spec.ProvisionedBy, f.tool.Spec.DeprovisionedBy = &api.Actor{RoleRef: ref("ism")}, &api.Actor{StatedAs: "IT service desk"}
	}},
	{name: "access by nobody of the register", why: "a name must resolve", change: func(f *fixture) {
		f.tool.Spec.ProvisionedBy, f.tool.Spec.DeprovisionedBy = actor("ghost"), actor("ghost")
	}, want: []string{"X-04 ReferenceNotFound Minor spec.deprovisionedBy.personRef", "X-04 ReferenceNotFound Minor spec.provisionedBy.personRef"}},
}

// registerTables are what registers hold, by the record that the rows are about.
var registerTables = map[string][]row{
	"OutsourcedService/hosting":    agreementRows,
	"InfrastructureAsset/server":   registerAssetRows,
	"ToolLicense/backup":           registerToolRows,
	"Risk/leak":                    registerRiskRows,
	"StatementOfApplicability/soa": registerStatementRows,
	"SecurityException/exception":  deviationRows,
	"ResourceRequirement/backups":  recurringNeedRows,
	"Improvement/better":           slices.Concat(recurringActionRows, nonconformityRows),
	"InternalAudit/audit-2026":     coAuditorRows,
	"SecurityBudget/budget-2026":   incomeRows,
}

func TestRegisterFields(t *testing.T) {
	for subject, rows := range registerTables {
		testRows(t, subject, rows)
	}
}
