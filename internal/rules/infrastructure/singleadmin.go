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
	Remedy: "Name a second administrator in spec.administratorRefs, or a role that two people hold in spec.administrators",
	Alone:  "who is few cannot mend it: it is told, and what is done instead is recorded",
}

func checkSingleAdmin(c *assess.Context, r *api.ToolLicense) {
	if r.Spec.Criticality != api.CriticalityCritical || facts.ToolSupply(r).Retired(c) {
		return
	}
	here, stated := facts.Administrators(c, r)
	if len(here) >= 2 {
		return
	}
	message := "Nobody who is present administers the critical tool"
	if len(here) == 1 {
		message = fmt.Sprintf("%s alone administers the critical tool", here[0])
	}
	if len(stated) > 0 {
		message += "; who is behind " + assess.And(stated) + " is not known"
	}
	c.Report(assess.Finding{Reason: "SingleAdministrator", Grade: api.GradeObservation, Field: "spec.administratorRefs", Message: message})
}
