package running_test

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/running"
)

// TestCutOfApplications has an Application looked at at noon on 2026-06-01.
func TestCutOfApplications(t *testing.T) {
	on := api.MustDate("2026-06-01")
	for _, row := range []struct {
		why, status string
		want        assess.Workload
	}{
		{"in sync", `{sync: {status: Synced, revision: 4b1c}, reconciledAt: "2026-06-01T11:59:00Z"}`, assess.Workload{Sync: assess.Synced, ComparedOn: on}},
		{"out of sync", `{sync: {status: OutOfSync}, reconciledAt: "2026-06-01T11:59:00Z"}`, assess.Workload{Sync: assess.OutOfSync, ComparedOn: on}},
		{"Argo CD cannot tell", `{sync: {status: Unknown}, reconciledAt: "2026-06-01T11:59:00Z"}`, assess.Workload{Sync: assess.SyncUnknown, ComparedOn: on}},
		{"Argo CD says what we do not know", `{sync: {status: Paused}, reconciledAt: "2026-06-01T11:59:00Z"}`, assess.Workload{Sync: assess.SyncUnknown, ComparedOn: on}},
		{"never compared", `{}`, assess.Workload{Sync: assess.SyncUnknown}},
		{"compared at no time", `{sync: {status: Synced}, reconciledAt: soon}`, assess.Workload{Sync: assess.SyncUnknown}},
		{"no status", `nothing`, assess.Workload{Sync: assess.SyncUnknown}},
		{"a sync is under way", `{sync: {status: OutOfSync}, reconciledAt: "2026-06-01T11:59:00Z", operationState: {phase: Running, startedAt: "2026-06-01T11:00:01Z"}}`, assess.Workload{Sync: assess.Syncing, ComparedOn: on}},
		{"a sync that is late", `{sync: {status: OutOfSync}, reconciledAt: "2026-06-01T11:59:00Z", operationState: {phase: Running, startedAt: "2026-06-01T11:00:00Z"}}`, assess.Workload{Sync: assess.OutOfSync, ComparedOn: on}},
		{"a sync that began at no time", `{sync: {status: OutOfSync}, reconciledAt: "2026-06-01T11:59:00Z", operationState: {phase: Running}}`, assess.Workload{Sync: assess.OutOfSync, ComparedOn: on}},
		{"a sync that failed", `{sync: {status: OutOfSync}, reconciledAt: "2026-06-01T11:59:00Z", operationState: {phase: Failed, startedAt: "2026-06-01T11:58:00Z"}}`, assess.Workload{Sync: assess.OutOfSync, ComparedOn: on}},
		{"synced once more", `{sync: {status: Synced}, reconciledAt: "2026-06-01T11:59:00Z", operationState: {phase: Running, startedAt: "2026-06-01T09:00:00Z"}}`, assess.Workload{Sync: assess.Synced, ComparedOn: on}},
		{"images of its pods", `{sync: {status: Synced}, reconciledAt: "2026-06-01T11:59:00Z", summary: {images: ["b:2", "a:1", "c:1"], externalURLs: [secret]}}`, assess.Workload{Sync: assess.Synced, ComparedOn: on, Versions: []string{"1", "2"}}},
		{"images that are none", `{sync: {status: Synced}, reconciledAt: "2026-06-01T11:59:00Z", summary: {images: [1]}}`, assess.Workload{Sync: assess.Synced, ComparedOn: on}},
	} {
		object := map[string]any{}
		if err := yaml.Unmarshal([]byte("spec: {source: {repoURL: secret}}\nstatus: "+row.status), &object); err != nil {
			t.Fatal(err)
		}
		row.want.Exists = true
		if have := running.Cut(running.ApplicationKind, &unstructured.Unstructured{Object: object}, noon); !reflect.DeepEqual(have, row.want) {
			t.Errorf("%s: %+v", row.why, have)
		}
	}
}

// TestCutOfARealApplication has nothing read of an Application that Argo CD calls otherwise, or that
// is not judged.
func TestCutOfARealApplication(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "application.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	object := map[string]any{}
	if err := yaml.Unmarshal(data, &object); err != nil {
		t.Fatal(err)
	}
	want := assess.Workload{Exists: true, Owner: "product-owner", Versions: []string{"2.4.1", "8.0"}, Sync: assess.Syncing, ComparedOn: api.MustDate("2026-06-01")}
	if have := running.Cut(running.ApplicationKind, &unstructured.Unstructured{Object: object}, noon); !reflect.DeepEqual(have, want) {
		t.Errorf("%+v", have)
	}
}

// TestRecent has the day of a comparison told only where it is not of today or of yesterday.
func TestRecent(t *testing.T) {
	for _, row := range []struct{ on, want string }{
		{"2026-05-30", "2026-05-30"}, {"2026-05-31", ""}, {"2026-06-01", ""}, {"2026-06-02", ""},
	} {
		seen := assess.Workload{Exists: true, Sync: assess.Synced, ComparedOn: api.MustDate(row.on)}
		have := running.Recent(seen, api.MustDate("2026-06-01"))
		if have.ComparedOn.String() != row.want || have.Sync != seen.Sync {
			t.Errorf("compared on %s: %+v", row.on, have)
		}
	}
	if have := running.Recent(assess.Workload{Exists: true}, api.MustDate("2026-06-01")); !reflect.DeepEqual(have, assess.Workload{Exists: true}) {
		t.Errorf("never compared: %+v", have)
	}
}
