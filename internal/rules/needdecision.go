package rules

import (
	"fmt"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

var docRefused = assess.Doc{
	ID: "P1-07", Aspect: assess.Covered, Clause: "6.1.3, 7.1",
	Requires: "Who refuses a resource decides what becomes of the risk that it was for",
	Fires:    "a need was refused, and a risk that it comes from is neither treated otherwise, nor avoided, nor accepted by its owner (major)",
	Reasons:  []string{"RefusedNeedRiskUntreated"}, Grades: []api.Grade{api.GradeMajor},
	Remedy: "Treat the risk by other resources, have its owner accept it, or take the refusal back",
}

func checkRefused(c *assess.Context, r *api.ResourceRequirement) {
	if !refused(c, r) {
		return
	}
	var open []string
	for _, ref := range driversOf(r).RiskRefs {
		if risk, ok := assess.Get[*api.Risk](c.World, ref.Name); ok && leftOpen(c, risk) {
			open = append(open, ref.Name)
		}
	}
	if len(open) == 0 {
		return
	}
	who := "nobody who is named"
	if by := r.Spec.Decision.By; by != nil {
		who = by.Name
	}
	day := ""
	if on := r.Spec.Decision.DecidedOn; !on.IsZero() {
		day = " on " + on.String()
	}
	c.Report(assess.Finding{
		Reason: "RefusedNeedRiskUntreated", Grade: api.GradeMajor, Field: "spec.decision.state",
		Message: fmt.Sprintf("The need %s was refused by %s%s, and risks that it was for are neither treated otherwise nor accepted by their owners: %s",
			gist(r.Spec.Need), who, day, assess.List(open)),
	})
}

// leftOpen reports whether nothing is done about the risk: it is not avoided, its
// owner has not accepted it, and nothing carries another treatment.
func leftOpen(c *assess.Context, r *api.Risk) bool {
	if r.Spec.Treatment == api.TreatmentAvoid {
		return false
	}
	if _, lacks := acceptanceLack(c, r); !lacks {
		return false
	}
	if r.Spec.Treatment == api.TreatmentAccept {
		return true
	}
	carried, _ := treatmentCarried(c, r)
	return !carried
}

var docRationale = assess.Doc{
	ID: "P5-03", Point: assess.Support, Aspect: assess.Covered, Clause: "5.1 c, 7.5",
	Requires: "A decision on resources says why",
	Fires:    "a decision of a review on resources, or of no category, gives neither a rationale nor a reason why no action is needed (observation)",
	Reasons:  []string{"DecisionWithoutRationale"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Set rationale of the decision, or record the reason in the next review if the minutes are approved",
}

func checkReviewRationale(c *assess.Context, r *api.ManagementReview, _ grading) {
	for i := range r.Spec.Decisions {
		d := &r.Spec.Decisions[i]
		onResources := d.Category == api.DecisionResource || d.Category == ""
		if onResources && strings.TrimSpace(d.Rationale) == "" && strings.TrimSpace(d.NoActionNeeded) == "" {
			c.Report(assess.Finding{
				Reason: "DecisionWithoutRationale", Grade: api.GradeObservation, Field: decisionField(d, "rationale"),
				Message: fmt.Sprintf("Decision %s of the review of %s does not say why it was taken", quote(d.ID), r.Spec.HeldOn),
			})
		}
	}
}

var docNeedRationale = assess.Doc{
	ID: docRationale.ID, Point: docRationale.Point, Aspect: docRationale.Aspect, Clause: docRationale.Clause,
	Requires: docRationale.Requires,
	Fires:    "a need was approved or refused without a rationale, or nothing says who decided or when (observation)",
	Reasons:  append([]string{"DecisionUnattributed"}, docRationale.Reasons...), Grades: docRationale.Grades,
	Remedy: "Set spec.decision.rationale",
}

func checkNeedRationale(c *assess.Context, r *api.ResourceRequirement) {
	d := needDecided(c, r)
	if d == nil || fulfilled(c, r) {
		return
	}
	if (d.By == nil || d.DecidedOn.IsZero()) && r.Spec.EscalatedOn.IsZero() { // else P5-08 asks
		lacks, field := "when", "decidedOn"
		if d.By == nil {
			lacks, field = "by whom", "by"
		}
		c.Report(assess.Finding{
			Reason: "DecisionUnattributed", Grade: api.GradeObservation, Field: "spec.decision." + field,
			Message: fmt.Sprintf("The need %s was %s, and nothing says %s", gist(r.Spec.Need), strings.ToLower(string(d.State)), lacks),
			Remedy:  "Set spec.decision.by and spec.decision.decidedOn",
		})
	}
	if strings.TrimSpace(d.Rationale) != "" {
		return
	}
	c.Report(assess.Finding{
		Reason: "DecisionWithoutRationale", Grade: api.GradeObservation, Field: "spec.decision.rationale",
		Message: fmt.Sprintf("The need %s was %s, and nothing says why", gist(r.Spec.Need), strings.ToLower(string(d.State))),
	})
}

var docEscalation = assess.Doc{
	ID: "P5-08", Point: assess.Support, Aspect: assess.Current, Clause: "5.1 c",
	Requires: "Top management answers what is put to it",
	Fires:    "the time for an answer is over, and nobody has decided since, or somebody who was not top management (minor), or nobody knows when or by whom it was decided or since when it waits (unknown)",
	Reasons:  []string{"EscalationUnanswered", "EscalationUndated"}, Grades: []api.Grade{api.GradeUnknown, api.GradeMinor},
	Remedy: "Have top management decide, and set state, by, decidedOn and rationale of spec.decision",
	Policy: []string{"escalationAnswerDays"},
}

func checkEscalation(c *assess.Context, r *api.ResourceRequirement) {
	if fulfilled(c, r) {
		return
	}
	on := r.Spec.EscalatedOn
	if on.IsZero() {
		if d := r.Spec.Decision; d != nil && d.State == api.RequirementEscalated {
			c.Report(assess.Finding{
				Reason: "EscalationUndated", Grade: api.GradeUnknown, Field: "spec.escalatedOn",
				Message: fmt.Sprintf("The need %s was put to top management, and it is not known when", gist(r.Spec.Need)),
				Remedy:  "Set spec.escalatedOn",
			})
		}
		return
	}
	reportUnanswered(c, r, on)
}

// reportUnanswered judges the answer to an escalation. A refusal is judged too:
// it closes the need only if it is an answer.
func reportUnanswered(c *assess.Context, r *api.ResourceRequirement, on api.Date) {
	limit := on.AddDays(c.Policy.EscalationAnswer())
	f := assess.Finding{
		Reason: "EscalationUnanswered", Grade: api.GradeUnknown, Field: "spec.decision.decidedOn", Since: limit.AddDays(1),
		Message: fmt.Sprintf("The need %s was put to top management on %s, and was to be answered by %s", gist(r.Spec.Need), on, limit),
	}
	switch d := needDecided(c, r); {
	case d == nil || (!d.DecidedOn.IsZero() && d.DecidedOn.Before(on)):
		f.Grade, f.Field = api.GradeMinor, "spec.decision"
		f.Message += "; nobody has decided since"
	case d.DecidedOn.IsZero():
		f.Message += "; it is not known when it was decided"
	case d.By == nil:
		f.Field = "spec.decision.by"
		f.Message += fmt.Sprintf("; it is not known who decided on %s", d.DecidedOn)
	case !wasTopManagement(c, d.By.Name, d.DecidedOn):
		f.Grade, f.Field = api.GradeMinor, "spec.decision.by"
		f.Message += fmt.Sprintf("; %s, who decided on %s, was not top management", d.By.Name, d.DecidedOn)
	default:
		return
	}
	if c.Today.Past(limit) {
		c.Report(f)
	}
}
