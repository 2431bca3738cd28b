package every

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docApproval = assess.Doc{
	ID: "X-07", Aspect: assess.Covered, Clause: "7.5.3",
	Requires: "What was approved is what the record says now",
	Fires:    "the content has changed since the approval that is bound to it, and nobody who may has approved it as it is now (minor)",
	Reasons:  []string{"ApprovalStale"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Have the record approved again as it is now, or restore what was approved",
}

func checkApproval(c *assess.Context, r api.Record) {
	if c.Kind().Approvals == nil {
		return
	}
	all := c.Kind().Approvals(r)
	for i := range all {
		a := &all[i]
		if a.ContentHash == "" || facts.BindsThis(c, r, a) || approvedSince(c, r, a) {
			continue
		}
		c.Report(assess.Finding{
			Reason: "ApprovalStale", Grade: api.GradeMinor, Field: facts.ApprovalField(a, "contentHash"),
			Message: fmt.Sprintf("The content was changed after %s approved it on %s", facts.Quote(a.By.Name()), a.ApprovedOn),
		})
	}
}

// approvedSince reports whether another approval holds for the content as it is now, so
// that the stale one is history: it is bound to it and no earlier, or bound to nothing and
// later; and whoever gave it had the authority to it, if who gave the stale one had.
func approvedSince(c *assess.Context, r api.Record, stale *api.Approval) bool {
	return slices.ContainsFunc(c.Kind().Approvals(r), func(a api.Approval) bool {
		switch {
		case a.Name == stale.Name || !c.Today.Reached(a.ApprovedOn) || a.ApprovedOn.Before(stale.ApprovedOn):
			return false
		case a.ContentHash == "" && !a.ApprovedOn.After(stale.ApprovedOn):
			return false
		case a.ContentHash != "" && !facts.BindsThis(c, r, &a):
			return false
		}
		return facts.Entitled(c, r, &a) || !facts.Entitled(c, r, stale)
	})
}
