package maintenance

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docRenewal = assess.Doc{
	ID: "P6-02", Point: assess.Maintenance, Aspect: assess.Current, Clause: "7.1",
	Requires: "The end of a term is decided before notice must be given",
	Fires:    "the day to give notice is within the warning window and nothing is decided (observation; minor once that day is over)",
	Reasons:  []string{"RenewalDecisionDue"}, Grades: []api.Grade{api.GradeObservation, api.GradeMinor},
	Remedy: "Decide whether to renew, replace or terminate, and set spec.term.renewalDecision",
	Policy: []string{"renewalWarningDays"},
}

func checkRenewal(c *assess.Context, s facts.Supply) {
	t := s.Term
	if t == nil || t.End.IsZero() || c.Today.Past(t.End) {
		return
	}
	if facts.TermDecided(&c.Today, t) {
		return
	}
	notice := t.End.AddDays(-int(t.NoticePeriodDays))
	if !c.Today.Reached(notice.AddDays(-c.Policy.RenewalWarning())) {
		return
	}
	f := assess.Finding{Reason: "RenewalDecisionDue", Grade: api.GradeObservation, Field: "spec.term.renewalDecision"}
	switch {
	case t.NoticePeriodDays == 0:
		f.Message = fmt.Sprintf("The term ends on %s, and nothing is decided", t.End)
	case c.Today.Past(notice):
		f.Grade, f.Since = api.GradeMinor, notice.AddDays(1)
		f.Message = fmt.Sprintf("Notice had to be given by %s for the term that ends on %s, and nothing is decided", notice, t.End)
	default:
		f.Message = fmt.Sprintf("Notice must be given by %s for the term that ends on %s, and nothing is decided", notice, t.End)
	}
	c.Report(f)
}
