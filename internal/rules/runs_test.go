package rules_test

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// living has the tool name a release, of which a file says what is given.
func living(end string, cycle assess.Cycle) func(*fixture) {
	return func(f *fixture) {
		f.tool.Spec.LifecycleRef = &api.LifecycleReference{Product: "backup", Cycle: "7"}
		f.tool.Spec.SupportEndsOn = api.Date{}
		if end != "" {
			f.tool.Spec.SupportEndsOn = date(end)
		}
		cycle.Name = "7"
		f.lifecycles = &assess.Lifecycles{Products: map[string][]assess.Cycle{"backup": {{Name: "8"}, cycle}}}
	}
}

func ends(day string, others ...string) assess.Cycle {
	c := assess.Cycle{EndsOn: date(day)}
	for _, other := range others {
		c.OtherEnds = append(c.OtherEnds, date(other))
	}
	return c
}

func criticalTool(then func(*fixture)) func(*fixture) {
	return func(f *fixture) {
		then(f)
		f.tool.Spec.Criticality = api.CriticalityCritical
	}
}

const (
	notLooked       = "P6-17 LifecycleNotLookedUp Opportunity spec.lifecycleRef"
	unrecorded      = "P6-17 SupportEndUnrecorded Observation spec.supportEndsOn"
	endContradicted = "P6-17 SupportEndContradicted Observation spec.supportEndsOn"
	overAfterAll    = "P6-17 SupportEndContradicted Minor spec.supportEndsOn"
)

var supportCycleRows = []row{
	{name: "end of the life cycle", why: "a record that is right has no finding", change: living("2030-12-31", ends("2030-12-31"))},
	{name: "end of active support", why: "a register may mean that of active support", change: living("2030-12-31", ends("2031-12-31", "2030-12-31"))},
	{name: "end of extended support", why: "or one that was bought", change: living("2030-12-31", ends("2029-12-31", "2030-12-31"))},
	{name: "no file of life cycles", why: "what nobody compared is no pass", change: func(f *fixture) {
		living("2030-12-31", ends("2030-12-31"))(f)
		f.lifecycles = nil
	}, want: []string{notLooked}},
	{name: "release in no file", why: "nor is what a file does not have", change: func(f *fixture) {
		living("2030-12-31", ends("2030-12-31"))(f)
		f.tool.Spec.LifecycleRef.Cycle = "6"
	}, want: []string{notLooked}},
	{name: "no end announced", why: "an end that only the record knows contradicts nothing", change: living("2030-12-31", assess.Cycle{})},
	{name: "end that the record does not tell", why: "somebody announced it", change: living("", ends("2030-12-31")), want: []string{unrecorded}},
	{name: "end on record later than announced", why: "one of both is wrong", change: living("2030-12-31", ends("2030-12-30")), want: []string{endContradicted}},
	{name: "end on record earlier than announced", why: "one of both is wrong", change: living("2030-12-31", ends("2031-01-01")), want: []string{endContradicted}},
	{name: "announced to end today", why: "the last day counts", change: living("2030-12-31", ends(baseDay)), want: []string{endContradicted}},
	{name: "announced to have ended yesterday", why: "the record says that it has not", change: living("2030-12-31", ends("2026-06-14")), want: []string{overAfterAll}},
	{name: "critical, announced to have ended", why: "what is critical weighs more", change: criticalTool(living("2030-12-31", ends("2026-06-14"))), want: []string{"P6-17 SupportEndContradicted Major spec.supportEndsOn"}},
	{name: "ended on a day nobody states, not on record", why: "that it has is known", change: living("", assess.Cycle{Ended: true}), want: []string{"P6-17 SupportEndUnrecorded Minor spec.supportEndsOn"}},
	{name: "ended on a day nobody states, otherwise on record", why: "the record says that it has not", change: living("2030-12-31", assess.Cycle{Ended: true}), want: []string{overAfterAll}},
	{name: "ended yesterday by the life cycle alone", why: "P6-04 counts the day that is known", change: living("", ends("2026-06-14")), want: []string{"P6-04 VendorSupportEnded Minor spec.supportEndsOn", unrecorded}},
	{name: "critical, its end in the life cycle alone", why: "somebody knows until when it is supported", change: criticalTool(living("", ends("2030-12-31"))), want: []string{unrecorded}},
	{name: "critical, its life cycle without an end", why: "P6-11 asks who looked", change: criticalTool(living("", assess.Cycle{})), want: []string{"P6-11 SupportEndUnknown Unknown spec.supportEndsOn"}},
	{name: "retired, endContradicted", why: "what is out of use needs no support", change: func(f *fixture) {
		living("2030-12-31", ends("2020-01-01"))(f)
		f.tool.Spec.RetiredOn = date(baseDay)
	}},
}

// running has the tool in the version 7 name a workload that runs some versions.
func running(stated string, versions ...string) func(*fixture) {
	return func(f *fixture) {
		f.tool.Spec.Version = stated
		provenBy(assess.Workload{Exists: true, Versions: versions})(f)
	}
}

// onEnded has the tool run the release 6, which ends on a day, in the place of 7.
func onEnded(day string) func(*fixture) {
	return func(f *fixture) {
		living("2030-12-31", ends("2030-12-31"))(f)
		running("7", "6.4")(f)
		f.lifecycles.Products["backup"] = append(f.lifecycles.Products["backup"], assess.Cycle{Name: "6", EndsOn: date(day)})
	}
}

const anotherVersion = "P6-18 VersionDiffers Observation spec.workloadRefs[Deployment/agent]"

var versionRows = []row{
	{name: "support of what runs ended yesterday", why: "what runs is not supported any more", change: onEnded("2026-06-14"), want: []string{"P6-18 VersionDiffers Minor spec.workloadRefs[Deployment/agent]"}},
	{name: "support of what runs ends today", why: "the last day counts", change: onEnded(baseDay), want: []string{anotherVersion}},
	{name: "critical, support of what runs ended", why: "what is critical weighs more", change: criticalTool(onEnded("2026-06-14")), want: []string{"P6-18 VersionDiffers Major spec.workloadRefs[Deployment/agent]"}},
	{name: "beside a certificate", why: "a certificate runs nothing", change: func(f *fixture) {
		running("7", "8")(f)
		f.tool.Spec.WorkloadRefs = append(f.tool.Spec.WorkloadRefs, api.WorkloadReference{APIVersion: "cert-manager.io/v1", Kind: "Certificate", Name: "tls"})
		f.seen[f.tool.Spec.WorkloadRefs[1]] = assess.Workload{Exists: true}
	}, want: []string{anotherVersion}},
	{name: "version on record runs", why: "what runs is what is stated", change: running("7", "7")},
	{name: "version runs in more detail", why: "7 is any of 7", change: running("7", "v7.2.1-alpine")},
	{name: "version on record in more detail", why: "what a tag does not say differs in nothing", change: running("7.2", "7")},
	{name: "another version runs", why: "both say a number, and not the same", change: running("7", "8.0.1"), want: []string{anotherVersion}},
	{name: "a version beginning with the same digit", why: "numbers are compared and not letters", change: running("7.1", "7.10"), want: []string{anotherVersion}},
	{name: "another patch runs", why: "the record says which one", change: running("7.2.1", "7.2.2"), want: []string{anotherVersion}},
	{name: "latest", why: "it says no version", change: running("7", "latest")},
	{name: "a digest alone", why: "it says no version", change: running("7", "")},
	{name: "a commit", why: "it is no number", change: running("7", "4b1cf0a")},
	{name: "no version on record", why: "there is nothing to differ from", change: running("", "8")},
	{name: "words on record", why: "words are not compared", change: running("Enterprise", "8")},
	{name: "one of several containers", why: "the others are not the tool", change: running("7", "1.25", "7.0.3")},
	{name: "none of several containers", why: "one of them would have to be the tool", change: running("7", "1.25", "8.0.3"), want: []string{anotherVersion}},
	{name: "a container without version", why: "it may be the tool", change: running("7", "", "8.0.3")},
	{name: "only metadata looked at", why: "what nobody looked at differs in nothing", change: running("7")},
	{name: "seen tomorrow", why: "what is seen later says nothing of the day", change: func(f *fixture) {
		f.tool.Spec.Version = "7"
		provenBy(assess.Workload{Exists: true, Versions: []string{"8"}, SeenOn: date("2026-06-16")})(f)
	}, want: []string{"P3-08 WorkloadNotObserved Opportunity spec.workloadRefs[Deployment/agent]"}},
	{name: "retired, another version runs", why: "what is out of use is judged no more", change: func(f *fixture) {
		running("7", "8")(f)
		f.tool.Spec.RetiredOn = date(baseDay)
	}},
	{name: "another workload not looked at", why: "the tool may be in it", change: func(f *fixture) {
		running("7", "8")(f)
		other := backupWorkload
		other.Name = "server"
		f.tool.Spec.WorkloadRefs = append(f.tool.Spec.WorkloadRefs, other)
		f.seen[other] = assess.Workload{Exists: true}
	}},
}

// clusterOf has the server be a cluster of a release of Kubernetes, of which a node runs a version.
func clusterOf(cycle, kubelet string) func(*fixture) {
	return func(f *fixture) {
		serverProvenBy(map[api.WorkloadReference]assess.Workload{{APIVersion: "v1", Kind: "Node", Name: "n1"}: {Exists: true, Versions: []string{kubelet}}})(f)
		f.server.Spec.LifecycleRef = &api.LifecycleReference{Product: "kubernetes", Cycle: cycle}
		f.lifecycles = &assess.Lifecycles{Products: map[string][]assess.Cycle{"kubernetes": {
			{Name: "1.4", EndsOn: date("2020-01-01")}, {Name: "1.38", EndsOn: date("2030-12-31")}, {Name: "1.37", EndsOn: date("2030-12-31")}, {Name: "1.36", EndsOn: date("2026-06-15")}, {Name: "1.35", EndsOn: date("2026-06-14")}, {Name: "1.34", Ended: true},
		}}}
	}
}

const anotherNode = "P6-18 VersionDiffers Observation spec.workloadRefs[Node/n1]"

var nodeVersionRows = []row{
	{name: "node of the release", why: "1.37.2 is 1.37", change: clusterOf("1.37", "v1.37.2")},
	{name: "node of another release", why: "the record says which one", change: clusterOf("1.38", "v1.37.2"), want: []string{anotherNode}},
	{name: "node of a release that ends today", why: "the last day counts", change: clusterOf("1.37", "v1.36.4"), want: []string{anotherNode}},
	{name: "node of a release that ended yesterday", why: "what runs is not supported any more", change: clusterOf("1.37", "v1.35.8"), want: []string{"P6-18 VersionDiffers Minor spec.workloadRefs[Node/n1]"}},
	{name: "node of a release that has ended", why: "on whatever day it was", change: clusterOf("1.37", "v1.34.1"), want: []string{"P6-18 VersionDiffers Minor spec.workloadRefs[Node/n1]"}},
	{name: "critical, on an ended release", why: "what is critical weighs more", change: func(f *fixture) {
		clusterOf("1.37", "v1.34.1")(f)
		f.server.Spec.Criticality = api.CriticalityCritical
	}, want: []string{"P6-18 VersionDiffers Major spec.workloadRefs[Node/n1]"}},
	{name: "node of a release in no file", why: "whether it has ended is not known", change: clusterOf("1.37", "v1.33.1"), want: []string{anotherNode}},
	{name: "node of a machine", why: "the version of a machine is not that of its kubelet", change: func(f *fixture) {
		clusterOf("1.37", "v1.36.4")(f)
		f.server.Spec.LifecycleRef = nil
		f.server.Spec.Version = "12.4"
	}},
	{name: "cluster not in service yet", why: "what is not in use is judged later", change: func(f *fixture) {
		clusterOf("1.37", "v1.35.8")(f)
		f.drop(f.serverPatch)
		f.server.Spec.InServiceFrom = date("2026-06-16")
	}},
}

// certificateOf has the tool name a Certificate.
func certificateOf(notAfter, renewOn, seenOn string) func(*fixture) {
	return func(f *fixture) {
		ref := api.WorkloadReference{APIVersion: "cert-manager.io/v1", Kind: "Certificate", Namespace: "backup", Name: "tls"}
		f.tool.Spec.WorkloadRefs = []api.WorkloadReference{ref}
		w := assess.Workload{Exists: true, NotAfter: date(notAfter)}
		if renewOn != "" {
			w.RenewOn = date(renewOn)
		}
		if seenOn != "" {
			w.SeenOn = date(seenOn)
		}
		f.seen = map[api.WorkloadReference]assess.Workload{ref: w}
	}
}

const certificateField = " spec.workloadRefs[Certificate/tls]"

var certificateRows = []row{
	{name: "certificate counts", why: "it is to be renewed later", change: certificateOf("2026-09-15", "2026-08-15", "")},
	{name: "to be renewed today", why: "the issuer has the day", change: certificateOf("2026-07-15", "2026-06-15", "")},
	{name: "to be renewed yesterday", why: "it was not", change: certificateOf("2026-07-14", "2026-06-14", ""), want: []string{"P6-19 CertificateNotRenewed Observation" + certificateField}},
	{name: "to be renewed since somebody looked", why: "it may have been", change: certificateOf("2026-07-14", "2026-06-14", "2026-06-14")},
	{name: "not renewed when somebody looked", why: "it was to be the day before", change: certificateOf("2026-07-13", "2026-06-13", "2026-06-14"), want: []string{"P6-19 CertificateNotRenewed Observation" + certificateField}},
	{name: "ends today", why: "the last day counts", change: certificateOf("2026-06-15", "", "")},
	{name: "ended yesterday", why: "it counts no more", change: certificateOf("2026-06-14", "2026-05-14", ""), want: []string{"P6-19 CertificateEnded Minor" + certificateField}},
	{name: "critical, ended", why: "what is critical weighs more", change: criticalTool(certificateOf("2026-06-14", "", "")), want: []string{"P6-19 CertificateEnded Major" + certificateField}},
	{name: "ended since somebody looked", why: "nobody looked whether it was renewed", change: certificateOf("2026-06-14", "", "2026-06-14"), want: []string{"P6-19 CertificateEnded Unknown" + certificateField}},
	{name: "had ended when somebody looked", why: "it counted no more the day before", change: certificateOf("2026-06-13", "", "2026-06-14"), want: []string{"P6-19 CertificateEnded Minor" + certificateField}},
	{name: "retired, ended", why: "what is out of use needs none", change: func(f *fixture) {
		certificateOf("2026-06-14", "", "")(f)
		f.tool.Spec.RetiredOn = date(baseDay)
	}},
}

// assetRunsRows hold of an asset what the rows above hold of a tool.
var assetRunsRows = []row{
	{name: "asset, in no file", why: "what nobody compared is no pass", change: assetLiving("2030-12-31", assess.Cycle{}, "6"), want: []string{notLooked}},
	{name: "asset, end that the record does not tell", why: "somebody announced it", change: assetLiving("", ends("2030-12-31"), "7"), want: []string{unrecorded}},
	{name: "asset, end on record later than announced", why: "one of both is wrong", change: assetLiving("2030-12-31", ends("2030-12-30"), "7"), want: []string{endContradicted}},
	{name: "asset, announced to have ended", why: "the record says that it has not", change: assetLiving("2030-12-31", ends("2026-06-14"), "7"), want: []string{overAfterAll}},
	{name: "critical asset, announced to have ended", why: "what is critical weighs more", change: criticalAsset(assetLiving("2030-12-31", ends("2026-06-14"), "7")), want: []string{"P6-17 SupportEndContradicted Major spec.supportEndsOn"}},
	{name: "asset, certificate to be renewed yesterday", why: "it was not", change: ofAsset(certificateOf("2026-07-14", "2026-06-14", "")), want: []string{"P6-19 CertificateNotRenewed Observation" + certificateField}},
	{name: "asset, certificate ended yesterday", why: "it counts no more", change: ofAsset(certificateOf("2026-06-14", "", "")), want: []string{"P6-19 CertificateEnded Minor" + certificateField}},
	{name: "critical asset, certificate ended yesterday", why: "what is critical weighs more", change: criticalAsset(ofAsset(certificateOf("2026-06-14", "", ""))), want: []string{"P6-19 CertificateEnded Major" + certificateField}},
	{name: "asset, certificate ended since somebody looked", why: "nobody looked whether it was renewed", change: ofAsset(certificateOf("2026-06-14", "", "2026-06-14")), want: []string{"P6-19 CertificateEnded Unknown" + certificateField}},
}

// assetLiving has the server name a release, of which a file says what is given.
func assetLiving(end string, cycle assess.Cycle, named string) func(*fixture) {
	return func(f *fixture) {
		living(end, cycle)(f)
		f.server.Spec.LifecycleRef = &api.LifecycleReference{Product: "backup", Cycle: named}
		f.server.Spec.SupportEndsOn = f.tool.Spec.SupportEndsOn
		f.tool.Spec.LifecycleRef = nil
	}
}

// ofAsset has the server name what a tool does.
func ofAsset(then func(*fixture)) func(*fixture) {
	return func(f *fixture) {
		then(f)
		f.server.Spec.WorkloadRefs, f.tool.Spec.WorkloadRefs = f.tool.Spec.WorkloadRefs, nil
	}
}

func criticalAsset(then func(*fixture)) func(*fixture) {
	return func(f *fixture) {
		then(f)
		f.server.Spec.Criticality = api.CriticalityCritical
	}
}
