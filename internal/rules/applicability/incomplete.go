package applicability

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/annexa"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docIncomplete = assess.Doc{
	ID: "S-02", Aspect: assess.Covered, Clause: "6.1.3 c, d",
	Requires: "The statement decides on every control of Annex A",
	Fires:    "a control is missing or undecided (minor; major in the phases Certification and Maintenance)",
	Reasons:  []string{"SoaIncomplete"}, Grades: []api.Grade{api.GradeMinor, api.GradeMajor},
	Remedy: "Decide on each of the controls: set its applicability in spec.controls to Applicable, Inherited or Excluded",
}

func checkIncomplete(c *assess.Context, s *facts.Statement) {
	all := annexa.All()
	var open []string
	for _, control := range all {
		if !s.Decided(control.ID) {
			open = append(open, control.ID)
		}
	}
	if len(open) == 0 {
		return
	}
	f := assess.Finding{
		Reason: "SoaIncomplete", Grade: api.GradeMinor, Field: "spec.controls",
		Message: fmt.Sprintf("%d of %d controls are not decided: %s", len(open), len(all), facts.ControlList(open)),
	}
	if facts.Established(c) {
		f.Grade = api.GradeMajor
	}
	c.Report(f)
}
