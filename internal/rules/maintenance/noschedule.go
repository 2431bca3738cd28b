package maintenance

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docNoSchedule = assess.Doc{
	ID: "P6-06", Point: assess.Maintenance, Aspect: assess.Covered, Clause: "7.1, A.7.13",
	Requires: "It is determined how often a critical asset is maintained",
	Fires:    "a critical asset, other than information itself, has neither a maintenance interval nor a reason why it needs none (minor)",
	Reasons:  []string{"NoMaintenanceSchedule"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Set spec.maintenanceIntervalMonths, or spec.maintenanceNotNeeded with the reason",
}

func checkNoSchedule(c *assess.Context, r *api.InfrastructureAsset) {
	if r.Spec.Criticality == api.CriticalityCritical && api.Months(r.Spec.MaintenanceIntervalMonths) <= 0 &&
		!facts.Stated(r.Spec.MaintenanceNotNeeded) && !facts.Information(r) && !facts.AssetSupply(r).Retired(c) {
		c.Report(assess.Finding{
			Reason: "NoMaintenanceSchedule", Grade: api.GradeMinor, Field: "spec.maintenanceIntervalMonths",
			Message: "It is not determined how often the critical asset is maintained",
		})
	}
}
