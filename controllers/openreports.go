package controllers

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"reflect"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/resourceversion"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/builder"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/source"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/report"
)

// openReports publishes the judgement of each namespace as a Report of
// openreports.io. A nil one publishes nothing.
type openReports struct {
	client client.Client
	reader client.Reader // not cached: the cache holds no Reports
	mu     sync.Mutex
	known  map[string]*openReport
}

// openReport is what is known of the Report of a namespace.
type openReport struct {
	// mu is held while the Report is written: the watch can be faster than the
	// answer, and must wait for it to tell the operator's own writes.
	mu sync.Mutex
	// content of the stored Report and its version; version is empty where they are not known.
	content [sha256.Size]byte
	version string
	removed bool
}

var openReportKind = schema.FromAPIVersionAndKind(report.OpenReportsAPIVersion, "Report")

// publishOpenReports turns the publication on where the cluster has the kind. A kind
// that comes later is seen at the next start: asking again and again would be polling.
func (r *AssessmentReconciler) publishOpenReports(mgr ctrl.Manager, b *builder.Builder, namespaces []string) error {
	_, err := mgr.GetRESTMapper().RESTMapping(openReportKind.GroupKind(), openReportKind.Version)
	if meta.IsNoMatchError(err) {
		mgr.GetLogger().Info("No Reports are published, because the cluster does not have their kind; install its CRD and restart the operator", "kind", openReportKind.String())
		return nil
	}
	if err != nil {
		return fmt.Errorf("look for the kind %s: %w", openReportKind, err)
	}
	r.openReports = &openReports{client: mgr.GetClient(), reader: mgr.GetAPIReader(), known: map[string]*openReport{}}
	return r.watchOpenReports(mgr, b, namespaces)
}

// of returns what is known of a namespace's Report.
func (o *openReports) of(namespace string) *openReport {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.known[namespace] == nil {
		o.known[namespace] = &openReport{}
	}
	return o.known[namespace]
}

func (o *openReports) forget(namespace string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.known, namespace)
}

// publish writes the Report of a namespace where the stored one differs.
func (o *openReports) publish(ctx context.Context, judged *assess.Report) error {
	if o == nil {
		return nil
	}
	body, err := json.Marshal(report.NewOpenReport(judged, 0))
	if err != nil {
		return fmt.Errorf("make the Report of namespace %s: %w", judged.Namespace, err)
	}
	content := sha256.Sum256(body)
	have := o.of(judged.Namespace)
	have.mu.Lock()
	defer have.mu.Unlock()
	if have.version == "" {
		if err := o.read(ctx, judged.Namespace, have, body, content); err != nil {
			return err
		}
	}
	if have.version != "" && have.content == content {
		return nil
	}
	target := openReportIn(judged.Namespace)
	err = o.client.Patch(ctx, target, client.RawPatch(types.ApplyPatchType, body), client.FieldOwner(FieldOwner), client.ForceOwnership)
	if apierrors.HasStatusCause(err, corev1.NamespaceTerminatingCause) {
		return nil // its records go too, and their events make the last pass
	}
	if err != nil {
		have.version = ""
		return fmt.Errorf("write the Report of namespace %s: %w", judged.Namespace, err)
	}
	have.content, have.version, have.removed = content, target.ResourceVersion, false
	return nil
}

// read looks whether the stored Report is as it is wanted, after a restart or after
// somebody else wrote it.
func (o *openReports) read(ctx context.Context, namespace string, have *openReport, body []byte, content [sha256.Size]byte) error {
	stored := &unstructured.Unstructured{}
	stored.SetGroupVersionKind(openReportKind)
	err := o.reader.Get(ctx, client.ObjectKey{Namespace: namespace, Name: report.OpenReportName}, stored)
	if apierrors.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the Report of namespace %s: %w", namespace, err)
	}
	wanted := &unstructured.Unstructured{}
	if err := wanted.UnmarshalJSON(body); err != nil {
		return fmt.Errorf("make the Report of namespace %s: %w", namespace, err)
	}
	version, labels := stored.GetResourceVersion(), stored.GetLabels()
	for name, value := range wanted.GetLabels() {
		if labels[name] != value {
			return nil
		}
	}
	delete(wanted.Object, "metadata")
	delete(stored.Object, "metadata")
	if reflect.DeepEqual(wanted.Object, stored.Object) {
		have.content, have.version, have.removed = content, version, false
	}
	return nil
}

// remove deletes the Report of a namespace that has no records any more. It asks
// for it by name: what the watch has shown may be older than the last write.
func (o *openReports) remove(ctx context.Context, namespace string) error {
	if o == nil {
		return nil
	}
	have := o.of(namespace)
	have.mu.Lock()
	defer have.mu.Unlock()
	err := o.client.Delete(ctx, openReportIn(namespace))
	switch {
	case apierrors.IsNotFound(err):
		o.forget(namespace) // no event will follow
	case err != nil:
		return fmt.Errorf("delete the Report of namespace %s: %w", namespace, err)
	}
	have.version, have.removed = "", true
	return nil
}

// foreign reports whether somebody else wrote the Report that the watch shows.
func (o *openReports) foreign(stored client.Object) bool {
	have := o.of(stored.GetNamespace())
	have.mu.Lock()
	defer have.mu.Unlock()
	if have.version != "" {
		if order, err := resourceversion.CompareResourceVersion(stored.GetResourceVersion(), have.version); err == nil && order <= 0 {
			return false // the operator's own last write, or one from before it
		}
	}
	have.version = ""
	return true
}

// foreignDelete reports whether somebody else deleted the Report.
func (o *openReports) foreignDelete(stored client.Object) bool {
	have := o.of(stored.GetNamespace())
	have.mu.Lock()
	defer have.mu.Unlock()
	have.version = ""
	if have.removed {
		o.forget(stored.GetNamespace())
	}
	return !have.removed
}

func openReportIn(namespace string) *metav1.PartialObjectMetadata {
	o := &metav1.PartialObjectMetadata{ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: report.OpenReportName}}
	o.SetGroupVersionKind(openReportKind)
	return o
}

// watchOpenReports asks for a pass over a namespace whose Report somebody else
// wrote or deleted, and over one that has a Report but perhaps no records any more.
// Of each Report it holds the metadata alone, and of no other Report anything.
func (r *AssessmentReconciler) watchOpenReports(mgr ctrl.Manager, b *builder.Builder, namespaces []string) error {
	options := cache.Options{
		HTTPClient: mgr.GetHTTPClient(), Scheme: mgr.GetScheme(), Mapper: mgr.GetRESTMapper(),
		DefaultTransform:     cache.TransformStripManagedFields(),
		DefaultFieldSelector: fields.OneTermEqualSelector("metadata.name", report.OpenReportName),
		DefaultNamespaces:    CacheNamespaces(namespaces),
	}
	shown, err := cache.New(mgr.GetConfig(), options)
	if err != nil {
		return fmt.Errorf("watch Reports: %w", err)
	}
	ask := func(o client.Object, q queue) {
		q.AddAfter(requestFor(o.GetNamespace()), r.inFlight.pause(o.GetNamespace(), time.Now()))
	}
	b.WatchesRawSource(source.Kind(shown, client.Object(openReportIn("")), handler.Funcs{
		CreateFunc: func(_ context.Context, e event.CreateEvent, q queue) {
			if r.openReports.foreign(e.Object) {
				ask(e.Object, q)
			}
		},
		UpdateFunc: func(_ context.Context, e event.UpdateEvent, q queue) {
			if r.openReports.foreign(e.ObjectNew) {
				ask(e.ObjectNew, q)
			}
		},
		DeleteFunc: func(_ context.Context, e event.DeleteEvent, q queue) {
			if r.openReports.foreignDelete(e.Object) {
				ask(e.Object, q)
			}
		},
	}))
	return mgr.Add(shown)
}
