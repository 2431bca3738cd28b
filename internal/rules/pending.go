package rules

import "github.com/isms-operator/isms-operator/internal/assess"

// pending lists the rules of the catalogue that read a kind which does not exist
// yet. Until it does, their points are never reported as conforming.
func pending() []assess.Pending {
	var all []assess.Pending
	wait := func(point assess.Point, kind string, ids ...string) {
		for _, id := range ids {
			all = append(all, assess.Pending{ID: id, Point: point, Kind: kind})
		}
	}
	wait(assess.Identification, "ResourceRequirement", "P1-01", "P1-02", "P1-03", "P1-06", "P1-07", "P1-08", "P1-09")
	wait(assess.Identification, "Risk", "P1-04", "P1-05")
	wait(assess.Identification, "SecurityObjective", "P1-10")
	wait(assess.Competence, "AccountabilityMatrix", "P2-15")
	wait(assess.Infrastructure, "InfrastructureAsset", "P3-01", "P3-04", "P3-08")
	wait(assess.Infrastructure, "ResourceRequirement", "P3-03")
	wait(assess.Support, "SecurityBudget", "P5-02")
	wait(assess.Support, "ResourceRequirement", "P5-03", "P5-08")
	wait(assess.Maintenance, "MaintenanceRecord", "P6-05", "P6-06")
	wait(assess.Maintenance, "SecurityException", "P6-07", "P6-08")
	wait(assess.Outsourcing, "ServiceReview", "P7-03", "P7-04", "P7-05", "P7-11")
	wait(assess.Outsourcing, "StatementOfApplicability", "P7-08")
	wait(assess.Allocation, "AccountabilityMatrix", "P8-01", "P8-02", "P8-03", "P8-04", "P8-05", "P8-08", "P8-09")
	wait(assess.Controls, "StatementOfApplicability", "S-01", "S-02", "S-03", "S-04", "S-05", "S-06", "S-07", "S-08", "S-09", "S-10", "S-11", "S-12", "S-13")
	wait(assess.Segregation, "SecurityException", "D-01", "D-02", "D-03", "D-06")
	return all
}
