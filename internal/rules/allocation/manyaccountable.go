package allocation

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docManyAccountable = assess.Doc{
	ID: "P8-02", Aspect: assess.Owned, Clause: "5.3, A.5.2",
	Requires: "One role alone answers for a result",
	Fires:    "a row names more than one accountable role (minor)",
	Reasons:  []string{"MultipleAccountable"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Keep one role in accountable of the row, and make the others responsible",
}

func checkManyAccountable(c *assess.Context, row *api.AccountabilityRow) {
	if names := facts.Names(row.AccountableRoleRefs); len(names) > 1 {
		c.Report(assess.Finding{
			Reason: "MultipleAccountable", Grade: api.GradeMinor, Field: facts.RowField(row, "accountableRoleRefs"),
			Message: fmt.Sprintf("%d roles are accountable for %s: %s", len(names), facts.Quote(row.Name), assess.List(names)),
		})
	}
}
