package infrastructure

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docOverused = assess.Doc{
	ID: "P3-05", Aspect: assess.Covered, Clause: "7.1, A.5.32",
	Requires: "No more seats are in use than were bought",
	Fires:    "more seats are assigned than purchased (minor)",
	Reasons:  []string{"LicenseOverused"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Buy seats or take some back, and set spec.seats",
}

func checkOverused(c *assess.Context, r *api.ToolLicense) {
	if s := r.Spec.Seats; s != nil && s.Assigned > s.Purchased && !facts.ToolSupply(r).Retired(c) {
		c.Report(assess.Finding{
			Reason: "LicenseOverused", Grade: api.GradeMinor, Field: "spec.seats.assigned",
			Message: fmt.Sprintf("%d seats are assigned, and %d are purchased", s.Assigned, s.Purchased),
		})
	}
}
