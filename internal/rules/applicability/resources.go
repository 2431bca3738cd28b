package applicability

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docResources = assess.Doc{
	ID: "S-03", Aspect: assess.Covered, Clause: "6.1.3 d, 7.1",
	Requires: "A control that is necessary has resources",
	Fires:    "a control is applicable or inherited and has no resource on record, neither in the statement nor by a tool, asset or service that names it (minor; major if it is said to be implemented, or if too many of the necessary controls have none; once for all controls)",
	Reasons:  []string{"ControlWithoutResources"}, Grades: []api.Grade{api.GradeMinor, api.GradeMajor},
	Remedy: "Name what carries the control in its resourceRefs, or name the control in controls of the tool, asset or service",
	Policy: []string{"applicability.withoutResourcesMajorPercent"},
}

// checkResources reports once how many controls have none: it is one lack, and which they are
// is in the message.
func checkResources(c *assess.Context, s *facts.Statement) {
	needed := 0
	var bare []*api.ControlStatement
	for i := range s.Record.Spec.Controls {
		e := &s.Record.Spec.Controls[i]
		if s.Controls[e.ID] != e || !facts.Necessary(e) {
			continue
		}
		needed++
		if len(facts.Allocated(c, e)) == 0 {
			bare = append(bare, e)
		}
	}
	limit := c.Policy.ControlsWithoutResourcesMajor()
	many := len(bare)*100 >= needed*limit
	var claimed, others []*api.ControlStatement
	for _, e := range bare {
		if e.Implementation == api.ImplementationImplemented {
			claimed = append(claimed, e)
		} else {
			others = append(others, e)
		}
	}
	report := func(group []*api.ControlStatement, grade api.Grade, one, several string) {
		if len(group) == 0 {
			return
		}
		f := assess.Finding{
			Reason: "ControlWithoutResources", Grade: grade, Field: facts.ControlField(group[0], "resourceRefs"),
			Message: facts.ControlsNamed(idsOf(group)) + " " + one,
		}
		if len(group) > 1 {
			f.Message = fmt.Sprintf("%d controls %s: %s", len(group), several, facts.AllControls(idsOf(group)))
		}
		if many {
			f.Grade = api.GradeMajor
			f.Message += fmt.Sprintf("; %d of %d necessary controls have none, and the limit is %d %%", len(bare), needed, limit)
		}
		c.Report(f)
	}
	report(claimed, api.GradeMajor, "is said to be implemented and has no resources", "are said to be implemented and have no resources")
	report(others, api.GradeMinor, "is necessary and has no resources", "are necessary and have no resources")
}
