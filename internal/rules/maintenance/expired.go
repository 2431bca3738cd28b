package maintenance

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docExpired = assess.Doc{
	ID: "P6-01", Point: assess.Maintenance, Aspect: assess.Current, Clause: "7.1",
	Requires: "What is in use is under a licence or contract that runs",
	Fires:    "the term has ended and it is still in use (minor; major if it is critical or a control rests on it; one grade lower while a SecurityException waives it), or has not started, or its renewal was decided and the papers are due (observation)",
	Reasons:  []string{"ContractExpired", "TermNotStarted", "RenewalPapersDue"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeMinor, api.GradeMajor},
	Remedy:   "Renew and set spec.term.end, or set spec.retiredOn if it is out of use",
	Policy:   []string{"outsourcing.renewalPapersDays"},
	Alone:    "what has not started may be in time",
}

func checkExpired(c *assess.Context, s facts.Supply) {
	if s.Term == nil {
		return
	}
	if s.Renewing(c) {
		c.Report(assess.Finding{
			Reason: "RenewalPapersDue", Grade: api.GradeObservation, Field: "spec.term.end", Since: s.Term.End.AddDays(1),
			Message: fmt.Sprintf("The term ended on %s and is renewed, and the new one is to be on record by %s", s.Term.End, s.Term.End.AddDays(c.Policy.RenewalPapers())),
			Remedy:  "Set spec.term to the new term",
		})
		return
	}
	if c.Today.Past(s.Term.End) {
		c.Report(facts.Waived(c, s.Kind, s.Name, assess.Finding{
			Reason: "ContractExpired", Grade: s.Grade(), Field: "spec.term.end", Since: s.Term.End.AddDays(1),
			Message: fmt.Sprintf("The term ended on %s%s, and it is still in use", s.Term.End, s.Carries()),
		}))
	} else if !facts.Started(c, s.Term.Start) {
		c.Report(assess.Finding{
			Reason: "TermNotStarted", Grade: api.GradeObservation, Field: "spec.term.start",
			Message: fmt.Sprintf("The term starts on %s; until then nothing covers the use", s.Term.Start),
			Remedy:  "Do not use it before, or correct spec.term.start",
		})
	}
}
