package controllers

import (
	"context"
	"fmt"
	"sync"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// gather reads every record of the namespace from the cache. It returns nil for
// a namespace without records. The records share memory with the cache and must
// not be changed.
func (r *AssessmentReconciler) gather(ctx context.Context, namespace string) (*assess.World, error) {
	var records []api.Record
	for i := range r.registry.Kinds {
		kind := &r.registry.Kinds[i]
		object, err := r.client.Scheme().New(api.GroupVersion.WithKind(kind.Name + "List"))
		if err != nil {
			return nil, fmt.Errorf("kind %s: %w", kind.Name, err)
		}
		list := object.(client.ObjectList)
		if err := r.client.List(ctx, list, client.InNamespace(namespace), client.UnsafeDisableDeepCopy); err != nil {
			return nil, fmt.Errorf("list %s in namespace %s: %w", kind.Plural, namespace, err)
		}
		if err := meta.EachListItem(list, func(o runtime.Object) error {
			records = append(records, o.(api.Record))
			return nil
		}); err != nil {
			return nil, fmt.Errorf("read %s in namespace %s: %w", kind.Plural, namespace, err)
		}
	}
	if len(records) == 0 {
		return nil, nil
	}
	world := assess.NewWorld(namespace, records)
	world.Observe(r.workloads.observe(ctx, namespace, records))
	return world, nil
}

// edits counts the edits of each namespace, so that a pass can tell whether what
// it gathered is still the newest.
type edits struct {
	mu    sync.Mutex
	count map[string]uint64
}

func newEdits() *edits { return &edits{count: map[string]uint64{}} }

func (e *edits) note(namespace string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.count[namespace]++
}

func (e *edits) current(namespace string) uint64 {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.count[namespace]
}
