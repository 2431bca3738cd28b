package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	apiwatch "k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/metadata"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/rules"
)

const (
	// breath is how long to wait before a watch that ended at once is opened again, and
	// pause before one that could not be: until it can, records are read as often.
	breath, pause = time.Second, 5 * time.Second
)

// watchCluster watches the records of the cluster. It asks for no more of each than its name
// and version: that one changed is enough to read them again.
func (s *source) watchCluster(ctx context.Context) (*watch, error) {
	c, err := s.connect()
	if err != nil {
		return nil, err
	}
	namespace, what := metav1.NamespaceAll, "every namespace of the cluster "+c.host
	if !s.allNamespaces {
		if namespace, _, err = s.kube.loader().Namespace(); err != nil {
			return nil, err
		}
		what = fmt.Sprintf("namespace %q of the cluster %s", namespace, c.host)
	}
	ctx, stop := context.WithCancel(ctx)
	changed := make(chan struct{}, 1)
	tell := func() {
		select {
		case changed <- struct{}{}:
		default: // that there is something is known already
		}
	}
	var refused sync.Once
	for _, kind := range rules.Registry().Kinds {
		w := &kindWatch{resource: c.metadata.Resource(api.GroupVersion.WithResource(kind.Plural)).Namespace(namespace), tell: tell}
		w.warn = func(err error) {
			refused.Do(func() {
				fmt.Fprintf(s.env.err, "warning: records cannot be watched, and are read every %s instead: %v\n", pause, err)
			})
		}
		go w.run(ctx)
	}
	return &watch{what, changed, func() (bool, error) { return false, nil }, stop}, nil
}

// kindWatch watches the records of a kind.
type kindWatch struct {
	resource metadata.ResourceInterface
	tell     func()
	warn     func(error)
	// version is that of the last change that was told, to go on from.
	version string
	// failed says that changes may have been missed since.
	failed bool
}

func (w *kindWatch) run(ctx context.Context) {
	for ctx.Err() == nil {
		wait := breath
		if err := w.once(ctx); err != nil && ctx.Err() == nil {
			w.warn(err)
			w.failed, wait = true, pause
			w.tell()
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
}

// once watches until the API server ends it, which it does every few minutes.
func (w *kindWatch) once(ctx context.Context) error {
	changes, err := w.resource.Watch(ctx, metav1.ListOptions{ResourceVersion: w.version, AllowWatchBookmarks: true})
	if err != nil {
		w.version = ""
		return err
	}
	defer changes.Stop()
	if w.failed { // what happened meanwhile is not told by a watch that begins where the last ended
		w.failed = false
		w.tell()
	}
	for change := range changes.ResultChan() {
		if change.Type == apiwatch.Error { // such as a version that is too old
			w.version, w.failed = "", true
			return nil
		}
		if o, err := meta.Accessor(change.Object); err == nil {
			w.version = o.GetResourceVersion()
		}
		if change.Type != apiwatch.Bookmark {
			w.tell()
		}
	}
	return nil
}
