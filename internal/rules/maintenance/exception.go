package maintenance

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// exceptionOver reports whether the exception has run out.
func exceptionOver(c *assess.Context, e *api.SecurityException) bool {
	return e.Spec.Validity != nil && c.Today.Past(e.Spec.Validity.ValidUntil)
}
