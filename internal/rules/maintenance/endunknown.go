package maintenance

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docEndUnknown = assess.Doc{
	ID: "P6-03", Point: assess.Maintenance, Aspect: assess.Current, Clause: "7.1",
	Requires: "It is known until when a licence or contract runs",
	Fires:    "there is no end date and no reason why it has none; a tool without a term of its own has that of the service that it is part of (unknown)",
	Reasons:  []string{"EndDateUnknown"}, Grades: []api.Grade{api.GradeUnknown},
	Remedy: "Set spec.term.end, or spec.term.evergreen with the reason why it has no end",
}

func checkEndUnknown(c *assess.Context, s facts.Supply) {
	if s.Term == nil || (s.Term.End.IsZero() && !facts.Endless(s.Term.Evergreen)) {
		c.Report(assess.Finding{
			Reason: "EndDateUnknown", Grade: api.GradeUnknown, Field: "spec.term.end",
			Message: "Nobody knows until when the term runs",
		})
	}
}
