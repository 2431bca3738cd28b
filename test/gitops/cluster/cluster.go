package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/runtime"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	clocktesting "k8s.io/utils/clock/testing"
	"k8s.io/utils/ptr"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/config"
	"sigs.k8s.io/controller-runtime/pkg/log/zap"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/controllers"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/test/controlplane"
)

const (
	// system is the operator's namespace, account its user, by config/default.
	system  = "isms-operator-system"
	account = "isms-operator-controller-manager"

	// Operator is the user as whom the operator writes.
	Operator = "system:serviceaccount:" + system + ":" + account

	// SampleDay is the day that the dates of config/samples were written for.
	SampleDay = "2026-06-01"

	// writesInFull logs every write, those of records with what was written.
	writesInFull = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- level: Request
  verbs: [create, update, patch, delete, deletecollection]
  resources: [{group: isms-operator.io}]
- level: Metadata
  verbs: [create, update, patch, delete, deletecollection]
- level: None
`
)

// Cluster is a control plane as config/default leaves it, with our operator.
type Cluster struct {
	*controlplane.Cluster
	// Root of this module.
	Root string
	// Logs is the folder for the logs of programs. It outlives the test.
	Logs  string
	clock *clocktesting.FakeClock
	stop  func() error // of the operator
}

// Start runs all until the test ends. The operator runs in this process, as its clock
// cannot be set from outside; it has the rights of its service account alone. Its clock
// stands at noon of the day until SetDay. What is missing fails the test. Logs are in
// .local/NAME.
func Start(t testing.TB, name, day string) *Cluster {
	t.Helper()
	root, err := controlplane.ModuleRoot()
	must(t, err)
	c := &Cluster{Root: root, Logs: filepath.Join(root, ".local", name), clock: clocktesting.NewFakeClock(noon(day))}
	must(t, os.RemoveAll(c.Logs))
	must(t, os.MkdirAll(c.Logs, 0o755))
	policy := filepath.Join(t.TempDir(), "audit-policy.yaml")
	must(t, os.WriteFile(policy, []byte(writesInFull), 0o600))
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	c.Cluster, err = controlplane.Start(ctx, controlplane.Options{
		ControllerManager: true, AuditLog: filepath.Join(c.Logs, "audit.log"), AuditPolicy: policy,
	})
	must(t, err)
	t.Cleanup(func() {
		if err := c.Stop(); err != nil {
			t.Error(err)
		}
	})
	c.Kubectl(t, "", "apply", "--server-side", "-k", filepath.Join(root, "config", "default"))
	must(t, c.AwaitCRDs(ctx))
	c.StartOperator(t)
	t.Cleanup(func() { c.StopOperator(t) })
	return c
}

func noon(day string) time.Time { return api.MustDate(day).Time().Add(12 * time.Hour) }

// SetDay sets the operator's clock to noon of a later day.
func (c *Cluster) SetDay(day string) { c.clock.SetTime(noon(day)) }

// StartOperator runs the operator again after StopOperator.
func (c *Cluster) StartOperator(t testing.TB) {
	t.Helper()
	log, err := os.OpenFile(filepath.Join(c.Logs, "operator.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	must(t, err)
	ctrl.SetLogger(zap.New(zap.WriteTo(log)))
	scheme := runtime.NewScheme()
	must(t, clientgoscheme.AddToScheme(scheme))
	must(t, api.AddToScheme(scheme))
	access, err := c.ServiceAccountConfig(t.Context(), system, account)
	must(t, err)
	mgr, err := ctrl.NewManager(access, ctrl.Options{
		Scheme: scheme, Metrics: metricsserver.Options{BindAddress: "0"},
		// It may be started twice in this process.
		Controller: config.Controller{SkipNameValidation: ptr.To(true)},
	})
	must(t, err)
	must(t, controllers.SetupWithManager(mgr, controllers.Options{Registry: rules.Registry(), Clock: c.clock, Writers: 16}))
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- mgr.Start(ctx) }()
	c.stop = sync.OnceValue(func() error {
		cancel()
		return errors.Join(<-done, log.Close())
	})
}

// StopOperator ends it, and returns when it writes nothing any more.
func (c *Cluster) StopOperator(t testing.TB) {
	t.Helper()
	if err := c.stop(); err != nil {
		t.Errorf("operator: %v", err)
	}
}

// Kubectl runs it as the administrator and returns what it prints. A failure fails the
// test.
func (c *Cluster) Kubectl(t testing.TB, stdin string, args ...string) string {
	t.Helper()
	out, err := c.TryKubectl(t, stdin, args...)
	must(t, err)
	return out
}

// TryKubectl is Kubectl for what may fail. The error holds what was printed.
func (c *Cluster) TryKubectl(t testing.TB, stdin string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	out, _, err := c.Cluster.Kubectl(ctx, strings.NewReader(stdin), args...)
	return out, err
}

// Eventually waits until the condition holds, and fails the test with what it last said.
func Eventually(t testing.TB, within time.Duration, what string, condition func() error) time.Duration {
	t.Helper()
	began := time.Now()
	for {
		err := condition()
		if err == nil {
			return time.Since(began)
		}
		if time.Since(began) > within || t.Context().Err() != nil {
			t.Fatalf("not within %s: %s: %v", within, what, err)
		}
		time.Sleep(200 * time.Millisecond)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(fmt.Errorf("the campaign cannot go on: %w", err))
	}
}
