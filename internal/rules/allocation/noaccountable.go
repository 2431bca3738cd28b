package allocation

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docNoAccountable = assess.Doc{
	ID: "P8-01", Aspect: assess.Owned, Clause: "5.3, A.5.2",
	Requires: "A role answers for the result of each activity and control",
	Fires:    "a row names no accountable role (minor; major for a mandatory activity); an empty row of another activity is left to P8-09",
	Reasons:  []string{"NoAccountable"}, Grades: []api.Grade{api.GradeMinor, api.GradeMajor},
	Remedy: "Set accountable of the row to the one role that answers for it",
	Policy: []string{"allocation.mandatoryActivities"},
}

func checkNoAccountable(c *assess.Context, row *api.AccountabilityRow) {
	if len(row.AccountableRoleRefs) > 0 || (emptyRow(row) && !mandatoryRow(c, row)) {
		return
	}
	f := assess.Finding{
		Reason: "NoAccountable", Grade: api.GradeMinor, Field: facts.RowField(row, "accountableRoleRefs"),
		Message: fmt.Sprintf("No role is accountable for %s", facts.Quote(row.Name)),
	}
	if mandatoryRow(c, row) {
		f.Grade = api.GradeMajor
		f.Message = fmt.Sprintf("No role is accountable for %s, the mandatory activity %s", facts.Quote(row.Name), row.Activity)
	}
	c.Report(f)
}
