package support

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docReporting = assess.Doc{
	ID: "P5-07", Point: assess.Support, Aspect: assess.Owned, Clause: "5.3 b",
	Requires: "The information security manager reports to top management",
	Fires:    "no chain of reportsToRef leads to a role with the mandate TopManagement (observation)",
	Reasons:  []string{"NoReportingLine"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Set spec.reportsToRef so that it leads to a role with the mandate TopManagement",
}

func checkReporting(c *assess.Context, r *api.SecurityRole) {
	if r.Spec.Mandate != api.MandateInformationSecurityManager {
		return
	}
	seen := map[string]bool{}
	for at := r; at.Spec.ReportsToRef != nil && !seen[at.Name]; {
		seen[at.Name] = true
		next, ok := assess.Find[*api.SecurityRole](c.World, at.Spec.ReportsToRef)
		if !ok {
			break
		}
		if next.Spec.Mandate == api.MandateTopManagement {
			return
		}
		at = next
	}
	c.Report(assess.Finding{
		Reason: "NoReportingLine", Grade: api.GradeObservation, Field: "spec.reportsToRef",
		Message: fmt.Sprintf("The role %s has no reporting line to top management", facts.Quote(r.Spec.Title)),
	})
}
