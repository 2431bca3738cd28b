package controllers

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"reflect"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/resourceversion"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/util/flowcontrol"
	"k8s.io/utils/ptr"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/openreports"
)

// openReports publishes the judgement of each namespace as a Report of
// openreports.io. A nil one publishes nothing.
type openReports struct {
	client dynamic.Interface
	// ask asks for a pass over a namespace whose Report is not as it was written.
	ask     func(namespace string)
	backoff *flowcontrol.Backoff

	mu    sync.Mutex
	known map[string]*openReport
	shown []*shownReports
}

// openReport is what is known of the Report of a namespace.
type openReport struct {
	// mu is held while the Report is written: the watch can be faster than the
	// answer, and must wait for it to tell the operator's own writes.
	mu sync.Mutex
	// content of the stored Report and its version; version is empty where they are not known.
	content [sha256.Size]byte
	version string
	removed bool
}

var openReportKind = schema.FromAPIVersionAndKind(openreports.APIVersion, "Report")

func newOpenReports(client dynamic.Interface, ask func(string)) *openReports {
	return &openReports{client: client, ask: ask, backoff: flowcontrol.NewBackOff(time.Second, time.Minute), known: map[string]*openReport{}}
}

func (o *openReports) in(namespace string) dynamic.ResourceInterface {
	return o.client.Resource(openReportKind.GroupVersion().WithResource("reports")).Namespace(namespace)
}

// can reports whether the cluster has the kind and lets the operator see it.
func (o *openReports) can() bool {
	for _, s := range o.shown {
		if known, refused := s.follower.state(); !known || refused != nil {
			return false
		}
	}
	return true
}

// later returns how long to wait before a Report that could not be written is tried again.
func (o *openReports) later(namespace string) time.Duration {
	o.backoff.Next(namespace, time.Now())
	return o.backoff.Get(namespace)
}

// of returns what is known of a namespace's Report.
func (o *openReports) of(namespace string) *openReport {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.known[namespace] == nil {
		o.known[namespace] = &openReport{}
	}
	return o.known[namespace]
}

func (o *openReports) forget(namespace string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.known, namespace)
}

// publish writes the Report of a namespace where the stored one differs.
func (o *openReports) publish(ctx context.Context, judged *assess.Report) error {
	if o == nil || !o.can() {
		return nil
	}
	body, err := json.Marshal(openreports.New(judged, 0))
	if err != nil {
		return fmt.Errorf("make the Report of namespace %s: %w", judged.Namespace, err)
	}
	content := sha256.Sum256(body)
	have := o.of(judged.Namespace)
	have.mu.Lock()
	defer have.mu.Unlock()
	if have.version == "" {
		if err := o.read(ctx, judged.Namespace, have, body, content); err != nil {
			return err
		}
	}
	if have.version != "" && have.content == content {
		return nil
	}
	target, err := o.in(judged.Namespace).Patch(ctx, openreports.Name, types.ApplyPatchType, body,
		metav1.PatchOptions{FieldManager: FieldOwner, Force: ptr.To(true)})
	if apierrors.HasStatusCause(err, corev1.NamespaceTerminatingCause) {
		return nil // its records go too, and their events make the last pass
	}
	if err != nil {
		have.version = ""
		return fmt.Errorf("write the Report of namespace %s: %w", judged.Namespace, err)
	}
	have.content, have.version, have.removed = content, target.GetResourceVersion(), false
	o.backoff.Reset(judged.Namespace)
	return nil
}

// read looks whether the stored Report is as it is wanted, after a restart or after
// somebody else wrote it.
func (o *openReports) read(ctx context.Context, namespace string, have *openReport, body []byte, content [sha256.Size]byte) error {
	stored, err := o.in(namespace).Get(ctx, openreports.Name, metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the Report of namespace %s: %w", namespace, err)
	}
	wanted := &unstructured.Unstructured{}
	if err := wanted.UnmarshalJSON(body); err != nil {
		return fmt.Errorf("make the Report of namespace %s: %w", namespace, err)
	}
	version, labels := stored.GetResourceVersion(), stored.GetLabels()
	for name, value := range wanted.GetLabels() {
		if labels[name] != value {
			return nil
		}
	}
	if stored.GetAnnotations()[openreports.PolicyAnnotation] != wanted.GetAnnotations()[openreports.PolicyAnnotation] {
		return nil
	}
	delete(wanted.Object, "metadata")
	delete(stored.Object, "metadata")
	if reflect.DeepEqual(wanted.Object, stored.Object) {
		have.content, have.version, have.removed = content, version, false
	}
	return nil
}

// remove deletes the Report of a namespace that has no records any more. It asks
// for it by name: what the watch has shown may be older than the last write.
func (o *openReports) remove(ctx context.Context, namespace string) error {
	if o == nil || !o.can() {
		return nil
	}
	have := o.of(namespace)
	have.mu.Lock()
	defer have.mu.Unlock()
	err := o.in(namespace).Delete(ctx, openreports.Name, metav1.DeleteOptions{})
	switch {
	case apierrors.IsNotFound(err):
		o.forget(namespace) // no event will follow
	case err != nil:
		return fmt.Errorf("delete the Report of namespace %s: %w", namespace, err)
	}
	have.version, have.removed = "", true
	return nil
}

// foreign reports whether somebody else wrote the Report that the watch shows.
func (o *openReports) foreign(stored metav1.Object) bool {
	have := o.of(stored.GetNamespace())
	have.mu.Lock()
	defer have.mu.Unlock()
	if have.version != "" {
		if order, err := resourceversion.CompareResourceVersion(stored.GetResourceVersion(), have.version); err == nil && order <= 0 {
			return false // the operator's own last write, or one from before it
		}
	}
	have.version = ""
	return true
}

// foreignDelete reports whether somebody else deleted the Report of a namespace.
func (o *openReports) foreignDelete(namespace string) bool {
	have := o.of(namespace)
	have.mu.Lock()
	defer have.mu.Unlock()
	have.version = ""
	if have.removed {
		o.forget(namespace)
	}
	return !have.removed
}

// shownReports is what one follower shows of Reports. It asks for a pass over a
// namespace whose Report somebody else wrote or deleted, and over one that has a Report
// but perhaps no records any more. It holds nothing.
type shownReports struct {
	*openReports
	namespace string // that the follower is limited to; "" for none
	follower  *follower
}

// Add implements cache.ReflectorStore.
func (s *shownReports) Add(object any) error { return s.Update(object) }

// Update implements cache.ReflectorStore.
func (s *shownReports) Update(object any) error {
	if header := object.(*metav1.PartialObjectMetadata); s.foreign(header) {
		s.ask(header.Namespace)
	}
	return nil
}

// Delete implements cache.ReflectorStore.
func (s *shownReports) Delete(object any) error {
	if namespace := object.(*metav1.PartialObjectMetadata).Namespace; s.foreignDelete(namespace) {
		s.ask(namespace)
	}
	return nil
}

// Replace implements cache.ReflectorStore.
func (s *shownReports) Replace(list []any, _ string) error {
	there := map[string]bool{}
	for _, object := range list {
		there[object.(*metav1.PartialObjectMetadata).Namespace] = true
		_ = s.Update(object) // it cannot fail
	}
	s.mu.Lock()
	var gone []string
	for namespace := range s.known {
		if !there[namespace] && (s.namespace == "" || s.namespace == namespace) {
			gone = append(gone, namespace)
		}
	}
	s.mu.Unlock()
	for _, namespace := range gone {
		if s.foreignDelete(namespace) {
			s.ask(namespace)
		}
	}
	return nil
}

// Resync implements cache.ReflectorStore.
func (s *shownReports) Resync() error { return nil }
