package allocation

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// RowGaps are the reasons of what the rules find about one row of a matrix. The context
// must be one of assess.Look.
func RowGaps(c *assess.Context, row *api.AccountabilityRow) []string {
	return c.Ask(func(c *assess.Context) {
		checkNoAccountable(c, row)
		checkManyAccountable(c, row)
		checkNoResponsible(c, row)
		checkRaciRoles(c, &api.AccountabilityMatrix{Spec: api.AccountabilityMatrixSpec{Rows: []api.AccountabilityRow{*row}}})
		checkRaciCells(c, row)
	})
}

// OwnershipGaps are the reasons for which other documents contradict a row.
func OwnershipGaps(c *assess.Context, row *api.AccountabilityRow) []string {
	return c.Ask(func(c *assess.Context) { checkRowOwnership(c, row) })
}

// ReasonWithoutRow is the reason where no matrix has a row for a mandatory activity.
func ReasonWithoutRow() string { return docRaciActivities.Reasons[0] }
