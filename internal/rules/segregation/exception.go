package segregation

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// waiving reports whether the exception is on record as waiving a conflict: one that
// is closed or has ended is history.
func waiving(c *assess.Context, e *api.SecurityException) bool {
	ended := e.Spec.Validity != nil && c.Today.Past(e.Spec.Validity.ValidUntil)
	return e.Spec.Conflict != nil && !ended && !c.Today.Reached(e.Spec.ClosedOn)
}
