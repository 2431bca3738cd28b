//go:build prometheus

package prometheus

import (
	"context"
	"crypto/tls"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"go.uber.org/zap/zapcore"
	"k8s.io/apimachinery/pkg/runtime"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	clocktesting "k8s.io/utils/clock/testing"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/log/zap"
	"sigs.k8s.io/controller-runtime/pkg/metrics/filters"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/controllers"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/test/controlplane"
)

var update = flag.Bool("update", false, "rewrite testdata/metrics.txt")

const (
	system = "isms-operator-system"

	// access is what an administrator adds for Prometheus, and an account without it.
	access = `
apiVersion: v1
kind: Namespace
metadata: {name: monitoring}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: prometheus, namespace: monitoring}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: stranger, namespace: monitoring}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: observe-rights}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: observe-rights-role}
subjects: [{kind: ServiceAccount, name: isms-operator-controller-manager, namespace: isms-operator-system}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: isms-operator-metrics}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: isms-operator-metrics-reader}
subjects: [{kind: ServiceAccount, name: prometheus, namespace: monitoring}]
`

	licence = `
apiVersion: isms-operator.io/v1alpha1
kind: ToolLicense
metadata: {name: lapsing-scanner, namespace: acme}
spec: {product: Scanner, criticality: Low, owner: {roleRef: {name: information-security-manager}}, term: {start: "2020-01-01", end: %q}}
`
)

// environment is an operator in this process, because its clock is to be moved, with
// the rights of its own service account, and Prometheus that scrapes it.
type environment struct {
	*stack
	cluster *controlplane.Cluster
	clock   *clocktesting.FakeClock
	stop    func()
}

// kubectl returns what kubectl prints as the administrator.
func (e *environment) kubectl(t *testing.T, stdin string, args ...string) string {
	t.Helper()
	out, stderr, err := e.cluster.Kubectl(t.Context(), strings.NewReader(stdin), args...)
	if err != nil {
		t.Fatalf("kubectl %s: %v\n%s", strings.Join(args, " "), err, stderr)
	}
	return out
}

func newEnvironment(t *testing.T, now time.Time) *environment {
	t.Helper()
	cluster, err := controlplane.Start(t.Context(), controlplane.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := cluster.Stop(); err != nil {
			t.Error(err)
		}
	})
	e := &environment{cluster: cluster, clock: clocktesting.NewFakeClock(now)}
	e.kubectl(t, "", "apply", "--server-side", "-k", "../../config/default")
	if err := cluster.AwaitCRDs(t.Context()); err != nil {
		t.Fatal(err)
	}
	e.kubectl(t, access, "apply", "-f", "-", "-f", "../../config/components/observe-rights/role.yaml")
	e.kubectl(t, "", "create", "namespace", "acme")
	e.kubectl(t, "", "apply", "-n", "acme", "-f", "../../config/samples")

	dir := t.TempDir()
	certificate(t, dir)
	for account, file := range map[string]string{"prometheus": "scraper.token", "stranger": "stranger.token"} {
		config, err := cluster.ServiceAccountConfig(t.Context(), "monitoring", account)
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, file), config.BearerToken)
	}
	target := freeAddress(t)
	e.startOperator(t, target, dir)
	e.stack = startStack(t, dir, target)
	return e
}

// startOperator serves metrics as cmd/manager does: over TLS, to who may read them.
func (e *environment) startOperator(t *testing.T, address, certificates string) {
	t.Helper()
	ctrl.SetLogger(zap.New(zap.WriteTo(os.Stderr), zap.Level(zapcore.ErrorLevel)))
	scheme := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{clientgoscheme.AddToScheme, api.AddToScheme} {
		if err := add(scheme); err != nil {
			t.Fatal(err)
		}
	}
	config, err := e.cluster.ServiceAccountConfig(t.Context(), system, "isms-operator-controller-manager")
	if err != nil {
		t.Fatal(err)
	}
	mgr, err := ctrl.NewManager(config, ctrl.Options{
		Scheme:         scheme,
		LeaderElection: true, LeaderElectionID: "isms-operator.io", LeaderElectionNamespace: system, LeaderElectionReleaseOnCancel: true,
		Metrics: metricsserver.Options{
			BindAddress: address, SecureServing: true, CertDir: certificates,
			FilterProvider: filters.WithAuthenticationAndAuthorization,
			TLSOpts:        []func(*tls.Config){func(c *tls.Config) { c.NextProtos = []string{"http/1.1"} }},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := controllers.SetupWithManager(mgr, controllers.Options{
		Registry: rules.Registry(), Clock: e.clock, ObserveRights: true, Lifecycles: []string{"../scenarios/node-on-an-ended-version/lifecycles.json"},
	}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- mgr.Start(ctx) }()
	stopped := false
	e.stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		if err := <-done; err != nil {
			t.Errorf("the operator: %v", err)
		}
	}
	t.Cleanup(e.stop)
}

// holds says whether the expression has as many series as wanted.
func (e *environment) holds(t *testing.T, expression string, want int) func() error {
	return func() error {
		have, err := e.query(t.Context(), expression)
		if err == nil && len(have) != want {
			err = fmt.Errorf("%s has %d series %v, want %d", expression, len(have), have, want)
		}
		return err
	}
}

// reaches says whether Alertmanager holds as many alerts of the name with the labels.
func (e *environment) reaches(t *testing.T, name string, labels map[string]string, want int) func() error {
	return func() error {
		all, err := e.alerts(t.Context(), name)
		if err != nil {
			return err
		}
		have := slices.DeleteFunc(slices.Clone(all), func(a alert) bool {
			for k, v := range labels {
				if a.Labels[k] != v {
					return true
				}
			}
			return false
		})
		if len(have) != want {
			return fmt.Errorf("%d alerts %s with %v, want %d: %v", len(have), name, labels, want, all)
		}
		return nil
	}
}

func TestLapseReachesAlertmanager(t *testing.T) {
	// For Prometheus the licence ended yesterday. The operator's clock is a day before
	// that, so that to the operator it still runs; then the clock is moved to today.
	now := time.Now()
	e := newEnvironment(t, now.AddDate(0, 0, -2))
	e.kubectl(t, fmt.Sprintf(licence, api.DateOf(now.AddDate(0, 0, -1))), "apply", "-f", "-")
	record := map[string]string{"kind": "ToolLicense", "name": "lapsing-scanner", "namespace": "acme"}

	eventually(t, "scraped with the token of a service account, over TLS", e.holds(t, `up{job="isms-operator"} == 1`, 1))
	eventually(t, "refused to an account without the right", e.holds(t, `up{job="stranger"} == 0`, 1))
	eventually(t, "its date is over to Prometheus", e.holds(t, `isms_record_valid_until_timestamp_seconds{name="lapsing-scanner",namespace="acme"} <= time()`, 1))
	eventually(t, "the operator holds it to be current", e.holds(t, `isms_record_current{name="lapsing-scanner",namespace="acme"} == 1`, 1))
	eventually(t, "all series are there", e.holds(t, `leader_election_master_status == 1`, 1))
	e.waitingIsSeen(t)
	t.Run("install", func(t *testing.T) { e.testInstall(t) })
	t.Run("runbooks", func(t *testing.T) { e.testRunbooks(t) })
	t.Run("metrics", func(t *testing.T) { e.testMetrics(t) })
	t.Run("expressions", func(t *testing.T) { e.testExpressions(t) })
	if err := e.holds(t, `ALERTS{alertname="IsmsRecordLapsed",name="lapsing-scanner"}`, 0)(); err != nil {
		t.Error(err)
	}

	t.Run("reminders", func(t *testing.T) { e.testReminders(t, now) })
	e.clock.SetTime(now)
	eventually(t, "lapsed: the alert reaches Alertmanager", e.reaches(t, "IsmsRecordLapsed", record, 1))

	e.kubectl(t, fmt.Sprintf(licence, api.DateOf(now.AddDate(1, 0, 0))), "apply", "-f", "-")
	eventually(t, "renewed: the alert is resolved", e.reaches(t, "IsmsRecordLapsed", record, 0))

	if err := e.reaches(t, "IsmsOperatorAbsent", nil, 0)(); err != nil {
		t.Error(err)
	}
	e.stop()
	eventually(t, "the operator is stopped: its absence reaches Alertmanager", e.reaches(t, "IsmsOperatorAbsent", map[string]string{"job": "isms-operator", "severity": "critical"}, 1))
}

// waitingIsSeen edits a record so often at once that Prometheus sees a change wait: the
// operator judges it when a second has passed without one.
func (e *environment) waitingIsSeen(t *testing.T) {
	t.Helper()
	end, n := api.DateOf(e.clock.Now().AddDate(0, 0, 1)), 0
	eventually(t, "a change is seen to wait", func() error {
		var edits []string
		for range 8 {
			n++
			edits = append(edits, strings.Replace(fmt.Sprintf(licence, end), "product: Scanner", fmt.Sprintf("product: Scanner %d", n), 1))
		}
		e.kubectl(t, strings.Join(edits, "---"), "apply", "-f", "-")
		return e.holds(t, `max_over_time(isms_assessment_waiting_since_timestamp_seconds{namespace="acme"}[1m]) > 0`, 1)()
	})
}

// recorded are the metrics that alerts and dashboards may name.
var recorded = regexp.MustCompile(`^(isms_|controller_runtime_reconcile_|workqueue_|leader_election_|process_|up$)`)

// testMetrics compares the series that Prometheus has with testdata/metrics.txt, which
// test/modules/promql holds the expressions of alerts and dashboard against.
func (e *environment) testMetrics(t *testing.T) {
	all, err := e.series(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	have := map[string]bool{}
	for _, s := range all {
		name := s["__name__"]
		delete(s, "__name__")
		if !recorded.MatchString(name) {
			continue
		}
		have[name+" "+strings.Join(slices.Sorted(maps.Keys(s)), ",")] = true
	}
	if *update {
		write(t, "testdata/metrics.txt", strings.Join(slices.Sorted(maps.Keys(have)), "\n")+"\n")
	}
	file, err := os.ReadFile("testdata/metrics.txt")
	if err != nil {
		t.Fatal(err)
	}
	for want := range strings.Lines(string(file)) {
		if want = strings.TrimSpace(want); !have[want] {
			t.Errorf("not exported: %s", want)
		}
	}
}
