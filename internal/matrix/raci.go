package matrix

import (
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
	"github.com/isms-operator/isms-operator/internal/rules/allocation"
	"github.com/isms-operator/isms-operator/internal/rules/every"
)

// Accountability is a row of a matrix of accountability.
type Accountability struct {
	// Matrix that the row is of; nil where no matrix has a row for a mandatory activity.
	Matrix *api.AccountabilityMatrix
	Row    *api.AccountabilityRow
	// Gaps are the reasons of the findings that the rules have on this.
	Gaps []string
}

// Accountabilities returns the rows of all matrices, by matrix and in its order, then
// the mandatory activities that none of them has. The context must be one of
// assess.Look.
func Accountabilities(c *assess.Context) []Accountability {
	var all []Accountability
	for m := range assess.All[*api.AccountabilityMatrix](c.World) {
		for i := range m.Spec.Rows {
			row := &m.Spec.Rows[i]
			gaps := slices.Concat(allocation.RowGaps(c, row), every.ControlGaps(row.Control), allocation.OwnershipGaps(c, row))
			all = append(all, Accountability{Matrix: m, Row: row, Gaps: gaps})
		}
	}
	for _, activity := range facts.ActivitiesWithoutRow(c) {
		all = append(all, Accountability{
			Row: &api.AccountabilityRow{Name: string(activity), Activity: activity}, Gaps: []string{allocation.ReasonWithoutRow()},
		})
	}
	return all
}
