package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync/atomic"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/pager"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/internal/report"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// pageSize is how many records are asked for at a time, as kubectl does.
const pageSize = 500

// unconfigured is the address that client-go falls back to without a kubeconfig.
const unconfigured = "http://localhost:8080"

// cluster reads records from an API server.
type cluster struct {
	records  *rest.RESTClient
	metadata metadata.Interface
	scheme   *runtime.Scheme
	codec    runtime.ParameterCodec
	host     string
	read     atomic.Int64
	bar      *progress
}

// readCluster reads the namespaces that the flags name. A namespace of which
// anything cannot be read is a problem and is not judged: half a namespace would
// invent nonconformities.
func (s *source) readCluster(ctx context.Context) (*input, error) {
	observe, err := assess.ParseWorkloadKinds(s.observe)
	if err != nil {
		return nil, usagef("--observe-workloads: %w", err)
	}
	c, err := s.connect()
	if err != nil {
		return nil, err
	}
	defer c.bar.done()
	namespace := metav1.NamespaceAll
	in := &input{from: "any namespace of the cluster " + c.host}
	if !s.allNamespaces {
		if namespace, _, err = s.kube.ToRawKubeConfigLoader().Namespace(); err != nil {
			return nil, fmt.Errorf("no cluster can be reached, and no file was named with -f: %w", err)
		}
		in.from = fmt.Sprintf("namespace %q of the cluster %s", namespace, c.host)
	}
	observer, err := s.observer(c, observe)
	if err != nil {
		return nil, err
	}
	records, err := c.list(ctx, namespace)
	switch {
	case apierrors.IsForbidden(err) && s.allNamespaces:
		records, err = c.readOneByOne(ctx, in, err)
	case err != nil:
		err = c.explain(err, namespace)
	}
	if err != nil {
		return nil, err
	}
	for _, n := range byNamespace(records) {
		seen, err := observer.observe(ctx, n.Records)
		if err != nil {
			return nil, err
		}
		world := n.World()
		world.Observe(seen)
		in.worlds = append(in.worlds, world)
	}
	return in, nil
}

// readOneByOne reads every namespace by itself, for a user who may not list
// records of all of them at once.
func (c *cluster) readOneByOne(ctx context.Context, in *input, cause error) ([]api.Record, error) {
	list, err := c.metadata.Resource(namespacesResource).List(ctx, metav1.ListOptions{})
	if err != nil {
		return nil, fmt.Errorf("%w; nor may namespaces be listed to read them one by one; name one with -n", cause)
	}
	var all []api.Record
	for i := range list.Items {
		name := list.Items[i].Name
		records, err := c.list(ctx, name)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			in.problems = append(in.problems, report.Problem{
				Message: fmt.Sprintf("Namespace %q cannot be read: %v", name, err),
				Remedy:  fmt.Sprintf("Ask for the right to list every kind of %s there, or name the namespace to judge with -n", api.GroupName),
			})
			continue
		}
		all = append(all, records...)
	}
	return all, nil
}

func (s *source) connect() (*cluster, error) {
	config, err := s.kube.ToRESTConfig()
	if err != nil {
		return nil, fmt.Errorf("no cluster can be reached, and no file was named with -f: %w", err)
	}
	if raw, err := s.kube.ToRawKubeConfigLoader().RawConfig(); err == nil && len(raw.Clusters) == 0 && config.Host == unconfigured {
		return nil, errors.New("no cluster is configured, and no file was named with -f: name files with -f, or set KUBECONFIG or --kubeconfig")
	}
	config = rest.CopyConfig(config)
	config.QPS, config.Burst = 50, 100 // nineteen kinds, in pages
	c := &cluster{scheme: runtime.NewScheme(), host: config.Host, bar: s.env.progress()}
	if err := api.AddToScheme(c.scheme); err != nil {
		return nil, err
	}
	c.codec = runtime.NewParameterCodec(c.scheme)
	if c.metadata, err = metadata.NewForConfig(config); err != nil {
		return nil, err
	}
	config.GroupVersion, config.APIPath = &api.GroupVersion, "/apis"
	config.NegotiatedSerializer = serializer.NewCodecFactory(c.scheme).WithoutConversion()
	c.records, err = rest.RESTClientFor(config)
	return c, err
}

// list reads every record of a namespace, or of all where it is empty.
func (c *cluster) list(ctx context.Context, namespace string) ([]api.Record, error) {
	kinds := rules.Registry().Kinds
	lists, failures := make([][]api.Record, len(kinds)), make([]error, len(kinds))
	if err := parallel(ctx, len(kinds), func(i int) {
		lists[i], failures[i] = c.listKind(ctx, &kinds[i], namespace)
	}); err != nil {
		return nil, err
	}
	for _, err := range failures {
		if err != nil {
			return nil, err
		}
	}
	return slices.Concat(lists...), nil
}

func (c *cluster) listKind(ctx context.Context, kind *assess.Kind, namespace string) ([]api.Record, error) {
	var records []api.Record
	page := func(ctx context.Context, options metav1.ListOptions) (runtime.Object, error) {
		list, err := c.scheme.New(api.GroupVersion.WithKind(kind.Name + "List"))
		if err != nil {
			return nil, err
		}
		return list, c.records.Get().NamespaceIfScoped(namespace, namespace != "").Resource(kind.Plural).
			VersionedParams(&options, c.codec).Do(ctx).Into(list)
	}
	p := pager.New(page)
	p.PageSize = pageSize
	list, _, err := p.List(ctx, metav1.ListOptions{})
	if err != nil {
		return nil, err
	}
	err = meta.EachListItem(list, func(o runtime.Object) error {
		record, ok := o.(api.Record)
		if !ok {
			return fmt.Errorf("the API server sent a %T in a list of %s", o, kind.Plural)
		}
		records = append(records, record)
		return nil
	})
	c.bar.say("%d records read", c.read.Add(int64(len(records))))
	return records, err
}

// explain says what to do about a failure to read.
func (c *cluster) explain(err error, namespace string) error {
	where := "the cluster " + c.host
	if namespace != "" {
		where = fmt.Sprintf("namespace %q of %s", namespace, where)
	}
	var refused *apierrors.StatusError
	switch {
	case apierrors.IsNotFound(err):
		return fmt.Errorf("the cluster %s does not serve %s: install the CRDs there, or name files with -f", c.host, api.GroupVersion)
	case apierrors.IsForbidden(err), apierrors.IsUnauthorized(err):
		return fmt.Errorf("%s cannot be read: %w; every kind of %s must be readable, since half of a register would be judged wrongly", where, err, api.GroupName)
	case errors.As(err, &refused):
		return fmt.Errorf("%s cannot be read: %w", where, err)
	}
	return fmt.Errorf("the cluster %s cannot be reached, and no file was named with -f: %w", c.host, err)
}

// byNamespace sorts records into namespaces, by name.
func byNamespace(records []api.Record) []manifest.Namespace {
	byName := map[string][]api.Record{}
	for _, r := range records {
		byName[r.GetNamespace()] = append(byName[r.GetNamespace()], r)
	}
	var all []manifest.Namespace
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		all = append(all, manifest.Namespace{Name: name, Records: byName[name]})
	}
	return all
}
