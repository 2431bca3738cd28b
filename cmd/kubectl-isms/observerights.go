package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync/atomic"
	"text/tabwriter"

	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/tools/pager"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/gather"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/internal/observation"
	"github.com/isms-operator/isms-operator/internal/parallel"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// pageSize is how many objects are asked for at a time, as kubectl does.
const pageSize = 500

// looker reads roles, bindings and the accounts of people from an API server.
type looker struct {
	records dynamic.Interface
	host    string
	env     *env
	bar     *progress
	// seen counts what was read.
	seen atomic.Int64
}

// rightsList is a list of roles or bindings to be read.
type rightsList struct {
	what, namespace string
	read            func(context.Context) error
	err             error
}

// rights reads the roles and bindings of namespaces, of all where none is named, and, where
// wide, those of the whole cluster. Cluster roles are read in any case: bindings of namespaces
// name them. What may not be read is kept as that; it is an error where nothing can be read.
func (l *looker) rights(ctx context.Context, namespaces []string, wide bool) (*observation.Reading, error) {
	r := &observation.Reading{}
	lists := []*rightsList{{what: observation.ClusterRoles, read: func(ctx context.Context) error {
		return listRights(ctx, l, observation.ClusterRoles, "", &r.Objects.ClusterRoles)
	}}}
	if wide {
		lists = append(lists, &rightsList{what: observation.ClusterRoleBindings, read: func(ctx context.Context) error {
			return listRights(ctx, l, observation.ClusterRoleBindings, "", &r.Objects.ClusterRoleBindings)
		}})
	}
	in := slices.Compact(slices.Sorted(slices.Values(namespaces)))
	if len(in) == 0 {
		in = []string{metav1.NamespaceAll}
	}
	roles, bindings := make([][]rbacv1.Role, len(in)), make([][]rbacv1.RoleBinding, len(in))
	for i, namespace := range in {
		lists = append(lists,
			&rightsList{what: observation.Roles, namespace: namespace, read: func(ctx context.Context) error {
				return listRights(ctx, l, observation.Roles, namespace, &roles[i])
			}},
			&rightsList{what: observation.RoleBindings, namespace: namespace, read: func(ctx context.Context) error {
				return listRights(ctx, l, observation.RoleBindings, namespace, &bindings[i])
			}})
	}
	if err := parallel.Do(ctx, len(lists), func(i int) { lists[i].err = lists[i].read(ctx) }); err != nil {
		return nil, err
	}
	r.Objects.Roles, r.Objects.RoleBindings = slices.Concat(roles...), slices.Concat(bindings...)
	return r, l.covered(r, lists)
}

// beside looks at the rights in the cluster with those of the user, where an ISMS of the
// namespaces has them judged, and nowhere else, and adds them. What may not be read is not observed, which
// the judgement says.
func (l *looker) beside(ctx context.Context, all []gather.Namespace) error {
	namespaces, wide, asked := observation.Asked(all)
	if !asked {
		return nil
	}
	reading, err := l.rights(ctx, namespaces, wide)
	var nothing errorNothing
	if errors.As(err, &nothing) {
		fmt.Fprintf(l.env.err, "warning: rights are not observed: %v\n", err)
		return nil
	}
	if err != nil {
		return err
	}
	reading.SeenAt = l.env.now()
	if err := l.claimed(ctx, all, reading); err != nil {
		return err
	}
	for _, u := range reading.Unobservable {
		fmt.Fprintf(l.env.err, "warning: not observed: %s\n", u)
	}
	observation.Live(reading).Beside(all)
	return nil
}

// errorNothing says that nothing of roles and bindings can be read.
type errorNothing struct{ error }

// covered says what was read, and keeps what was not.
func (l *looker) covered(r *observation.Reading, lists []*rightsList) error {
	failed := map[rightsKey]bool{}
	for _, list := range lists {
		var refused apierrors.APIStatus
		switch {
		case errors.As(list.err, &refused):
			failed[rightsKey{list.what, list.namespace}] = true
			r.Unobservable = append(r.Unobservable, observation.Unobservable{What: list.what, Namespace: list.namespace, Why: input.Refusal(list.err)})
		case list.err != nil:
			return fmt.Errorf("the cluster %s cannot be reached: %w", l.host, list.err)
		}
	}
	if len(failed) == len(lists) {
		return errorNothing{fmt.Errorf("nothing of the roles and bindings of the cluster %s can be read: %w; ask for the right to list them", l.host, lists[0].err)}
	}
	r.ClusterWide = lists[1].what == observation.ClusterRoleBindings && !failed[rightsKey{observation.ClusterRoles, ""}] && !failed[rightsKey{observation.ClusterRoleBindings, ""}]
	for _, list := range lists {
		switch {
		case list.what != observation.Roles || failed[rightsKey{observation.Roles, list.namespace}] || failed[rightsKey{observation.RoleBindings, list.namespace}]:
		case list.namespace == metav1.NamespaceAll:
			r.AllNamespaces = true
		default:
			r.Namespaces = append(r.Namespaces, list.namespace)
		}
	}
	return nil
}

type rightsKey struct{ what, namespace string }

// listRights reads all of one kind, a page at a time.
func listRights[T any](ctx context.Context, l *looker, plural, namespace string, into *[]T) error {
	var resource dynamic.ResourceInterface = l.records.Resource(rbacv1.SchemeGroupVersion.WithResource(strings.ToLower(plural)))
	if namespace != "" {
		resource = l.records.Resource(rbacv1.SchemeGroupVersion.WithResource(strings.ToLower(plural))).Namespace(namespace)
	}
	return eachOf(ctx, resource, plural, func(o *unstructured.Unstructured) error {
		o.SetManagedFields(nil)
		var object T
		if err := runtime.DefaultUnstructuredConverter.FromUnstructured(o.Object, &object); err != nil {
			return fmt.Errorf("the API server sent %s that cannot be read: %w", plural, err)
		}
		*into = append(*into, object)
		l.bar.say("%d roles, bindings and people read", l.seen.Add(1))
		return nil
	})
}

// eachOf reads what a resource lists, a page at a time.
func eachOf(ctx context.Context, resource dynamic.ResourceInterface, plural string, do func(*unstructured.Unstructured) error) error {
	p := pager.New(func(ctx context.Context, options metav1.ListOptions) (runtime.Object, error) {
		return resource.List(ctx, options)
	})
	p.PageSize = pageSize
	return p.EachListItem(ctx, metav1.ListOptions{}, func(o runtime.Object) error {
		object, ok := o.(*unstructured.Unstructured)
		if !ok {
			return fmt.Errorf("the API server sent a %T in a list of %s", o, plural)
		}
		return do(object)
	})
}

// claimed reads whose accounts people of all namespaces of the cluster state; of those of
// which there are records those are taken. A cluster that does not have the kind has nobody
// who states any.
func (l *looker) claimed(ctx context.Context, records []gather.Namespace, r *observation.Reading) error {
	people := gather.Namespaces{}
	err := eachOf(ctx, l.records.Resource(api.GroupVersion.WithResource("people")), "people", func(o *unstructured.Unstructured) error {
		record, faults := manifest.Object(ctx, string(api.KindPerson), o.Object)
		people.Of(o.GetNamespace()).Add(record, faults)
		l.bar.say("%d roles, bindings and people read", l.seen.Add(1))
		return nil
	})
	var refused apierrors.APIStatus
	switch {
	case err == nil, apierrors.IsNotFound(err):
	case errors.As(err, &refused):
		r.Unobservable = append(r.Unobservable, observation.Unobservable{What: observation.Claimed, Why: input.Refusal(err)})
	default:
		return err
	}
	r.Claimed = observation.Claims(people.Sorted())
	for namespace, subjects := range observation.Claims(records) {
		r.Claimed[namespace] = subjects
	}
	for namespace, subjects := range r.Claimed {
		if len(subjects) == 0 {
			delete(r.Claimed, namespace) // nobody is claimed by them
		}
	}
	return nil
}

// columns writes a table of texts, none of which can write to the terminal.
func columns(w io.Writer, header []string, rows [][]string) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, row := range append([][]string{header}, rows...) {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = wording.Plain(cell)
		}
		fmt.Fprintln(t, strings.Join(cells, "\t"))
	}
	return t.Flush()
}
