package controlplane

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/envtest"
)

const (
	pollInterval = 50 * time.Millisecond
	pollTimeout  = 60 * time.Second
)

// Cluster is a running control plane. Its methods may be called from several
// goroutines.
type Cluster struct {
	options    Options
	layout     layout
	bin        string
	lock       *dirLock
	supervisor *supervisor
	pki        *pki
	listen     envtest.ListenAddr // empty lets envtest choose
	plane      *envtest.ControlPlane
	closeLogs  func() error
	manager    *process
	managerLog *os.File
	admin      *rest.Config
	audit      audit

	faults sync.Mutex
	killed map[string]bool // by Kill, and not restarted; Stop does not miss them

	users sync.Mutex // envtest counts certificate serial numbers unguarded
	stop  func() error
}

// Start runs a control plane and returns once it serves requests, its CRDs are
// established and, if asked for, its controllers run. The caller must Stop it.
//
// The context bounds the start alone. Start fails, and leaves nothing running,
// when the context ends, when another control plane uses StateDir, when the
// binaries cannot be built or a server does not come up; then the error holds the
// end of its log.
func Start(ctx context.Context, options Options) (*Cluster, error) {
	bin := options.BinDir
	if bin == "" {
		var err error
		if bin, err = Binaries(ctx); err != nil {
			return nil, err
		}
	}
	bin, err := filepath.Abs(bin)
	if err != nil {
		return nil, fmt.Errorf("resolving BinDir: %w", err)
	}
	layout, err := createLayout(options.StateDir)
	if err != nil {
		return nil, err
	}
	lock, err := lockDir(layout)
	if err != nil {
		return nil, err
	}
	c := &Cluster{options: options, layout: layout, bin: bin, lock: lock, killed: map[string]bool{}}
	c.stop = sync.OnceValue(c.shutDown)
	if err := c.boot(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("starting the control plane: %w", err), c.Stop())
	}
	return c, nil
}

func (c *Cluster) boot(ctx context.Context) (err error) {
	if c.supervisor, err = newSupervisor(ctx, c.layout, c.bin); err != nil {
		return err
	}
	served, err := c.configureListen()
	if err != nil {
		return err
	}
	if c.pki, err = openPKI(c.layout.pki(), served); err != nil {
		return err
	}
	defer c.giveUpWith(ctx, &err)()
	if err := c.startServers(ctx); err != nil {
		return err
	}
	if c.admin, err = c.AddUser("admin", "system:masters"); err != nil {
		return err
	}
	if err := WriteKubeconfig(c.Kubeconfig(), c.admin); err != nil {
		return err
	}
	if err := c.waitForNamespaces(ctx); err != nil {
		return err
	}
	if err := c.installCRDs(); err != nil {
		return err
	}
	if c.options.ControllerManager {
		if err := c.startControllerManager(ctx); err != nil {
			return err
		}
	}
	return nil
}

// giveUpWith makes a start fail when its context ends. envtest knows no context,
// but when its servers end it gives up; so they are ended, including those that it
// goes on to start. The caller calls the returned function when it is done.
func (c *Cluster) giveUpWith(ctx context.Context, err *error) func() {
	done := make(chan struct{})
	stop := context.AfterFunc(ctx, func() { wait.Until(c.supervisor.terminateAll, pollInterval, done) })
	return func() {
		close(done)
		if !stop() {
			*err = errors.Join(ctx.Err(), *err)
		}
	}
}

// waitForNamespaces waits for those that the API server makes by itself, shortly
// after it reports to be healthy.
func (c *Cluster) waitForNamespaces(ctx context.Context) error {
	client, err := kubernetes.NewForConfig(c.admin)
	if err != nil {
		return err
	}
	var last error
	err = wait.PollUntilContextTimeout(ctx, pollInterval, pollTimeout, true, func(ctx context.Context) (bool, error) {
		for _, name := range []string{metav1.NamespaceDefault, metav1.NamespaceSystem} {
			if _, last = client.CoreV1().Namespaces().Get(ctx, name, metav1.GetOptions{}); last != nil {
				return false, nil
			}
		}
		return true, nil
	})
	if err != nil {
		return fmt.Errorf("waiting for the first namespaces: %w", errors.Join(err, last))
	}
	return nil
}

func (c *Cluster) installCRDs() error {
	if len(c.options.CRDPaths) == 0 {
		return nil
	}
	// It waits until discovery lists them, which is the case once they are established.
	_, err := envtest.InstallCRDs(c.admin, envtest.CRDInstallOptions{
		Paths: c.options.CRDPaths, ErrorIfPathMissing: true, MaxTime: pollTimeout, PollInterval: pollInterval,
	})
	if err != nil {
		return fmt.Errorf("installing CRDs: %w", err)
	}
	return nil
}

// Stop ends the servers that Start ran, waits for them and frees the state
// folder; a temporary one it removes. It fails when a server had ended before, or
// had to be killed. Later calls return what the first did.
func (c *Cluster) Stop() error { return c.stop() }

// shutDown also cleans up after a start that failed half way.
func (c *Cluster) shutDown() error {
	var errs []error
	if c.manager != nil {
		if err := c.manager.stop(); err != nil {
			errs = append(errs, fmt.Errorf("%w\n%s", err, c.layout.logTail(controllerManagerName)))
		}
		errs = append(errs, c.managerLog.Close())
	}
	if c.plane != nil {
		errs = append(errs, c.assertRunning(apiServerName), c.assertRunning(etcdName), c.plane.Stop(), c.closeLogs())
	}
	if c.supervisor != nil {
		// Nothing is left by now, unless a server did not obey in time.
		errs = append(errs, c.supervisor.endAll(context.Background()), c.supervisor.close())
	}
	if c.options.StateDir == "" {
		errs = append(errs, os.RemoveAll(c.layout.dir))
	}
	return errors.Join(append(errs, c.lock.release())...)
}

// assertRunning fails if a server is gone that should be there. envtest does not
// mind, but it explains what the caller saw go wrong.
func (c *Cluster) assertRunning(name string) error {
	pid, err := c.supervisor.runningPID(name)
	if err == nil && pid == 0 && !c.killed[name] {
		err = fmt.Errorf("%s had ended before it was stopped\n%s", name, c.layout.logTail(name))
	}
	return err
}
