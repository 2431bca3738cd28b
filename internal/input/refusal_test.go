package input

import (
	"errors"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// TestRefusalNamesNobody: an API server says who asked for what; that is left out.
func TestRefusalNamesNobody(t *testing.T) {
	resource := schema.GroupResource{Group: "rbac.authorization.k8s.io", Resource: "roles"}
	for _, c := range []struct {
		err  error
		want string
	}{
		{apierrors.NewForbidden(resource, "erika", errors.New(`User "erika" cannot list`)), "whoever looked may not list them"},
		{apierrors.NewUnauthorized("erika"), "whoever looked may not list them"},
		{apierrors.NewNotFound(resource, "erika"), "the API server does not serve them"},
		{apierrors.NewInternalError(errors.New("erika")), "the API server refused to list them (InternalError)"},
		{errors.New("erika"), "the API server refused to list them ()"},
	} {
		if have := Refusal(c.err); have != c.want {
			t.Errorf("%v is told as %q, want %q", c.err, have, c.want)
		}
	}
}
