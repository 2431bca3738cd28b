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
	wait(assess.Competence, "InternalAudit", "P2-16")
	wait(assess.Competence, "AccountabilityMatrix", "P2-15")
	wait(assess.Infrastructure, "InfrastructureAsset", "P3-01", "P3-04", "P3-08")
	wait(assess.Infrastructure, "ResourceRequirement", "P3-03")
	wait(assess.Finances, "SecurityBudget", "P4-01", "P4-02", "P4-03", "P4-04", "P4-05", "P4-06", "P4-07", "P4-08", "P4-09")
	wait(assess.Support, "SecurityBudget", "P5-02")
	wait(assess.Support, "ResourceRequirement", "P5-03", "P5-08")
	wait(assess.Maintenance, "MaintenanceRecord", "P6-05", "P6-06")
	wait(assess.Maintenance, "SecurityException", "P6-07", "P6-08")
	wait(assess.Outsourcing, "ServiceReview", "P7-03", "P7-04", "P7-05", "P7-11")
	wait(assess.Outsourcing, "StatementOfApplicability", "P7-08")
	wait(assess.Outsourcing, "InternalAudit", "P7-10")
	wait(assess.Reviews, "InternalAudit", "P9-11", "P9-12")
	wait(assess.Improvement, "Improvement", "P10-01", "P10-02", "P10-03", "P10-04", "P10-05", "P10-06")
	wait(assess.Segregation, "InternalAudit", "D-04", "D-05")
	wait(assess.Lifecycle, "InternalAudit", "L-02")
	wait(assess.Lifecycle, "SecurityBudget", "L-03", "L-04")
	return all
}
