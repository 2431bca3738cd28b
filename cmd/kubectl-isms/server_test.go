package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/zap/zapcore"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
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

// server is a real API server with the CRDs, started once where a test asks for it.
type server struct {
	*controlplane.Cluster
	admin  client.Client
	scheme *runtime.Scheme
}

var theServer = sync.OnceValues(func() (*server, error) {
	s := &server{scheme: runtime.NewScheme()}
	if err := clientgoscheme.AddToScheme(s.scheme); err != nil {
		return nil, err
	}
	if err := api.AddToScheme(s.scheme); err != nil {
		return nil, err
	}
	var err error
	if s.Cluster, err = controlplane.Start(context.Background(), controlplane.Options{CRDPaths: []string{"../../config/crd/bases"}}); err != nil {
		return nil, err
	}
	started = s
	s.admin, err = client.New(s.Config(), client.Options{Scheme: s.scheme})
	return s, err
})

var started *server

// asPlugin has the test binary be the plugin, for tests that need a process.
const asPlugin = "ISMS_TEST_AS_PLUGIN"

func TestMain(m *testing.M) {
	if os.Getenv(asPlugin) != "" {
		main()
		return
	}
	log.SetLogger(zap.New(zap.WriteTo(os.Stderr), zap.Level(zapcore.ErrorLevel)))
	code := m.Run()
	if started != nil {
		if err := started.Stop(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	os.Exit(code)
}

func apiServer(t *testing.T) *server {
	t.Helper()
	s, err := theServer()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *server) namespace(t *testing.T) string {
	t.Helper()
	ns := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{GenerateName: "isms-"}}
	if err := s.admin.Create(t.Context(), ns); err != nil {
		t.Fatal(err)
	}
	return ns.Name
}

// create stores copies of records in a namespace.
func (s *server) create(t *testing.T, namespace string, records []api.Record) {
	t.Helper()
	for _, r := range records {
		stored := r.DeepCopyObject().(client.Object)
		stored.SetNamespace(namespace)
		if err := s.admin.Create(t.Context(), stored); err != nil {
			t.Fatal(err)
		}
	}
	// What is left would be read again by every test that lists all namespaces.
	t.Cleanup(func() {
		kinds := map[string]bool{}
		for _, r := range records {
			if kind := fmt.Sprintf("%T", r); !kinds[kind] {
				kinds[kind] = true
				if err := s.admin.DeleteAllOf(context.Background(), r.DeepCopyObject().(client.Object), client.InNamespace(namespace)); err != nil {
					t.Error(err)
				}
			}
		}
	})
}

// operateOn has an operator judge a namespace as on a day, until the test ends. It is
// started once the records are there, so that it judges them once.
func (s *server) operateOn(t *testing.T, namespace, day string) {
	t.Helper()
	clock := clocktesting.NewFakeClock(api.MustDate(day).Time().Add(12 * time.Hour))
	s.operate(t, controllers.Options{Registry: rules.Registry(), Clock: clock, Namespaces: []string{namespace}})
}

// operate has an operator judge until the test ends.
func (s *server) operate(t *testing.T, options controllers.Options) {
	t.Helper()
	mgr, err := ctrl.NewManager(s.Config(), ctrl.Options{
		Scheme: s.scheme, Metrics: metricsserver.Options{BindAddress: "0"},
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

func (s *server) isms(t *testing.T, args ...string) plugin {
	t.Helper()
	return isms(t, append(args, "--kubeconfig", s.Kubeconfig())...)
}

// agrees waits until the operator has published what the plugin says.
func (s *server) agrees(t *testing.T, namespace string, d document) {
	t.Helper()
	began := time.Now()
	for {
		err := s.differs(namespace, d)
		if err == nil {
			return
		}
		if time.Since(began) > 2*time.Minute {
			t.Fatal(err)
		}
		time.Sleep(200 * time.Millisecond) // looking costs more than waiting
	}
}

// differs says where the published statuses are others than the document says.
func (s *server) differs(namespace string, d document) error {
	if len(d.Namespaces) != 1 {
		return fmt.Errorf("%d namespaces were judged", len(d.Namespaces))
	}
	judged := d.Namespaces[0]
	byRecord := map[string][]string{}
	var all []string
	for _, f := range judged.Findings {
		line := strings.Join([]string{f.Rule, f.Reason, string(f.Grade), f.Field, f.Message, f.Remedy, f.Since}, "|")
		name := f.Record.Kind + "/" + f.Record.Name
		byRecord[name] = append(byRecord[name], line)
		all = append(all, name+"|"+line)
	}
	for _, kind := range rules.Registry().Kinds {
		object, err := s.scheme.New(api.GroupVersion.WithKind(kind.Name + "List"))
		if err != nil {
			return err
		}
		list := object.(client.ObjectList)
		if err := s.admin.List(context.Background(), list, client.InNamespace(namespace)); err != nil {
			return err
		}
		records, err := recordsOf(list)
		if err != nil {
			return err
		}
		for _, r := range records {
			name, status := kind.Name+"/"+r.GetName(), r.RecordStatus()
			if status.ObservedGeneration != r.GetGeneration() {
				return fmt.Errorf("%s is not judged yet", name)
			}
			var have []string
			for _, f := range status.Findings {
				line := strings.Join([]string{f.Rule, f.Reason, string(f.Grade), f.Field, f.Message, f.Remedy, f.Since}, "|")
				if f.Record != nil {
					line = f.Record.Kind + "/" + f.Record.Name + "|" + line
				}
				have = append(have, line)
			}
			want := byRecord[name]
			if a, ok := r.(*api.ClauseAssessment); ok {
				want = all
				if a.Status.Verdict != judged.Verdict || a.Status.NextChangeOn != judged.NextChangeOn || *a.Status.Counts != judged.Counts {
					return fmt.Errorf("the operator says %s %v until %s; the plugin %s %v until %s", a.Status.Verdict, *a.Status.Counts, a.Status.NextChangeOn, judged.Verdict, judged.Counts, judged.NextChangeOn)
				}
			}
			if want = want[:min(len(want), api.MaxFindings)]; !slices.Equal(have, want) {
				return fmt.Errorf("%s: the operator says\n%q\nthe plugin\n%q", name, have, want)
			}
		}
	}
	return nil
}

func recordsOf(list client.ObjectList) ([]api.Record, error) {
	var all []api.Record
	err := eachItem(list, func(r api.Record) { all = append(all, r) })
	return all, err
}

func plurals() []string {
	var names []string
	for _, kind := range rules.Registry().Kinds {
		names = append(names, kind.Plural)
	}
	return names
}

func eventually(t *testing.T, condition func() error) {
	t.Helper()
	began := time.Now()
	for {
		err := condition()
		if err == nil {
			return
		}
		if time.Since(began) > time.Minute {
			t.Fatal(err)
		}
		time.Sleep(50 * time.Millisecond)
	}
}
