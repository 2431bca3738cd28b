package maintenance

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docLifecycle = assess.Doc{
	ID: "P6-17", Point: assess.Maintenance, Aspect: assess.Current, Clause: "7.1, A.8.8",
	Requires: "The recorded end of support is that of the life cycle that the record names",
	Fires:    "spec.lifecycleRef names a release that no file of life cycles has (opportunity); the life cycle tells an end that the record does not, or the record says a day that is none of the life cycle's, be it of active, security or extended support (observation); the life cycle says that support has ended, and the record that it has not (minor; major if it is critical or a control rests on it). That support ended where the record states no day P6-04 tells by the day of the life cycle",
	Reasons:  []string{"LifecycleNotLookedUp", "SupportEndUnrecorded", "SupportEndContradicted"},
	Grades:   []api.Grade{api.GradeOpportunity, api.GradeObservation, api.GradeMinor, api.GradeMajor},
	Remedy:   "Set spec.supportEndsOn to the day of the life cycle, or correct spec.lifecycleRef",
}

// lifecycled makes rule P6-17 for a kind.
func lifecycled[T api.Record](of func(T) facts.Supply, how func(T) vendorSupport) assess.Rule {
	return assess.On(docLifecycle, func(c *assess.Context, r T) { checkLifecycle(c, of(r), how(r)) })
}

func checkLifecycle(c *assess.Context, s facts.Supply, p vendorSupport) {
	if p.cycle == nil || s.Retired(c) {
		return
	}
	release := facts.Quote(p.cycle.Product + " " + p.cycle.Cycle)
	cycle, found := facts.Lifecycle(c, p.cycle)
	f := assess.Finding{Reason: "SupportEndContradicted", Grade: api.GradeObservation, Field: "spec.supportEndsOn"}
	over := facts.CycleOver(c, &cycle) && !c.Today.Past(p.end)
	if over {
		f.Grade = s.Grade()
	}
	switch {
	case !found:
		f.Reason, f.Grade, f.Field = "LifecycleNotLookedUp", api.GradeOpportunity, "spec.lifecycleRef"
		f.Message = fmt.Sprintf("Until when %s is supported is not compared: no file of life cycles has it", release)
		f.Remedy = "Judge with a file of life cycles that has the product and its release"
	case p.end.IsZero() && cycle.Ended:
		f.Reason = "SupportEndUnrecorded"
		f.Message = fmt.Sprintf("The life cycle of %s says that support has ended, and the record tells no end%s", release, s.Carries())
	case p.end.IsZero() && !cycle.EndsOn.IsZero():
		f.Reason, f.Grade = "SupportEndUnrecorded", api.GradeObservation
		f.Message = fmt.Sprintf("The life cycle of %s ends on %s, and the record tells no end of support", release, cycle.EndsOn)
	case p.end.IsZero():
		return // neither knows one
	case cycle.Ended && over:
		f.Message = fmt.Sprintf("The life cycle of %s says that support has ended, and the record that it ends on %s%s", release, p.end, s.Carries())
	case cycle.EndsOn.IsZero() || cycle.EndsOn == p.end || slices.Contains(cycle.OtherEnds, p.end):
		return
	default:
		if over {
			f.Since = cycle.EndsOn.AddDays(1)
		}
		f.Message = fmt.Sprintf("The life cycle of %s ends on %s, and the record says that support ends on %s%s", release, cycle.EndsOn, p.end, s.Carries())
	}
	c.Report(f)
}
