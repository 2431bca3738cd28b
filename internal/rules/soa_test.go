package rules_test

import (
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

const (
	controlBareMinor  = "S-03 ControlWithoutResources Minor spec.controls[A.5.1].resourceRefs"
	controlBareMajor  = "S-03 ControlWithoutResources Major spec.controls[A.5.1].resourceRefs"
	ownerless         = "S-04 ControlWithoutOwner Minor spec.controls[A.5.1].accountableRoleRef"
	excludedBare      = "S-05 ExclusionNotJustified Minor spec.controls[A.5.1].justification"
	includedBare      = "S-06 InclusionNotJustified Minor spec.controls[A.5.1].justification"
	contradicted      = "S-07 ExclusionContradicted Minor spec.controls[A.5.1].applicability"
	unsupportedWaived = "S-08 ImplementedControlUnsupported Observation spec.controls[A.5.1].resourceRefs"
	unsupportedMinor  = "S-08 ImplementedControlUnsupported Minor spec.controls[A.5.1].resourceRefs"
	unsupportedMajor  = "S-08 ImplementedControlUnsupported Major spec.controls[A.5.1].resourceRefs"
	unsupportedOpen   = "S-08 ImplementedControlUnsupported Unknown spec.controls[A.5.1].resourceRefs"
	incompleteMinor   = "S-02 SoaIncomplete Minor spec.controls"
	incompleteMajor   = "S-02 SoaIncomplete Major spec.controls"
	soaNotApproved    = "S-09 SoaNotApproved Minor "
	soaOverdue        = "S-09 SoaReviewOverdue Minor spec.issuedOn"
	soaOverdueMajor   = "S-09 SoaReviewOverdue Major spec.issuedOn"
	plannedOverdue    = "S-12 PlannedControlOverdue Minor spec.controls[A.5.1].targetOn"
	stale             = "S-13 EvidenceStale Observation spec.controls[A.5.1].evidence"
)

// bareControl takes the resources from the first control, which is not implemented yet.
func bareControl(f *fixture) {
	e := &f.soa.Spec.Controls[0]
	e.ResourceRefs, e.Implementation, e.TargetOn = nil, api.ImplementationPlanned, date("2027-01-01")
}

// excluded excludes A.5.1 with a justification.
func excluded(change func(*fixture)) func(*fixture) {
	return func(f *fixture) {
		e := &f.soa.Spec.Controls[0]
		e.Applicability, e.Justification = api.ApplicabilityExcluded, "we have none of it"
		change(f)
	}
}

// ownInterval is a statement that is to be reviewed every six months.
func ownInterval(issued string) func(*fixture) {
	return func(f *fixture) {
		soaIssued(issued)(f)
		f.soa.Spec.Review = &api.Review{IntervalMonths: 6}
	}
}

// waivedLapse adds a waiver of a lapse of the tool until a day.
func waivedLapse(reason, until string, change func(*fixture)) func(*fixture) {
	return func(f *fixture) {
		change(f)
		f.add(&api.SecurityException{ObjectMeta: named("late"), Spec: api.SecurityExceptionSpec{
			Lapse:  &api.WaivedLapse{Reason: reason, RecordRef: api.RecordReference{Kind: api.KindToolLicense, Name: "backup"}},
			Reason: "the supplier is late", CompensatingControl: "copies by hand", RequestedBy: actor("ada"),
			Approvals: []api.Approval{{Name: "board", By: *actor("boss"), ApprovedOn: date("2026-06-01")}},
			Validity:  &api.Validity{ValidFrom: date("2026-06-01"), ValidUntil: date(until)},
		}})
	}
}

// proofAsResource makes a proof of the chair's competence the only resource of A.5.1.
func proofAsResource(change func(*fixture)) func(*fixture) {
	return func(f *fixture) {
		f.add(aSkill("chair-skill", "chair", "Writing"))
		f.soa.Spec.Controls[0].ResourceRefs = []api.ResourceReference{{Kind: api.ResourceCompetencyRecord, Name: "chair-skill"}}
		change(f)
	}
}

// carriedBy makes the tool the only resource of A.5.1.
func carriedBy(change func(*fixture)) func(*fixture) {
	return func(f *fixture) {
		f.soa.Spec.Controls[0].ResourceRefs = []api.ResourceReference{{Kind: api.ResourceToolLicense, Name: "backup"}}
		change(f)
	}
}

func aRisk(rating api.RiskRating, treatment api.RiskTreatment, controls ...api.ControlID) *api.Risk {
	return &api.Risk{ObjectMeta: named("theft"), Spec: api.RiskSpec{Title: "theft", Rating: rating, Treatment: treatment, Controls: controls}}
}

// soaEntry adds an entry with the ID to the statement.
func soaEntry(id string) func(*fixture) {
	return func(f *fixture) {
		f.soa.Spec.Controls = append(f.soa.Spec.Controls, api.ControlStatement{ID: id, Applicability: api.ApplicabilityApplicable})
	}
}

func unknownID(id string) string {
	return "S-11 UnknownControlId Unknown spec.controls[" + id + "].id"
}

func soaProof(effective, collected string) func(*fixture) {
	return control(func(e *api.ControlStatement) {
		e.Evidence[0].EffectiveOn, e.Evidence[0].CollectedOn = api.Date{}, api.Date{}
		if effective != "" {
			e.Evidence[0].EffectiveOn = date(effective)
		}
		if collected != "" {
			e.Evidence[0].CollectedOn = date(collected)
		}
	})
}

func inState(state api.Implementation, target string) func(*fixture) {
	return control(func(e *api.ControlStatement) {
		e.Implementation = state
		if target != "" {
			e.TargetOn = date(target)
		}
	})
}

func soaIssued(on string) func(*fixture) {
	return func(f *fixture) { f.soa.Spec.IssuedOn = date(on) }
}

var soaRows = []row{
	{name: "service unknown", why: "a service that carries a control must be in the register", change: control(func(s *api.ControlStatement) {
		s.ResourceRefs = append(s.ResourceRefs, api.ResourceReference{Kind: api.ResourceOutsourcedService, Name: "ghost"})
	}), want: []string{"P7-08 ServiceNotRegistered Minor spec.controls[A.5.1].resourceRefs[OutsourcedService/ghost]"}},
	{name: "sound", why: "nothing is wrong with the fixture"},
	// S-02
	{name: "control missing", why: "all 93 are decided", change: func(f *fixture) { f.soa.Spec.Controls = f.soa.Spec.Controls[1:] }, want: []string{incompleteMinor}},
	{name: "control undecided", why: "undecided is not decided", change: control(func(e *api.ControlStatement) { e.Applicability = api.ApplicabilityUndecided }), want: []string{incompleteMinor}},
	{name: "applicability absent", why: "neither is nothing", change: control(func(e *api.ControlStatement) { e.Applicability = "" }), want: []string{incompleteMinor}},
	{name: "undecided in certification", why: "who is to be certified has decided", change: func(f *fixture) {
		f.isms.Spec.Phase, f.soa.Spec.Controls[0].Applicability = api.PhaseCertification, ""
	}, want: []string{incompleteMajor}},
	{name: "undecided in maintenance", why: "so has who is certified", change: func(f *fixture) {
		f.isms.Spec.Phase, f.soa.Spec.Controls[0].Applicability = api.PhaseMaintenance, ""
	}, want: []string{incompleteMajor}},
	{name: "decided under another ID", why: "an ID that nobody can read decides nothing", change: control(func(e *api.ControlStatement) { e.ID = "5.1" }), want: []string{incompleteMinor, unknownID("5.1")}},
	// S-03
	{name: "no resources, planned", why: "what is needed needs resources", change: bareControl, want: []string{controlBareMinor}},
	{name: "no resources, implemented", why: "nothing implements nothing", change: control(func(e *api.ControlStatement) { e.ResourceRefs = nil }), want: []string{controlBareMajor}},
	{name: "no resources, inherited", why: "who inherits names the provider", change: func(f *fixture) {
		bareControl(f)
		f.soa.Spec.Controls[0].Applicability = api.ApplicabilityInherited
	}, want: []string{controlBareMinor}},
	{name: "no resources, excluded", why: "what is not needed needs none", change: excluded(control(func(e *api.ControlStatement) { e.ResourceRefs = nil }))},
	{name: "limit of controls without resources", why: "at the share of the policy all are major", change: func(f *fixture) {
		f.isms.Spec.Policy.Applicability.WithoutResourcesMajorPercent = ptr[int32](1)
		bareControl(f)
	}, want: []string{controlBareMajor}},
	{name: "below the limit", why: "1 of 93 is less than 2 %", change: func(f *fixture) {
		f.isms.Spec.Policy.Applicability.WithoutResourcesMajorPercent = ptr[int32](2)
		bareControl(f)
	}, want: []string{controlBareMinor}},
	{name: "resource does not exist", why: "a resource that is not on record is none, and the reference dangles", change: control(func(e *api.ControlStatement) { e.ResourceRefs[0].Name = "ghost" }),
		want: []string{controlBareMajor, "X-04 ReferenceNotFound Minor spec.controls[A.5.1].resourceRefs[SecurityRole/ghost]"}},
	{name: "tool names the control", why: "the link may be on the tool", change: func(f *fixture) {
		f.soa.Spec.Controls[0].ResourceRefs = nil
		f.tool.Spec.Controls = []api.ControlID{"A.5.1"}
	}},
	{name: "service names the control", why: "or on the service", change: func(f *fixture) {
		f.soa.Spec.Controls[0].ResourceRefs = nil
		f.hosting.Spec.Controls = []api.ControlID{"A.5.1"}
	}},
	{name: "asset names the control", why: "or on the asset", change: func(f *fixture) {
		f.soa.Spec.Controls[0].ResourceRefs = nil
		f.add(&api.InfrastructureAsset{ObjectMeta: named("rack"), Spec: api.InfrastructureAssetSpec{Controls: []api.ControlID{"A.5.1"}}})
	}},
	{name: "tool that names it retires tomorrow", why: "until then it carries the control", change: func(f *fixture) {
		f.soa.Spec.Controls[0].ResourceRefs = nil
		f.tool.Spec.Controls, f.tool.Spec.RetiredOn = []api.ControlID{"A.5.1"}, date("2026-06-16")
	}},
	{name: "tool that names it is retired", why: "what is out of use carries nothing", change: func(f *fixture) {
		f.soa.Spec.Controls[0].ResourceRefs = nil
		f.tool.Spec.Controls, f.tool.Spec.RetiredOn = []api.ControlID{"A.5.1"}, date(baseDay)
	}, want: []string{controlBareMajor}},
	// S-04
	{name: "no accountable role", why: "a role answers for each control", change: control(func(e *api.ControlStatement) { e.AccountableRoleRef = nil }), want: []string{ownerless}},
	{name: "accountable role unknown", why: "one that does not exist answers for nothing", change: control(func(e *api.ControlStatement) { e.AccountableRoleRef = ref("ghost") }), want: []string{ownerless}},
	{name: "accountable role without a name", why: "nor does one that is not named", change: control(func(e *api.ControlStatement) { e.AccountableRoleRef = ref("") }), want: []string{ownerless}},
	{name: "accountable role vacant", why: "nor does one that nobody holds", change: func(f *fixture) {
		f.add(aRole("empty", api.MandateNone))
		f.soa.Spec.Controls[0].AccountableRoleRef = ref("empty")
	}, want: []string{ownerless}},
	{name: "accountable role ends today", why: "the last day counts", change: func(f *fixture) {
		f.add(aRole("own", api.MandateNone, assigned("ada", "boss")))
		f.soa.Spec.Controls[0].AccountableRoleRef = ref("own")
		f.more[len(f.more)-1].(*api.SecurityRole).Spec.Assignments[0].Until = date(baseDay)
	}},
	{name: "accountable role ended yesterday", why: "the day after nobody holds it", change: func(f *fixture) {
		f.add(aRole("own", api.MandateNone, assigned("ada", "boss")))
		f.soa.Spec.Controls[0].AccountableRoleRef = ref("own")
		f.more[len(f.more)-1].(*api.SecurityRole).Spec.Assignments[0].Until = date("2026-06-14")
	}, want: []string{ownerless}},
	{name: "accountable role without competence", why: "the chain ends with a competent person", change: func(f *fixture) {
		f.drop(f.chairSkill)
		f.add(aRole("own", api.MandateNone, assigned("chair", "boss")))
		f.soa.Spec.Controls[0].AccountableRoleRef = ref("own")
	}, want: []string{ownerless}},
	{name: "excluded, accountable role unknown", why: "nobody need answer for it, but the reference dangles", change: excluded(control(func(e *api.ControlStatement) { e.AccountableRoleRef = ref("ghost") })),
		want: []string{"X-04 ReferenceNotFound Minor spec.controls[A.5.1].accountableRoleRef"}},
	{name: "vacant role of two controls", why: "one lack is one finding, at the first of them", change: func(f *fixture) {
		f.add(aRole("empty", api.MandateNone))
		f.soa.Spec.Controls[0].AccountableRoleRef, f.soa.Spec.Controls[1].AccountableRoleRef = ref("empty"), ref("empty")
	}, want: []string{ownerless}},
	{name: "ghost of two controls", why: "one that does not exist is one lack too", change: func(f *fixture) {
		f.soa.Spec.Controls[0].AccountableRoleRef, f.soa.Spec.Controls[1].AccountableRoleRef = ref("ghost"), ref("ghost")
	}, want: []string{ownerless}},
	{name: "two controls without role", why: "each names its role itself", change: func(f *fixture) {
		f.soa.Spec.Controls[0].AccountableRoleRef, f.soa.Spec.Controls[1].AccountableRoleRef = nil, nil
	}, want: []string{ownerless, "S-04 ControlWithoutOwner Minor spec.controls[A.5.2].accountableRoleRef"}},
	{name: "two roles vacant", why: "two roles are two lacks", change: func(f *fixture) {
		f.add(aRole("empty", api.MandateNone), aRole("void", api.MandateNone))
		f.soa.Spec.Controls[0].AccountableRoleRef, f.soa.Spec.Controls[1].AccountableRoleRef = ref("empty"), ref("void")
	}, want: []string{ownerless, "S-04 ControlWithoutOwner Minor spec.controls[A.5.2].accountableRoleRef"}},
	{name: "accountable role held by a deputy alone", why: "a deputy stands in for somebody", change: func(f *fixture) {
		f.add(aRole("own", api.MandateNone, deputy("ada")))
		f.soa.Spec.Controls[0].AccountableRoleRef = ref("own")
	}, want: []string{ownerless}},
	// S-05
	{name: "excluded with justification", why: "a reason is enough", change: excluded(func(*fixture) {})},
	{name: "excluded without justification", why: "an exclusion has a reason", change: excluded(control(func(e *api.ControlStatement) { e.Justification = "" })), want: []string{excludedBare}},
	{name: "excluded N/A", why: "a placeholder is none", change: excluded(control(func(e *api.ControlStatement) { e.Justification = " N/A " })), want: []string{excludedBare}},
	// S-06
	{name: "included without justification", why: "so has an inclusion", change: control(func(e *api.ControlStatement) { e.Justification = "" }), want: []string{includedBare}},
	{name: "inherited without justification", why: "whoever operates the control", change: control(func(e *api.ControlStatement) {
		e.Justification, e.Applicability = "TBD", api.ApplicabilityInherited
		e.ResourceRefs = []api.ResourceReference{{Kind: api.ResourceOutsourcedService, Name: "hosting"}}
	}), want: []string{includedBare}},
	{name: "included by law", why: "a law is a reason", change: control(func(e *api.ControlStatement) {
		e.Justification, e.Reasons = "", []api.InclusionReason{api.InclusionLegal}
	})},
	{name: "included by a risk", why: "a risk is one", change: func(f *fixture) {
		f.add(aRisk(api.RiskLow, api.TreatmentMitigate))
		f.soa.Spec.Controls[0].Justification, f.soa.Spec.Controls[0].RiskRefs = "", []api.Reference{*ref("theft")}
	}},
	{name: "risk names the control", why: "the link may be on the risk", change: func(f *fixture) {
		f.add(aRisk(api.RiskLow, api.TreatmentMitigate, "A.5.1"))
		f.soa.Spec.Controls[0].Justification = ""
	}},
	{name: "included by a ghost", why: "a risk that does not exist is no reason", change: control(func(e *api.ControlStatement) {
		e.Justification, e.RiskRefs = "", []api.Reference{*ref("ghost")}
	}), want: []string{includedBare, "X-04 ReferenceNotFound Minor spec.controls[A.5.1].riskRefs[ghost]"}},
	// S-07
	{name: "excluded, risk mitigated by it", why: "who mitigates by it needs it", change: excluded(func(f *fixture) {
		f.add(aRisk(api.RiskLow, api.TreatmentMitigate, "A.5.1"))
	}), want: []string{contradicted}},
	{name: "excluded, risk accepted", why: "an accepted risk needs no control", change: excluded(func(f *fixture) {
		f.add(aRisk(api.RiskLow, api.TreatmentAccept, "A.5.1"))
	})},
	{name: "excluded, tool supports it", why: "a tool in use for it contradicts", change: excluded(func(f *fixture) { f.tool.Spec.Controls = []api.ControlID{"A.5.1"} }), want: []string{contradicted}},
	{name: "excluded, service supports it", why: "so does a service", change: excluded(func(f *fixture) { f.hosting.Spec.Controls = []api.ControlID{"A.5.1"} }), want: []string{contradicted}},
	{name: "excluded, tool retired", why: "a tool out of use does not", change: excluded(func(f *fixture) {
		f.tool.Spec.Controls, f.tool.Spec.RetiredOn = []api.ControlID{"A.5.1"}, date(baseDay)
	})},
	// S-08
	{name: "tool on its last day", why: "until then it carries the control", change: carriedBy(func(f *fixture) { f.tool.Spec.Term.End = date(baseDay) })},
	{name: "tool lapsed", why: "a lapsed tool carries nothing", change: carriedBy(func(f *fixture) { f.tool.Spec.Term.End = date("2026-06-14") }), want: []string{unsupportedMinor}},
	{name: "tool lapsed, waived", why: "what lowers the lapse lowers what follows from it", change: carriedBy(lapsedButWaived(baseDay)), want: []string{"S-08 ImplementedControlUnsupported Observation spec.controls[A.5.1].resourceRefs"}},
	{name: "tool lapsed, waiver over", why: "the day after it does not", change: carriedBy(lapsedButWaived("2026-06-14")), want: []string{unsupportedMinor}},
	{name: "tool lapsed, waived, high risk", why: "a waived major is a minor", change: carriedBy(func(f *fixture) {
		lapsedButWaived(baseDay)(f)
		f.add(aRisk(api.RiskHigh, api.TreatmentMitigate, "A.5.1"))
	}), want: []string{unsupportedMinor}},
	{name: "tool lapsed, not implemented", why: "nobody claims that the control works", change: carriedBy(func(f *fixture) {
		f.tool.Spec.Term.End = date("2026-06-14")
		inState(api.ImplementationInProgress, "2027-01-01")(f)
	})},
	{name: "tool lapsed, another resource", why: "one that holds is enough, and what is gone is told", change: func(f *fixture) {
		f.tool.Spec.Controls, f.tool.Spec.Term.End = []api.ControlID{"A.5.1"}, date("2026-06-14")
	}, want: []string{"S-16 CarrierGone Observation spec.controls[A.5.1].resourceRefs"}},
	{name: "tool lapsed, high risk", why: "major where a high risk rests on it", change: carriedBy(func(f *fixture) {
		f.tool.Spec.Term.End = date("2026-06-14")
		f.add(aRisk(api.RiskHigh, api.TreatmentMitigate, "A.5.1"))
	}), want: []string{unsupportedMajor}},
	{name: "tool lapsed, medium risk", why: "and minor where a medium one does", change: carriedBy(func(f *fixture) {
		f.tool.Spec.Term.End = date("2026-06-14")
		f.add(aRisk(api.RiskMedium, api.TreatmentMitigate, "A.5.1"))
	}), want: []string{unsupportedMinor}},
	{name: "tool lapsed, two controls", why: "one lack is one finding, with the worst grade", change: func(f *fixture) {
		f.tool.Spec.Term.End = date("2026-06-14")
		for i := range 2 {
			f.soa.Spec.Controls[i].ResourceRefs = []api.ResourceReference{{Kind: api.ResourceToolLicense, Name: "backup"}}
		}
		f.add(aRisk(api.RiskHigh, api.TreatmentMitigate, "A.5.2"))
	}, want: []string{unsupportedMajor}},
	{name: "tool and role lapsed", why: "two lacks are two findings", change: func(f *fixture) {
		f.add(aRole("empty", api.MandateNone))
		f.tool.Spec.Term.End = date("2026-06-14")
		f.soa.Spec.Controls[0].ResourceRefs = []api.ResourceReference{{Kind: api.ResourceToolLicense, Name: "backup"}}
		f.soa.Spec.Controls[1].ResourceRefs = []api.ResourceReference{{Kind: api.ResourceSecurityRole, Name: "empty"}}
	}, want: []string{unsupportedMinor, "S-08 ImplementedControlUnsupported Minor spec.controls[A.5.2].resourceRefs"}},
	{name: "tool without end", why: "nobody knows whether it still runs", change: carriedBy(func(f *fixture) { f.tool.Spec.Term.End = api.Date{} }), want: []string{unsupportedOpen}},
	{name: "tool without end, high risk", why: "nor is that known for a high risk", change: carriedBy(func(f *fixture) {
		f.tool.Spec.Term = nil
		f.add(aRisk(api.RiskHigh, api.TreatmentMitigate, "A.5.1"))
	}), want: []string{unsupportedOpen}},
	{name: "tool lapsed and waived", why: "what is waived is lowered, and stays in sight", change: carriedBy(waivedLapse("ContractExpired", baseDay, func(f *fixture) { f.tool.Spec.Term.End = date("2026-06-14") })), want: []string{unsupportedWaived}},
	{name: "tool lapsed, waiver over", why: "until the waiver ends", change: carriedBy(waivedLapse("ContractExpired", "2026-06-14", func(f *fixture) { f.tool.Spec.Term.End = date("2026-06-14") })), want: []string{unsupportedMinor}},
	{name: "tool lapsed, another lapse waived", why: "a waiver waives what it names", change: carriedBy(waivedLapse("VendorSupportEnded", baseDay, func(f *fixture) { f.tool.Spec.Term.End = date("2026-06-14") })), want: []string{unsupportedMinor}},
	{name: "tool without support, waived", why: "so is the end of support", change: carriedBy(waivedLapse("VendorSupportEnded", baseDay, func(f *fixture) { f.tool.Spec.SupportEndsOn = date("2026-06-14") })), want: []string{unsupportedWaived}},
	{name: "tool without support", why: "which is a lapse else", change: carriedBy(func(f *fixture) { f.tool.Spec.SupportEndsOn = date("2026-06-14") }), want: []string{unsupportedMinor}},
	{name: "tool retired, waived", why: "no waiver brings back what is out of use", change: carriedBy(waivedLapse("ContractExpired", baseDay, func(f *fixture) {
		f.tool.Spec.Term.End, f.tool.Spec.RetiredOn = date("2026-06-14"), date(baseDay)
	})), want: []string{unsupportedMinor}},
	{name: "proof of somebody present", why: "a competence is a resource", change: proofAsResource(func(*fixture) {})},
	{name: "proof on the last day of its person", why: "who leaves today is here", change: proofAsResource(func(f *fixture) { f.chair.Spec.EngagedUntil = date(baseDay) })},
	{name: "proof of a leaver", why: "a competence leaves with its person", change: proofAsResource(func(f *fixture) { f.chair.Spec.EngagedUntil = date("2026-06-14") }), want: []string{unsupportedMinor}},
	{name: "proof of nobody", why: "a competence is somebody's", change: proofAsResource(func(f *fixture) {
		f.more[len(f.more)-1].(*api.CompetencyRecord).Spec.PersonRef.Name = "ghost"
	}), want: []string{unsupportedMinor}},
	{name: "proof without end", why: "nobody knows until when it counts", change: proofAsResource(func(f *fixture) {
		f.more[len(f.more)-1].(*api.CompetencyRecord).Spec.Validity = nil
	}), want: []string{unsupportedOpen}},
	{name: "role as resource vacant", why: "a role that nobody holds carries nothing", change: func(f *fixture) {
		f.add(aRole("empty", api.MandateNone))
		f.soa.Spec.Controls[0].ResourceRefs[0].Name = "empty"
	}, want: []string{unsupportedMinor}},
	// S-09
	{name: "no version", why: "a statement is a version", change: func(f *fixture) { f.soa.Spec.Version = "" }, want: []string{soaNotApproved + "spec.version"}},
	{name: "version TBD", why: "a placeholder is none", change: func(f *fixture) { f.soa.Spec.Version = "TBD" }, want: []string{soaNotApproved + "spec.version"}},
	{name: "no date of issue", why: "of a known day", change: func(f *fixture) { f.soa.Spec.IssuedOn = api.Date{} }, want: []string{soaNotApproved + "spec.issuedOn"}},
	{name: "not approved", why: "that somebody approved", change: func(f *fixture) { f.soa.Spec.Approvals = nil }, want: []string{soaNotApproved + "spec.approvals"}},
	{name: "approved today", why: "today has come", change: func(f *fixture) { f.soa.Spec.Approvals[0].ApprovedOn = date(baseDay) }},
	{name: "approved tomorrow", why: "tomorrow has not", change: func(f *fixture) { f.soa.Spec.Approvals[0].ApprovedOn = date("2026-06-16") },
		want: []string{soaNotApproved + "spec.approvals[board].approvedOn", "X-05 DateInFuture Minor spec.approvals[board].approvedOn"}},
	{name: "approver unknown", why: "a reference that dangles is found", change: func(f *fixture) { f.soa.Spec.Approvals[0].By = *actor("ghost") }, want: []string{"X-04 ReferenceNotFound Minor spec.approvals[board].by.personRef"}},
	{name: "changed after approval", why: "an approval is of the content as it was", change: func(f *fixture) {
		f.soa.Spec.Approvals[0].ContentHash = api.ContentHash(f.soa.Spec.Approvable())
		f.soa.Spec.Controls[0].Justification = "other"
	}, want: []string{"X-07 ApprovalStale Minor spec.approvals[board].contentHash"}},
	{name: "progress after approval", why: "progress is no new decision", change: func(f *fixture) {
		f.soa.Spec.Approvals[0].ContentHash = api.ContentHash(f.soa.Spec.Approvable())
		f.soa.Spec.Controls[0].Evidence[0].URI = "other"
	}},
	{name: "review due today", why: "the due day is in time", change: soaIssued("2025-06-15")},
	{name: "review overdue", why: "the day after is not", change: soaIssued("2025-06-14"), want: []string{soaOverdue}},
	{name: "reviewed since", why: "a review without a change counts", change: func(f *fixture) {
		soaIssued("2025-06-14")(f)
		f.soa.Spec.Review = &api.Review{LastReviewedOn: date("2025-06-15"), IntervalMonths: 36}
	}},
	{name: "reviewed tomorrow", why: "one that lies ahead does not", change: func(f *fixture) {
		soaIssued("2025-06-14")(f)
		f.soa.Spec.Review = &api.Review{LastReviewedOn: date("2026-06-16"), IntervalMonths: 36}
	}, want: []string{soaOverdue, "X-05 DateInFuture Minor spec.review.lastReviewedOn"}},
	{name: "own interval due today", why: "a statement may be reviewed more often", change: ownInterval("2025-12-15")},
	{name: "own interval over", why: "S-09 alone asks for it", change: ownInterval("2025-12-14"), want: []string{soaOverdue}},
	{name: "never reviewed", why: "the issue was a review", change: func(f *fixture) { f.soa.Spec.Review = &api.Review{IntervalMonths: 12} }},
	{name: "review of a draft", why: "X-06 asks it of a statement that is not in force", change: func(f *fixture) {
		f.add(aStatement("new", "2026-01-15"))
		f.soa.Spec.IssuedOn, f.soa.Spec.Review = api.Date{}, &api.Review{IntervalMonths: 12}
	}, want: []string{"X-06 RecordReviewUnknown Unknown spec.review.lastReviewedOn"}},
	{name: "review interval of the policy", why: "the policy sets the interval", change: func(f *fixture) {
		soaIssued("2025-06-14")(f)
		f.isms.Spec.Policy.Applicability.ReviewIntervalMonths = ptr[int32](13)
	}},
	{name: "review overdue in certification", why: "who is to be certified is in time", change: func(f *fixture) {
		soaIssued("2025-06-14")(f)
		f.isms.Spec.Phase = api.PhaseCertification
	}, want: []string{soaOverdueMajor}},
	{name: "review at the limit", why: "the limit counts", change: soaIssued("2024-06-15"), want: []string{soaOverdue}},
	{name: "review beyond the limit", why: "beyond it is major", change: soaIssued("2024-06-14"), want: []string{soaOverdueMajor}},
	{name: "limit of the policy", why: "the policy sets the limit", change: func(f *fixture) {
		soaIssued("2025-06-14")(f)
		f.isms.Spec.Policy.Applicability.ReviewLimitMonths = ptr[int32](6)
	}, want: []string{soaOverdueMajor}},
	// S-10
	{name: "totals agree", why: "all totals may be declared", change: func(f *fixture) {
		f.soa.Spec.DeclaredTotals = &api.DeclaredTotals{Applicable: ptr[int32](93), Excluded: ptr[int32](0), Inherited: ptr[int32](0), Undecided: ptr[int32](0)}
	}},
	{name: "totals differ", why: "the one that differs is named", change: func(f *fixture) {
		f.soa.Spec.DeclaredTotals = &api.DeclaredTotals{Applicable: ptr[int32](92), Excluded: ptr[int32](1)}
	}, want: []string{"S-10 SoaTotalsMismatch Observation spec.declaredTotals.applicable", "S-10 SoaTotalsMismatch Observation spec.declaredTotals.excluded"}},
	{name: "undecided counted", why: "an absent decision is undecided", change: func(f *fixture) {
		f.soa.Spec.Controls[0].Applicability = ""
		f.soa.Spec.DeclaredTotals = &api.DeclaredTotals{Inherited: ptr[int32](1), Undecided: ptr[int32](1)}
	}, want: []string{incompleteMinor, "S-10 SoaTotalsMismatch Observation spec.declaredTotals.inherited"}},
	// S-11
	{name: "2013 number", why: "three parts are of 2013", change: soaEntry("A.9.1.1"), want: []string{unknownID("A.9.1.1")}},
	{name: "2013 chapter", why: "so are chapters from 9 on", change: soaEntry("A.18"), want: []string{unknownID("A.18")}},
	{name: "no such control", why: "A.5 ends with A.5.37", change: soaEntry("A.5.38"), want: []string{unknownID("A.5.38")}},
	{name: "empty ID", why: "no ID is none", change: soaEntry(" "), want: []string{unknownID(" ")}},
	{name: "second entry", why: "a control has one entry", change: soaEntry("A.5.1"), want: []string{"S-11 ControlIdDuplicate Minor spec.controls[A.5.1].id"}},
	{name: "second entry in lower case", why: "however it is written", change: soaEntry("a.5.1"), want: []string{"S-11 ControlIdDuplicate Minor spec.controls[a.5.1].id"}},
	{name: "second entry without A", why: "with or without the letter", change: soaEntry("5.1"), want: []string{"S-11 ControlIdDuplicate Minor spec.controls[5.1].id"}},
	{name: "second entry comes first", why: "the one that can be read is the entry of the control", change: func(f *fixture) {
		f.soa.Spec.Controls = append([]api.ControlStatement{{ID: "5.1"}}, f.soa.Spec.Controls...)
	}, want: []string{"S-11 ControlIdDuplicate Minor spec.controls[5.1].id"}},
	{name: "two entries of 2013", why: "one is unknown, and the other is the same again", change: both(soaEntry("A.9.1.1"), soaEntry("A.9.1.1")), want: []string{"S-11 ControlIdDuplicate Minor spec.controls[A.9.1.1].id", unknownID("A.9.1.1")}},
	// S-12
	{name: "planned without a day", why: "a plan has a day", change: inState(api.ImplementationPlanned, ""), want: []string{plannedOverdue}},
	{name: "not started, no day", why: "so has what has not begun", change: inState(api.ImplementationNotStarted, ""), want: []string{plannedOverdue}},
	{name: "planned for today", why: "the day itself is in time", change: inState(api.ImplementationInProgress, baseDay)},
	{name: "planned for yesterday", why: "the day after is not", change: inState(api.ImplementationInProgress, "2026-06-14"), want: []string{plannedOverdue}},
	{name: "implemented after its day", why: "what is done is not overdue", change: inState(api.ImplementationImplemented, "2026-06-14")},
	{name: "implementation absent", why: "nobody knows how far it is", change: inState("", ""), want: []string{"S-12 ImplementationUnknown Unknown spec.controls[A.5.1].implementation"}},
	{name: "excluded, implementation absent", why: "what is not needed is not asked", change: excluded(inState("", ""))},
	// S-13
	{name: "evidence at its age", why: "twelve months are recent", change: soaProof("2025-06-15", "")},
	{name: "evidence a day older", why: "a day more is not", change: soaProof("2025-06-14", ""), want: []string{stale}},
	{name: "old evidence filed lately", why: "what it speaks of counts", change: soaProof("2025-06-14", "2026-06-01"), want: []string{stale}},
	{name: "evidence by its filing", why: "the filing counts where nothing else is known", change: soaProof("", "2025-06-15")},
	{name: "evidence without date", why: "nobody knows how old it is", change: soaProof("", ""), want: []string{stale}},
	{name: "evidence of tomorrow", why: "X-05 alone reports what lies ahead", change: soaProof("2026-06-16", "2026-06-16"), want: []string{
		"X-05 DateInFuture Minor spec.controls[A.5.1].evidence[report].collectedOn", "X-05 DateInFuture Minor spec.controls[A.5.1].evidence[report].effectiveOn"}},
	{name: "evidence of tomorrow and without date", why: "of one nobody knows how old it is", change: control(func(e *api.ControlStatement) {
		e.Evidence = []api.Evidence{{Name: "report", EffectiveOn: date("2026-06-16")}, {Name: "other"}}
	}), want: []string{stale, "X-05 DateInFuture Minor spec.controls[A.5.1].evidence[report].effectiveOn"}},
	{name: "evidence of tomorrow and old", why: "what there is is old", change: control(func(e *api.ControlStatement) {
		e.Evidence = []api.Evidence{{Name: "report", EffectiveOn: date("2026-06-16")}, {Name: "other", EffectiveOn: date("2025-06-14")}}
	}), want: []string{stale, "X-05 DateInFuture Minor spec.controls[A.5.1].evidence[report].effectiveOn"}},
	{name: "evidence withdrawn", why: "what was withdrawn shows nothing, and its dates say nothing", change: control(func(e *api.ControlStatement) {
		e.Evidence = []api.Evidence{{Name: "report", URI: "report.pdf", EffectiveOn: date("2030-01-01"), Withdrawn: &api.Withdrawal{Reason: "of another site", WithdrawnOn: date(baseDay)}}}
	}), want: []string{stale}},
	{name: "evidence withdrawn tomorrow", why: "a withdrawal has happened", change: control(func(e *api.ControlStatement) {
		e.Evidence = append(e.Evidence, api.Evidence{Name: "old", URI: "old.pdf", Withdrawn: &api.Withdrawal{Reason: "of another site", WithdrawnOn: date(baseDay).AddDays(1)}})
	}), want: []string{"X-05 DateInFuture Minor spec.controls[A.5.1].evidence[old].withdrawn.withdrawnOn"}},
	{name: "no evidence", why: "none is no better than old", change: control(func(e *api.ControlStatement) { e.Evidence = nil }), want: []string{stale}},
	{name: "second evidence recent", why: "one that is recent is enough", change: control(func(e *api.ControlStatement) {
		e.Evidence = append(e.Evidence, api.Evidence{Name: "old", EffectiveOn: date("2020-01-01")})
	})},
	{name: "age of the policy", why: "the policy sets the age", change: func(f *fixture) {
		soaProof("2025-06-14", "")(f)
		f.isms.Spec.Policy.Applicability.EvidenceMaxAgeMonths = ptr[int32](13)
	}},
	{name: "no evidence, planned", why: "what is planned has none", change: func(f *fixture) {
		inState(api.ImplementationPlanned, "2027-01-01")(f)
		f.soa.Spec.Controls[0].Evidence = nil
	}},
	// Which statement is in force
	{name: "replaced", why: "a statement that a later one has replaced is history", change: func(f *fixture) {
		f.add(aStatement("new", baseDay))
		f.soa.Spec.Controls, f.soa.Spec.Version = nil, ""
		f.soa.Spec.Review = &api.Review{IntervalMonths: 1}
		f.soa.Spec.Approvals[0].By = *actor("ghost")
	}},
	{name: "replaced tomorrow", why: "until then it is in force", change: func(f *fixture) {
		f.add(aStatement("new", "2026-06-16"))
		f.soa.Spec.Version = ""
	}, want: []string{soaNotApproved + "spec.version"}},
	{name: "second of one day", why: "of two of one day the first by name is in force", change: func(f *fixture) {
		f.add(aStatement("a-soa", "2026-01-15"))
		f.soa.Spec.Version = ""
	}},
	{name: "draft beside it", why: "one without a date is a draft while another is in force", change: func(f *fixture) {
		draft := aStatement("draft", baseDay)
		draft.Spec.IssuedOn = api.Date{}
		f.add(draft)
		f.soa.Spec.Version = ""
	}, want: []string{soaNotApproved + "spec.version"}},
	{name: "is the draft", why: "a draft is not asked, but its references are", change: func(f *fixture) {
		f.add(aStatement("new", "2026-01-15"))
		f.soa.Spec.Controls, f.soa.Spec.IssuedOn = nil, api.Date{}
		f.soa.Spec.Owner = &api.Actor{RoleRef: ref("ghost")}
	}, want: []string{"X-04 ReferenceNotFound Minor spec.owner.roleRef"}},
}

func TestStatementOfApplicability(t *testing.T) { testRows(t, "StatementOfApplicability/soa", soaRows) }

// TestSoaMessages looks at what sentences must name.
func TestSoaMessages(t *testing.T) {
	for _, r := range []struct {
		change func(*fixture)
		want   string
	}{
		{func(f *fixture) { f.soa.Spec.Controls = f.soa.Spec.Controls[4:] }, "4 of 93 controls are not decided: A.5.1, A.5.2, A.5.3 and 1 more"},
		{func(f *fixture) { f.soa.Spec.Controls[9].Applicability, f.soa.Spec.Controls[1].Applicability = "", "" }, "2 of 93 controls are not decided: A.5.2 and A.5.10"},
		{func(f *fixture) {
			f.add(aRole("empty", api.MandateNone))
			for i := range 5 {
				f.soa.Spec.Controls[i].AccountableRoleRef = ref("empty")
			}
		}, `The SecurityRole empty is accountable for 5 controls (A.5.1, A.5.2, A.5.3 and 2 more) and is held by nobody`},
		{func(f *fixture) {
			f.add(aRole("own", api.MandateNone, deputy("ada")))
			f.soa.Spec.Controls[0].AccountableRoleRef = ref("own")
		}, `The SecurityRole own is accountable for A.5.1 (Policies for information security) and is held by a deputy alone`},
		{func(f *fixture) {
			f.tool.Spec.Term.End = date("2026-06-14")
			for i := range 2 {
				f.soa.Spec.Controls[i].ResourceRefs = []api.ResourceReference{{Kind: api.ResourceToolLicense, Name: "backup"}}
			}
		}, "2 controls (A.5.1 and A.5.2) are said to be implemented, and none of their resources can be relied on: ToolLicense backup lapsed on 2026-06-15"},
		{control(func(e *api.ControlStatement) { e.AccountableRoleRef = nil }), "No role is accountable for A.5.1 (Policies for information security)"},
		{carriedBy(func(f *fixture) { f.tool.Spec.Term.End = date("2026-06-14") }), "none of its resources can be relied on: ToolLicense backup lapsed on 2026-06-15"},
		{control(func(e *api.ControlStatement) { e.ID = "8.99" }), `The entry "8.99" is no control of Annex A`},
		{control(func(e *api.ControlStatement) { e.ID = "5.1" }), `The entry "5.1" is not written as the standard does; it may mean A.5.1 (Policies for information security)`},
		{soaEntry("A.9.1.1"), `The entry "A.9.1.1" is a number of the 2013 edition`},
		{soaEntry("X"), `The entry "X" is no control of Annex A`},
	} {
		found := false
		got := row{change: r.change}.judge(t, "StatementOfApplicability/soa")
		for _, f := range got {
			found = found || strings.Contains(f.Message, r.want)
		}
		if !found {
			t.Errorf("no message says %q: %v", r.want, got)
		}
	}
}
