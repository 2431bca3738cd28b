package rules_test

import api "github.com/isms-operator/isms-operator/api/v1alpha1"

const (
	neverAssessed  = "P3-04 AdequacyNotAssessed Minor spec.adequacy"
	assessedLate   = "P3-04 AdequacyNotAssessed Minor spec.adequacy.assessedOn"
	supportMinor   = "P6-04 VendorSupportEnded Minor spec.supportEndsOn"
	supportMajor   = "P6-04 VendorSupportEnded Major spec.supportEndsOn"
	supportObserve = "P6-04 VendorSupportEnded Observation spec.supportEndsOn"
	upkeepMinor    = "P6-05 MaintenanceOverdue Minor spec.maintenanceIntervalMonths"
	upkeepUnknown  = "P6-05 MaintenanceUnknown Unknown spec.maintenanceIntervalMonths"
	noSchedule     = "P6-06 NoMaintenanceSchedule Minor spec.maintenanceIntervalMonths"
)

func custodian(o *api.Actor) func(*fixture) {
	return func(f *fixture) { f.server.Spec.Custodian = o }
}

func adequacy(on string, verdict api.AssetAdequacyVerdict) func(*fixture) {
	return func(f *fixture) { f.server.Spec.Adequacy = &api.AssetAdequacy{AssessedOn: date(on), Verdict: verdict} }
}

func assetSupportUntil(end, plan string) func(*fixture) {
	return func(f *fixture) {
		f.server.Spec.SupportEndsOn = date(end)
		if plan != "" {
			f.server.Spec.Replacement = &api.Replacement{Plan: "move", DueOn: date(plan)}
		}
	}
}

func patchedOn(on string, result api.MaintenanceResult) func(*fixture) {
	return func(f *fixture) { f.serverPatch.Spec.PerformedOn, f.serverPatch.Spec.Result = date(on), result }
}

// unpatched leaves the server without any maintenance, in service since a day.
func unpatched(since string) func(*fixture) {
	return func(f *fixture) {
		f.drop(f.serverPatch)
		f.server.Spec.InServiceFrom = api.Date{}
		if since != "" {
			f.server.Spec.InServiceFrom = date(since)
		}
	}
}

// assetWaived waives a lapse of the server from a day until another.
func assetWaived(reason, from, until string, change func(*fixture)) func(*fixture) {
	return func(f *fixture) {
		change(f)
		f.add(waiver(api.KindInfrastructureAsset, "server", reason, from, until))
	}
}

var assetRows = []row{
	{name: "sound", why: "nothing is wrong with the fixture"},
	{name: "requirement unknown", why: "a reference that dangles is found", change: func(f *fixture) { f.server.Spec.RequirementRefs = []api.Reference{*ref("ghost")} }, want: []string{"X-04 ReferenceNotFound Minor spec.requirementRefs[ghost]"}},
	// P3-02
	{name: "no owner", why: "an asset needs an owner", change: func(f *fixture) { f.server.Spec.Owner = nil }, want: []string{ownerAt}},
	{name: "owner left", why: "who has left answers for nothing", change: func(f *fixture) {
		f.server.Spec.Owner, f.chair.Spec.EngagedUntil = &api.Actor{PersonRef: ref("chair")}, date("2026-06-14")
	}, want: []string{"P3-02 OwnerInactive Minor spec.owner.personRef"}},
	{name: "no custodian", why: "the owner looks after it then", change: custodian(nil)},
	{name: "custodian is a group", why: "a custodian who is named must be somebody", change: custodian(&api.Actor{StatedAs: "ops@example.org"}), want: []string{"P3-02 OwnerNotARole Minor spec.custodian.statedAs"}},
	{name: "custodian TBD", why: "a placeholder is nobody", change: custodian(&api.Actor{StatedAs: "TBD"}), want: []string{"P3-02 OwnerMissing Minor spec.custodian.statedAs"}},
	{name: "custodian role unknown", why: "a role that does not exist looks after nothing", change: custodian(&api.Actor{RoleRef: ref("ghost")}), want: []string{"P3-02 OwnerNotARole Minor spec.custodian.roleRef"}},
	{name: "custodian on the last day", why: "the last day of an engagement counts", change: func(f *fixture) {
		custodian(&api.Actor{PersonRef: ref("chair")})(f)
		f.chair.Spec.EngagedUntil = date(baseDay)
	}},
	{name: "custodian left", why: "the day after does not", change: func(f *fixture) {
		custodian(&api.Actor{PersonRef: ref("chair")})(f)
		f.chair.Spec.EngagedUntil = date("2026-06-14")
	}, want: []string{"P3-02 OwnerInactive Minor spec.custodian.personRef"}},
	// P3-04
	{name: "never assessed", why: "nobody knows whether it is up to its purpose", change: func(f *fixture) { f.server.Spec.Adequacy = nil }, want: []string{neverAssessed}},
	{name: "assessed without verdict", why: "that is no assessment", change: adequacy("2026-02-02", ""), want: []string{neverAssessed}},
	{name: "assessed tomorrow", why: "an assessment of tomorrow says nothing yet", change: adequacy("2026-06-16", api.AssetAdequate), want: []string{neverAssessed, "X-05 DateInFuture Minor spec.adequacy.assessedOn"}},
	{name: "assessed today", why: "today has come", change: adequacy(baseDay, api.AssetAdequate)},
	{name: "assessment due tomorrow", why: "in time", change: adequacy("2025-06-16", api.AssetAdequate)},
	{name: "assessment due today", why: "the due day is in time", change: adequacy("2025-06-15", api.AssetAdequate)},
	{name: "assessment overdue", why: "the day after is not", change: adequacy("2025-06-14", api.AssetAdequate), want: []string{assessedLate}},
	{name: "leap day assessment", why: "12 months after 29 February is 28 February", today: "2025-02-28", change: func(f *fixture) {
		adequacy("2024-02-29", api.AssetAdequate)(f)
		patchedOn("2024-12-01", api.MaintenanceSucceeded)(f)
	}},
	{name: "leap day assessment overdue", why: "and over on 1 March", today: "2025-03-01", change: func(f *fixture) {
		adequacy("2024-02-29", api.AssetAdequate)(f)
		patchedOn("2024-12-01", api.MaintenanceSucceeded)(f)
	}, want: []string{assessedLate}},
	{name: "shorter policy", why: "the interval is the organisation's to set", change: func(f *fixture) { f.isms.Spec.Policy.Infrastructure.AdequacyIntervalMonths = ptr[int32](4) }, want: []string{assessedLate}},
	{name: "inadequate", why: "an asset that is not up to its purpose is a gap", change: adequacy("2026-02-02", api.AssetInadequate), want: []string{"P3-04 AssetInadequate Minor spec.adequacy.verdict"}},
	{name: "not assessed, in service tomorrow", why: "what is not in use yet is not asked", change: func(f *fixture) {
		f.server.Spec.Adequacy, f.server.Spec.InServiceFrom = nil, date("2026-06-16")
	}},
	{name: "not assessed, in service today", why: "there is time to assess it", change: func(f *fixture) {
		f.server.Spec.Adequacy, f.server.Spec.InServiceFrom = nil, date(baseDay)
	}},
	// P3-07
	{name: "criticality missing", why: "grades hang on it", change: func(f *fixture) { f.server.Spec.Criticality = "" }, want: []string{"P3-07 ClassificationMissing Unknown spec.criticality"}},
	{name: "classification missing", why: "so does protection on the classification", change: func(f *fixture) { f.server.Spec.Classification = "" }, want: []string{"P3-07 ClassificationMissing Unknown spec.classification"}},
	{name: "both missing", why: "two facts are missing", change: func(f *fixture) { f.server.Spec.Criticality, f.server.Spec.Classification = "", "" }, want: []string{"P3-07 ClassificationMissing Unknown spec.classification", "P3-07 ClassificationMissing Unknown spec.criticality"}},
	// P6-04: 180 days before 2026-12-12 is baseDay
	{name: "support, day before warning", why: "181 days before", change: assetSupportUntil("2026-12-13", "")},
	{name: "support, first warning day", why: "180 days before", change: assetSupportUntil("2026-12-12", ""), want: []string{"P6-04 VendorSupportEnding Observation spec.supportEndsOn"}},
	{name: "support, last day", why: "supported on the end date", change: assetSupportUntil(baseDay, ""), want: []string{"P6-04 VendorSupportEnding Observation spec.supportEndsOn"}},
	{name: "support over", why: "not the day after", change: assetSupportUntil("2026-06-14", ""), want: []string{supportMinor}},
	{name: "support over, no version", why: "the version does not decide", change: func(f *fixture) {
		assetSupportUntil("2026-06-14", "")(f)
		f.server.Spec.Version = ""
	}, want: []string{supportMinor}},
	{name: "support over, critical", why: "critical is major", change: func(f *fixture) {
		assetSupportUntil("2026-06-14", "")(f)
		f.server.Spec.Criticality = api.CriticalityCritical
	}, want: []string{supportMajor}},
	{name: "support over, plan due today", why: "the plan is still in time", change: assetSupportUntil("2026-06-14", baseDay), want: []string{supportObserve}},
	{name: "support over, plan missed", why: "a plan that was missed is none", change: assetSupportUntil("2026-06-13", "2026-06-14"), want: []string{supportMinor}},
	{name: "support over, waived from tomorrow", why: "a waiver holds from its first day", change: assetWaived("VendorSupportEnded", "2026-06-16", "2026-12-31", assetSupportUntil("2026-06-14", "")), want: []string{supportMinor}},
	{name: "support over, waived from today", why: "and lowers the grade", change: assetWaived("VendorSupportEnded", baseDay, "2026-12-31", assetSupportUntil("2026-06-14", "")), want: []string{supportObserve}},
	{name: "support over, waived until today", why: "the last day counts", change: assetWaived("VendorSupportEnded", "2026-06-01", baseDay, assetSupportUntil("2026-06-01", "")), want: []string{supportObserve}},
	{name: "support over, waived until yesterday", why: "the day after does not", change: assetWaived("VendorSupportEnded", "2026-06-01", "2026-06-14", assetSupportUntil("2026-06-01", "")), want: []string{supportMinor}},
	{name: "support over, critical, waived", why: "a waived major is a minor", change: assetWaived("VendorSupportEnded", "2026-06-01", baseDay, func(f *fixture) {
		assetSupportUntil("2026-06-01", "")(f)
		f.server.Spec.Criticality = api.CriticalityCritical
	}), want: []string{supportMinor}},
	{name: "support over, waiver closed today", why: "what is closed waives nothing", change: assetWaived("VendorSupportEnded", "2026-06-01", "2026-12-31", func(f *fixture) {
		assetSupportUntil("2026-06-01", "")(f)
		e := waiver(api.KindInfrastructureAsset, "server", "VendorSupportEnded", "2026-06-01", "2026-12-31")
		e.Name, e.Spec.ClosedOn = "closed", date(baseDay)
		f.add(e)
	}), want: []string{supportObserve}},
	{name: "support over, only waiver closed today", why: "what is closed waives nothing", change: func(f *fixture) {
		assetSupportUntil("2026-06-01", "")(f)
		e := waiver(api.KindInfrastructureAsset, "server", "VendorSupportEnded", "2026-06-01", "2026-12-31")
		e.Spec.ClosedOn = date(baseDay)
		f.add(e)
	}, want: []string{supportMinor}},
	{name: "support over, waiver closed tomorrow", why: "it holds until it is closed", change: func(f *fixture) {
		assetSupportUntil("2026-06-01", "")(f)
		e := waiver(api.KindInfrastructureAsset, "server", "VendorSupportEnded", "2026-06-01", "2026-12-31")
		e.Spec.ClosedOn = date("2026-06-16")
		f.add(e)
	}, want: []string{supportObserve}},
	{name: "support over, another lapse waived", why: "a waiver is of one lapse", change: assetWaived("MaintenanceOverdue", "2026-06-01", "2026-12-31", assetSupportUntil("2026-06-14", "")), want: []string{supportMinor}},
	// P6-05
	{name: "maintenance due tomorrow", why: "in time", change: patchedOn("2025-06-16", api.MaintenanceSucceeded)},
	{name: "maintenance due today", why: "the due day is in time", change: patchedOn("2025-06-15", api.MaintenanceSucceeded)},
	{name: "maintenance overdue", why: "the day after is not", change: patchedOn("2025-06-14", api.MaintenanceSucceeded), want: []string{upkeepMinor}},
	{name: "maintained tomorrow", why: "what has not come maintains nothing", change: patchedOn("2026-06-16", api.MaintenanceSucceeded), want: []string{upkeepMinor}},
	{name: "maintenance failed", why: "what failed does not count", change: patchedOn("2026-06-14", api.MaintenanceFailed), want: []string{upkeepMinor}},
	{name: "maintenance without result", why: "nor does what nobody knows of", change: patchedOn("2026-06-14", ""), want: []string{upkeepMinor}},
	{name: "maintenance in part", why: "what succeeded in part was done", change: patchedOn("2026-06-14", api.MaintenancePartlySucceeded)},
	{name: "only a contract renewed", why: "paper maintains nothing", change: func(f *fixture) { f.serverPatch.Spec.Activity = api.MaintenanceContractRenewal }, want: []string{upkeepMinor}},
	{name: "another was maintained", why: "a record counts for its subject", change: func(f *fixture) { f.serverPatch.Spec.SubjectRef.Kind = api.MaintainedTool }, want: []string{upkeepMinor}},
	{name: "the later of two counts", why: "older records stay on record", change: func(f *fixture) {
		f.add(aMaintenance("older", "InfrastructureAsset/server", "2020-01-01", api.MaintenanceSucceeded))
	}},
	{name: "no interval", why: "only a critical asset must state one", change: func(f *fixture) {
		unpatched("2020-01-01")(f)
		f.server.Spec.MaintenanceIntervalMonths = new(int32(0))
	}},
	{name: "first maintenance due today", why: "counted from the first day in service", change: unpatched("2025-06-15")},
	{name: "first maintenance overdue", why: "the day after", change: unpatched("2025-06-14"), want: []string{upkeepMinor}},
	{name: "maintained before it went into service", why: "the interval starts with the service", change: func(f *fixture) {
		patchedOn("2025-06-01", api.MaintenanceSucceeded)(f)
		f.server.Spec.InServiceFrom = date("2025-06-15")
	}},
	{name: "start of service unknown", why: "nobody knows when the first was due", change: unpatched(""), want: []string{upkeepUnknown}},
	{name: "start of service tomorrow", why: "what is not in use needs no maintenance", change: unpatched("2026-06-16")},
	{name: "maintenance waived", why: "a waiver lowers the grade", change: assetWaived("MaintenanceOverdue", "2026-06-01", baseDay, patchedOn("2025-06-14", api.MaintenanceSucceeded)), want: []string{"P6-05 MaintenanceOverdue Observation spec.maintenanceIntervalMonths"}},
	{name: "waiver of maintenance over", why: "the day after it does not", change: assetWaived("MaintenanceOverdue", "2026-06-01", "2026-06-14", patchedOn("2025-06-14", api.MaintenanceSucceeded)), want: []string{upkeepMinor}},
	// P6-06
	{name: "critical without interval", why: "a critical asset needs a schedule", change: func(f *fixture) {
		f.server.Spec.Criticality, f.server.Spec.MaintenanceIntervalMonths = api.CriticalityCritical, new(int32(0))
	}, want: []string{noSchedule}},
	{name: "critical, blank reason", why: "a blank is no reason", change: func(f *fixture) {
		f.server.Spec.Criticality, f.server.Spec.MaintenanceIntervalMonths = api.CriticalityCritical, new(int32(0))
		f.server.Spec.MaintenanceNotNeeded = " "
	}, want: []string{noSchedule}},
	{name: "critical, not needed", why: "a reason is an answer", change: func(f *fixture) {
		f.server.Spec.Criticality, f.server.Spec.MaintenanceIntervalMonths = api.CriticalityCritical, new(int32(0))
		f.server.Spec.MaintenanceNotNeeded = "the provider does it"
	}},
	{name: "critical with interval", why: "so is an interval", change: func(f *fixture) { f.server.Spec.Criticality = api.CriticalityCritical }},
	{name: "retired today", why: "an asset out of use is asked nothing", change: func(f *fixture) {
		f.server.Spec = api.InfrastructureAssetSpec{RetiredOn: date(baseDay), SupportEndsOn: date("2020-01-01"), Criticality: api.CriticalityCritical, Custodian: &api.Actor{}}
	}},
	{name: "retires tomorrow", why: "it is in use until then, and tomorrow has not happened", change: func(f *fixture) {
		f.server.Spec.RetiredOn, f.server.Spec.Adequacy = date("2026-06-16"), nil
	}, want: []string{neverAssessed, "X-05 DateInFuture Minor spec.retiredOn"}},
}

// toolPatched gives the tool an interval of 12 months and one patch.
func toolPatched(on string, result api.MaintenanceResult) func(*fixture) {
	return func(f *fixture) {
		f.tool.Spec.MaintenanceIntervalMonths = new(int32(12))
		f.add(aMaintenance("patch", "ToolLicense/backup", on, result))
	}
}

// toolUnpatched gives the tool an interval, and a term from a day on.
func toolUnpatched(start string) func(*fixture) {
	return func(f *fixture) {
		f.tool.Spec.MaintenanceIntervalMonths, f.tool.Spec.Term.Start = new(int32(12)), date(start)
	}
}

func toolWaived(reason, from, until string, change func(*fixture)) func(*fixture) {
	return func(f *fixture) {
		change(f)
		f.add(waiver(api.KindToolLicense, "backup", reason, from, until))
	}
}

var toolUpkeepRows = []row{
	{name: "requirement unknown", why: "a reference that dangles is found", change: func(f *fixture) { f.tool.Spec.RequirementRefs = []api.Reference{*ref("ghost")} }, want: []string{"X-04 ReferenceNotFound Minor spec.requirementRefs[ghost]"}},
	{name: "maintenance due today", why: "the due day is in time", change: toolPatched("2025-06-15", api.MaintenanceSucceeded)},
	{name: "maintenance overdue", why: "the day after is not", change: toolPatched("2025-06-14", api.MaintenanceSucceeded), want: []string{upkeepMinor}},
	{name: "never maintained", why: "the start of the term does not tell since when it is in use", change: toolUnpatched("2025-06-15"), want: []string{upkeepUnknown}},
	{name: "never maintained, term older", why: "but it is in use since then at the latest", change: toolUnpatched("2025-06-14"), want: []string{upkeepMinor}},
	{name: "never maintained, term from tomorrow", why: "what is not in use needs no maintenance", change: toolUnpatched("2026-06-16"), want: []string{"P6-01 TermNotStarted Observation spec.term.start"}},
	{name: "never maintained, no term", why: "nothing tells since when", change: func(f *fixture) {
		f.tool.Spec.MaintenanceIntervalMonths, f.tool.Spec.Term = new(int32(12)), nil
	}, want: []string{"P6-03 EndDateUnknown Unknown spec.term.end", upkeepUnknown}},
	{name: "maintenance waived", why: "a waiver lowers the grade", change: toolWaived("MaintenanceOverdue", "2026-06-01", baseDay, toolPatched("2025-06-14", api.MaintenanceSucceeded)), want: []string{"P6-05 MaintenanceOverdue Observation spec.maintenanceIntervalMonths"}},
	{name: "term over, waived until today", why: "the last day of the waiver counts", today: "2028-06-15", change: toolWaived("ContractExpired", "2028-01-01", "2028-06-15", func(*fixture) {}), want: []string{"P6-01 ContractExpired Observation spec.term.end"}},
	{name: "term over, waiver over", why: "the day after does not", today: "2028-06-16", change: toolWaived("ContractExpired", "2028-01-01", "2028-06-15", func(*fixture) {}), want: []string{expiredMinor}},
	{name: "term over, waived from tomorrow", why: "nor does the day before the first", today: "2028-01-09", change: toolWaived("ContractExpired", "2028-01-10", "2028-06-15", func(*fixture) {}), want: []string{expiredMinor}},
	{name: "term over, critical, waived", why: "a waived major is a minor", today: "2028-01-10", change: toolWaived("ContractExpired", "2028-01-10", "2028-06-15", func(f *fixture) { f.tool.Spec.Criticality = api.CriticalityCritical }), want: []string{expiredMinor}},
	{name: "support over, waived", why: "a waiver lowers the grade", change: toolWaived("VendorSupportEnded", "2026-06-01", baseDay, toolSupport("2026-06-14", "")), want: []string{supportObserve}},
	{name: "support over, waiver over", why: "until it is over", change: toolWaived("VendorSupportEnded", "2026-06-01", "2026-06-14", toolSupport("2026-06-14", "")), want: []string{supportMinor}},
}

// attempt adds another patch of the server.
func attempt(on string, result api.MaintenanceResult) func(*fixture) {
	return func(f *fixture) { f.add(aMaintenance("again", "InfrastructureAsset/server", on, result)) }
}

func failedThen(changes ...func(*fixture)) func(*fixture) {
	return func(f *fixture) {
		f.serverPatch.Spec.Result = api.MaintenanceFailed
		for _, change := range changes {
			change(f)
		}
	}
}

const failed = "P6-09 MaintenanceFailed Minor spec.result"

var maintenanceRows = []row{
	{name: "sound", why: "nothing is wrong with the fixture"},
	{name: "subject unknown", why: "a reference that dangles is found", change: func(f *fixture) { f.serverPatch.Spec.SubjectRef.Name = "ghost" }, want: []string{"X-04 ReferenceNotFound Minor spec.subjectRef"}},
	{name: "subject of another kind", why: "the kind is part of the name", change: func(f *fixture) { f.serverPatch.Spec.SubjectRef.Kind = api.MaintainedService }, want: []string{"X-04 ReferenceNotFound Minor spec.subjectRef"}},
	{name: "performer unknown", why: "so is who did it", change: func(f *fixture) { f.serverPatch.Spec.PerformedBy.PersonRef = ref("ghost") }, want: []string{"X-04 ReferenceNotFound Minor spec.performedBy.personRef"}},
	{name: "supplier unknown", why: "be it a supplier", change: func(f *fixture) { f.serverPatch.Spec.PerformedBy = nil; f.serverPatch.Spec.ServiceRef = ref("ghost") }, want: []string{"X-04 ReferenceNotFound Minor spec.serviceRef"}},
	{name: "done today", why: "today has come", change: patchedOn(baseDay, api.MaintenanceSucceeded)},
	{name: "done tomorrow", why: "what was done lies in the past", change: patchedOn("2026-06-16", api.MaintenanceFailed), want: []string{"X-05 DateInFuture Minor spec.performedOn"}},
	// P6-09
	{name: "failed", why: "what failed must be done again", change: failedThen(), want: []string{failed}},
	{name: "failed, done again the same day", why: "days have no hours; a success of the day counts", change: failedThen(attempt("2026-03-03", api.MaintenanceSucceeded))},
	{name: "failed, done before", why: "an earlier success is of before", change: failedThen(attempt("2026-03-02", api.MaintenanceSucceeded)), want: []string{failed}},
	{name: "failed, done a day later", why: "done again is done", change: failedThen(attempt("2026-03-04", api.MaintenanceSucceeded))},
	{name: "failed, done tomorrow", why: "tomorrow has not come", change: failedThen(attempt("2026-06-16", api.MaintenanceSucceeded)), want: []string{failed}},
	{name: "failed, another activity done", why: "an inspection is no patch", change: failedThen(attempt("2026-03-04", api.MaintenanceSucceeded), func(f *fixture) { f.serverPatch.Spec.Activity = api.MaintenanceRepair }), want: []string{failed}},
	{name: "failed twice", why: "one trouble is one finding, on the last try", change: failedThen(attempt("2026-03-04", api.MaintenanceFailed))},
	{name: "failed twice, the last try", why: "which says so", on: "MaintenanceRecord/again", change: failedThen(attempt("2026-03-04", api.MaintenanceFailed)), want: []string{failed}},
	{name: "failed, asset retired", why: "what is out of use needs no repair", change: failedThen(func(f *fixture) { f.server.Spec.RetiredOn = date(baseDay) })},
	{name: "failed, asset retires tomorrow", why: "until then it does", change: failedThen(func(f *fixture) { f.server.Spec.RetiredOn = date("2026-06-16") }), want: []string{failed}},
	{name: "failed, tool retired", why: "nor does a tool", change: failedThen(func(f *fixture) {
		f.serverPatch.Spec.SubjectRef, f.tool.Spec.RetiredOn = api.SubjectReference{Kind: api.MaintainedTool, Name: "backup"}, date(baseDay)
	})},
	{name: "failed, service retired", why: "or a service", change: failedThen(func(f *fixture) {
		f.serverPatch.Spec.SubjectRef, f.hosting.Spec.RetiredOn = api.SubjectReference{Kind: api.MaintainedService, Name: "hosting"}, date(baseDay)
	})},
	{name: "in part", why: "the rest is still to be done", change: patchedOn("2026-03-03", api.MaintenancePartlySucceeded), want: []string{"P6-09 MaintenanceIncomplete Observation spec.result"}},
	{name: "no result", why: "nobody knows", change: patchedOn("2026-03-03", ""), want: []string{"P6-09 MaintenanceResultUnknown Unknown spec.result"}},
	{name: "done by nobody", why: "whether they may do it cannot be told", change: func(f *fixture) { f.serverPatch.Spec.PerformedBy = nil }, want: []string{"P6-09 MaintenancePerformerUnknown Observation spec.performedBy"}},
	{name: "done by neither", why: "an empty performer is none", change: func(f *fixture) { f.serverPatch.Spec.PerformedBy = &api.Actor{} }, want: []string{"P6-09 MaintenancePerformerUnknown Observation spec.performedBy"}},
	{name: "done by nobody, once", why: "only the last record is judged", change: func(f *fixture) {
		f.serverPatch.Spec.PerformedBy = nil
		f.add(aMaintenance("again", "InfrastructureAsset/server", "2026-03-04", api.MaintenanceSucceeded))
	}},
}
