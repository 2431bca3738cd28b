package rights_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/zap/zapcore"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
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
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/test/controlplane"
)

var (
	cluster *controlplane.Cluster
	admin   client.Client
	scheme  = runtime.NewScheme()
	// said is all that operators and client-go log.
	said = &logged{}
)

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(code)
}

func run(m *testing.M) (code int, err error) {
	logger := zap.New(zap.WriteTo(said), zap.Level(zapcore.DebugLevel))
	log.SetLogger(logger)
	klog.SetLogger(logger)
	if err := errors.Join(clientgoscheme.AddToScheme(scheme), api.AddToScheme(scheme)); err != nil {
		return 0, err
	}
	cluster, err = controlplane.Start(context.Background(), controlplane.Options{CRDPaths: []string{"../../config/crd/bases"}, AuditLog: "audit.log"})
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, cluster.Stop()) }()
	if admin, err = client.New(cluster.Config(), client.Options{Scheme: scheme}); err != nil {
		return 0, err
	}
	// Nobody runs the controller that fills the roles edit and view.
	for name, verbs := range map[string][]string{"acme:edit": {"get", "create", "update"}, "acme:view": {"get", "list"}} {
		role := &rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: name}, Rules: []rbacv1.PolicyRule{{Verbs: verbs, APIGroups: []string{""}, Resources: []string{"pods"}}}}
		if err := admin.Create(context.Background(), role); err != nil {
			return 0, err
		}
	}
	return m.Run(), nil
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

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// today is noon of the day on which operators here judge.
func today() *clocktesting.FakeClock { return clockAt("2026-06-01") }

// clockAt is a clock that stands at noon of a day.
func clockAt(day string) *clocktesting.FakeClock {
	return clocktesting.NewFakeClock(api.MustDate(day).Time().Add(12 * time.Hour))
}

// operate has an operator judge until the test ends, with what it is told to observe.
func operate(t *testing.T, cfg *rest.Config, options controllers.Options) {
	t.Helper()
	options.Registry = rules.Registry()
	mgr, err := ctrl.NewManager(cfg, ctrl.Options{
		Scheme: scheme, Metrics: metricsserver.Options{BindAddress: "0"},
		Controller: config.Controller{SkipNameValidation: ptr.To(true)},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := controllers.SetupWithManager(mgr, options); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- mgr.Start(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

// observing are the options of an operator that observes the rights in the whole cluster.
func observing(clk *clocktesting.FakeClock) controllers.Options {
	return controllers.Options{Clock: clk, ObserveRights: true}
}

func newNamespace(t *testing.T) string {
	t.Helper()
	ns := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{GenerateName: "isms-"}}
	if err := admin.Create(t.Context(), ns); err != nil {
		t.Fatal(err)
	}
	return ns.Name
}

// create stores objects until the test ends.
func create(t *testing.T, objects ...client.Object) {
	t.Helper()
	for _, o := range objects {
		if err := admin.Create(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := admin.Delete(context.Background(), o); err != nil && !apierrors.IsNotFound(err) {
				t.Error(err)
			}
		})
	}
}

func remove(t *testing.T, o client.Object) {
	t.Helper()
	if err := admin.Delete(t.Context(), o); err != nil {
		t.Fatal(err)
	}
}

// update stores an object as it is, whatever status it has got meanwhile.
func update(t *testing.T, o client.Object) {
	t.Helper()
	eventually(t, time.Minute, func() error {
		now := o.DeepCopyObject().(client.Object)
		if err := admin.Get(t.Context(), client.ObjectKeyFromObject(o), now); err != nil {
			return err
		}
		o.SetResourceVersion(now.GetResourceVersion())
		return admin.Update(t.Context(), o)
	})
}

// isms is an ISMS that has rights judged in namespaces, and in the whole cluster.
func isms(namespace string, scope *api.ObservedScope) *api.ClauseAssessment {
	return &api.ClauseAssessment{
		ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: "acme"},
		Spec:       api.ClauseAssessmentSpec{Organization: "ACME", Scope: "All of it", ObservedScope: scope},
	}
}

// person is somebody with accounts, given as subjects.
func person(namespace, name, until string, accounts ...api.Account) *api.Person {
	p := &api.Person{ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name}, Spec: api.PersonSpec{
		Sourcing: api.SourcingInternal, EngagedFrom: api.MustDate("2020-01-01"), Accounts: accounts,
	}}
	if until != "" {
		p.Spec.EngagedUntil = api.MustDate(until)
	}
	return p
}

func user(name string) api.Account {
	return api.Account{Name: "user", Kind: api.SubjectUser, Subject: name}
}

func group(name string) api.Account {
	return api.Account{Name: "group", Kind: api.SubjectGroup, Subject: name}
}

func to(kind, name string) rbacv1.Subject {
	return rbacv1.Subject{Kind: kind, APIGroup: rbacv1.GroupName, Name: name}
}

// everywhere binds a cluster role in the whole cluster; in, in a namespace.
func everywhere(name, role string, subjects ...rbacv1.Subject) *rbacv1.ClusterRoleBinding {
	return &rbacv1.ClusterRoleBinding{ObjectMeta: metav1.ObjectMeta{Name: name}, Subjects: subjects,
		RoleRef: rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: role}}
}

func in(namespace, name, role string, subjects ...rbacv1.Subject) *rbacv1.RoleBinding {
	return &rbacv1.RoleBinding{ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name}, Subjects: subjects,
		RoleRef: rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: role}}
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

// finds says how what is found of a record with the reasons differs from what is wanted, each
// as "Grade Reason".
func finds(r client.Object, reasons string, want ...string) func() error {
	return func() error {
		if err := admin.Get(context.Background(), client.ObjectKeyFromObject(r), r); err != nil {
			return err
		}
		status := r.(api.Record).RecordStatus()
		if status.ObservedGeneration != r.GetGeneration() {
			return fmt.Errorf("generation %d of %s is judged, %d is stored", status.ObservedGeneration, r.GetName(), r.GetGeneration())
		}
		var have, told []string
		for _, f := range status.Findings {
			if (f.Record == nil || f.Record.Name == r.GetName()) && strings.Contains(reasons, f.Reason) {
				have = append(have, string(f.Grade)+" "+f.Reason)
				told = append(told, f.Message)
			}
		}
		if strings.Join(have, ", ") != strings.Join(want, ", ") {
			return fmt.Errorf("%s: %q, want %q; %q", r.GetName(), have, want, told)
		}
		return nil
	}
}

// stays fails if a condition stops to hold for a while.
func stays(t *testing.T, d time.Duration, condition func() error) {
	t.Helper()
	for began := time.Now(); time.Since(began) < d; time.Sleep(50 * time.Millisecond) {
		if err := condition(); err != nil {
			t.Fatal(err)
		}
	}
}

// wire is a way to the API server on which what is asked about roles and bindings can be
// cut: what is open breaks, and nothing new is answered, or all is refused.
type wire struct {
	next    http.RoundTripper
	cut     atomic.Bool
	mu      sync.Mutex
	opened  []io.Closer
	dropped int
}

var errCut = errors.New("the connection is cut")

// through is a configuration of a connection through the wire.
func (w *wire) through(cfg *rest.Config) *rest.Config {
	cfg = rest.CopyConfig(cfg)
	cfg.Wrap(func(next http.RoundTripper) http.RoundTripper {
		w.next = next
		return w
	})
	return cfg
}

// RoundTrip implements http.RoundTripper.
func (w *wire) RoundTrip(request *http.Request) (*http.Response, error) {
	if !strings.Contains(request.URL.Path, "/"+rbacv1.GroupName+"/") {
		return w.next.RoundTrip(request)
	}
	if w.cut.Load() {
		return nil, errCut
	}
	answer, err := w.next.RoundTrip(request)
	if err == nil {
		w.mu.Lock()
		w.opened = append(w.opened, answer.Body)
		w.mu.Unlock()
	}
	return answer, err
}

// drop breaks what is open.
func (w *wire) drop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, body := range w.opened {
		_ = body.Close() // it is to break
		w.dropped++
	}
	w.opened = nil
}
