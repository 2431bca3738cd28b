//go:build chaos

package chaos

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	"sigs.k8s.io/controller-runtime/pkg/client"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/test/controlplane"
)

const (
	// system is the operator's namespace, account its user.
	system  = "isms-operator-system"
	account = "isms-operator-controller-manager"
	// mine begins the names of all namespaces of records.
	mine = "chaos-"

	// statusesInFull logs what a status was set to, so that one that was written twice
	// is told from one that changed twice.
	statusesInFull = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- level: Request
  verbs: [create, update, patch]
  resources: [{group: isms-operator.io, resources: ["*/status"]}]
- level: Metadata
`
)

// environment is what all scenarios share: a control plane that syncs to disk, the
// operator's and the plugin's binaries, and an administrator.
type environment struct {
	root    string // of the module
	logs    string // of scenarios that failed
	work    string
	cluster *controlplane.Cluster
	admin   client.Client
	scheme  *runtime.Scheme
	dirty   bool // definitions may not be as they are delivered
}

func newEnvironment(ctx context.Context) (*environment, error) {
	e := &environment{scheme: runtime.NewScheme()}
	for _, add := range []func(*runtime.Scheme) error{clientgoscheme.AddToScheme, api.AddToScheme} {
		if err := add(e.scheme); err != nil {
			return nil, err
		}
	}
	var err error
	if e.root, err = controlplane.ModuleRoot(); err != nil {
		return nil, err
	}
	e.logs = filepath.Join(e.root, ".local", "chaos")
	if err := os.RemoveAll(e.logs); err != nil {
		return nil, err
	}
	if e.work, err = os.MkdirTemp("", "isms-chaos-"); err != nil {
		return nil, err
	}
	for _, program := range []string{"manager", "kubectl-isms"} {
		build := exec.CommandContext(ctx, "go", "build", "-o", e.program(program), "./cmd/"+program)
		build.Dir = e.root
		if out, err := build.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("build %s: %w\n%s", program, err, out)
		}
	}
	return e, nil
}

func (e *environment) program(name string) string { return filepath.Join(e.work, name) }

func (e *environment) close() error {
	err := e.stopCluster()
	if removed := os.RemoveAll(e.work); err == nil {
		err = removed
	}
	return err
}

func (e *environment) stopCluster() error {
	if e.cluster == nil {
		return nil
	}
	c := e.cluster
	e.cluster = nil
	return c.Stop()
}

// ready makes the control plane as it is when nobody harmed it: definitions and roles
// as they are delivered, no record. One that does not get there is replaced.
func (e *environment) ready(ctx context.Context) error {
	if e.cluster != nil {
		within, cancel := context.WithTimeout(ctx, time.Minute)
		defer cancel()
		err := e.clean(within)
		if err == nil {
			return nil
		}
		fmt.Fprintf(os.Stderr, "chaos: the control plane is replaced: %v\n", err)
		_ = e.stopCluster() // what it says is about what was done to it
	}
	within, cancel := context.WithTimeout(ctx, 3*time.Minute)
	defer cancel()
	return e.startCluster(within)
}

func (e *environment) startCluster(ctx context.Context) error {
	policy := filepath.Join(e.work, "audit-policy.yaml")
	if err := os.WriteFile(policy, []byte(statusesInFull), 0o600); err != nil {
		return err
	}
	state, err := os.MkdirTemp(e.work, "state-")
	if err != nil {
		return err
	}
	// A state folder makes etcd sync to disk.
	e.cluster, err = controlplane.Start(ctx, controlplane.Options{
		StateDir: state, ControllerManager: true, AuditLog: "audit.log", AuditPolicy: policy,
	})
	if err != nil {
		return err
	}
	if e.admin, err = client.New(e.cluster.Config(), client.Options{Scheme: e.scheme}); err != nil {
		return err
	}
	return e.install(ctx)
}

// install applies what is delivered, which also mends definitions that were changed.
func (e *environment) install(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	_, _, err := e.cluster.Kubectl(ctx, nil, "apply", "--server-side", "--force-conflicts", "-k", filepath.Join(e.root, "config", "default"))
	if err != nil {
		return err
	}
	return e.cluster.AwaitCRDs(ctx)
}

// clean removes what an earlier scenario left. No two have namespaces of one name, so
// that nothing has to wait for their end.
func (e *environment) clean(ctx context.Context) error {
	if e.dirty {
		if err := e.install(ctx); err != nil {
			return err
		}
	}
	e.dirty = false
	var all corev1.NamespaceList
	if err := e.admin.List(ctx, &all); err != nil {
		return err
	}
	arguments := []string{"delete", "namespace", "--ignore-not-found", "--wait=false"}
	for i := range all.Items {
		if name := all.Items[i].Name; strings.HasPrefix(name, mine) {
			arguments = append(arguments, name)
			if err := e.deleteRecords(ctx, name); err != nil {
				return err
			}
		}
	}
	if len(arguments) == 4 {
		return nil
	}
	_, _, err := e.cluster.Kubectl(ctx, nil, arguments...)
	return err
}

// deleteRecords is faster than leaving it to the namespace's controller.
func (e *environment) deleteRecords(ctx context.Context, namespace string) error {
	for _, kind := range rules.Registry().Kinds {
		if err := e.admin.DeleteAllOf(ctx, kind.New().(client.Object), client.InNamespace(namespace)); err != nil {
			return err
		}
	}
	return nil
}

// keepLogs copies what tells why a scenario failed, and returns where it is.
func (e *environment) keepLogs(name, from string) (string, error) {
	to := filepath.Join(e.logs, name)
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		return to, err
	}
	if e.cluster == nil {
		return to, nil
	}
	return to, os.CopyFS(filepath.Join(to, "controlplane"), os.DirFS(filepath.Join(e.cluster.StateDir(), "logs")))
}

// inParallel calls work for every index, several at once, and returns the first error.
func inParallel(n int, work func(int) error) error {
	var (
		next  atomic.Int64
		wait  sync.WaitGroup
		mu    sync.Mutex
		first error
	)
	for range 8 {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				if err := work(i); err != nil {
					mu.Lock()
					if first == nil {
						first = err
					}
					mu.Unlock()
				}
			}
		})
	}
	wait.Wait()
	return first
}

// eventually waits until the condition holds, and fails with what it last said.
func eventually(t *testing.T, within time.Duration, what string, condition func() error) {
	t.Helper()
	began := time.Now()
	for {
		err := condition()
		if err == nil {
			return
		}
		if time.Since(began) > within || t.Context().Err() != nil {
			t.Fatalf("not within %s: %s: %v", within, what, err)
		}
		time.Sleep(50 * time.Millisecond)
	}
}
