package controllers_test

import (
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// TestWorkloadsProveOrContradict has a licence name a ConfigMap as proof, which
// stands for whatever runs: the operator watches its metadata alone.
func TestWorkloadsProveOrContradict(t *testing.T) {
	ns := newNamespace(t)
	startOperator(t, ns, clockAt("2026-06-01"), cluster.Config(), false, corev1.SchemeGroupVersion.WithKind("ConfigMap"))
	tool := licence(ns, "scanner", "2030-01-01")
	tool.Spec.WorkloadRefs = []api.WorkloadReference{{APIVersion: "v1", Kind: "ConfigMap", Namespace: ns, Name: "agent"}}
	create(t, erika(ns), tool)
	eventually(t, 10*time.Second, shows(tool, api.ConditionConforming, "False EvidenceContradictsCluster"))

	agent := &corev1.ConfigMap{ObjectMeta: meta(ns, "agent")}
	create(t, agent)
	eventually(t, 5*time.Second, shows(tool, api.ConditionConforming, "True NoFindings"))

	agent.Labels = map[string]string{assess.OwnerLabel: "somebody-else"}
	if err := admin.Update(t.Context(), agent); err != nil {
		t.Fatal(err)
	}
	eventually(t, 5*time.Second, shows(tool, api.ConditionConforming, "False EvidenceContradictsCluster"))
}
