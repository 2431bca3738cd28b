package rules

import (
	"fmt"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

func improvement() assess.Kind {
	return assess.KindOf("Improvement", "improvements", assess.Improvement,
		func(r *api.Improvement) api.Date {
			if !r.Spec.CompletedOn.IsZero() {
				return api.Date{}
			}
			return r.Spec.DueOn
		},
		append(common(improvementFacts, improvementReferences, nil),
			assess.On(docBenefit, checkBenefit),
			assess.On(docImprovementOverdue, checkImprovementOverdue),
			assess.On(docRecurs, checkRecurs),
		)...)
}

func improvementFacts(r *api.Improvement) []fact {
	facts := []fact{
		{"spec.openedOn", r.Spec.OpenedOn, "the improvement was put on record"},
		{"spec.completedOn", r.Spec.CompletedOn, "the improvement was done"},
	}
	if b := r.Spec.AchievedBenefit; b != nil {
		facts = append(facts, fact{"spec.achievedBenefit.measuredOn", b.MeasuredOn, "the benefit was measured"})
	}
	return facts
}

// improvementReferences leaves the owner to rule P10-03. The record that a completed
// improvement addressed may be gone: that may have been the improvement.
func improvementReferences(w *assess.World, r *api.Improvement) []reference {
	var all []reference
	if d := r.Spec.DecisionRef; d != nil {
		review, found := assess.Get[*api.ManagementReview](w, d.ReviewRef.Name)
		all = append(all, to[*api.ManagementReview](w, "spec.decisionRef.reviewRef", "ManagementReview", &d.ReviewRef)...)
		all = append(all, reference{"spec.decisionRef.decisionID", "decision", d.DecisionID, !found || carries(review, d.DecisionID)})
	}
	if a := r.Spec.AuditFindingRef; a != nil {
		audit, found := assess.Get[*api.InternalAudit](w, a.AuditRef.Name)
		all = append(all, to[*api.InternalAudit](w, "spec.auditFindingRef.auditRef", "InternalAudit", &a.AuditRef)...)
		all = append(all, reference{"spec.auditFindingRef.findingID", "audit finding", a.FindingID, !found || auditFound(audit, a.FindingID)})
	}
	if a := r.Spec.Addresses; a != nil && r.Spec.CompletedOn.IsZero() {
		all = append(all, reference{"spec.addresses.record", string(a.Record.Kind), a.Record.Name, recordOnFile(w, a.Record)})
	}
	return all
}

// onFile tells of each kind whether it has a record of a name.
var onFile = map[api.RecordKind]func(*assess.World, string) bool{
	api.KindClauseAssessment:         has[*api.ClauseAssessment],
	api.KindPerson:                   has[*api.Person],
	api.KindSecurityRole:             has[*api.SecurityRole],
	api.KindCompetencyRecord:         has[*api.CompetencyRecord],
	api.KindToolLicense:              has[*api.ToolLicense],
	api.KindOutsourcedService:        has[*api.OutsourcedService],
	api.KindManagementReview:         has[*api.ManagementReview],
	api.KindRisk:                     has[*api.Risk],
	api.KindSecurityObjective:        has[*api.SecurityObjective],
	api.KindResourceRequirement:      has[*api.ResourceRequirement],
	api.KindSecurityBudget:           has[*api.SecurityBudget],
	api.KindImprovement:              has[*api.Improvement],
	api.KindInternalAudit:            has[*api.InternalAudit],
	api.KindInfrastructureAsset:      has[*api.InfrastructureAsset],
	api.KindMaintenanceRecord:        has[*api.MaintenanceRecord],
	api.KindServiceReview:            has[*api.ServiceReview],
	api.KindStatementOfApplicability: has[*api.StatementOfApplicability],
	api.KindAccountabilityMatrix:     has[*api.AccountabilityMatrix],
	api.KindSecurityException:        has[*api.SecurityException],
}

func has[T api.Record](w *assess.World, name string) bool {
	_, ok := assess.Get[T](w, name)
	return ok
}

// recordOnFile reports whether a record of any kind exists.
func recordOnFile(w *assess.World, ref api.RecordReference) bool {
	find := onFile[ref.Kind]
	return find != nil && find(w, ref.Name)
}

// owed reports whether the improvement answers a decision, an audit or a finding, so
// that somebody waits for it.
func owed(r *api.Improvement) bool {
	return r.Spec.DecisionRef != nil || r.Spec.AuditFindingRef != nil || r.Spec.Addresses != nil ||
		r.Spec.Type == api.ImprovementCorrectiveAction
}

var docBenefit = assess.Doc{
	ID: "P10-02", Aspect: assess.Covered, Clause: "10.1, 9.1",
	Requires: "It can be told whether an improvement has made something better",
	Fires:    "an open improvement that is no corrective action has no measure of its benefit, or a completed one states no result (observation)",
	Reasons:  []string{"BenefitNotMeasured"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Set spec.expectedBenefit with its measure, and spec.achievedBenefit once the improvement is done",
}

func checkBenefit(c *assess.Context, r *api.Improvement) {
	e, a := r.Spec.ExpectedBenefit, r.Spec.AchievedBenefit
	f := assess.Finding{Reason: "BenefitNotMeasured", Grade: api.GradeObservation, Field: "spec.expectedBenefit"}
	switch done := c.Today.Reached(r.Spec.CompletedOn); {
	case done && (a == nil || strings.TrimSpace(a.Statement) == "" || !started(c, a.MeasuredOn)):
		f.Field, f.Since = "spec.achievedBenefit", r.Spec.CompletedOn
		f.Message = fmt.Sprintf("The improvement was completed on %s, and nobody has stated what it brought", r.Spec.CompletedOn)
	case done, r.Spec.Type == api.ImprovementCorrectiveAction:
		return
	case e == nil:
		f.Message = "It is not stated what the improvement is to bring"
	case strings.TrimSpace(e.Measure) == "":
		f.Field, f.Message = "spec.expectedBenefit.measure", "The benefit that is expected has no measure"
	default:
		return
	}
	c.Report(f)
}

var docImprovementOverdue = assess.Doc{
	ID: "P10-03", Aspect: assess.Current, Clause: "10.1, 10.2",
	Requires: "An improvement has an owner and a due date, and is done by it",
	Fires:    "an open improvement is overdue (minor), or has no owner or no due date (observation; minor where it answers a decision, an audit or a finding, or is a corrective action)",
	Reasons:  []string{"ImprovementOverdue", "ImprovementIncomplete"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeMinor},
	Remedy:   "Do it and set spec.completedOn, or agree on a new spec.dueOn",
}

func checkImprovementOverdue(c *assess.Context, r *api.Improvement) {
	if c.Today.Reached(r.Spec.CompletedOn) {
		return
	}
	if c.Today.Past(r.Spec.DueOn) {
		c.Report(assess.Finding{
			Reason: "ImprovementOverdue", Grade: api.GradeMinor, Field: "spec.dueOn", Since: r.Spec.DueOn.AddDays(1),
			Message: fmt.Sprintf("The improvement was due on %s and is open", r.Spec.DueOn),
		})
	}
	grade := api.GradeObservation
	if owed(r) {
		grade = api.GradeMinor
	}
	incomplete := func(field, message, remedy string) {
		c.Report(assess.Finding{Reason: "ImprovementIncomplete", Grade: grade, Field: field, Message: message, Remedy: remedy})
	}
	if reason, message, field := checkOwner(c, r.Spec.Owner); reason != "" {
		incomplete(field, message, "Set spec.owner to who carries the improvement out")
	}
	if r.Spec.DueOn.IsZero() {
		incomplete("spec.dueOn", "The improvement has no due date", "Set spec.dueOn")
	}
}

// improvementsByAddress finds improvements by the finding that they are to remove.
var improvementsByAddress = &assess.Index[*api.Improvement]{
	Keys: func(r *api.Improvement, yield func(string)) {
		if a := r.Spec.Addresses; a != nil {
			yield(lapseKey(string(a.Record.Kind), a.Record.Name, a.Reason))
		}
	},
}

// improvementsByDecision finds improvements by the decision that they carry out.
var improvementsByDecision = &assess.Index[*api.Improvement]{
	Keys: func(r *api.Improvement, yield func(string)) {
		if d := r.Spec.DecisionRef; d != nil {
			yield(d.ReviewRef.Name + "/" + d.DecisionID)
		}
	},
}

var docDecisionTracked = assess.Doc{
	ID: "P10-05", Point: assess.Improvement, Aspect: assess.Covered, Clause: "9.3.3, 10.1",
	Requires: "What a review decides to improve is carried out as an improvement",
	Fires:    "an open decision on improvement that is not marked noActionNeeded is tracked by no Improvement (minor; observation once a later review was held); one that a later review carries on is judged there",
	Reasons:  []string{"DecisionNotTracked"}, Grades: []api.Grade{api.GradeObservation, api.GradeMinor},
	Remedy: "Add an Improvement, and name it in trackedBy of the decision",
}

func checkDecisionTracked(c *assess.Context, r *api.ManagementReview, grade grading) {
	last := latestReview(c)
	for i := range r.Spec.Decisions {
		d := &r.Spec.Decisions[i]
		if d.Category != api.DecisionImprovement || d.NoActionNeeded != "" || d.TrackedBy != nil || c.Today.Reached(d.CompletedOn) {
			continue
		}
		if (last != r && carries(last, d.ID)) || len(assess.By(c.World, improvementsByDecision, r.Name+"/"+d.ID)) > 0 {
			continue
		}
		c.Report(assess.Finding{
			Reason: "DecisionNotTracked", Grade: grade(api.GradeMinor), Field: decisionField(d, "trackedBy"),
			Message: fmt.Sprintf("No Improvement carries out the decision %s", quote(d.ID)),
		})
	}
}
