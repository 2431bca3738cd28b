package rules_test

import (
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

var backupWorkload = api.WorkloadReference{APIVersion: "apps/v1", Kind: "Deployment", Namespace: "backup", Name: "agent"}

// provenBy has the tool name a workload, of which the cluster shows what is given.
func provenBy(seen ...assess.Workload) func(*fixture) {
	return func(f *fixture) {
		f.tool.Spec.WorkloadRefs = []api.WorkloadReference{backupWorkload}
		for _, s := range seen {
			f.seen = map[api.WorkloadReference]assess.Workload{backupWorkload: s}
		}
	}
}

const (
	clusterContradicts  = "P3-08 EvidenceContradictsCluster Minor spec.workloadRefs[Deployment/agent]"
	workloadNotObserved = "P3-08 WorkloadNotObserved Opportunity spec.workloadRefs[Deployment/agent]"
)

var workloadRows = []row{
	{name: "workload runs", why: "the cluster agrees with the register", change: provenBy(assess.Workload{Exists: true})},
	{name: "workload of the same owner", why: "so does its label", change: provenBy(assess.Workload{Exists: true, Owner: "ism"})},
	{name: "workload gone", why: "what does not exist proves nothing", change: provenBy(assess.Workload{}), want: []string{clusterContradicts}},
	{name: "workload of another owner", why: "two owners contradict each other", change: provenBy(assess.Workload{Exists: true, Owner: "ops"}), want: []string{clusterContradicts}},
	{name: "workload seen 7 days ago", why: "the last day counts", change: provenBy(assess.Workload{Exists: true, SeenOn: date("2026-06-08")})},
	{name: "workload seen 8 days ago", why: "whether it still runs nobody knows", change: provenBy(assess.Workload{Exists: true, SeenOn: date("2026-06-07")}), want: []string{workloadNotObserved}},
	{name: "workload seen 8 days ago, 8 allowed", why: "the policy says for how long", change: func(f *fixture) {
		provenBy(assess.Workload{Exists: true, SeenOn: date("2026-06-07")})(f)
		f.isms.Spec.Policy.Allocation.ObservationMaxAgeDays = ptr[int32](8)
	}},
	{name: "workload gone 8 days ago", why: "that nobody looked again makes nothing better", change: provenBy(assess.Workload{SeenOn: date("2026-06-07")}), want: []string{clusterContradicts}},
	{name: "workload gone tomorrow", why: "what is seen later says nothing of the day", change: provenBy(assess.Workload{SeenOn: date("2026-06-16")}), want: []string{workloadNotObserved}},
	{name: "workload not observed", why: "not looked for is neither there nor absent", change: provenBy(), want: []string{workloadNotObserved}},
	{name: "workload of a retired tool", why: "a tool out of use need not run", change: func(f *fixture) {
		provenBy(assess.Workload{})(f)
		f.tool.Spec.RetiredOn = date(baseDay)
	}},
	{name: "workload without namespace", why: "a node has none", change: func(f *fixture) {
		node := api.WorkloadReference{APIVersion: "v1", Kind: "Node", Name: "n1"}
		f.tool.Spec.WorkloadRefs = []api.WorkloadReference{node}
		f.seen = map[api.WorkloadReference]assess.Workload{node: {}}
	}, want: []string{"P3-08 EvidenceContradictsCluster Minor spec.workloadRefs[Node/n1]"}},
}

// serverProvenBy has the asset name a node, which the cluster shows or not.
func serverProvenBy(seen map[api.WorkloadReference]assess.Workload) func(*fixture) {
	return func(f *fixture) {
		f.server.Spec.WorkloadRefs = []api.WorkloadReference{{APIVersion: "v1", Kind: "Node", Name: "n1"}}
		f.seen = seen
	}
}

var assetWorkloadRows = []row{
	{name: "node gone", why: "what does not exist proves nothing", change: serverProvenBy(map[api.WorkloadReference]assess.Workload{{APIVersion: "v1", Kind: "Node", Name: "n1"}: {}}), want: []string{"P3-08 EvidenceContradictsCluster Minor spec.workloadRefs[Node/n1]"}},
	{name: "node not observed", why: "not looked for is neither there nor absent", change: serverProvenBy(nil), want: []string{"P3-08 WorkloadNotObserved Opportunity spec.workloadRefs[Node/n1]"}},
	{name: "asset not in service yet", why: "what is not in use need not run", change: func(f *fixture) {
		serverProvenBy(nil)(f)
		f.drop(f.serverPatch)
		f.server.Spec.InServiceFrom = date("2026-06-16")
	}},
	{name: "asset without purpose", why: "what serves nothing could be spared", change: func(f *fixture) {
		last := &f.soa.Spec.Controls[len(f.soa.Spec.Controls)-1]
		last.ResourceRefs = last.ResourceRefs[:1]
	}, want: []string{"P3-03 ResourceWithoutPurpose Opportunity spec.requirementRefs"}},
}

func TestWorkloads(t *testing.T) { testRows(t, "ToolLicense/backup", workloadRows) }
