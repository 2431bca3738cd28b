package facts

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// NotEntitled is the finding on a signature of the record under judgement; false where there
// is nothing to say, where another rule says that nobody knows who signed, or where X-20 says
// that who signed was not engaged.
func NotEntitled(c *assess.Context, a *api.Approval, s Signature) (f assess.Finding, found bool) {
	if a == nil || s.Reason == "" || a.Signature != "" && SignedBy(c, c.Subject(), a).Reason == SignerNotEngaged {
		return f, false
	}
	what := "does not count"
	if s.Counts {
		what = "counts nevertheless"
	}
	return assess.Finding{
		Reason: s.Reason, Grade: s.Grade, Field: ApprovalField(a, "by"),
		Message: fmt.Sprintf("The approval by %s on %s %s: %s", Quote(a.By.Name()), a.ApprovedOn, what, s.Why),
	}, true
}

// ExceptionNotEntitled is the finding on the signature of an exception; false where there
// is nothing to say, or where it is by who asked for it or is its subject, which P6-08 and
// D-03 say.
func ExceptionNotEntitled(c *assess.Context, e *api.SecurityException, what api.SignedAct) (f assess.Finding, found bool) {
	a, signature := ExceptionSigned(c, e, what)
	if a == nil || ApprovedBySubject(c, e) || Asked(c, e.Spec.RequestedBy, a) {
		return f, false
	}
	return NotEntitled(c, a, signature)
}
