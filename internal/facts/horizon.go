package facts

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// Horizon is how far after what hangs on it a day may lie that still is a plan. A later day
// is one that never comes: it is graded as if no day were set.
type Horizon struct{ months, days int }

// Months and Days are horizons of the policy.
func Months(n int) Horizon { return Horizon{months: n} }

// Days is a horizon of days.
func Days(n int) Horizon { return Horizon{days: n} }

func (h Horizon) String() string {
	if h.days > 0 {
		return fmt.Sprintf("%d days", h.days)
	}
	return fmt.Sprintf("%d months", h.months)
}

// after is the last day of the horizon.
func (h Horizon) after(from api.Date) api.Date { return from.AddMonths(h.months).AddDays(h.days) }

// TooLate says of a day that is planned that it lies beyond its horizon, measured from the
// decision or finding that it hangs on; "" where it does not, or where there is no day.
// Where nobody knows from when to measure, a day is beyond while it lies further ahead than
// the horizon: nothing was decided later than today.
func TooLate(c *assess.Context, due, from api.Date, h Horizon) string {
	switch {
	case due.IsZero():
		return ""
	case from.IsZero():
		if c.Today.Reached(due.AddDays(-h.days).AddMonths(-h.months)) {
			return ""
		}
		return fmt.Sprintf("%s, more than %s ahead", due, h)
	case due.After(h.after(from)):
		return fmt.Sprintf("%s, later than %s after %s", due, h, from)
	}
	return ""
}

// InTime reports whether a day is set that lies within its horizon.
func InTime(c *assess.Context, due, from api.Date, h Horizon) bool {
	return !due.IsZero() && TooLate(c, due, from, h) == ""
}

// AuditFindingHorizon is by when an audit finding is to be dealt with.
func AuditFindingHorizon(c *assess.Context, f *api.AuditFinding) Horizon {
	if f.Grade == api.GradeMajor {
		return Days(c.Policy.MajorHorizon())
	}
	return Months(c.Policy.ActionHorizon())
}
