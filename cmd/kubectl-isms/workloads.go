package main

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/metadata"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

var namespacesResource = corev1.SchemeGroupVersion.WithResource("namespaces")

// observer looks for the objects that records name as proof, of the kinds that are
// to be observed, as the operator does.
type observer struct {
	env       *env
	metadata  metadata.Interface
	resources map[schema.GroupVersionKind]*meta.RESTMapping
}

func (s *source) observer(c *cluster, kinds []schema.GroupVersionKind) (*observer, error) {
	o := &observer{env: s.env, metadata: c.metadata, resources: map[schema.GroupVersionKind]*meta.RESTMapping{}}
	if len(kinds) == 0 {
		return o, nil
	}
	mapper, err := s.kube.mapper()
	if err != nil {
		return nil, err
	}
	for _, kind := range kinds {
		if o.resources[kind], err = mapper.RESTMapping(kind.GroupKind(), kind.Version); err != nil {
			return nil, fmt.Errorf("--observe-workloads: the cluster %s does not serve %s %s: %w", c.host, kind.GroupVersion(), kind.Kind, err)
		}
	}
	return o, nil
}

// look returns what is seen of an object that records name, and whether anybody looked.
// What may not be read is not observed, which is neither there nor absent.
func (o *observer) look(ctx context.Context, ref api.WorkloadReference) (seen assess.Workload, looked bool) {
	mapping := o.resources[schema.FromAPIVersionAndKind(ref.APIVersion, ref.Kind)]
	if mapping == nil {
		return seen, false
	}
	object, err := resource(o.metadata, mapping, ref.Namespace).Get(ctx, ref.Name, metav1.GetOptions{})
	switch {
	case err == nil:
		return assess.Workload{Exists: true, Owner: object.GetLabels()[assess.OwnerLabel]}, true
	case apierrors.IsNotFound(err):
		return seen, true
	case ctx.Err() == nil:
		fmt.Fprintf(o.env.err, "warning: %s %s is not observed: %v\n", ref.Kind, ref.Name, err)
	}
	return seen, false
}

func resource(c metadata.Interface, mapping *meta.RESTMapping, namespace string) metadata.ResourceInterface {
	if mapping.Scope.Name() == meta.RESTScopeNameNamespace {
		return c.Resource(mapping.Resource).Namespace(namespace)
	}
	return c.Resource(mapping.Resource)
}
