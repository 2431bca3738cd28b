//go:build prometheus

package prometheus

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

// testInstall installs what the Prometheus Operator and Grafana's sidecar read, with
// the real CRDs and without a field that they do not know.
func (e *environment) testInstall(t *testing.T) {
	e.kubectl(t, "", "apply", "--server-side", "-f", "testdata/crds")
	if err := e.cluster.AwaitCRDs(t.Context()); err != nil {
		t.Fatal(err)
	}
	objects := e.kubectl(t, "", "kustomize", "../../config/prometheus")
	e.kubectl(t, strings.ReplaceAll(objects, "namespace: system", "namespace: "+system), "apply", "--server-side", "--validate=strict", "-f", "-")
	e.kubectl(t, e.kubectl(t, "", "kustomize", "../../config/grafana"), "apply", "--server-side", "-n", "monitoring", "-f", "-")
	if boards := e.kubectl(t, "", "get", "configmaps", "-n", "monitoring", "-l", "grafana_dashboard=1", "-o", "name"); !strings.Contains(boards, "isms-operator-dashboard") {
		t.Errorf("the sidecar would find the dashboards %q", boards)
	}
	e.testMonitorFindsService(t)
}

// testMonitorFindsService asks for the services that the ServiceMonitor selects.
func (e *environment) testMonitorFindsService(t *testing.T) {
	data, err := os.ReadFile("../../config/prometheus/monitor.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var monitor struct {
		Spec struct {
			JobLabel  string
			Selector  struct{ MatchLabels map[string]string }
			Endpoints []struct{ Port string }
		}
	}
	if err := yaml.Unmarshal(data, &monitor); err != nil {
		t.Fatal(err)
	}
	var selector []string
	for k, v := range monitor.Spec.Selector.MatchLabels {
		selector = append(selector, k+"="+v)
	}
	var services struct {
		Items []struct {
			Metadata struct{ Labels map[string]string }
			Spec     struct{ Ports []struct{ Name string } }
		}
	}
	found := e.kubectl(t, "", "get", "services", "-n", system, "-l", strings.Join(selector, ","), "-o", "json")
	if err := json.Unmarshal([]byte(found), &services); err != nil {
		t.Fatal(err)
	}
	if len(services.Items) != 1 {
		t.Fatalf("the ServiceMonitor selects %d services, want 1", len(services.Items))
	}
	service := services.Items[0]
	if job := service.Metadata.Labels[monitor.Spec.JobLabel]; job != "isms-operator" {
		t.Errorf("the job would be %q, and the alerts name isms-operator", job)
	}
	for _, endpoint := range monitor.Spec.Endpoints {
		if !slices.ContainsFunc(service.Spec.Ports, func(p struct{ Name string }) bool { return p.Name == endpoint.Port }) {
			t.Errorf("the service has no port %q", endpoint.Port)
		}
	}
}
