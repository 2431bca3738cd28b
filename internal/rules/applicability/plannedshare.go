package applicability

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docPlannedShare = assess.Doc{
	ID: "S-14", Aspect: assess.Covered, Clause: "6.1.3, 8.3",
	Requires: "An ISMS that is certified or maintained works, and is not planned",
	Fires:    "from the phase Certification on, more of the necessary controls than the policy allows are not implemented (minor of the whole; major above a greater share)",
	Reasons:  []string{"TooMuchPlanned"}, Grades: []api.Grade{api.GradeMinor, api.GradeMajor},
	Remedy: "Implement the controls, those first that treat High risks",
	Policy: []string{"applicability.plannedMinorPercent", "applicability.plannedMajorPercent"},
}

func checkPlannedShare(c *assess.Context, s *facts.Statement) {
	if !facts.Established(c) {
		return
	}
	needed, open := 0, []string(nil)
	for i := range s.Record.Spec.Controls {
		e := &s.Record.Spec.Controls[i]
		if s.Controls[e.ID] != e || !facts.Necessary(e) {
			continue
		}
		needed++
		if e.Implementation == api.ImplementationPlanned {
			open = append(open, e.ID)
		}
	}
	share := func(percent int) bool { return len(open)*100 > needed*percent }
	f := assess.Finding{Reason: "TooMuchPlanned", Grade: api.GradeMinor, Field: "spec.controls"}
	limit := c.Policy.PlannedMinor()
	switch {
	case share(c.Policy.PlannedMajor()):
		f.Grade, limit = api.GradeMajor, c.Policy.PlannedMajor()
	case !share(limit):
		return
	}
	f.Message = fmt.Sprintf("%d of %d necessary controls are not implemented in the phase %s, more than %d %%: %s",
		len(open), needed, facts.PhaseOf(c), limit, facts.ControlList(open))
	c.Report(f)
}
