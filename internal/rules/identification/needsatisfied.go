package identification

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docNeedSatisfied = assess.Doc{
	ID: "P1-13", Aspect: assess.Covered, Clause: "7.1",
	Requires: "What is said to satisfy a need is there",
	Fires:    "a need is said to be fulfilled, and no resource that can be relied on satisfies it (minor; major if it comes from a risk of rating High or Critical; one grade lower while a SecurityException waives what one of them lacks), or nobody knows whether one can be relied on (unknown)",
	Reasons:  []string{"NeedNotSatisfied", "NeedSatisfactionUnknown"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeUnknown, api.GradeMinor, api.GradeMajor},
	Remedy:   "Name in spec.satisfiedByRefs a resource that can be relied on, or mend those that are named",
}

func checkNeedSatisfied(c *assess.Context, r *api.ResourceRequirement) {
	if !facts.NeedFulfilled(c, r) {
		return
	}
	satisfied, lacks := facts.Satisfaction(c, r)
	if satisfied {
		return
	}
	message := fmt.Sprintf("The need %s is said to be fulfilled, and no resource is named that does it", facts.Gist(r.Spec.Need))
	if len(lacks) > 0 {
		message = fmt.Sprintf("The need %s is said to be fulfilled, and nothing that does it can be relied on: %s", facts.Gist(r.Spec.Need), assess.List(lacks))
	}
	f := assess.Finding{Reason: "NeedNotSatisfied", Field: "spec.satisfiedByRefs"}
	f.Grade, f.Message = byRisk(c, r, message)
	refs := facts.Satisfiers(c, r)
	if facts.Unsure(c, refs) {
		f.Reason, f.Grade = "NeedSatisfactionUnknown", api.GradeUnknown
		f.Message = fmt.Sprintf("The need %s is said to be fulfilled, and nobody knows whether what does it can be relied on: %s", facts.Gist(r.Spec.Need), assess.List(lacks))
		f.Remedy = "Record what is not known of what satisfies the need, such as spec.term.end of a ToolLicense"
	}
	c.Report(facts.Softened(c, refs, f))
}
