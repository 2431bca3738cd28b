package maintenance

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docReplacement = assess.Doc{
	ID: "P6-13", Point: assess.Maintenance, Aspect: assess.Owned, Clause: "5.1 c, 7.1, A.8.8",
	Requires: "Top management decides to run what the vendor no longer supports until it is replaced",
	Fires:    "support of a critical tool or asset, or of one that a control rests on, has ended, a replacement is planned in time, and top management is not known to have decided on that (observation)",
	Reasons:  []string{"ReplacementNotDecided"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Have top management decide on the plan, and set spec.replacement.decidedBy and decidedOn",
}

// replacementDecided makes rule P6-13 for a kind.
func replacementDecided[T api.Record](of func(T) facts.Supply, how func(T) vendorSupport) assess.Rule {
	return assess.On(docReplacement, func(c *assess.Context, r T) {
		s, p := of(r), how(r)
		if s.Retired(c) || !s.Weighty() || !c.Today.Past(p.end) || !facts.Replaced(c, p.plan, p.end) {
			return // what is not planned in time is P6-04
		}
		c.Asked()
		f := assess.Finding{Reason: "ReplacementNotDecided", Grade: api.GradeObservation, Field: "spec.replacement.decidedBy", Since: p.end.AddDays(1)}
		f.Message = fmt.Sprintf("Vendor support of %s ended on %s%s, its replacement is due on %s, ", p.what, p.end, s.Carries(), p.plan.DueOn)
		switch by, on := p.plan.DecidedBy, p.plan.DecidedOn; {
		case by == nil:
			f.Message += "and it is not known who decided on that"
		case !c.Today.Reached(on):
			f.Field = "spec.replacement.decidedOn"
			f.Message += "and it is not known when that was decided"
		case !facts.ActedForTop(c, by, on):
			f.Message += fmt.Sprintf("and %s, who decided on that on %s, was not top management", by.Name(), on)
		default:
			return
		}
		c.Report(f)
	})
}
