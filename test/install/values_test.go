package install_test

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestBadValuesAreRefused checks that a mistake is named before anything is installed.
func TestBadValuesAreRefused(t *testing.T) {
	for _, c := range []struct{ why, set, want string }{
		{"a value that does not exist", "replicaCount=2", "additional properties 'replicaCount' not allowed"},
		{"a misspelt value inside", "metrics.enable=true", "additional properties 'enable' not allowed"},
		{"a word for a number", "replicas=two", "got string, want integer"},
		{"two replicas that both write", "replicas=2,leaderElection.enabled=false", "at '/leaderElection/enabled'"},
		{"namespaces with an empty namespaced mode", "namespaced=null,namespaces={a}", "missing property 'namespaced'"},
		{"namespaces without namespaced mode", "namespaces={a}", "at '/namespaced'"},
		{"a name that is no namespace", "namespaced=true,namespaces={Team_A}", "at '/namespaces/0'"},
		{"a privileged port", "metrics.port=443", "minimum: got 443, want 1,024"},
		{"a digest cut short", "image.digest=sha256:abc", "at '/image/digest'"},
		{"an alert that does not exist", "prometheusRule.alerts.IsmsEverything.enabled=false", "additional properties 'IsmsEverything' not allowed"},
		{"a severity nobody routes", "prometheusRule.alerts.IsmsRecordLapsed.severity=bad", "at '/prometheusRule/alerts/IsmsRecordLapsed/severity'"},
		{"days that no series counts", "prometheusRule.alerts.IsmsRecordLapsing.days=45", "at '/prometheusRule/alerts/IsmsRecordLapsing/days'"},
		{"a kind to observe without its resource", "observeWorkloads[0].version=v1,observeWorkloads[0].kind=Node", "missing property 'resource'"},
		{"versions of a kind that is never read", "observeVersions={v1/Secret}", "at '/observeVersions/0'"},
		{"the port of the probes", "metrics.port=8081", "at '/metrics/port'"},
		{"alerts on what is not served", "prometheusRule.enabled=true,metrics.enabled=false", "at '/metrics/enabled'"},
		{"scraping what is not served", "serviceMonitor.enabled=true,metrics.enabled=false", "at '/metrics/enabled'"},
	} {
		t.Run(c.why, func(t *testing.T) {
			_, err := helm(t, "template", release, chart(), "--set", c.set)
			if err == nil {
				t.Fatalf("%s is accepted", c.set)
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: %v, want %q", c.set, err, c.want)
			}
		})
	}
}

// TestLint runs Helm's own lint with the values of every case.
func TestLint(t *testing.T) {
	files, err := filepath.Glob("testdata/*/values.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no values in testdata: %v", err)
	}
	for _, file := range append(files, filepath.Join(chart(), "values.yaml")) {
		if out, err := helm(t, "lint", "--strict", chart(), "-f", file); err != nil {
			t.Errorf("%s: %v\n%s", file, err, out)
		}
	}
}
