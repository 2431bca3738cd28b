package allocation

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docNoResponsible = assess.Doc{
	ID: "P8-03", Aspect: assess.Owned, Clause: "5.3, A.5.2",
	Requires: "A role does the work",
	Fires:    "a row that is not empty names no responsible role (minor)",
	Reasons:  []string{"NoResponsible"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Set responsible of the row to the roles that do the work; it may be the accountable one",
}

func checkNoResponsible(c *assess.Context, row *api.AccountabilityRow) {
	if len(row.ResponsibleRoleRefs) == 0 && !emptyRow(row) {
		c.Report(assess.Finding{
			Reason: "NoResponsible", Grade: api.GradeMinor, Field: facts.RowField(row, "responsibleRoleRefs"),
			Message: fmt.Sprintf("No role is responsible for %s", facts.Quote(row.Name)),
		})
	}
}
