// Command manager runs the operator.
package main

import (
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/runtime"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/healthz"
	"sigs.k8s.io/controller-runtime/pkg/log/zap"
	"sigs.k8s.io/controller-runtime/pkg/metrics/filters"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/controllers"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/metrics"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/internal/running"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

// graceful is how long writes that are under way may take after a stop was asked
// for. The pod's terminationGracePeriodSeconds must be longer.
const graceful = 20 * time.Second

// version is set by the build: -ldflags "-X main.version=v1.2.3".
var version = "dev"

type flags struct {
	metricsAddress, certDir, series, probeAddress, namespaces, observe, trustRoots string
	observeVersions, lifecycles, leaseNamespace, leaseIdentity                     string
	secureMetrics, leaderElect, openReports, observeRights                         bool
	writers, seriesLimit                                                           int
}

func main() {
	var f flags
	flag.StringVar(&f.metricsAddress, "metrics-bind-address", ":8443", "Address that metrics are served on; 0 serves none.")
	flag.BoolVar(&f.secureMetrics, "metrics-secure", true, "Serve metrics over TLS, to who may get /metrics by RBAC.")
	flag.StringVar(&f.certDir, "metrics-cert-dir", "", "Folder with tls.crt and tls.key for metrics; a certificate is made up where absent.")
	flag.StringVar(&f.series, "metrics-series", string(metrics.SeriesAuto), "Series about records: record makes some for each record, aggregate for each kind alone, auto for each record up to --metrics-series-limit records and else for each kind alone.")
	flag.IntVar(&f.seriesLimit, "metrics-series-limit", metrics.DefaultLimit, "Above how many records --metrics-series=auto has series for each kind alone; they are of each record again below four fifths of it.")
	flag.StringVar(&f.probeAddress, "health-probe-bind-address", ":8081", "Address that /healthz and /readyz are served on.")
	flag.BoolVar(&f.leaderElect, "leader-elect", false, "Let one of several replicas write; needed with more than one.")
	flag.StringVar(&f.leaseNamespace, "leader-election-namespace", "", "Namespace of the replicas' lease; the pod's own where empty.")
	flag.StringVar(&f.leaseIdentity, "leader-election-identity", "", "Name under which the lease is held. One that outlives the process, such as the pod's name and UID, has a container that crashed take its own lease back at once; made up for the process where empty.")
	flag.StringVar(&f.namespaces, "namespaces", "", "Namespaces to judge, separated by commas; all where empty.")
	flag.StringVar(&f.observe, "observe-workloads", "", "Kinds whose objects records may name as proof, such as apps/v1/Deployment,v1/Node; the operator's role must allow to list and watch them.")
	flag.StringVar(&f.observeVersions, "observe-versions", "", "Kinds of which versions, days and syncs of objects are looked at, too: "+strings.Join(running.Names(), ", ")+"; the operator's role must allow to list and watch them.")
	flag.StringVar(&f.lifecycles, "lifecycles", "", "Files, and folders of files, that say how long products are supported, as endoflife.date writes them, separated by commas. They are read again when they change.")
	flag.BoolVar(&f.observeRights, "observe-rights", false, "Watch roles and bindings, in the whole cluster or in --namespaces, so that the records of an ISMS with an observedScope are held against what is granted in fact; the operator's role must allow to list and watch them.")
	flag.StringVar(&f.trustRoots, "trust-root", "", "Fingerprints of the keys that vouch for all others that sign approvals, such as SHA256:…, separated by commas; every signature is not vouched for where empty.")
	flag.BoolVar(&f.openReports, "open-reports", false, "Publish a Report of openreports.io for each namespace, where the cluster has that kind; the operator's role must allow it.")
	flag.IntVar(&f.writers, "writers", 16, "Statuses written at once.")
	logging := zap.Options{}
	logging.BindFlags(flag.CommandLine)
	flag.Parse()
	ctrl.SetLogger(zap.New(zap.UseFlagOptions(&logging)))
	ctrl.Log.Info("starting isms-operator", "version", version)
	if err := run(f); err != nil {
		fmt.Fprintln(os.Stderr, "isms-operator:", err)
		os.Exit(1)
	}
}

func run(f flags) error {
	scheme := runtime.NewScheme()
	if err := errors.Join(clientgoscheme.AddToScheme(scheme), api.AddToScheme(scheme)); err != nil {
		return err
	}
	controller, err := f.controller()
	if err != nil {
		return err
	}
	boundMemory()
	config, err := connection()
	if err != nil {
		return err
	}
	options, leads := managerOptions(f, scheme), func() bool { return true }
	if f.leaderElect {
		held, err := newLease(config, f)
		if err != nil {
			return fmt.Errorf("--leader-elect: %w", err)
		}
		options.LeaderElectionResourceLockInterface, leads = held, held.valid
	}
	mgr, err := ctrl.NewManager(config, options)
	if err != nil {
		return fmt.Errorf("start the manager: %w", err)
	}
	controller.Leads = leads
	if err := controllers.SetupWithManager(mgr, controller); err != nil {
		return err
	}
	if err := mgr.AddHealthzCheck("ping", healthz.Ping); err != nil {
		return err
	}
	return mgr.Start(ctrl.SetupSignalHandler())
}

// controller is what the flags say of the controller.
func (f flags) controller() (o controllers.Options, err error) {
	o = controllers.Options{
		Registry: rules.Registry(), Writers: f.writers, SeriesLimit: f.seriesLimit,
		ObserveRights: f.observeRights, OpenReports: f.openReports, Namespaces: listed(f.namespaces), Lifecycles: listed(f.lifecycles),
	}
	if o.Observe, err = assess.ParseWorkloadKinds(f.observe); err != nil {
		return o, fmt.Errorf("--observe-workloads: %w", err)
	}
	if o.ObserveVersions, err = running.Parse(f.observeVersions); err != nil {
		return o, fmt.Errorf("--observe-versions: %w", err)
	}
	if o.TrustRoots, err = f.trustRootList(); err != nil {
		return o, fmt.Errorf("--trust-root: %w", err)
	}
	if o.Series, err = metrics.ParseSeries(f.series); err != nil {
		return o, fmt.Errorf("--metrics-series: %w", err)
	}
	if f.seriesLimit < 1 {
		return o, fmt.Errorf("--metrics-series-limit: %d is not a number of records, which is 1 or more", f.seriesLimit)
	}
	return o, nil
}

// trustRootList are the trust roots.
func (f flags) trustRootList() (roots []string, err error) {
	for _, root := range listed(f.trustRoots) {
		if err := signoff.CheckFingerprint(root); err != nil {
			return nil, err
		}
		roots = append(roots, root)
	}
	return roots, nil
}

func managerOptions(f flags, scheme *runtime.Scheme) ctrl.Options {
	stop, duration, deadline := graceful, leaseDuration, renewDeadline
	o := ctrl.Options{
		Scheme:                        scheme,
		HealthProbeBindAddress:        f.probeAddress,
		LeaderElection:                f.leaderElect,
		LeaderElectionID:              leaseID,
		LeaderElectionNamespace:       f.leaseNamespace,
		LeaderElectionReleaseOnCancel: true, // main returns right after
		LeaseDuration:                 &duration,
		RenewDeadline:                 &deadline,
		GracefulShutdownTimeout:       &stop,
		Metrics: metricsserver.Options{
			BindAddress:   f.metricsAddress,
			SecureServing: f.secureMetrics,
			CertDir:       f.certDir,
			// HTTP/2 stays off: two denial-of-service flaws, and nothing here needs it.
			TLSOpts: []func(*tls.Config){func(c *tls.Config) { c.NextProtos = []string{"http/1.1"} }},
		},
	}
	if f.secureMetrics {
		o.Metrics.FilterProvider = filters.WithAuthenticationAndAuthorization
	}
	return o
}

// connection is how the API server is reached. Answers come unpacked, as those of Kubernetes' own
// controllers do: packing lists of many records costs the API server more than sending them.
func connection() (*rest.Config, error) {
	noticeDeadConnections()
	config, err := ctrl.GetConfig()
	if err != nil {
		return nil, err
	}
	config.DisableCompression = true
	return config, nil
}

// noticeDeadConnections has client-go notice within 12 seconds that a connection is dead
// which was never closed. Its own default is 45.
func noticeDeadConnections() {
	for name, seconds := range map[string]string{"HTTP2_READ_IDLE_TIMEOUT_SECONDS": "8", "HTTP2_PING_TIMEOUT_SECONDS": "4"} {
		if os.Getenv(name) == "" {
			_ = os.Setenv(name, seconds) // it fails for an impossible name only
		}
	}
}

// listed are the items of a list with commas; none where it is empty.
func listed(list string) (all []string) {
	for item := range strings.SplitSeq(list, ",") {
		if item = strings.TrimSpace(item); item != "" {
			all = append(all, item)
		}
	}
	return all
}
