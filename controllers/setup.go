package controllers

import (
	"context"
	"net/http"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"
	ctrl "sigs.k8s.io/controller-runtime"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/report"
)

// clients are the ways to the API server.
type clients struct {
	// records patches statuses.
	records rest.Interface
	// objects lists and watches records.
	objects dynamic.Interface
	// headers lists and watches the metadata of other objects.
	headers metadata.Interface
	// core makes events and reads namespaces.
	core kubernetes.Interface
}

// newClients returns clients that share one connection. The API server paces them; a
// limit of their own would only add to it.
func newClients(config *rest.Config, http *http.Client, scheme *runtime.Scheme) (*clients, error) {
	config = rest.CopyConfig(config)
	if config.QPS == 0 {
		config.QPS = -1
	}
	config.WarningHandlerWithContext = rest.NoWarnings{} // the log would have values of records
	c := &clients{}
	var err error
	if c.objects, err = dynamic.NewForConfigAndClient(config, http); err != nil {
		return nil, err
	}
	if c.headers, err = metadata.NewForConfigAndClient(config, http); err != nil {
		return nil, err
	}
	if c.core, err = kubernetes.NewForConfigAndClient(config, http); err != nil {
		return nil, err
	}
	config.GroupVersion, config.APIPath = &api.GroupVersion, "/apis"
	config.NegotiatedSerializer = serializer.NewCodecFactory(scheme).WithoutConversion()
	c.records, err = rest.RESTClientForConfigAndClient(config, http)
	return c, err
}

// ready reports whether the API server says that it is ready to serve. Kubernetes lets
// whoever has signed in ask.
func (c *clients) ready(ctx context.Context) bool {
	var code int
	c.core.Discovery().RESTClient().Get().AbsPath("/readyz").Timeout(readyTimeout).Do(ctx).StatusCode(&code)
	return code == http.StatusOK
}

// readyTimeout bounds the question whether the API server is ready.
const readyTimeout = 5 * time.Second

// follow adds a follower of each kind of record, of each kind of object that records
// may name as proof, and of Reports, for each namespace that is judged.
func (r *AssessmentReconciler) follow(mgr ctrl.Manager, options Options) error {
	namespaces := options.Namespaces
	if len(namespaces) == 0 {
		namespaces = []string{metav1.NamespaceAll}
	}
	everywhere := func() { r.judgeAgain(r.register.namespaces()) }
	f := followers{mgr: mgr, clients: r.clients, outage: &outage{}}
	for _, namespace := range namespaces {
		for i := range r.registry.Kinds {
			s := r.register.shelf(&r.registry.Kinds[i], namespace)
			s.follower = f.ofRecords(s, namespace, everywhere)
		}
		for _, kind := range options.Observe {
			o := r.workloads.add(kind, namespace)
			o.follower = f.ofHeaders(kind, namespace, "", o, func() { r.judgeAgain(r.workloads.everywhere()) })
			o.follower.without = "its objects are not observed until it can"
		}
		if !options.OpenReports {
			continue
		}
		if r.openReports == nil {
			r.openReports = newOpenReports(r.clients.objects, func(namespace string) { r.settler.note(namespace, reportDiffers) })
		}
		shown := &shownReports{openReports: r.openReports, namespace: namespace}
		shown.follower = f.ofHeaders(openReportKind, namespace, report.OpenReportName, shown, everywhere)
		shown.follower.without = "no Reports are published until it can"
		r.openReports.shown = append(r.openReports.shown, shown)
	}
	for _, one := range f.all {
		if err := mgr.Add(one); err != nil {
			return err
		}
	}
	return nil
}

// judgeAgain asks for a pass over namespaces that something beside their records
// concerns, such as that a kind cannot be listed any more.
func (r *AssessmentReconciler) judgeAgain(namespaces []string) {
	for _, namespace := range namespaces {
		r.settler.note(namespace, edited)
	}
	r.settler.kick()
}

// followers makes followers that share what they need.
type followers struct {
	mgr     ctrl.Manager
	clients *clients
	outage  *outage
	all     []*follower
}

func (f *followers) ofRecords(s *shelf, namespace string, changed func()) *follower {
	sample := &unstructured.Unstructured{}
	sample.SetGroupVersionKind(api.GroupVersion.WithKind(s.kind.Name))
	return f.add(&follower{
		name: s.kind.Plural, sample: sample, store: s, changed: changed,
		resource: objects{f.clients.objects, s.kind.Plural, namespace},
		without:  "what names or counts its records is unknown until it can",
	})
}

func (f *followers) ofHeaders(kind schema.GroupVersionKind, namespace, name string, store cache.ReflectorStore, changed func()) *follower {
	sample := &metav1.PartialObjectMetadata{}
	sample.SetGroupVersionKind(kind)
	return f.add(&follower{
		name: kind.GroupKind().String(), sample: sample, store: store, changed: changed,
		resource: headers{f.clients.headers, f.mgr.GetRESTMapper(), kind, namespace, name},
	})
}

func (f *followers) add(one *follower) *follower {
	one.outage, one.ready, one.log = f.outage, f.clients.ready, f.mgr.GetLogger()
	f.all = append(f.all, one)
	return one
}
