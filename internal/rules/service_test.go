package rules_test

import (
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

const (
	noOwner      = "P7-01 ServiceWithoutOwner Minor spec.owner"
	noDiligence  = "P7-02 NoDueDiligence Minor spec.dueDiligence"
	notLookedUp  = "P7-07 AssuranceNotLookedUp Observation spec.assuranceReports[r].lookedUpOn"
	staleReports = "P7-07 AssuranceStale Minor spec.assuranceReports"
)

// critical makes the service critical, with everything that it then needs.
func critical(f *fixture) {
	f.hosting.Spec.Criticality = api.CriticalityCritical
	f.hosting.Spec.ExitPlan = &api.ExitPlan{Plan: "move"}
	f.hosting.Spec.DueDiligence = &api.DueDiligence{PerformedOn: date("2025-11-03"), Outcome: api.DueDiligenceSatisfactory}
	f.hosting.Spec.AssuranceReports = []api.AssuranceReport{{Name: "SOC 2", IssuedOn: date("2026-02-02"), Scope: "all of it", ReviewedBy: actor("ada"), ReviewedOn: date("2026-02-20")}}
}

func diligence(c api.Criticality, d *api.DueDiligence) func(*fixture) {
	return func(f *fixture) {
		critical(f)
		f.hosting.Spec.Criticality, f.hosting.Spec.DueDiligence = c, d
	}
}

func data(classes ...api.DataClass) func(*fixture) {
	return func(f *fixture) { f.hosting.Spec.DataAccessed = classes }
}

func agreement(kind api.AgreementType, signed, until string) func(*fixture) {
	return func(f *fixture) {
		data(api.DataConfidential)(f)
		a := api.Agreement{Type: kind}
		if signed != "" {
			a.SignedOn = date(signed)
		}
		if until != "" {
			a.ValidUntil = date(until)
		}
		f.hosting.Spec.Agreements = []api.Agreement{a}
	}
}

// reports gives the service reports that somebody has read, unless a row says how they were.
func reports(c api.Criticality, all ...api.AssuranceReport) func(*fixture) {
	return func(f *fixture) {
		critical(f)
		for i := range all {
			if r := &all[i]; r.Scope == "" && r.ReviewedOn.IsZero() {
				r.Scope, r.ReviewedBy, r.ReviewedOn = "all that we use", actor("ada"), date("2024-02-29")
			}
		}
		f.hosting.Spec.Criticality, f.hosting.Spec.AssuranceReports = c, all
	}
}

var serviceRows = []row{
	{name: "sound", why: "nothing is wrong with the fixture"},
	{name: "sound and critical", why: "a critical service can be sound", change: critical},
	// P7-01
	{name: "no owner", why: "outsourcing moves the work, not the accountability", change: func(f *fixture) { f.hosting.Spec.Owner = nil }, want: []string{noOwner}},
	{name: "critical without owner", why: "critical is major", change: func(f *fixture) {
		critical(f)
		f.hosting.Spec.Owner = nil
	}, want: []string{"P7-01 ServiceWithoutOwner Major spec.owner"}},
	{name: "owner external", why: "the owner must be inside", change: func(f *fixture) { f.hosting.Spec.Owner = &api.Actor{PersonRef: ref("ext")} }, want: []string{noOwner}},
	{name: "owner role held by externals", why: "a role is as internal as its holders", change: func(f *fixture) {
		f.hosting.Spec.Owner = &api.Actor{RoleRef: ref("audit")}
		f.ben.Spec.Sourcing = api.SourcingExternal
	}, want: []string{noOwner}},
	{name: "owner role held by both", why: "one internal holder is enough", change: func(f *fixture) {
		f.hosting.Spec.Owner = &api.Actor{RoleRef: ref("team")}
		f.boss.Spec.Sourcing = api.SourcingExternal
	}},
	{name: "owner unknown", why: "who does not exist owns nothing", change: func(f *fixture) { f.hosting.Spec.Owner = &api.Actor{RoleRef: ref("ghost")} }, want: []string{"P7-01 ServiceWithoutOwner Minor spec.owner.roleRef"}},
	{name: "owner on the last day", why: "the last day counts", today: "2026-06-30", change: func(f *fixture) { f.ada.Spec.EngagedUntil = date("2026-06-30") }},
	{name: "owner left", why: "the day after does not", today: "2026-07-01", change: func(f *fixture) { f.ada.Spec.EngagedUntil = date("2026-06-30") }, want: []string{"P7-01 ServiceWithoutOwner Minor spec.owner.personRef"}},
	// P7-02
	{name: "medium without due diligence", why: "only High and Critical need it"},
	{name: "high without due diligence", why: "High needs it", change: diligence(api.CriticalityHigh, nil), want: []string{noDiligence}},
	{name: "critical without due diligence", why: "Critical is major", change: diligence(api.CriticalityCritical, nil), want: []string{"P7-02 NoDueDiligence Major spec.dueDiligence"}},
	{name: "due diligence on the first day", why: "not after the start", change: diligence(api.CriticalityHigh, &api.DueDiligence{PerformedOn: date("2026-01-01")})},
	{name: "due diligence a day late", why: "after the start is too late", change: diligence(api.CriticalityHigh, &api.DueDiligence{PerformedOn: date("2026-01-02")}), want: []string{"P7-02 NoDueDiligence Minor spec.dueDiligence.performedOn"}},
	{name: "unsatisfactory", why: "a supplier found unfit was not found fit", change: diligence(api.CriticalityHigh, &api.DueDiligence{PerformedOn: date("2025-12-01"), Outcome: api.DueDiligenceUnsatisfactory}), want: []string{"P7-02 NoDueDiligence Minor spec.dueDiligence.outcome"}},
	{name: "start unknown", why: "before what cannot be told", change: func(f *fixture) {
		critical(f)
		f.hosting.Spec.Term.Start = api.Date{}
	}, want: []string{"P7-02 StartDateUnknown Unknown spec.term.start"}},
	{name: "performer unknown", why: "a reference that dangles is found", change: diligence(api.CriticalityHigh, &api.DueDiligence{PerformedOn: date("2025-12-01"), PerformedBy: actor("ghost")}), want: []string{"X-04 ReferenceNotFound Minor spec.dueDiligence.performedBy.personRef"}},
	// P7-06
	{name: "data not stated", why: "nobody knows what the supplier reaches", change: data(), want: []string{"P7-06 DataAccessUnknown Unknown spec.dataAccessed"}},
	{name: "internal data", why: "only confidential and personal data need agreements", change: data(api.DataPublic, api.DataInternal)},
	{name: "confidential without clauses", why: "confidential data needs security clauses", change: data(api.DataConfidential), want: []string{"P7-06 AgreementMissing Minor spec.agreements"}},
	{name: "personal without any", why: "personal data needs both agreements", change: data(api.DataPersonal), want: []string{"P7-06 AgreementMissing Minor spec.agreements", "P7-06 AgreementMissing Minor spec.agreements"}},
	{name: "personal and critical", why: "that is major", change: func(f *fixture) {
		critical(f)
		data(api.DataPersonal)(f)
	}, want: []string{"P7-06 AgreementMissing Major spec.agreements", "P7-06 AgreementMissing Major spec.agreements"}},
	{name: "confidential and critical", why: "only personal data escalates", change: func(f *fixture) {
		critical(f)
		data(api.DataConfidential)(f)
	}, want: []string{"P7-06 AgreementMissing Minor spec.agreements"}},
	{name: "signed today", why: "signed is agreed", change: agreement(api.AgreementSecurityClauses, baseDay, "")},
	{name: "signed tomorrow", why: "what is not signed yet is not agreed", change: agreement(api.AgreementSecurityClauses, "2026-06-16", ""), want: []string{"P7-06 AgreementMissing Minor spec.agreements[SecurityClauses].signedOn", "X-05 DateInFuture Minor spec.agreements[SecurityClauses].signedOn"}},
	{name: "signed on no day", why: "nobody knows when", change: agreement(api.AgreementSecurityClauses, "", ""), want: []string{"P7-06 AgreementDateUnknown Unknown spec.agreements[SecurityClauses].signedOn"}},
	{name: "agreement on its last day", why: "the last day counts", change: agreement(api.AgreementSecurityClauses, "2025-01-01", baseDay)},
	{name: "agreement over", why: "the day after does not", change: agreement(api.AgreementSecurityClauses, "2025-01-01", "2026-06-14"), want: []string{"P7-06 AgreementMissing Minor spec.agreements[SecurityClauses].validUntil"}},
	{name: "other agreement", why: "a non-disclosure agreement is not security clauses", change: agreement(api.AgreementNonDisclosure, "2025-01-01", ""), want: []string{"P7-06 AgreementMissing Minor spec.agreements"}},
	// P7-07
	{name: "critical without report", why: "a critical supplier needs assurance", change: reports(api.CriticalityCritical), want: []string{staleReports}},
	{name: "high without report", why: "others do not", change: reports(api.CriticalityHigh)},
	{name: "critical, report 12 months old", why: "as old as the limit is allowed", change: reports(api.CriticalityCritical, api.AssuranceReport{Name: "r", IssuedOn: date("2025-06-15")})},
	{name: "critical, report a day older", why: "older is stale", change: reports(api.CriticalityCritical, api.AssuranceReport{Name: "r", IssuedOn: date("2025-06-14")}), want: []string{staleReports}},
	{name: "critical, old but valid", why: "it counts until it ends, and somebody looks whether it still holds", change: reports(api.CriticalityCritical, api.AssuranceReport{Name: "r", IssuedOn: date("2025-06-14"), ValidUntil: date("2028-01-01")}), want: []string{notLookedUp}},
	{name: "critical, old and looked up", why: "somebody did", change: reports(api.CriticalityCritical, api.AssuranceReport{Name: "r", IssuedOn: date("2025-06-14"), ValidUntil: date("2028-01-01"), LookedUpOn: date("2025-06-15")})},
	{name: "valid for longer than a certificate", why: "no report counts for so long", change: reports(api.CriticalityHigh, api.AssuranceReport{Name: "r", IssuedOn: date("2023-06-14"), ValidUntil: date("2033-01-01")}), want: []string{staleReports}},
	{name: "attestation, a year after its period", why: "12 months after the period that it is on", change: reports(api.CriticalityHigh, api.AssuranceReport{Name: "r", Type: api.AssuranceAttestation, IssuedOn: date("2025-08-01"), PeriodEnd: date("2025-06-15")})},
	{name: "attestation, a day later", why: "whenever it was issued", change: reports(api.CriticalityHigh, api.AssuranceReport{Name: "r", Type: api.AssuranceAttestation, IssuedOn: date("2025-08-01"), PeriodEnd: date("2025-06-14")}), want: []string{staleReports}},
	{name: "attestation with a bridge letter", why: "it bridges 90 days", change: reports(api.CriticalityHigh, api.AssuranceReport{Name: "r", Type: api.AssuranceAttestation, IssuedOn: date("2025-08-01"), PeriodEnd: date("2025-06-01"), BridgedUntil: date("2026-06-30")})},
	{name: "attestation, bridged for too long", why: "and no more", change: reports(api.CriticalityHigh, api.AssuranceReport{Name: "r", Type: api.AssuranceAttestation, IssuedOn: date("2025-04-01"), PeriodEnd: date("2025-03-16"), BridgedUntil: date("2026-12-31")}), want: []string{staleReports}},
	{name: "leap day report, last day", why: "12 months after 29 February is 28 February", today: "2025-02-28", change: func(f *fixture) {
		f.hosting.Spec.Term.Start, f.hosting.Spec.DueDiligence = date("2025-01-01"), nil
		reports(api.CriticalityCritical, api.AssuranceReport{Name: "r", IssuedOn: date("2024-02-29")})(f)
		f.hosting.Spec.DueDiligence.PerformedOn = date("2024-12-01")
	}},
	{name: "leap day report, a day after", why: "and over on 1 March", today: "2025-03-01", change: func(f *fixture) {
		f.hosting.Spec.Term.Start = date("2025-01-01")
		reports(api.CriticalityCritical, api.AssuranceReport{Name: "r", IssuedOn: date("2024-02-29")})(f)
		f.hosting.Spec.DueDiligence.PerformedOn = date("2024-12-01")
	}, want: []string{staleReports}},
	{name: "high, old but valid", why: "for others the end of validity decides", change: reports(api.CriticalityHigh, api.AssuranceReport{Name: "r", IssuedOn: date("2024-01-01"), ValidUntil: date(baseDay)})},
	{name: "high, validity over", why: "expired a day ago", change: reports(api.CriticalityHigh, api.AssuranceReport{Name: "r", IssuedOn: date("2020-01-01"), ValidUntil: date("2026-06-14")}), want: []string{staleReports}},
	{name: "critical, issue unknown", why: "nobody looked whether it holds", change: reports(api.CriticalityCritical, api.AssuranceReport{Name: "r", ValidUntil: date("2028-01-01")}), want: []string{notLookedUp}},
	{name: "critical, issue unknown, over", why: "over is over, however old", change: reports(api.CriticalityCritical, api.AssuranceReport{Name: "r", ValidUntil: date("2026-06-14")}), want: []string{staleReports}},
	{name: "high, no dates", why: "nobody knows until when it counts", change: reports(api.CriticalityHigh, api.AssuranceReport{Name: "r"}), want: []string{"P7-07 AssuranceDateUnknown Unknown spec.assuranceReports[r].validUntil"}},
	{name: "one of two counts", why: "older reports may stay on record", change: reports(api.CriticalityCritical, api.AssuranceReport{Name: "old", IssuedOn: date("2020-01-01")}, api.AssuranceReport{Name: "new", IssuedOn: date("2026-01-01")})},
	{name: "issued tomorrow", why: "a report of tomorrow does not count yet", change: reports(api.CriticalityHigh, api.AssuranceReport{Name: "r", IssuedOn: date("2026-06-16"), ValidUntil: date("2028-01-01")}), want: []string{staleReports, "X-05 DateInFuture Minor spec.assuranceReports[r].issuedOn"}},
	{name: "longer policy", why: "the age limit is the organisation's to set", change: func(f *fixture) {
		reports(api.CriticalityCritical, api.AssuranceReport{Name: "r", IssuedOn: date("2025-06-14")})(f)
		f.isms.Spec.Policy.Outsourcing.AssuranceMaxAgeMonths = ptr[int32](24)
	}},
	// P7-09 and what services share with licences
	{name: "critical without exit plan", why: "it must be known how to go on", change: func(f *fixture) {
		critical(f)
		f.hosting.Spec.ExitPlan = nil
	}, want: []string{"P7-09 NoExitPlan Observation spec.exitPlan"}},
	{name: "exit plan tried tomorrow", why: "a trial lies in the past", change: func(f *fixture) {
		critical(f)
		f.hosting.Spec.ExitPlan.TestedOn = date("2026-06-16")
	}, want: []string{"X-05 DateInFuture Minor spec.exitPlan.testedOn"}},
	{name: "criticality missing", why: "grades hang on it", change: func(f *fixture) { f.hosting.Spec.Criticality = "" }, want: []string{"P3-07 ClassificationMissing Unknown spec.criticality"}},
	{name: "contract on its last day", why: "valid on the end date", today: "2027-12-31", want: []string{notMeasured, renewObserve}},
	{name: "contract over", why: "lapsed the day after", today: "2028-01-01", want: []string{notMeasured, expiredMinor}},
	{name: "contract over, critical", why: "critical is major", today: "2028-01-01", change: func(f *fixture) {
		critical(f)
		f.hosting.Spec.AssuranceReports[0].IssuedOn = date("2027-12-01")
		f.hostingCheck.Spec.PerformedOn = date("2027-12-01")
	}, want: []string{notMeasured, expiredMajor}},
	{name: "contract starts tomorrow", why: "nothing covers the use yet", change: func(f *fixture) { f.hosting.Spec.Term.Start = date("2026-06-16") }, want: []string{"P6-01 TermNotStarted Observation spec.term.start"}},
	{name: "renews by itself, no notice stated", why: "the day to act by cannot be told", change: func(f *fixture) { f.hosting.Spec.Term.RenewalMode = api.RenewalAutomatic }, want: []string{noticeUnknown}},
	{name: "notice missed", why: "the day to act by is the notice day, not the end", today: "2027-10-03", change: func(f *fixture) { f.hosting.Spec.Term.NoticePeriodDays = new(int32(90)) }, want: []string{notMeasured, renewMinor}},
	{name: "contract without end", why: "an absent end is unknown", change: func(f *fixture) { f.hosting.Spec.Term = nil }, want: []string{"P6-03 EndDateUnknown Unknown spec.term.end"}},
	{name: "retired today", why: "a service out of use is asked nothing", change: func(f *fixture) {
		f.hosting.Spec = api.OutsourcedServiceSpec{RetiredOn: date(baseDay), Criticality: api.CriticalityCritical}
	}},
}

func TestOutsourcedService(t *testing.T) { testRows(t, "OutsourcedService/hosting", serviceRows) }
