package every

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docApprover = assess.Doc{
	ID: "X-13", Aspect: assess.Owned, Clause: "5.3, 7.5.3",
	Requires: "It is known who approved",
	Fires:    "an approval is by words that name nobody or could name several, or by a role that nobody held on the day (unknown)",
	Reasons:  []string{"ApproverUnknown"}, Grades: []api.Grade{api.GradeUnknown},
	Remedy: "Name the Person who approved, or a SecurityRole that somebody held on the day; who is from outside is a Person too",
}

// approverKnown asks it of a kind that is approved.
func approverKnown[T api.Record]() assess.Rule {
	return assess.On(docApprover, func(c *assess.Context, r T) { checkApprover(c, r) })
}

func checkApprover(c *assess.Context, r api.Record) {
	if c.Kind().Replaced(c, r) {
		return
	}
	for _, a := range c.Kind().Approvals(r) {
		if c.Today.Reached(a.ApprovedOn) && facts.ApproverUnknown(c, &a) {
			message := fmt.Sprintf("Nobody is known who approved as %s on %s", facts.Quote(a.By.Name()), a.ApprovedOn)
			if could := facts.CouldBe(c.World, &a.By); could != "" {
				message += ", which could be several: " + could
			}
			c.Report(assess.Finding{
				Reason: "ApproverUnknown", Grade: api.GradeUnknown, Field: facts.ApprovalField(&a, "by"), Message: message,
			})
		}
	}
}
