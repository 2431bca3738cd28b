package argocd_test

import (
	"os"
	"slices"
	"testing"
	"time"

	appv1 "github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/gitops-engine/pkg/sync/common"
	"sigs.k8s.io/yaml"
)

// TestApplicationIsOneOfArgoCD reads by Argo CD's own types the Application on which
// internal/running is tested: each field that is read there is one of theirs, and says the same.
func TestApplicationIsOneOfArgoCD(t *testing.T) {
	data, err := os.ReadFile("../../../internal/running/testdata/application.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var app appv1.Application
	if err := yaml.UnmarshalStrict(data, &app); err != nil {
		t.Fatal(err)
	}
	if gvk := app.GroupVersionKind(); gvk != appv1.ApplicationSchemaGroupVersionKind {
		t.Errorf("it is a %s", gvk)
	}
	s := &app.Status
	if s.Sync.Status != appv1.SyncStatusCodeOutOfSync || s.OperationState.Phase != common.OperationRunning {
		t.Errorf("sync %q, phase %q", s.Sync.Status, s.OperationState.Phase)
	}
	if noon := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC); noon.Sub(s.ReconciledAt.Time) != time.Minute || noon.Sub(s.OperationState.StartedAt.Time) != 30*time.Minute {
		t.Errorf("compared at %s, being synced since %s", s.ReconciledAt, s.OperationState.StartedAt)
	}
	if !slices.Equal(s.Summary.Images, []string{"registry.example:5000/shop:2.4.1", "docker.io/library/redis:8.0"}) {
		t.Errorf("images %q", s.Summary.Images)
	}
	for _, state := range []appv1.SyncStatusCode{appv1.SyncStatusCodeSynced, appv1.SyncStatusCodeUnknown} {
		if !slices.Contains([]string{"Synced", "Unknown"}, string(state)) {
			t.Errorf("Argo CD says %q", state)
		}
	}
	if common.OperationTerminating != "Terminating" {
		t.Errorf("Argo CD says %q", common.OperationTerminating)
	}
}
