package applicability

import (
	"fmt"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docApproval = assess.Doc{
	ID: "S-09", Aspect: assess.Current, Clause: "6.1.3 d, 7.5.2, 7.5.3",
	Requires: "The statement is a version of a known day, approved, and reviewed at planned intervals",
	Fires:    "no version, date of issue or approval, or none but from long before it was issued (minor), or the last review is overdue by the interval of the policy or a shorter one of the statement (minor; major beyond the limit, or in the phase Certification)",
	Reasons:  []string{"SoaNotApproved", "SoaReviewOverdue"}, Grades: []api.Grade{api.GradeMinor, api.GradeMajor},
	Remedy: "Have the statement reviewed and approved, and set spec.version, spec.issuedOn, spec.approvals and spec.review.lastReviewedOn",
	Policy: []string{"applicability.reviewIntervalMonths", "applicability.reviewLimitMonths", "applicability.approvalLeadDays"},
}

func checkStatementApproval(c *assess.Context, s *facts.Statement) {
	f := assess.Finding{Reason: "SoaNotApproved", Grade: api.GradeMinor}
	lacks := func(field, message string) {
		if f.Field == "" {
			f.Field, f.Message = field, message
			return
		}
		f.Message += "; " + message
	}
	spec := &s.Record.Spec
	if a, _ := facts.StatementSigned(c, s.Record); a == nil {
		lacks(unapproved(c, spec))
	}
	if !facts.Given(spec.Version) {
		lacks("spec.version", "the statement names no version")
	}
	if spec.IssuedOn.IsZero() {
		lacks("spec.issuedOn", "it is not stated when the statement was issued")
	}
	if f.Field != "" { // one statement that is not approved, whatever it lacks for it
		f.Message = strings.ToUpper(f.Message[:1]) + f.Message[1:]
		c.Report(f)
	}
	checkStatementReview(c, spec)
}

// unapproved says why none of the approvals of a statement is one.
func unapproved(c *assess.Context, spec *api.StatementOfApplicabilitySpec) (field, message string) {
	a := api.FirstApproval(spec.Approvals)
	if a == nil {
		return "spec.approvals", "Nobody has approved the statement"
	}
	field = facts.ApprovalField(a, "approvedOn")
	if c.Today.Reached(a.ApprovedOn) {
		return field, fmt.Sprintf("The statement was approved on %s, long before it was issued on %s, and has not been since", a.ApprovedOn, spec.IssuedOn)
	}
	return field, "The statement was not approved on a day that has come"
}

func checkStatementReview(c *assess.Context, spec *api.StatementOfApplicabilitySpec) {
	last, field := spec.IssuedOn, "spec.issuedOn"
	if on, counts := facts.LookedOn(c, spec.Review); counts && on.After(last) {
		last, field = on, "spec.review.lastReviewedOn"
	}
	if last.IsZero() {
		return // without any date, the missing date of issue is the finding
	}
	due, limit := last.AddMonths(c.Policy.SoaReviewInterval()), last.AddMonths(c.Policy.SoaReviewLimit())
	if r := spec.Review; r != nil && (r.IntervalMonths > 0 || r.NextOn.After(last)) {
		if own := facts.NextLook(c, r, last); own.Before(due) {
			due = own // what rule X-06 asks of other records
		}
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
	case facts.PhaseOf(c) == api.PhaseCertification:
		f.Grade, f.Message = api.GradeMajor, f.Message+"; the ISMS is to be certified"
	}
	// A policy can set the limit before the interval; overdue is then what the limit says.
	if limit.Before(due) {
		f.Since = limit.AddDays(1)
	}
	c.Report(f)
}
