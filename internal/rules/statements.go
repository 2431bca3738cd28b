package rules

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// stating yields a text that is taken at its word where a fact could stand: the point that
// it carries, and where it stands, as the list, the entry and the field. The parts are
// joined only where somebody reads them, since a register has many.
type stating func(point assess.Point, list, entry, field, text string)

// statementsOf yields what a record states. A test holds it against every text that a spec
// can have.
func statementsOf(r api.Record, home assess.Point, yield stating) {
	at := func(field, text string) { yield(home, "", "", field, text) }
	switch r := r.(type) {
	case *api.ClauseAssessment:
		assessmentStates(r, yield)
	case *api.Person:
		at("spec.group", r.Spec.Group)
	case *api.SecurityRole:
		yield(assess.Competence, "", "", "spec.jobDescription", r.Spec.JobDescription)
		if h := r.Spec.HandOver; h != nil {
			yield(assess.Competence, "", "", "spec.handOver.plan", h.Plan)
		}
	case *api.CompetencyRecord:
		validityStates(r.Spec.Validity, home, yield)
	case *api.ManagementReview:
		reviewStates(r, yield)
	case *api.Risk:
		riskStates(r, at)
	case *api.SecurityObjective:
		at("spec.noResourcesNeeded", r.Spec.NoResourcesNeeded)
	case *api.ResourceRequirement:
		if d := r.Spec.Decision; d != nil {
			at("spec.decision.rationale", d.Rationale)
		}
	case *api.StatementOfApplicability:
		controlsState(r, yield)
	case *api.Improvement:
		improvementStates(r, at)
	case *api.InternalAudit:
		if s := r.Spec.Skipped; s != nil {
			at("spec.skipped.explanation", s.Explanation)
		}
	case *api.SecurityException:
		exceptionStates(r, yield)
	default:
		supplyStates(r, yield)
	}
}

// assessmentStates tells what the ISMS says that it does not have, and why it asks for less.
func assessmentStates(a *api.ClauseAssessment, yield stating) {
	yield(assess.Lifecycle, "", "", "spec.scope", a.Spec.Scope)
	for i := range a.Spec.Declarations {
		d := &a.Spec.Declarations[i]
		point := assess.Infrastructure
		if d.None == api.DeclareOutsourcedServices {
			point = assess.Outsourcing
		}
		yield(point, "spec.declarations", string(d.None), "reason", d.Reason)
	}
	for i := range a.Spec.Policy.Reasons {
		reason := &a.Spec.Policy.Reasons[i]
		yield(pointOfPolicy(reason.Field), "spec.policy.reasons", reason.Field, "because", reason.Because)
	}
	for i := range a.Spec.Policy.Segregation.DutyConflicts {
		d := &a.Spec.Policy.Segregation.DutyConflicts[i]
		yield(assess.Segregation, "spec.policy.segregation.dutyConflicts", d.First+"/"+d.Second, "disabledBecause", d.DisabledBecause)
	}
}

// pointOfPolicy is the point that a field of the policy steers.
func pointOfPolicy(field string) assess.Point {
	for _, f := range facts.PolicyFields() {
		if f.Name == field {
			return f.Point
		}
	}
	return assess.Lifecycle
}

func reviewStates(r *api.ManagementReview, yield stating) {
	for i := range r.Spec.Inputs {
		in := &r.Spec.Inputs[i]
		yield(assess.Reviews, "spec.inputs", string(in.Topic), "discussion", in.Discussion)
	}
	if a := r.Spec.ResourceAdequacy; a != nil {
		yield(assess.Reviews, "", "", "spec.resourceAdequacy.discussion", a.Discussion)
	}
	for i := range r.Spec.Decisions {
		d := &r.Spec.Decisions[i]
		yield(assess.Reviews, "spec.decisions", d.ID, "noActionNeeded", d.NoActionNeeded)
		yield(assess.Support, "spec.decisions", d.ID, "rationale", d.Rationale)
	}
}

func riskStates(r *api.Risk, at func(field, text string)) {
	if a := r.Spec.Acceptance; a != nil {
		at("spec.acceptance.rationale", a.Rationale)
	}
	if res := r.Spec.Residual; res != nil && res.Acceptance != nil {
		at("spec.residual.acceptance.rationale", res.Acceptance.Rationale)
	}
}

// controlsState tells why controls are left out, and why those are needed that name no
// other reason.
func controlsState(r *api.StatementOfApplicability, yield stating) {
	for i := range r.Spec.Controls {
		if e := &r.Spec.Controls[i]; e.Applicability == api.ApplicabilityExcluded || len(e.Reasons)+len(e.RiskRefs) == 0 {
			yield(assess.Controls, "spec.controls", e.ID, "justification", e.Justification)
		}
	}
}

func improvementStates(r *api.Improvement, at func(field, text string)) {
	if n := r.Spec.Nonconformity; n != nil {
		at("spec.nonconformity.cause", n.Cause)
	}
	if b := r.Spec.ExpectedBenefit; b != nil {
		at("spec.expectedBenefit.statement", b.Statement)
		at("spec.expectedBenefit.measure", b.Measure)
	}
	if b := r.Spec.AchievedBenefit; b != nil {
		at("spec.achievedBenefit.statement", b.Statement)
	}
}

// exceptionStates tells what waives a conflict or a lapse.
func exceptionStates(r *api.SecurityException, yield stating) {
	point := assess.Maintenance
	if r.Spec.Conflict != nil {
		point = assess.Segregation
	}
	yield(point, "", "", "spec.reason", r.Spec.Reason)
	if d := r.Spec.Deviation; d != nil {
		yield(point, "", "", "spec.deviation.policy", d.Policy)
	}
	yield(point, "", "", "spec.compensatingControl", r.Spec.CompensatingControl)
	validityStates(r.Spec.Validity, point, yield)
}

// supplyStates tells of tools, assets and services why nothing ends, weighs or is kept up.
func supplyStates(r api.Record, yield stating) {
	at := func(field, text string) { yield(assess.Maintenance, "", "", field, text) }
	switch r := r.(type) {
	case *api.ToolLicense:
		termStates(r.Spec.Term, at)
		supportStates(r.Spec.Replacement, r.Spec.SupportLookup, at)
	case *api.InfrastructureAsset:
		supportStates(r.Spec.Replacement, r.Spec.SupportLookup, at)
		at("spec.maintenanceNotNeeded", r.Spec.MaintenanceNotNeeded)
	case *api.OutsourcedService:
		termStates(r.Spec.Term, at)
		for i := range r.Spec.Agreements {
			a := &r.Spec.Agreements[i]
			yield(assess.Outsourcing, "spec.agreements", string(a.Type), "reason", a.Reason)
		}
		yield(assess.Outsourcing, "", "", "spec.criticalityReason", r.Spec.CriticalityReason)
		if e := r.Spec.ExitPlan; e != nil {
			yield(assess.Outsourcing, "", "", "spec.exitPlan.plan", e.Plan)
		}
	}
}

func termStates(t *api.Term, at func(field, text string)) {
	if t != nil && t.Evergreen != nil {
		at("spec.term.evergreen.reason", t.Evergreen.Reason)
	}
	if t != nil && t.RenewalDecision != nil {
		at("spec.term.renewalDecision.rationale", t.RenewalDecision.Rationale)
	}
}

func supportStates(plan *api.Replacement, lookup *api.SupportLookup, at func(field, text string)) {
	if plan != nil {
		at("spec.replacement.plan", plan.Plan)
	}
	if lookup != nil {
		at("spec.supportLookup.source", lookup.Source)
	}
}

func validityStates(v *api.Validity, point assess.Point, yield stating) {
	if v != nil && v.Evergreen != nil {
		yield(point, "", "", "spec.validity.evergreen.reason", v.Evergreen.Reason)
	}
}
