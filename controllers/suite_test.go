package controllers_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/zap/zapcore"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"
	"k8s.io/klog/v2"
	clocktesting "k8s.io/utils/clock/testing"
	"k8s.io/utils/ptr"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/config"
	"sigs.k8s.io/controller-runtime/pkg/log"
	"sigs.k8s.io/controller-runtime/pkg/log/zap"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/controllers"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/test/controlplane"
)

// The suite runs against a real kube-apiserver and etcd. They are built where
// they are missing; no test is skipped for want of them.
var (
	cluster *controlplane.Cluster
	admin   client.Client
	scheme  = runtime.NewScheme()
	// said is all that operators and client-go log, to be searched for names of people.
	said = &logged{}
)

func TestMain(m *testing.M) {
	os.Exit(runSuite(m))
}

func runSuite(m *testing.M) (code int) {
	logger := zap.New(zap.WriteTo(said), zap.Level(zapcore.DebugLevel))
	log.SetLogger(logger)
	klog.SetLogger(logger)
	must(clientgoscheme.AddToScheme(scheme))
	must(api.AddToScheme(scheme))
	var err error
	cluster, err = controlplane.Start(context.Background(), controlplane.Options{
		CRDPaths: []string{"../config/crd/bases"}, AuditLog: "audit.log",
	})
	must(err)
	defer func() {
		must(cluster.Stop())
		if line := said.naming("erika"); line != "" && code == 0 {
			fmt.Fprintln(os.Stderr, "FAIL: the log names a person:", line)
			code = 1
		}
	}()
	admin, err = client.New(cluster.Config(), client.Options{Scheme: scheme})
	must(err)
	return m.Run()
}

// logged keeps what was logged. Set the variable ISMS_TEST_LOG to see it as well.
type logged struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logged) Write(line []byte) (int, error) {
	if os.Getenv("ISMS_TEST_LOG") != "" {
		_, _ = os.Stderr.Write(line)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(line)
}

// since returns what was logged after so many bytes.
func (l *logged) since(length int) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return string(l.text.Bytes()[length:])
}

func (l *logged) length() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Len()
}

// naming returns the first line that has a name; "" if none has.
func (l *logged) naming(name string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	for line := range strings.Lines(l.text.String()) {
		if strings.Contains(line, name) {
			return line
		}
	}
	return ""
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// clockAt is a clock that stands at noon of the given day.
func clockAt(day string) *clocktesting.FakeClock {
	return clocktesting.NewFakeClock(api.MustDate(day).Time().Add(12 * time.Hour))
}

// operator is a running operator that judges one namespace.
type operator struct {
	cancel context.CancelFunc
	done   chan error
}

func startOperator(t *testing.T, namespace string, clk *clocktesting.FakeClock, cfg *rest.Config, leaderElect bool, observe ...schema.GroupVersionKind) *operator {
	t.Helper()
	return startWith(t, namespace, cfg, leaderElect, controllers.Options{Clock: clk, Observe: observe})
}

func startWith(t *testing.T, namespace string, cfg *rest.Config, leaderElect bool, options controllers.Options) *operator {
	t.Helper()
	options.Namespaces = []string{namespace}
	return startAs(t, namespace, cfg, leaderElect, options)
}

// startAs runs an operator with options; its lease, if any, is in the namespace.
func startAs(t *testing.T, namespace string, cfg *rest.Config, leaderElect bool, options controllers.Options) *operator {
	t.Helper()
	options.Registry = rules.Registry()
	mgr, err := ctrl.NewManager(cfg, ctrl.Options{
		Scheme: scheme, Metrics: metricsserver.Options{BindAddress: "0"},
		LeaderElection: leaderElect, LeaderElectionID: "isms-operator.io", LeaderElectionNamespace: namespace,
		LeaderElectionReleaseOnCancel: true, LeaseDuration: ptr.To(2 * time.Second),
		RenewDeadline: ptr.To(time.Second), RetryPeriod: ptr.To(200 * time.Millisecond),
		Controller: config.Controller{SkipNameValidation: ptr.To(true)},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := controllers.SetupWithManager(mgr, options); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	o := &operator{cancel: cancel, done: make(chan error, 1)}
	go func() { o.done <- mgr.Start(ctx) }()
	t.Cleanup(o.stop)
	return o
}

func (o *operator) stop() {
	o.cancel()
	if err, ok := <-o.done; ok {
		close(o.done)
		must(err)
	}
}

// options of an operator with a clock; the real one where it is nil.
func options(clk *clocktesting.FakeClock) controllers.Options {
	o := controllers.Options{Registry: rules.Registry()}
	if clk != nil {
		o.Clock = clk
	}
	return o
}

func controllersPasses() uint64 { return controllers.Passes() }

func kindNamed(name string) *assess.Kind {
	registry := rules.Registry()
	for i := range registry.Kinds {
		if registry.Kinds[i].Name == name {
			return &registry.Kinds[i]
		}
	}
	panic("no kind " + name)
}

// refusedWrites are writes of statuses in a namespace that the API server refused.
func refusedWrites(namespace string) func(controlplane.AuditEvent) bool {
	return func(e controlplane.AuditEvent) bool {
		return e.Verb == "patch" && strings.Contains(e.RequestURI, "/namespaces/"+namespace+"/") &&
			strings.HasSuffix(strings.Split(e.RequestURI, "?")[0], "/status") && e.ResponseStatus.Code == 422
	}
}

func newNamespace(t *testing.T) string {
	t.Helper()
	ns := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{GenerateName: "isms-"}}
	if err := admin.Create(t.Context(), ns); err != nil {
		t.Fatal(err)
	}
	return ns.Name
}

// eventually waits until the condition holds, and fails with what it last said.
func eventually(t *testing.T, within time.Duration, condition func() error) time.Duration {
	t.Helper()
	began := time.Now()
	for {
		err := condition()
		if err == nil {
			return time.Since(began)
		}
		if time.Since(began) > within {
			t.Fatalf("not within %s: %v", within, err)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// shows says how a record's condition differs from what is wanted: "Status Reason".
func shows(o client.Object, condition, want string) func() error {
	return func() error {
		if err := admin.Get(context.Background(), client.ObjectKeyFromObject(o), o); err != nil {
			return err
		}
		status := o.(api.Record).RecordStatus()
		if status.ObservedGeneration != o.GetGeneration() {
			return fmt.Errorf("%s: generation %d judged, %d stored", o.GetName(), status.ObservedGeneration, o.GetGeneration())
		}
		for _, c := range status.Conditions {
			if c.Type == condition {
				if have := string(c.Status) + " " + c.Reason; have != want {
					return fmt.Errorf("%s: %s is %q (%s), want %q", o.GetName(), condition, have, c.Message, want)
				}
				return nil
			}
		}
		return fmt.Errorf("%s: no condition %s", o.GetName(), condition)
	}
}

func create(t *testing.T, objects ...client.Object) {
	t.Helper()
	for _, o := range objects {
		if err := admin.Create(t.Context(), o); err != nil && !apierrors.IsAlreadyExists(err) {
			t.Fatal(err)
		}
	}
}

// statusWrites counts the writes of statuses in the namespace, at the API server.
func statusWrites(t *testing.T, namespace string) int {
	t.Helper()
	n, err := cluster.CountRequests(func(e controlplane.AuditEvent) bool {
		return e.Verb != "get" && e.Verb != "list" && e.Verb != "watch" && strings.Contains(e.RequestURI, "/namespaces/"+namespace+"/") && strings.HasSuffix(strings.Split(e.RequestURI, "?")[0], "/status")
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}
