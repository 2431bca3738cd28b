package identification

import (
	"slices"

	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docNeedSource = assess.Doc{
	ID: "P1-02", Aspect: assess.Covered, Clause: "7.1, 6.1",
	Requires: "A need for resources comes from a risk, an objective, a control or an obligation",
	Fires:    "a need that was not refused names none of them, and no objective names the need (minor)",
	Reasons:  []string{"NeedWithoutSource"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Name in spec.drivers what the need comes from",
}

func checkNeedSource(c *assess.Context, r *api.ResourceRequirement) {
	d := facts.DriversOf(r)
	if len(d.RiskRefs)+len(d.ObjectiveRefs)+len(facts.ExistingControls(d.Controls)) > 0 || len(assess.By(c.World, facts.ObjectivesByNeed, r.Name)) > 0 {
		return
	}
	if slices.ContainsFunc(d.Obligations, facts.Stated) {
		return
	}
	by := "nobody who is named"
	if r.Spec.RaisedBy != nil {
		by = r.Spec.RaisedBy.Name()
	}
	c.Report(assess.Finding{
		Reason: "NeedWithoutSource", Grade: api.GradeMinor, Field: "spec.drivers",
		Message: fmt.Sprintf("The need %s, raised by %s, comes from no risk, objective, control or obligation", facts.Gist(r.Spec.Need), by),
	})
}
