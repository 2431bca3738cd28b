package controllers

import (
	"context"
	"sync"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/builder"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/predicate"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// workloads observes objects that records name as proof: of the kinds that the
// operator was told to observe, their metadata alone.
type workloads struct {
	client client.Reader
	kinds  map[schema.GroupVersionKind]bool

	mu sync.Mutex
	// named says which namespaces have a record that names the object, and in reverse.
	named map[api.WorkloadReference]map[string]bool
	of    map[string][]api.WorkloadReference
}

func newWorkloads(reader client.Reader, kinds []schema.GroupVersionKind) *workloads {
	w := &workloads{
		client: reader, kinds: map[schema.GroupVersionKind]bool{},
		named: map[api.WorkloadReference]map[string]bool{}, of: map[string][]api.WorkloadReference{},
	}
	for _, kind := range kinds {
		w.kinds[kind] = true
	}
	return w
}

// watch has the namespaces judged again whose records name an object that comes,
// goes or changes its owner.
func (w *workloads) watch(b *builder.Builder) *builder.Builder {
	for kind := range w.kinds {
		o := &metav1.PartialObjectMetadata{}
		o.SetGroupVersionKind(kind)
		b = b.WatchesMetadata(o, handler.EnqueueRequestsFromMapFunc(w.requests(kind)), builder.WithPredicates(predicate.Funcs{
			UpdateFunc: func(e event.UpdateEvent) bool {
				return e.ObjectOld.GetLabels()[assess.OwnerLabel] != e.ObjectNew.GetLabels()[assess.OwnerLabel]
			},
		}))
	}
	return b
}

func (w *workloads) requests(kind schema.GroupVersionKind) handler.MapFunc {
	return func(_ context.Context, o client.Object) []ctrl.Request {
		w.mu.Lock()
		defer w.mu.Unlock()
		var all []ctrl.Request
		for namespace := range w.named[api.WorkloadReference{
			APIVersion: kind.GroupVersion().String(), Kind: kind.Kind, Namespace: o.GetNamespace(), Name: o.GetName(),
		}] {
			all = append(all, requestFor(namespace))
		}
		return all
	}
}

// observe returns what is seen of the objects that the records of a namespace name.
func (w *workloads) observe(ctx context.Context, namespace string, records []api.Record) map[api.WorkloadReference]assess.Workload {
	if len(w.kinds) == 0 {
		return nil
	}
	refs := assess.WorkloadsOf(records)
	w.remember(namespace, refs)
	seen := map[api.WorkloadReference]assess.Workload{}
	for _, ref := range refs {
		kind := schema.FromAPIVersionAndKind(ref.APIVersion, ref.Kind)
		if !w.kinds[kind] {
			continue
		}
		o := &metav1.PartialObjectMetadata{}
		o.SetGroupVersionKind(kind)
		err := w.client.Get(ctx, types.NamespacedName{Namespace: ref.Namespace, Name: ref.Name}, o)
		// A cache fails otherwise only for a namespace that it does not hold; what
		// is there is then not observed, which is neither there nor absent.
		if apierrors.IsNotFound(err) {
			seen[ref] = assess.Workload{}
		} else if err == nil {
			seen[ref] = assess.Workload{Exists: true, Owner: o.GetLabels()[assess.OwnerLabel]}
		}
	}
	return seen
}

// remember keeps which namespaces name which objects.
func (w *workloads) remember(namespace string, refs []api.WorkloadReference) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, ref := range w.of[namespace] {
		delete(w.named[ref], namespace)
		if len(w.named[ref]) == 0 {
			delete(w.named, ref)
		}
	}
	w.of[namespace] = refs
	for _, ref := range refs {
		if w.named[ref] == nil {
			w.named[ref] = map[string]bool{}
		}
		w.named[ref][namespace] = true
	}
}
