package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/rest"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/gather"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/internal/parallel"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// unconfigured is the address that client-go falls back to without a kubeconfig.
const unconfigured = "http://localhost:8080"

// cluster reads records from an API server.
type cluster struct {
	records  dynamic.Interface
	metadata metadata.Interface
	host     string
	read     atomic.Int64
	bar      *progress
}

// register is what a cluster holds, as far as it can be read.
type register struct {
	records []api.Record
	unread  []assess.Unread
	// unlisted kinds, with the API server's refusal.
	unlisted map[*assess.Kind]error
}

// readCluster reads the namespaces that the flags name. A record that cannot be read, and
// a kind that cannot be listed, is a problem; it is known to be missing, so that it makes
// nothing conform and denies nothing.
func (s *source) readCluster(ctx context.Context) (*inputs, error) {
	if _, _, err := s.kindsObserved(); err != nil {
		return nil, err
	}
	products, err := s.seen.products(s.looked)
	if err != nil {
		return nil, err
	}
	c, err := s.connect()
	if err != nil {
		return nil, err
	}
	defer c.bar.done()
	namespace := metav1.NamespaceAll
	in := &inputs{from: "any namespace of the cluster " + c.host}
	if !s.allNamespaces {
		if namespace, _, err = s.kube.loader().Namespace(); err != nil {
			return nil, fmt.Errorf("no cluster can be reached, and no file was named with -f: %w", err)
		}
		in.from = fmt.Sprintf("namespace %q of the cluster %s", namespace, c.host)
	}
	observer, err := s.observer(c)
	if err != nil {
		return nil, err
	}
	found, err := c.list(ctx, namespace)
	switch {
	case apierrors.IsForbidden(err) && s.allNamespaces:
		found, err = c.readOneByOne(ctx, in, err)
	case err != nil:
		err = c.explain(err, namespace)
	}
	if err != nil {
		return nil, err
	}
	in.problems = append(in.problems, found.problems(namespace)...)
	all := found.namespaces()
	if err := c.looker(s.env).beside(ctx, all); err != nil {
		return nil, err
	}
	s.seen.vouch(all)
	for _, n := range all {
		n.Observation.Lifecycles = products
		n.Observe(func(ref api.WorkloadReference) (assess.Workload, bool) { return observer.look(ctx, ref) })
		in.namespaces, in.worlds = append(in.namespaces, n), append(in.worlds, n.World())
	}
	return in, ctx.Err()
}

// readOneByOne reads every namespace by itself, for a user who may not list
// records of all of them at once.
func (c *cluster) readOneByOne(ctx context.Context, in *inputs, cause error) (*register, error) {
	list, err := c.metadata.Resource(namespacesResource).List(ctx, metav1.ListOptions{})
	if err != nil {
		return nil, fmt.Errorf("%w; nor may namespaces be listed to read them one by one; name one with -n", cause)
	}
	all := &register{}
	for i := range list.Items {
		name := list.Items[i].Name
		found, err := c.list(ctx, name)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err == nil && len(found.unlisted) > 0 {
			err = anyOf(found.unlisted) // who may list some kinds of a namespace only is asked to name it
		}
		if err != nil {
			in.problems = append(in.problems, input.Problem{
				Message: fmt.Sprintf("Namespace %q cannot be read: %v", name, err),
				Remedy:  fmt.Sprintf("Ask for the right to list every kind of %s there, or name the namespace to judge with -n", api.GroupName),
			})
			continue
		}
		all.records, all.unread = append(all.records, found.records...), append(all.unread, found.unread...)
	}
	return all, nil
}

func (s *source) connect() (*cluster, error) {
	config, err := s.kube.rest()
	if err != nil {
		return nil, fmt.Errorf("no cluster can be reached, and no file was named with -f: %w", err)
	}
	if raw, err := s.kube.loader().RawConfig(); err == nil && len(raw.Clusters) == 0 && config.Host == unconfigured {
		return nil, errors.New("no cluster is configured, and no file was named with -f: name files with -f, or set KUBECONFIG or --kubeconfig")
	}
	config = rest.CopyConfig(config)
	config.QPS, config.Burst = 50, 100 // nineteen kinds, in pages
	c := &cluster{host: config.Host, bar: s.env.progress()}
	if c.metadata, err = metadata.NewForConfig(config); err != nil {
		return nil, err
	}
	c.records, err = dynamic.NewForConfig(config)
	return c, err
}

// looker reads rights from the same API server.
func (c *cluster) looker(e *env) *looker {
	return &looker{records: c.records, host: c.host, env: e, bar: c.bar}
}

// list reads every record of a namespace, or of all where it is empty. It fails where no
// kind can be listed.
func (c *cluster) list(ctx context.Context, namespace string) (*register, error) {
	kinds := rules.Registry().Kinds
	lists, failures := make([]register, len(kinds)), make([]error, len(kinds))
	if err := parallel.Do(ctx, len(kinds), func(i int) {
		failures[i] = c.listKind(ctx, &kinds[i], namespace, &lists[i])
	}); err != nil {
		return nil, err
	}
	all := &register{unlisted: map[*assess.Kind]error{}}
	for i, err := range failures {
		var refused apierrors.APIStatus
		switch {
		case errors.As(err, &refused):
			all.unlisted[&kinds[i]] = err
		case err != nil:
			return nil, err
		}
		all.records, all.unread = append(all.records, lists[i].records...), append(all.unread, lists[i].unread...)
	}
	if len(all.unlisted) == len(kinds) {
		return nil, failures[0]
	}
	return all, nil
}

func (c *cluster) listKind(ctx context.Context, kind *assess.Kind, namespace string, into *register) error {
	resource := c.records.Resource(api.GroupVersion.WithResource(kind.Plural)).Namespace(namespace)
	err := eachOf(ctx, resource, kind.Plural, func(object *unstructured.Unstructured) error {
		record, faults := manifest.Object(ctx, kind.Name, object.Object)
		if len(faults) > 0 {
			into.unread = append(into.unread, assess.Unread{Record: record, Faults: faults})
			return nil
		}
		into.records = append(into.records, record)
		return nil
	})
	c.bar.say("%d records read", c.read.Add(int64(len(into.records))))
	return err
}

// problems are what could not be read.
func (r *register) problems(namespace string) []input.Problem {
	var all []input.Problem
	for kind, err := range r.unlisted {
		all = append(all, input.Problem{
			Record:  &input.Record{Kind: kind.Name, Namespace: namespace},
			Message: fmt.Sprintf("Records of the kind %s cannot be listed: %v", kind.Name, err),
			Remedy:  "Install the definition of the kind, or ask for the right to list it",
		})
	}
	slices.SortFunc(all, func(a, b input.Problem) int { return strings.Compare(a.Message, b.Message) })
	for i := range r.unread {
		u := &r.unread[i]
		for _, f := range u.Faults {
			all = append(all, input.Problem{
				Record: &input.Record{Kind: u.Record.GetObjectKind().GroupVersionKind().Kind, Namespace: u.Record.GetNamespace(), Name: u.Record.GetName()},
				Field:  f.Field, Message: f.Message, Remedy: f.Remedy,
			})
		}
	}
	return all
}

// whyUnlisted says in the operator's words why a kind cannot be listed.
func whyUnlisted(err error) string {
	switch {
	case apierrors.IsNotFound(err):
		return "the API server does not have its definition"
	case apierrors.IsForbidden(err), apierrors.IsUnauthorized(err):
		return "you may not list it"
	}
	return err.Error()
}

func anyOf(failures map[*assess.Kind]error) error {
	for _, err := range failures {
		return err
	}
	return nil
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

// namespaces sorts what was read into namespaces, by name.
func (r *register) namespaces() []gather.Namespace {
	all := gather.Namespaces{}
	for _, record := range r.records {
		all.Of(record.GetNamespace()).Add(record, nil)
	}
	for _, u := range r.unread {
		all.Of(u.Record.GetNamespace()).Add(u.Record, u.Faults)
	}
	unlisted := map[*assess.Kind]string{}
	for kind, err := range r.unlisted {
		unlisted[kind] = whyUnlisted(err)
	}
	list := all.Sorted()
	for i := range list {
		list[i].Unlisted = unlisted
	}
	return list
}
