package running_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/yaml"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/running"
)

// noon is when somebody looks.
var noon = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

func TestCut(t *testing.T) {
	for _, row := range []struct {
		why, kind, object string
		want              assess.Workload
	}{
		{"images of the containers, and not of those that prepare", "apps/v1/Deployment", `
metadata: {name: x, labels: {isms-operator.io/owner: ism}}
spec: {template: {spec: {initContainers: [{image: "init:9"}], containers: [{image: "b:2"}, {image: "a:1"}, {image: "c:1"}, {image: d}]}}}`,
			assess.Workload{Exists: true, Owner: "ism", Versions: []string{"", "1", "2"}}},
		{"a job by the clock", "batch/v1/CronJob", `spec: {jobTemplate: {spec: {template: {spec: {containers: [{image: "x:3"}]}}}}}`, assess.Workload{Exists: true, Versions: []string{"3"}}},
		{"a kubelet", "v1/Node", `{spec: {providerID: secret}, status: {nodeInfo: {kubeletVersion: v1.36.1, osImage: Debian}}}`, assess.Workload{Exists: true, Versions: []string{"v1.36.1"}}},
		{"nothing of a service", "v1/Service", `{spec: {clusterIP: 10.0.0.1}}`, assess.Workload{Exists: true}},
		{"days of a certificate, in UTC", "cert-manager.io/v1/Certificate", `status: {notAfter: "2026-08-24T23:30:00-02:00", renewalTime: "2026-07-25T00:00:00Z"}`,
			assess.Workload{Exists: true, NotAfter: api.MustDate("2026-08-25"), RenewOn: api.MustDate("2026-07-25")}},
		{"a certificate that was never issued", "cert-manager.io/v1/Certificate", `{}`, assess.Workload{Exists: true}},
		{"what is not as it should be", "apps/v1/Deployment", `spec: {template: {spec: {containers: nothing}}}`, assess.Workload{Exists: true}},
		{"a container that is none", "apps/v1/Deployment", `spec: {template: {spec: {containers: [x]}}}`, assess.Workload{Exists: true}},
	} {
		kinds, err := running.Parse(row.kind)
		if err != nil {
			t.Fatal(err)
		}
		object := map[string]any{}
		if err := yaml.Unmarshal([]byte(row.object), &object); err != nil {
			t.Fatal(err)
		}
		if have := running.Cut(kinds[0], &unstructured.Unstructured{Object: object}, noon); !reflect.DeepEqual(have, row.want) {
			t.Errorf("%s: %+v", row.why, have)
		}
	}
}

func TestTag(t *testing.T) {
	for _, row := range []struct{ image, want string }{
		{"nginx:1.27", "1.27"},
		{"nginx", ""},
		{"", ""},
		{"registry.example:5000/team/nginx", ""},
		{"registry.example:5000/team/nginx:1.27-alpine", "1.27-alpine"},
		{"nginx@sha256:0123", ""},
		{"nginx:1.27@sha256:0123", "1.27"},
	} {
		if have := running.Tag(row.image); have != row.want {
			t.Errorf("%s: %q", row.image, have)
		}
	}
}

// TestNothingElseIsRead has kinds refused of which nothing is read, Secrets before all.
func TestNothingElseIsRead(t *testing.T) {
	for _, list := range []string{"v1/Secret", "v1/ConfigMap", "apps/v1/Deployment,v1/Secret", "apps/v1beta1/Deployment"} {
		if _, err := running.Parse(list); err == nil || !strings.Contains(err.Error(), "allowed are apps/v1/DaemonSet, ") {
			t.Errorf("%s: %v", list, err)
		}
	}
	secret := &unstructured.Unstructured{Object: map[string]any{"data": map[string]any{"password": "x"}}}
	if have := running.Cut(schema.GroupVersionKind{Version: "v1", Kind: "Secret"}, secret, noon); !reflect.DeepEqual(have, assess.Workload{Exists: true}) {
		t.Errorf("%+v", have)
	}
}
