package main

import (
	"context"
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/metadata"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/running"
)

var namespacesResource = corev1.SchemeGroupVersion.WithResource("namespaces")

// observer looks for the objects that records name as proof, of the kinds that are
// to be observed, as the operator does: for the metadata of some kinds, and for versions and
// days of others.
type observer struct {
	env      *env
	metadata metadata.Interface
	whole    dynamic.Interface
	// server is the version of the API server; "" where nobody asked for it.
	server    string
	resources map[schema.GroupVersionKind]*meta.RESTMapping
	// versions are the kinds of which more than metadata is read.
	versions map[schema.GroupVersionKind]bool
}

// kindsObserved are the kinds that the flags name.
func (s *source) kindsObserved() (kinds, versions []schema.GroupVersionKind, err error) {
	if kinds, err = assess.ParseWorkloadKinds(s.observe); err != nil {
		return nil, nil, usagef("--observe-workloads: %w", err)
	}
	if versions, err = running.Parse(s.observeVersions); err != nil {
		return nil, nil, usagef("--observe-versions: %w", err)
	}
	return kinds, versions, nil
}

func (s *source) observer(c *cluster) (*observer, error) {
	o := &observer{
		env: s.env, metadata: c.metadata, whole: c.records,
		resources: map[schema.GroupVersionKind]*meta.RESTMapping{}, versions: map[schema.GroupVersionKind]bool{},
	}
	kinds, versions, err := s.kindsObserved()
	if err != nil || len(kinds)+len(versions) == 0 {
		return o, err
	}
	mapper, err := s.kube.mapper()
	if err != nil {
		return nil, err
	}
	for i, kind := range slices.Concat(kinds, versions) {
		flag := "--observe-workloads"
		if i >= len(kinds) {
			flag, o.versions[kind] = "--observe-versions", true
		}
		if o.resources[kind], err = mapper.RESTMapping(kind.GroupKind(), kind.Version); err != nil {
			return nil, fmt.Errorf("%s: the cluster %s does not serve %s %s: %w", flag, c.host, kind.GroupVersion(), kind.Kind, err)
		}
	}
	if o.versions[running.APIServerKind] {
		o.server = s.kube.version()
	}
	return o, nil
}

// look returns what is seen of an object that records name, and whether anybody looked.
// What may not be read is not observed, which is neither there nor absent.
func (o *observer) look(ctx context.Context, ref api.WorkloadReference) (seen assess.Workload, looked bool) {
	kind := schema.FromAPIVersionAndKind(ref.APIVersion, ref.Kind)
	mapping := o.resources[kind]
	if mapping == nil {
		return seen, false
	}
	var err error
	if o.versions[kind] {
		seen, err = o.cut(ctx, kind, mapping, ref)
	} else {
		var object *metav1.PartialObjectMetadata
		if object, err = resource(o.metadata, mapping, ref.Namespace).Get(ctx, ref.Name, metav1.GetOptions{}); err == nil {
			seen = assess.Workload{Exists: true, Owner: object.GetLabels()[assess.OwnerLabel]}
		}
	}
	switch {
	case err == nil:
		return seen, true
	case apierrors.IsNotFound(err):
		return assess.Workload{}, true
	case ctx.Err() == nil:
		fmt.Fprintf(o.env.err, "warning: %s %s is not observed: %v\n", ref.Kind, ref.Name, err)
	}
	return assess.Workload{}, false
}

// cut reads a whole object, and keeps of it what is judged.
func (o *observer) cut(ctx context.Context, kind schema.GroupVersionKind, mapping *meta.RESTMapping, ref api.WorkloadReference) (assess.Workload, error) {
	var of dynamic.ResourceInterface = o.whole.Resource(mapping.Resource)
	if mapping.Scope.Name() == meta.RESTScopeNameNamespace {
		of = o.whole.Resource(mapping.Resource).Namespace(ref.Namespace)
	}
	object, err := of.Get(ctx, ref.Name, metav1.GetOptions{})
	if err != nil {
		return assess.Workload{}, err
	}
	now := o.env.now()
	seen := running.Recent(running.Cut(kind, object, now), api.DateOf(now))
	if ref == running.APIServer && o.server != "" {
		seen.Versions = []string{o.server}
	}
	return seen, nil
}

func resource(c metadata.Interface, mapping *meta.RESTMapping, namespace string) metadata.ResourceInterface {
	if mapping.Scope.Name() == meta.RESTScopeNameNamespace {
		return c.Resource(mapping.Resource).Namespace(namespace)
	}
	return c.Resource(mapping.Resource)
}
