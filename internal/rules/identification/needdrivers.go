package identification

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docNeedDrivers = assess.Doc{
	ID: "P1-03", Aspect: assess.Covered, Clause: "7.1, 6.1",
	Requires: "The risks and objectives that a need comes from exist",
	Fires:    "a risk or an objective that is named is not in the namespace (minor)",
	Reasons:  []string{"DanglingSource"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Add the record that is named, or name one that exists",
}

func checkNeedDrivers(c *assess.Context, r *api.ResourceRequirement) {
	d := facts.DriversOf(r)
	all := append(assess.ReferToEach[*api.Risk](c.World, "spec.drivers.riskRefs", d.RiskRefs),
		assess.ReferToEach[*api.SecurityObjective](c.World, "spec.drivers.objectiveRefs", d.ObjectiveRefs)...)
	for _, ref := range all {
		if !ref.Found {
			c.Report(assess.Finding{
				Reason: "DanglingSource", Grade: api.GradeMinor, Field: ref.Field,
				Message: fmt.Sprintf("The need %s comes from the %s %s, which does not exist", facts.Gist(r.Spec.Need), ref.Kind, facts.Quote(ref.Name)),
			})
		}
	}
}
