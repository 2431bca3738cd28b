package infrastructure

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docSingleAdmin = assess.Doc{
	ID: "P3-06", Aspect: assess.Covered, Clause: "7.1, A.8.2",
	Requires: "More than one person can administer a critical tool",
	Fires:    "fewer than two administrators of a critical tool are present (observation)",
	Reasons:  []string{"SingleAdministrator"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Name a second administrator in spec.administratorRefs",
	Alone:  "who is few cannot mend it: it is told, and what is done instead is recorded",
}

func checkSingleAdmin(c *assess.Context, r *api.ToolLicense) {
	if r.Spec.Criticality != api.CriticalityCritical || facts.ToolSupply(r).Retired(c) {
		return
	}
	var here []string
	for _, ref := range r.Spec.AdministratorRefs {
		if p, ok := assess.Get[*api.Person](c.World, ref.Name); ok && facts.Present(c, p) {
			here = append(here, ref.Name)
		}
	}
	if len(here) >= 2 {
		return
	}
	message := "Nobody who is present administers the critical tool"
	if len(here) == 1 {
		message = fmt.Sprintf("%s alone administers the critical tool", here[0])
	}
	c.Report(assess.Finding{Reason: "SingleAdministrator", Grade: api.GradeObservation, Field: "spec.administratorRefs", Message: message})
}
