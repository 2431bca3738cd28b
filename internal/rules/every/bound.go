package every

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docBound = assess.Doc{
	ID: "X-19", Aspect: assess.Covered, Clause: "7.5.3",
	Requires: "An approval says what was approved",
	Fires:    "an approval has no contentHash, so that nobody sees whether the record was changed after it (observation, where nothing else binds what the record says now; minor, where the policy asks for signatures)",
	Reasons:  []string{"ApprovalNotBound"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeMinor},
	Remedy:   `Have it approved again with "kubectl isms approve", which binds the approval to what the record says`,
	Policy:   []string{"signatures.earlierUntil", "signatures.requiredFrom", "signatures.subjects"},
	Alone:    "ISO/IEC 27001 asks for no hash, and approvals from before there were any are no habit",
}

// proven asks of a kind that is approved what its approvals are bound to, and who is proven to
// have given them.
func proven[T api.Record]() []assess.Rule {
	return []assess.Rule{
		assess.On(docBound, func(c *assess.Context, r T) { checkBound(c, r) }),
		assess.On(docSigned, func(c *assess.Context, r T) { checkSigned(c, r) }),
	}
}

func checkBound(c *assess.Context, r api.Record) {
	var latest *api.Approval
	watched := false
	all := c.Kind().Approvals(r)
	for i := range all {
		a := &all[i]
		switch {
		case !c.Today.Reached(a.ApprovedOn):
		case a.ContentHash != "":
			watched = watched || facts.BindsThis(c, r, a)
		case facts.SignatureRequired(c, c.Kind(), r, a):
			c.Report(notBound(a, api.GradeMinor))
			watched = true // one lack is told once
		case latest == nil || a.ApprovedOn.After(latest.ApprovedOn):
			latest = a
		}
	}
	if latest != nil && !watched && !facts.ApprovedForPast(c, r) {
		c.Report(notBound(latest, api.GradeObservation))
	}
}

func notBound(a *api.Approval, grade api.Grade) assess.Finding {
	return assess.Finding{
		Reason: "ApprovalNotBound", Grade: grade, Field: facts.ApprovalField(a, "contentHash"), Since: a.ApprovedOn,
		Message: fmt.Sprintf("Nothing tells what %s approved on %s: a change after it would not be seen", facts.Quote(a.By.Name()), a.ApprovedOn),
	}
}
