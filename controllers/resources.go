package controllers

import (
	"context"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/net"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/rest"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// objects are the whole objects of a kind of record: whatever they say, they arrive. An API
// server streams them, each of which is made an entry as it comes. One of before 1.34 sends
// a list first, which is held as a whole.
type objects struct {
	client    dynamic.Interface
	records   rest.Interface
	kind      *assess.Kind
	namespace string
}

// List implements resource.
func (o objects) List(ctx context.Context, options metav1.ListOptions) (runtime.Object, error) {
	return o.client.Resource(api.GroupVersion.WithResource(o.kind.Plural)).Namespace(o.namespace).List(ctx, options)
}

// Watch implements resource. What it shows are arrivals.
func (o objects) Watch(ctx context.Context, options metav1.ListOptions) (watch.Interface, error) {
	options.Watch = true
	body, err := o.records.Get().NamespaceIfScoped(o.namespace, o.namespace != "").Resource(o.kind.Plural).
		SpecificallyVersionedParams(&options, scheme.ParameterCodec, schema.GroupVersion{Version: "v1"}).
		SetHeader("Accept", "application/json").Stream(ctx)
	switch {
	case net.IsProbableEOF(err), net.IsTimeout(err):
		return watch.NewEmptyWatch(), nil // as client-go: the next attempt tells
	case err != nil:
		return nil, err
	}
	return newStream(o.kind, body), nil
}

// headers are the metadata of the objects of a kind that is not the operator's own. The
// cluster may get the kind while the operator runs.
type headers struct {
	client    metadata.Interface
	mapper    meta.RESTMapper
	kind      schema.GroupVersionKind
	namespace string
	// name limits them to objects of one name; "" for all.
	name string
}

// List implements resource.
func (h headers) List(ctx context.Context, options metav1.ListOptions) (runtime.Object, error) {
	in, err := h.in(&options)
	if err != nil {
		return nil, err
	}
	return in.List(ctx, options)
}

// Watch implements resource.
func (h headers) Watch(ctx context.Context, options metav1.ListOptions) (watch.Interface, error) {
	in, err := h.in(&options)
	if err != nil {
		return nil, err
	}
	return in.Watch(ctx, options)
}

func (h headers) in(options *metav1.ListOptions) (metadata.ResourceInterface, error) {
	mapping, err := h.mapper.RESTMapping(h.kind.GroupKind(), h.kind.Version)
	if err != nil {
		return nil, err
	}
	if h.name != "" {
		options.FieldSelector = fields.OneTermEqualSelector("metadata.name", h.name).String()
	}
	in := h.client.Resource(mapping.Resource)
	if mapping.Scope.Name() == meta.RESTScopeNameRoot {
		return in, nil
	}
	return in.Namespace(h.namespace), nil
}

// typed are objects of a kind of Kubernetes that has a client of its own, with lists of type L.
type typed[L runtime.Object] struct {
	client interface {
		List(ctx context.Context, options metav1.ListOptions) (L, error)
		Watch(ctx context.Context, options metav1.ListOptions) (watch.Interface, error)
	}
}

// List implements resource.
func (t typed[L]) List(ctx context.Context, options metav1.ListOptions) (runtime.Object, error) {
	list, err := t.client.List(ctx, options)
	if err != nil {
		return nil, err
	}
	return list, nil
}

// Watch implements resource.
func (t typed[L]) Watch(ctx context.Context, options metav1.ListOptions) (watch.Interface, error) {
	return t.client.Watch(ctx, options)
}
