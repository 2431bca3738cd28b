package budget

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docBudgetApproval = assess.Doc{
	ID: "P4-02", Aspect: assess.Owned, Clause: "5.1 c, 7.1",
	OfAct:    true,
	Requires: "Top management approves the budget, and not who asked for it",
	Fires:    "the approver was neither top management nor its delegate, in office on the day, or is who asked for the budget (minor; observation where it was ratified, or where one single internal person is engaged); nobody is known who asked for it (unknown)",
	Reasons:  []string{"BudgetApprovalInvalid", "BudgetRequesterUnknown"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeUnknown, api.GradeMinor},
	Remedy:   "Have somebody of top management approve the budget who did not ask for it, and record it in spec.approvals",
	Alone:    "what was signed stands or was ratified, and what one single person cannot mend is no habit",
}

func checkBudgetApproval(c *assess.Context, r *api.SecurityBudget) {
	if !facts.BudgetApproved(c, r) || facts.BudgetEnded(c, r) {
		return
	}
	a, signature := facts.BudgetSigned(c, r)
	if facts.ApproverUnknown(c, a) {
		return // X-13 says so
	}
	f := assess.Finding{Reason: "BudgetApprovalInvalid", Grade: api.GradeMinor, Field: facts.ApprovalField(a, "by")}
	by := a.By.Name()
	switch {
	case facts.Asked(c, r.Spec.RequestedBy, a):
		f.Message = fmt.Sprintf("%s approved the budget on %s and had asked for it", by, a.ApprovedOn)
		if !signature.Counts && signature.Why != "" {
			f.Message += "; " + signature.Why
		}
	case signature.Reason != "":
		f.Grade = signature.Grade
		f.Message = fmt.Sprintf("%s approved the budget on %s: %s", by, a.ApprovedOn, signature.Why)
	case len(facts.PeopleBehind(c, r.Spec.RequestedBy, a.ApprovedOn)) == 0:
		f.Reason, f.Grade, f.Field = "BudgetRequesterUnknown", api.GradeUnknown, "spec.requestedBy"
		f.Message = "Nobody knows whether the approver is who asked for the budget"
		f.Remedy = "Set spec.requestedBy to a Person, or to a SecurityRole that somebody held on that day"
	default:
		return
	}
	c.Report(f)
}
