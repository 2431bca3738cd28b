package allocation

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docRaciCells = assess.Doc{
	ID: "P8-09", Aspect: assess.Covered, Clause: "5.3, 7.5.3",
	Requires: "Every cell of the matrix can be read",
	Fires:    "a row is empty and not about a mandatory activity, has cells that are none of R, A, C and I, or has a role that is both accountable and informed (unknown)",
	Reasons:  []string{"RaciCellUnreadable"}, Grades: []api.Grade{api.GradeUnknown},
	Remedy: "Find out what the source meant and set accountable, responsible, consulted and informed of the row; take out what is in unreadable",
}

func checkRaciCells(c *assess.Context, row *api.AccountabilityRow) {
	report := func(field, message string) {
		c.Report(assess.Finding{Reason: "RaciCellUnreadable", Grade: api.GradeUnknown, Field: field, Message: message})
	}
	if emptyRow(row) && !mandatoryRow(c, row) { // of a mandatory activity P8-01 says more
		report("spec.rows["+row.Name+"]", fmt.Sprintf("The row %s is empty", facts.Quote(row.Name)))
	}
	if len(row.Unreadable) > 0 {
		cells := make([]string, len(row.Unreadable))
		for i, cell := range row.Unreadable {
			cells[i] = facts.Quote(cell)
		}
		report(facts.RowField(row, "unreadable"), fmt.Sprintf("The row %s has cells that are none of R, A, C and I: %s", facts.Quote(row.Name), assess.List(cells)))
	}
	accountable := facts.Names(row.AccountableRoleRefs)
	for _, name := range facts.Names(row.InformedRoleRefs) {
		if slices.Contains(accountable, name) {
			report(facts.RowField(row, "informedRoleRefs["+name+"]"), fmt.Sprintf("The role %s is both accountable for %s and informed of it", facts.Quote(name), facts.Quote(row.Name)))
		}
	}
}
