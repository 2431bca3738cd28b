package controlplane

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"sigs.k8s.io/controller-runtime/pkg/envtest"
)

const (
	// startTimeout is generous: a server that fails to start exits, and is noticed
	// at once. It only has to cover a busy machine.
	startTimeout = 90 * time.Second

	// Another program can take a free port between its choice and its use.
	startAttempts = 3
)

// startServers runs etcd and kube-apiserver, on other ports if those chosen are
// taken meanwhile. It leaves nothing running when it fails.
func (c *Cluster) startServers(ctx context.Context) error {
	for attempt := 1; ; attempt++ {
		plane, closeLogs, err := c.newPlane()
		if err != nil {
			return err
		}
		err = plane.Start()
		if err == nil {
			c.plane, c.closeLogs = plane, closeLogs
			return c.removeSpareKubeconfigs()
		}
		err = errors.Join(err, plane.Stop(), c.supervisor.endAll(ctx), closeLogs())
		if ctx.Err() != nil {
			return ctx.Err()
		}
		tail := c.layout.logTail(apiServerName)
		if tail == "" { // never started, so the trouble is etcd's
			tail = c.layout.logTail(etcdName)
		}
		if attempt == startAttempts || !strings.Contains(tail, "address already in use") {
			return fmt.Errorf("%w\n%s", err, tail)
		}
	}
}

// newPlane describes the two servers to envtest. All that envtest would take from
// the environment is set, so that no variable of another project changes it.
func (c *Cluster) newPlane() (_ *envtest.ControlPlane, closeLogs func() error, err error) {
	etcdPath, etcdErr := c.supervisor.program(etcdName)
	apiServerPath, apiServerErr := c.supervisor.program(apiServerName)
	etcdLog, etcdLogErr := c.layout.createLog(etcdName)
	apiServerLog, apiServerLogErr := c.layout.createLog(apiServerName)
	closeLogs = func() error { return errors.Join(etcdLog.Close(), apiServerLog.Close()) }
	if err := errors.Join(etcdErr, apiServerErr, etcdLogErr, apiServerLogErr); err != nil {
		_ = closeLogs()
		return nil, nil, err
	}
	plane := &envtest.ControlPlane{
		Etcd: &envtest.Etcd{
			Path: etcdPath, DataDir: c.layout.etcd(), Out: etcdLog, Err: etcdLog,
			StartTimeout: startTimeout, StopTimeout: gracePeriod,
		},
		APIServer: &envtest.APIServer{
			Path: apiServerPath, CertDir: c.layout.pki(), Out: apiServerLog, Err: apiServerLog,
			StartTimeout: startTimeout, StopTimeout: gracePeriod,
			// envtest finds our serving certificate in CertDir and then has to be
			// told which authority it is from.
			SecureServing: envtest.SecureServing{CA: c.pki.caPEM, ListenAddr: c.listen},
		},
		KubectlPath: c.Bin(kubectlName),
	}
	c.configureEtcd(plane.Etcd.Configure())
	return plane, closeLogs, c.configureAPIServer(plane.APIServer.Configure())
}

// configureListen takes over Options.Listen and returns the addresses that the
// serving certificate must hold.
func (c *Cluster) configureListen() ([]net.IP, error) {
	served := []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback}
	if c.options.Listen == "" {
		return served, nil
	}
	host, port, err := net.SplitHostPort(c.options.Listen)
	if err != nil {
		return nil, fmt.Errorf("option Listen: %w", err)
	}
	ip := net.ParseIP(host)
	if ip == nil || port == "" || port == "0" {
		return nil, fmt.Errorf("option Listen is %q: give an IP address and a port, as in 10.0.0.1:443", c.options.Listen)
	}
	c.listen = envtest.ListenAddr{Address: host, Port: port}
	return append(served, ip), nil
}

func (c *Cluster) configureEtcd(flags *envtest.Arguments) {
	flags.Set("log-level", "warn")
	// Room for benchmarks: the default of 2 GiB is full after some 100,000 updates.
	flags.Set("quota-backend-bytes", "8589934592")
	if c.options.StateDir != "" {
		// envtest turns syncing to disk off. Fine for what is thrown away, not for
		// records that are kept.
		flags.Disable("unsafe-no-fsync")
	}
}

func (c *Cluster) configureAPIServer(flags *envtest.Arguments) error {
	// Left alone, it looks for a routable address and fails without a network. Nor
	// could it publish a loopback address as an endpoint.
	flags.Set("advertise-address", cmp.Or(c.listen.Address, "127.0.0.1"))
	flags.Set("endpoint-reconciler-type", "none")
	// envtest puts the port in here, and with it tokens would end with the process.
	flags.Set("service-account-issuer", "https://kubernetes.default.svc")
	flags.Set("service-account-key-file", c.pki.serviceAccountKeyPath())
	flags.Set("service-account-signing-key-file", c.pki.serviceAccountKeyPath())
	// Without it the server waits for clients to end their watches, which informers
	// never do, and is killed in the end.
	flags.Set("shutdown-watch-termination-grace-period", "5s")
	if c.options.ControllerManager {
		// envtest turns the ServiceAccount admission plugin off, because it refuses
		// pods until their namespace has a default service account, which no one
		// would create. Now someone does, so admission is as on any cluster. The
		// plugin is about pods only: tokens are issued either way.
		flags.Disable("disable-admission-plugins")
	}
	if err := c.configureAudit(flags); err != nil {
		return err
	}
	for name, value := range c.options.ExtraAPIServerFlags {
		flags.Set(name, value)
	}
	return nil
}

// removeSpareKubeconfigs deletes the admin kubeconfig that envtest writes for its
// own kubectl. We use ours, and each start would add one.
func (c *Cluster) removeSpareKubeconfigs() error {
	spare, err := filepath.Glob(filepath.Join(c.layout.pki(), "*.kubecfg"))
	if err != nil {
		return err
	}
	for _, path := range spare {
		if err := os.Remove(path); err != nil {
			return fmt.Errorf("removing a spare kubeconfig: %w", err)
		}
	}
	return nil
}

// createLog starts a server's log afresh: it is about this run.
func (l layout) createLog(name string) (*os.File, error) {
	file, err := os.OpenFile(l.log(name), os.O_CREATE|os.O_TRUNC|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("opening the log of %s: %w", name, err)
	}
	return file, nil
}

// logTail returns the end of a server's log, for an error message.
func (l layout) logTail(name string) string {
	data, err := os.ReadFile(l.log(name))
	if err != nil || len(data) == 0 {
		return ""
	}
	const most = 10
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	return fmt.Sprintf("%s log ends with:\n%s\n", name, strings.Join(lines[max(0, len(lines)-most):], "\n"))
}
