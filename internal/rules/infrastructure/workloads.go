package infrastructure

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
	"github.com/isms-operator/isms-operator/internal/wording"
)

func assetWorkloads(c *assess.Context, r *api.InfrastructureAsset) []api.WorkloadReference {
	if !facts.AssetInUse(c, r) {
		return nil
	}
	return r.Spec.WorkloadRefs
}

var docWorkloads = assess.Doc{
	ID: "P3-08", Aspect: assess.Covered, Clause: "7.1, A.5.9",
	Requires: "What the register says agrees with what runs in the cluster",
	Fires:    "an object of the cluster that is to prove a resource does not exist, or its label isms-operator.io/owner names another owner than the record (minor); nobody observes objects of its kind, or somebody looked on a later day, or longer ago than an observation counts (opportunity)",
	Reasons:  []string{"EvidenceContradictsCluster", "WorkloadNotObserved"},
	Grades:   []api.Grade{api.GradeOpportunity, api.GradeMinor},
	Remedy:   "Correct spec.workloadRefs or spec.owner, or what runs in the cluster",
	Policy:   []string{"allocation.observationMaxAgeDays"},
}

// observed makes rule P3-08 for a kind whose records name objects of the cluster;
// workloads returns none of a record that is retired.
func observed[T api.Record](workloads func(*assess.Context, T) []api.WorkloadReference) assess.Rule {
	return assess.On(docWorkloads, func(c *assess.Context, r T) {
		for _, ref := range workloads(c, r) {
			checkWorkload(c, ref, r.RecordCommon().Owner)
		}
	})
}

func checkWorkload(c *assess.Context, ref api.WorkloadReference, owner *api.Actor) {
	f := assess.Finding{
		Reason: "EvidenceContradictsCluster", Grade: api.GradeMinor,
		Field: "spec.workloadRefs[" + ref.Kind + "/" + ref.Name + "]",
	}
	seen, known := c.World.Observed(ref)
	limit := c.Policy.ObservationMaxAge()
	switch named := facts.RefOf(facts.Actual(c.World, owner)).Name; {
	case !known || !facts.Started(c, seen.SeenOn):
		f.Reason, f.Grade = "WorkloadNotObserved", api.GradeOpportunity
		f.Message = fmt.Sprintf("Whether the %s runs is not observed", facts.WorkloadName(ref))
		f.Remedy = "Have the operator observe objects of the kind " + ref.Kind
	case !seen.Exists:
		f.Message = fmt.Sprintf("The cluster has no %s, which is to prove that the resource runs", facts.WorkloadName(ref))
	case seen.Owner != "" && seen.Owner != named:
		f.Message = fmt.Sprintf("The %s carries the owner %s, and the record the owner %s", facts.WorkloadName(ref), facts.Quote(seen.Owner), facts.Quote(named))
	case !seen.SeenOn.IsZero() && c.Today.Past(seen.SeenOn.AddDays(limit)):
		f.Reason, f.Grade = "WorkloadNotObserved", api.GradeOpportunity
		f.Message = fmt.Sprintf("Whether the %s runs was last looked at on %s, and that counts for %s", facts.WorkloadName(ref), seen.SeenOn, wording.Number(limit, "day", "days"))
		f.Remedy = "Have it observed again"
	default:
		return
	}
	c.Report(f)
}

func licenceWorkloads(c *assess.Context, r *api.ToolLicense) []api.WorkloadReference {
	if facts.ToolRetired(c, r) {
		return nil
	}
	return r.Spec.WorkloadRefs
}
