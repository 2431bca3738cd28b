package allocation

import (
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// mandatoryRow reports whether the row is about an activity that every ISMS has.
func mandatoryRow(c *assess.Context, row *api.AccountabilityRow) bool {
	return row.Activity != "" && slices.Contains(c.Policy.ExpectedActivities(), row.Activity)
}

// emptyRow reports whether the row says nothing at all.
func emptyRow(row *api.AccountabilityRow) bool {
	return len(row.AccountableRoleRefs)+len(row.ResponsibleRoleRefs)+len(row.ConsultedRoleRefs)+len(row.InformedRoleRefs)+len(row.Unreadable) == 0
}
