package controllers

import (
	"context"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/metadata"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// objects are the whole objects of a kind of record, as the API server sends them:
// whatever they say, they arrive.
type objects struct {
	client    dynamic.Interface
	plural    string
	namespace string
}

// List implements resource.
func (o objects) List(ctx context.Context, options metav1.ListOptions) (runtime.Object, error) {
	return o.in().List(ctx, options)
}

// Watch implements resource.
func (o objects) Watch(ctx context.Context, options metav1.ListOptions) (watch.Interface, error) {
	return o.in().Watch(ctx, options)
}

func (o objects) in() dynamic.ResourceInterface {
	return o.client.Resource(api.GroupVersion.WithResource(o.plural)).Namespace(o.namespace)
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
