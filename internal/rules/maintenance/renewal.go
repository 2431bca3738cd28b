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
	Fires:    "the day to give notice is within the warning window and nothing is decided (observation; minor once that day is over), or the term renews itself and no notice is stated (observation)",
	Reasons:  []string{"RenewalDecisionDue", "NoticePeriodUnknown"}, Grades: []api.Grade{api.GradeObservation, api.GradeMinor},
	Remedy: "Decide whether to renew, replace or terminate, and set spec.term.renewalDecision",
	Policy: []string{"maintenance.renewalWarningDays"},
	Alone:  "it warns before a day, and a warning is no lapse",
}

func checkRenewal(c *assess.Context, s facts.Supply) {
	t := s.Term
	if t == nil || t.End.IsZero() || c.Today.Past(t.End) {
		return
	}
	if facts.TermDecided(&c.Today, t) {
		return
	}
	if t.RenewalMode == api.RenewalAutomatic && t.NoticePeriodDays == nil {
		c.Report(assess.Finding{
			Reason: "NoticePeriodUnknown", Grade: api.GradeObservation, Field: "spec.term.noticePeriodDays",
			Message: fmt.Sprintf("The term renews itself on %s, and it is not stated until when notice must be given", t.End),
			Remedy:  "Set spec.term.noticePeriodDays, to 0 where no notice is agreed",
		})
	}
	notice := t.End.AddDays(-t.Notice())
	if !c.Today.Reached(notice.AddDays(-c.Policy.RenewalWarning())) {
		return
	}
	f := assess.Finding{Reason: "RenewalDecisionDue", Grade: api.GradeObservation, Field: "spec.term.renewalDecision"}
	switch {
	case t.Notice() == 0:
		f.Message = fmt.Sprintf("The term ends on %s, and nothing is decided", t.End)
	case c.Today.Past(notice):
		f.Grade, f.Since = api.GradeMinor, notice.AddDays(1)
		f.Message = fmt.Sprintf("Notice had to be given by %s for the term that ends on %s, and nothing is decided", notice, t.End)
	default:
		f.Message = fmt.Sprintf("Notice must be given by %s for the term that ends on %s, and nothing is decided", notice, t.End)
	}
	c.Report(f)
}
