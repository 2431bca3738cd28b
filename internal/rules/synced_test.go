package rules_test

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// appRef is an Application of Argo CD.
var appRef = api.WorkloadReference{APIVersion: "argoproj.io/v1alpha1", Kind: "Application", Namespace: "argocd", Name: "backup"}

// applicationOf has the tool name an Application, of which was seen what is given.
func applicationOf(seen assess.Workload) func(*fixture) {
	return func(f *fixture) {
		f.tool.Spec.WorkloadRefs = []api.WorkloadReference{appRef}
		seen.Exists = true
		f.seen = map[api.WorkloadReference]assess.Workload{appRef: seen}
	}
}

// compared is an Application that Argo CD compared on a day last.
func compared(sync assess.Sync, on string) assess.Workload {
	return assess.Workload{Sync: sync, ComparedOn: date(on)}
}

const (
	appField       = " spec.workloadRefs[Application/backup]"
	appOutOfSync   = "P6-20 ApplicationOutOfSync Observation" + appField
	appNotCompared = "P6-20 ApplicationNotCompared Unknown" + appField
)

var applicationRows = []row{
	{name: "in sync", why: "what runs is what its source says", change: applicationOf(assess.Workload{Sync: assess.Synced})},
	{name: "out of sync", why: "what runs is not what was approved", change: applicationOf(assess.Workload{Sync: assess.OutOfSync}), want: []string{appOutOfSync}},
	{name: "critical, out of sync", why: "it is so at the moment, however much rests on it", change: criticalTool(applicationOf(assess.Workload{Sync: assess.OutOfSync})), want: []string{appOutOfSync}},
	{name: "being synced", why: "a sync takes its time", change: applicationOf(assess.Workload{Sync: assess.Syncing})},
	{name: "not comparable", why: "what Argo CD cannot tell nobody knows", change: applicationOf(assess.Workload{Sync: assess.SyncUnknown}), want: []string{appNotCompared}},
	{name: "only metadata of an Application looked at", why: "what nobody looked at differs in nothing", change: applicationOf(assess.Workload{})},
	{name: "compared 6 days ago", why: "what was seen counts for 7 days", change: applicationOf(compared(assess.Synced, "2026-06-09"))},
	{name: "compared 7 days ago", why: "the last day counts", change: applicationOf(compared(assess.Synced, "2026-06-08"))},
	{name: "compared 8 days ago", why: "nobody knows what it is since", change: applicationOf(compared(assess.Synced, "2026-06-07")), want: []string{appNotCompared}},
	{name: "being synced, compared 8 days ago", why: "nor whether that sync still runs", change: applicationOf(compared(assess.Syncing, "2026-06-07")), want: []string{appNotCompared}},
	{name: "compared 8 days ago, 8 allowed", why: "the policy says for how long", change: func(f *fixture) {
		applicationOf(compared(assess.Synced, "2026-06-07"))(f)
		f.isms.Spec.Policy.Allocation.ObservationMaxAgeDays = ptr[int32](8)
	}},
	{name: "out of sync, compared 8 days ago", why: "that nobody compared again makes nothing better", change: applicationOf(compared(assess.OutOfSync, "2026-06-07")), want: []string{appOutOfSync}},
	{name: "out of sync, seen tomorrow", why: "what is seen later says nothing of the day", change: applicationOf(assess.Workload{Sync: assess.OutOfSync, SeenOn: date("2026-06-16")}), want: []string{"P3-08 WorkloadNotObserved Opportunity" + appField}},
	{name: "Application gone", why: "what does not exist proves nothing, and is in no sync", change: func(f *fixture) {
		applicationOf(assess.Workload{})(f)
		f.seen[appRef] = assess.Workload{}
	}, want: []string{"P3-08 EvidenceContradictsCluster Minor" + appField}},
	{name: "retired, out of sync", why: "what is out of use is judged no more", change: func(f *fixture) {
		applicationOf(assess.Workload{Sync: assess.OutOfSync})(f)
		f.tool.Spec.RetiredOn = date(baseDay)
	}},
	{name: "version on record is in an Application", why: "one of its images is the tool", change: ofVersion("7", "1.25", "7.0.3")},
	{name: "version on record is not in an Application", why: "none of its images is the tool in that version", change: ofVersion("7", "1.25", "8.0.3"), want: []string{"P6-18 VersionDiffers Observation" + appField}},
	{name: "an Application without pods", why: "it tells no version", change: ofVersion("7")},
}

// ofVersion has the tool in a version name an Application that is in sync and runs others.
func ofVersion(stated string, versions ...string) func(*fixture) {
	return func(f *fixture) {
		applicationOf(assess.Workload{Sync: assess.Synced, Versions: versions})(f)
		f.tool.Spec.Version = stated
	}
}

// assetApplicationRows hold of an asset what the rows above hold of a tool.
var assetApplicationRows = []row{
	{name: "asset, out of sync", why: "what runs is not what was approved", change: ofAsset(applicationOf(assess.Workload{Sync: assess.OutOfSync})), want: []string{appOutOfSync}},
	{name: "asset, compared 8 days ago", why: "nobody knows what it is since", change: ofAsset(applicationOf(compared(assess.Synced, "2026-06-07"))), want: []string{appNotCompared}},
	{name: "asset not in service yet, out of sync", why: "what is not in use is judged later", change: func(f *fixture) {
		ofAsset(applicationOf(assess.Workload{Sync: assess.OutOfSync}))(f)
		f.drop(f.serverPatch)
		f.server.Spec.InServiceFrom = date("2026-06-16")
	}},
}
