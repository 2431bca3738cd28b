package controllers

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/go-logr/logr"
	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/util/flowcontrol"
	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/controller"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/metrics"
	"github.com/isms-operator/isms-operator/internal/observation"
	"github.com/isms-operator/isms-operator/internal/openreports"
	"github.com/isms-operator/isms-operator/internal/running"
)

// SetupWithManager adds the controller, what it follows, its metrics and the check of
// its readiness to the manager.
func SetupWithManager(mgr ctrl.Manager, options Options) error {
	options = options.withDefaults()
	if err := options.refused(); err != nil {
		return err
	}
	clients, err := newClients(mgr.GetConfig(), mgr.GetHTTPClient(), mgr.GetScheme())
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	sender := newSender(clients.core)
	r := &AssessmentReconciler{
		registry: options.Registry, clock: options.Clock, clients: clients, trustRoots: options.TrustRoots,
		settler: newSettler(clock.RealClock{}), waker: newWaker(options.Clock),
		teller:     newTeller(sender.NewRecorder(mgr.GetScheme(), FieldOwner)),
		outOfReach: flowcontrol.NewBackOff(time.Second, 30*time.Second),
	}
	r.register = newRegister(r.noticed(mgr), func() bool { return r.settler.open.Load() && options.Leads() })
	r.reports = metrics.NewReports(metrics.Options{
		Registry: options.Registry, Clock: options.Clock, Series: options.Series, Limit: options.SeriesLimit,
		Held: r.register.records, Waiting: r.settler.oldest, Listable: r.listable, Rights: func() map[string]bool { return r.rights.observed() },
		Lifecycles: func() (time.Time, bool) { return r.products.refusedSince() },
	})
	r.publisher = newPublisher(clients.records, r.register, r.teller, options.Writers, options.Leads)
	if err := r.observing(mgr, options); err != nil {
		return err
	}
	r.settler.ready = r.complete
	if err := registerMetrics(r.reports); err != nil {
		return fmt.Errorf("register metrics: %w", err)
	}
	b := ctrl.NewControllerManagedBy(mgr).Named("assessment").
		WithOptions(controller.Options{MaxConcurrentReconciles: 4, LogConstructor: func(request *ctrl.Request) logr.Logger {
			if request == nil {
				return mgr.GetLogger()
			}
			return mgr.GetLogger().WithValues("namespace", request.Name)
		}}).
		WatchesRawSource(r.waker).WatchesRawSource(r.settler)
	if err := b.Complete(r); err != nil {
		return err
	}
	if err := errors.Join(mgr.Add(sender), mgr.Add(r.products), mgr.Add(r.workloads)); err != nil {
		return err
	}
	if err := r.follow(mgr, options); err != nil {
		return err
	}
	return mgr.AddReadyzCheck("records", r.ready)
}

// observing makes what holds facts beside the records.
func (r *AssessmentReconciler) observing(mgr ctrl.Manager, options Options) (err error) {
	r.workloads = newWorkloads(func(namespace string) { r.settler.note(namespace, edited) }, options.Clock)
	r.products, err = newProducts(options.Lifecycles, mgr.GetLogger(), options.Clock, func() { r.judgeAgain(r.register.namespaces()) })
	if options.ObserveRights {
		r.register.claims = newClaims()
	}
	r.rights = newRights(func(namespace string) { r.settler.note(namespace, edited) }, r.settler.kick, options.Clock, r.register.claims, r.unclaimed(options))
	return err
}

// follow adds a follower of each kind of record, of each kind of object that records
// may name as proof, and of Reports, for each namespace that is judged.
func (r *AssessmentReconciler) follow(mgr ctrl.Manager, options Options) error {
	namespaces := options.Namespaces
	if len(namespaces) == 0 {
		namespaces = []string{metav1.NamespaceAll}
	}
	everywhere := func() { r.judgeAgain(r.register.namespaces()) }
	f := followers{mgr: mgr, clients: r.clients, outage: &outage{}, clock: options.Clock}
	for _, namespace := range namespaces {
		for i := range r.registry.Kinds {
			s := r.register.shelf(&r.registry.Kinds[i], namespace)
			s.follower = f.ofRecords(s, namespace, everywhere)
		}
		r.followWorkloads(&f, options, namespace)
		if !options.OpenReports {
			continue
		}
		if r.openReports == nil {
			r.openReports = newOpenReports(r.clients.objects, func(namespace string) { r.settler.note(namespace, reportDiffers) })
		}
		shown := &shownReports{openReports: r.openReports, namespace: namespace}
		shown.follower = f.ofHeaders(openReportKind, namespace, openreports.Name, shown, everywhere)
		shown.follower.without = "no Reports are published until it can"
		r.openReports.shown = append(r.openReports.shown, shown)
	}
	if options.ObserveRights {
		r.followRights(&f, options.Namespaces)
	}
	for _, one := range f.all {
		if err := mgr.Add(one); err != nil {
			return err
		}
	}
	return nil
}

// followWorkloads adds followers of the kinds of objects that records may name as proof. Of a
// kind that is named for both, versions are looked at; of a Service there is nothing to read
// beyond metadata, and one stands for the API server.
func (r *AssessmentReconciler) followWorkloads(f *followers, options Options, namespace string) {
	again := func() { r.judgeAgain(r.workloads.everywhere()) }
	follow := func(kind schema.GroupVersionKind, versions bool) {
		if r.workloads.has(kind, namespace) {
			return
		}
		o := r.workloads.add(kind, namespace)
		switch {
		case versions && kind != running.APIServerKind:
			o.follower = f.ofWholes(kind, namespace, o, again)
		default:
			o.follower = f.ofHeaders(kind, namespace, "", o, again)
		}
		if versions && kind == running.APIServerKind && (namespace == "" || namespace == running.APIServer.Namespace) {
			o.follower.resource = withServer{o.follower.resource, r.clients.version, r.workloads.serves}
		}
		o.follower.without = "its objects are not observed until it can"
	}
	for _, kind := range options.ObserveVersions {
		follow(kind, true)
	}
	for _, kind := range options.Observe {
		follow(kind, false)
	}
}

// followRights adds followers of roles and bindings: of the cluster, or of the namespaces that
// are judged.
func (r *AssessmentReconciler) followRights(f *followers, namespaces []string) {
	rbac := r.clients.core.RbacV1()
	r.rights.some = len(namespaces) > 0
	if !r.rights.some {
		namespaces = []string{metav1.NamespaceAll}
		f.ofRights(r.rights.add(observation.ClusterRoleBindings, "", typed[*rbacv1.ClusterRoleBindingList]{rbac.ClusterRoleBindings()}), &rbacv1.ClusterRoleBinding{})
		f.ofRights(r.rights.add(observation.ClusterRoles, "", typed[*rbacv1.ClusterRoleList]{rbac.ClusterRoles()}), &rbacv1.ClusterRole{})
	}
	namespaces = slices.Compact(slices.Sorted(slices.Values(namespaces)))
	for _, namespace := range namespaces {
		f.ofRights(r.rights.add(observation.RoleBindings, namespace, typed[*rbacv1.RoleBindingList]{rbac.RoleBindings(namespace)}), &rbacv1.RoleBinding{})
	}
	for _, namespace := range namespaces {
		f.ofRights(r.rights.add(observation.Roles, namespace, typed[*rbacv1.RoleList]{rbac.Roles(namespace)}), &rbacv1.Role{})
	}
}

// unclaimed says why accounts that people of other namespaces state are not known; "" where
// they are. Where nobody can be recorded, nobody states any.
func (r *AssessmentReconciler) unclaimed(options Options) func() string {
	return func() string {
		if len(options.Namespaces) > 0 {
			return someAlone
		}
		_, refused := r.register.of(string(api.KindPerson), metav1.NamespaceAll).follower.state()
		if refused == nil || apierrors.IsNotFound(refused) {
			return ""
		}
		return input.Refusal(refused)
	}
}

// judgeAgain asks for a pass over namespaces that something beside their records
// concerns, such as that a kind cannot be listed any more.
func (r *AssessmentReconciler) judgeAgain(namespaces []string) {
	for _, namespace := range namespaces {
		r.settler.note(namespace, edited)
	}
	r.settler.kick()
}
