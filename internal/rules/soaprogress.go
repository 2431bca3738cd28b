package rules

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

var docSoaApproval = assess.Doc{
	ID: "S-09", Aspect: assess.Current, Clause: "6.1.3 d, 7.5.2, 7.5.3",
	Requires: "The statement is a version of a known day, approved, and reviewed at planned intervals",
	Fires:    "no version, date of issue or approval (minor), or the last review is overdue by the interval of the policy or a shorter one of the statement (minor; major beyond the limit, or in the phase Certification)",
	Reasons:  []string{"SoaNotApproved", "SoaReviewOverdue"}, Grades: []api.Grade{api.GradeMinor, api.GradeMajor},
	Remedy: "Have the statement reviewed and approved, and set spec.version, spec.issuedOn, spec.approval and spec.review.lastReviewedOn",
	Policy: []string{"soaReviewIntervalMonths", "soaReviewLimitMonths"},
}

func checkSoaApproval(c *assess.Context, s *statement) {
	lacks := func(field, message string) {
		c.Report(assess.Finding{Reason: "SoaNotApproved", Grade: api.GradeMinor, Field: field, Message: message})
	}
	spec := &s.record.Spec
	if !stated(spec.Version) {
		lacks("spec.version", "The statement names no version")
	}
	if spec.IssuedOn.IsZero() {
		lacks("spec.issuedOn", "It is not stated when the statement was issued")
	}
	switch a := spec.Approval; {
	case a == nil:
		lacks("spec.approval", "Nobody has approved the statement")
	case !c.Today.Reached(a.ApprovedOn):
		lacks("spec.approval.approvedOn", "The statement was not approved on a day that has come")
	}
	checkSoaReview(c, spec)
}

func checkSoaReview(c *assess.Context, spec *api.StatementOfApplicabilitySpec) {
	last, field := spec.IssuedOn, "spec.issuedOn"
	if r := spec.Review; r != nil && r.LastReviewedOn.After(last) && c.Today.Reached(r.LastReviewedOn) {
		last, field = r.LastReviewedOn, "spec.review.lastReviewedOn"
	}
	if last.IsZero() {
		return // without any date, the missing date of issue is the finding
	}
	due, limit := last.AddMonths(c.Policy.SoaReviewInterval()), last.AddMonths(c.Policy.SoaReviewLimit())
	if r := spec.Review; r != nil && r.IntervalMonths > 0 && last.AddMonths(int(r.IntervalMonths)).Before(due) {
		due = last.AddMonths(int(r.IntervalMonths)) // what rule X-06 asks of other records
	}
	f := assess.Finding{
		Reason: "SoaReviewOverdue", Grade: api.GradeMinor, Field: field, Since: due.AddDays(1),
		Message: fmt.Sprintf("The statement was last issued or reviewed on %s, and its next review was due on %s", last, due),
	}
	switch {
	case c.Today.Past(limit):
		f.Grade, f.Message = api.GradeMajor, f.Message+fmt.Sprintf("; the limit was %s", limit)
	case !c.Today.Past(due):
		return
	case c.Assessment.Spec.Phase == api.PhaseCertification:
		f.Grade, f.Message = api.GradeMajor, f.Message+"; the ISMS is to be certified"
	}
	// A policy can set the limit before the interval; overdue is then what the limit says.
	if limit.Before(due) {
		f.Since = limit.AddDays(1)
	}
	c.Report(f)
}

var docSoaTotals = assess.Doc{
	ID: "S-10", Aspect: assess.Covered, Clause: "7.5.3",
	Requires: "The totals that the statement declares are those of its entries",
	Fires:    "a declared total differs from the number of entries (observation)",
	Reasons:  []string{"SoaTotalsMismatch"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Correct spec.declaredTotals, or the entries that were counted wrongly",
}

func checkSoaTotals(c *assess.Context, s *statement) {
	declared := s.record.Spec.DeclaredTotals
	if declared == nil {
		return
	}
	rows := map[api.Applicability]int32{}
	for i := range s.record.Spec.Controls {
		a := s.record.Spec.Controls[i].Applicability
		if a == "" {
			a = api.ApplicabilityUndecided
		}
		rows[a]++
	}
	for _, total := range []struct {
		declared *int32
		of       api.Applicability
		field    string
	}{
		{declared.Applicable, api.ApplicabilityApplicable, "applicable"},
		{declared.Excluded, api.ApplicabilityExcluded, "excluded"},
		{declared.Inherited, api.ApplicabilityInherited, "inherited"},
		{declared.Undecided, api.ApplicabilityUndecided, "undecided"},
	} {
		if total.declared != nil && *total.declared != rows[total.of] {
			c.Report(assess.Finding{
				Reason: "SoaTotalsMismatch", Grade: api.GradeObservation, Field: "spec.declaredTotals." + total.field,
				Message: fmt.Sprintf("The statement declares %d controls as %s, and %d of its entries are", *total.declared, total.of, rows[total.of]),
			})
		}
	}
}

var docSoaPlanned = assess.Doc{
	ID: "S-12", Aspect: assess.Current, Clause: "6.1.3 d, e",
	Requires: "A necessary control is implemented, or will be by a known day",
	Fires:    "a control that is not implemented has no target date or its target date is over (minor), or it is not stated how far it is (unknown)",
	Reasons:  []string{"ImplementationUnknown", "PlannedControlOverdue"}, Grades: []api.Grade{api.GradeUnknown, api.GradeMinor},
	Remedy: "Implement the control and set implementation to Implemented, or set targetOn to the day that is planned now",
}

func checkSoaPlanned(c *assess.Context, e *api.ControlStatement) {
	f := assess.Finding{Reason: "PlannedControlOverdue", Grade: api.GradeMinor, Field: controlField(e, "targetOn")}
	switch {
	case e.Implementation == api.ImplementationImplemented:
		return
	case e.Implementation == "":
		f.Reason, f.Grade, f.Field = "ImplementationUnknown", api.GradeUnknown, controlField(e, "implementation")
		f.Message = fmt.Sprintf("It is not stated whether %s is implemented", controlName(e.ID))
	case e.TargetOn.IsZero():
		f.Message = fmt.Sprintf("%s is not implemented, and no day is planned for it", controlName(e.ID))
	case c.Today.Past(e.TargetOn):
		f.Since = e.TargetOn.AddDays(1)
		f.Message = fmt.Sprintf("%s was to be implemented by %s", controlName(e.ID), e.TargetOn)
	default:
		return
	}
	c.Report(f)
}

var docSoaEvidence = assess.Doc{
	ID: "S-13", Aspect: assess.Current, Clause: "7.5.3, 9.1",
	Requires: "There is recent evidence of a control that is said to be implemented",
	Fires:    "an implemented control has no evidence, evidence without a date, or none that is recent (observation); evidence that is dated ahead is left to X-05",
	Reasons:  []string{"EvidenceStale"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Collect evidence that the control works and add it to evidence of the control with its date",
	Policy: []string{"evidenceMaxAgeMonths"},
}

func checkSoaEvidence(c *assess.Context, e *api.ControlStatement) {
	if e.Implementation != api.ImplementationImplemented {
		return
	}
	var newest api.Date
	ahead := len(e.Evidence) > 0 // all of it is dated ahead, which rule X-05 reports
	for _, proof := range e.Evidence {
		on := proof.EffectiveOn
		if on.IsZero() {
			on = proof.CollectedOn
		}
		ahead = ahead && !on.IsZero() && !c.Today.Reached(on)
		if on.After(newest) && c.Today.Reached(on) {
			newest = on
		}
	}
	f := assess.Finding{Reason: "EvidenceStale", Grade: api.GradeObservation, Field: controlField(e, "evidence")}
	until := newest.AddMonths(c.Policy.EvidenceMaxAge())
	switch {
	case ahead:
		return
	case len(e.Evidence) == 0:
		f.Message = fmt.Sprintf("%s is said to be implemented without evidence", controlName(e.ID))
	case newest.IsZero():
		f.Message = fmt.Sprintf("Nobody knows how old the evidence of %s is", controlName(e.ID))
	case c.Today.Past(until):
		f.Since = until.AddDays(1)
		f.Message = fmt.Sprintf("The newest evidence of %s is of %s", controlName(e.ID), newest)
	default:
		return
	}
	c.Report(f)
}
