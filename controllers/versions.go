package controllers

import (
	"context"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/dynamic"
	"k8s.io/utils/clock"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/running"
)

// sighting is an object of which more than metadata is looked at: its name, and what of it is
// judged. Nothing else of it is held.
type sighting struct {
	metav1.ObjectMeta
	seen assess.Workload
}

// sightings are a list of them.
type sightings struct {
	metav1.ListMeta
	Items []sighting
}

// GetObjectKind implements runtime.Object.
func (*sighting) GetObjectKind() schema.ObjectKind { return schema.EmptyObjectKind }

// DeepCopyObject implements runtime.Object. A sighting is never changed.
func (s *sighting) DeepCopyObject() runtime.Object { return s }

// GetObjectKind implements runtime.Object.
func (*sightings) GetObjectKind() schema.ObjectKind { return schema.EmptyObjectKind }

// DeepCopyObject implements runtime.Object. A list is never changed.
func (l *sightings) DeepCopyObject() runtime.Object { return l }

func newSighting(kind schema.GroupVersionKind, object *unstructured.Unstructured, now time.Time) sighting {
	return sighting{ObjectMeta: metav1.ObjectMeta{
		Namespace: object.GetNamespace(), Name: object.GetName(), ResourceVersion: object.GetResourceVersion(),
	}, seen: running.Cut(kind, object, now)}
}

// wholes are the whole objects of a kind that is not the operator's own, each cut down as it
// arrives. The cluster may get the kind while the operator runs.
type wholes struct {
	client    dynamic.Interface
	mapper    meta.RESTMapper
	kind      schema.GroupVersionKind
	namespace string
	clock     clock.PassiveClock
}

// List implements resource. What it lists are sightings.
func (w wholes) List(ctx context.Context, options metav1.ListOptions) (runtime.Object, error) {
	in, err := w.in()
	if err != nil {
		return nil, err
	}
	list, err := in.List(ctx, options)
	if err != nil {
		return nil, err
	}
	cut := &sightings{Items: make([]sighting, len(list.Items))}
	cut.ResourceVersion, cut.Continue, cut.RemainingItemCount = list.GetResourceVersion(), list.GetContinue(), list.GetRemainingItemCount()
	for i := range list.Items {
		cut.Items[i] = newSighting(w.kind, &list.Items[i], w.clock.Now())
	}
	return cut, nil
}

// Watch implements resource. What it shows are sightings; of a bookmark, its metadata.
func (w wholes) Watch(ctx context.Context, options metav1.ListOptions) (watch.Interface, error) {
	in, err := w.in()
	if err != nil {
		return nil, err
	}
	shown, err := in.Watch(ctx, options)
	if err != nil {
		return nil, err
	}
	return watch.Filter(shown, func(e watch.Event) (watch.Event, bool) {
		if object, ok := e.Object.(*unstructured.Unstructured); ok && e.Type != watch.Error {
			s := newSighting(w.kind, object, w.clock.Now())
			if e.Type == watch.Bookmark {
				s.Annotations = object.GetAnnotations()
			}
			e.Object = &s
		}
		return e, true
	}), nil
}

func (w wholes) in() (dynamic.ResourceInterface, error) {
	mapping, err := w.mapper.RESTMapping(w.kind.GroupKind(), w.kind.Version)
	if err != nil {
		return nil, err
	}
	in := w.client.Resource(mapping.Resource)
	if mapping.Scope.Name() == meta.RESTScopeNameRoot {
		return in, nil
	}
	return in.Namespace(w.namespace), nil
}

// withServer asks for the version of the API server whenever it lists or watches something:
// an API server that starts anew in another version has all watches begin again.
type withServer struct {
	resource
	ask func(ctx context.Context) string
	// told gets the version; "" where nobody says.
	told func(version string)
}

// List implements resource.
func (s withServer) List(ctx context.Context, options metav1.ListOptions) (runtime.Object, error) {
	s.told(s.ask(ctx))
	return s.resource.List(ctx, options)
}

// Watch implements resource.
func (s withServer) Watch(ctx context.Context, options metav1.ListOptions) (watch.Interface, error) {
	s.told(s.ask(ctx))
	return s.resource.Watch(ctx, options)
}
