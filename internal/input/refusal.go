package input

import (
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
)

// Refusal says why an API server did not list something, without the names that its own words
// have. It is the same while the trouble is.
func Refusal(err error) string {
	switch {
	case apierrors.IsForbidden(err), apierrors.IsUnauthorized(err):
		return "whoever looked may not list them"
	case apierrors.IsNotFound(err):
		return "the API server does not serve them"
	}
	return fmt.Sprintf("the API server refused to list them (%s)", apierrors.ReasonForError(err))
}
