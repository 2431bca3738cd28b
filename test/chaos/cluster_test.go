//go:build chaos

package chaos

import (
	"fmt"
	"slices"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// secondWriter edits while the operator writes, and forges statuses. A forged status is
// answered with one write, an edit with two, and fewer where one pass sees several.
func secondWriter(s *stage) {
	s.load()
	s.start(1)
	s.converge()
	seconds, forged := 60, 30
	if s.short {
		seconds = 10
	}
	var wait sync.WaitGroup
	wait.Go(func() { s.at(float64(forged)/float64(seconds), forged, s.forge) })
	wait.Go(func() { s.at(30, 30*seconds, s.edit) })
	wait.Wait()
	s.faultEnds()
	s.awaitRecovery(0)
	s.finish(s.count()+s.edited()+forged, 0)
}

// lost is the kind whose definition is deleted where one is. It is not the kind that is
// edited meanwhile.
const lost = "InfrastructureAsset"

// definitionDeleted takes records of one kind away and brings them back, with edits of
// others meanwhile. Each status of the others may change twice for it, and that of the kind is written anew; the roll-up
// may change with each record that goes and that comes.
func definitionDeleted(s *stage) {
	s.load()
	s.start(1)
	s.converge()
	s.deleteDefinitions(lost)
	s.at(5, 20, s.edit)
	s.judgedWithout(lost)
	n := s.restoreDefinitions(lost)
	s.faultEnds()
	s.awaitRecovery(0)
	s.finish(s.count()+2*s.count()+3*n+s.edited(), 0)
}

// definitionsDeleted takes all away, kind by kind, so that what is left may be judged
// once for each that goes; then a register arrives, of which some may be judged twice:
// with what was there when it was looked at, and whole.
func definitionsDeleted(s *stage) {
	s.load()
	s.start(1)
	s.converge()
	s.deleteDefinitions(everyKind()...)
	time.Sleep(3 * time.Second)
	s.restoreDefinitions(everyKind()...)
	s.faultEnds()
	s.awaitRecovery(0)
	s.finish(s.count()+s.count()+2*s.count(), 0)
}

// definitionMissing has the others judged without the kind first, and again with it.
func definitionMissing(s *stage) {
	s.load()
	s.deleteDefinitions(lost)
	s.start(1)
	s.judgedWithout(lost)
	n := s.restoreDefinitions(lost)
	s.faultEnds()
	s.awaitRecovery(0)
	s.finish(2*s.count()+3*n, 0)
}

// definitionsMissing has nothing to judge at first; then a register arrives.
func definitionsMissing(s *stage) {
	s.load()
	s.deleteDefinitions(everyKind()...)
	s.start(1)
	time.Sleep(s.pick(20*time.Second, 5*time.Second))
	s.restoreDefinitions(everyKind()...)
	s.faultEnds()
	s.awaitRecovery(0)
	s.finish(2*s.count(), 0)
}

func everyKind() []string {
	var kinds []string
	for _, kind := range rules.Registry().Kinds {
		kinds = append(kinds, kind.Name)
	}
	return kinds
}

// deleteDefinitions deletes them with all their records, and waits until they are gone.
func (s *stage) deleteDefinitions(kinds ...string) {
	s.Helper()
	s.dirty = true
	arguments := []string{"delete", "crd", "--timeout=90s"}
	for _, kind := range rules.Registry().Kinds {
		if slices.Contains(kinds, kind.Name) {
			arguments = append(arguments, kind.Plural+"."+api.GroupName)
		}
	}
	s.kubectl("", arguments...)
}

// restoreDefinitions applies what is delivered, then the records of the kinds, and
// returns how many those are.
func (s *stage) restoreDefinitions(kinds ...string) int {
	s.Helper()
	s.must(s.install(s.Context()))
	return s.create(func(o client.Object) bool {
		gvk, err := s.admin.GroupVersionKindFor(o)
		return err == nil && slices.Contains(kinds, gvk.Kind)
	})
}

// namespaceDeleted takes a namespace away in a first convergence. A pass that has begun
// by then may change each of its statuses once more.
func namespaceDeleted(s *stage) {
	s.load()
	moment := s.moments(1)[0]
	s.start(1)
	s.afterStatuses(moment)
	gone := s.namespaces[0]
	mayWrite := s.count() + s.in(gone)
	ns := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: gone}}
	s.must(s.admin.Delete(s.Context(), ns))
	eventually(s.T, time.Minute, "the namespace is gone", func() error {
		if err := s.admin.Get(s.Context(), client.ObjectKeyFromObject(ns), ns); !apierrors.IsNotFound(err) {
			return fmt.Errorf("it is %s, %w", ns.Status.Phase, err)
		}
		return nil
	})
	s.records = slices.DeleteFunc(s.records, func(o client.Object) bool { return o.GetNamespace() == gone })
	s.faultEnds()
	s.awaitRecovery(0)
	s.finish(mayWrite, 0)
}

// unreadableRecord stores a day that Go has no value for, which an older definition may
// have let in, beside records that are edited; has the operator start with it; and
// mends it. Of its namespace what names or counts it may change when it comes and when
// it goes.
func unreadableRecord(s *stage) {
	s.load()
	s.start(1)
	s.converge()
	record := s.storeUnreadable()
	for range 2 { // with an operator that saw it come, and with one that finds it
		s.at(5, 20, s.edit)
		s.faultEnds()
		s.awaitRecovery(0)
		s.must(s.replicas[0].kill())
	}
	patch := client.RawPatch(types.MergePatchType, []byte(`{"spec":{"inServiceFrom":"2024-07-01"}}`))
	s.must(s.admin.Patch(s.Context(), record, patch))
	s.faultEnds()
	s.awaitRecovery(0)
	s.finish(s.count()+s.edited()+2*s.in(record.GetNamespace())+2*writers, 2*writers)
}

// storeUnreadable stores such a record while its definition is loosened, and restores
// the definition.
func (s *stage) storeUnreadable() client.Object {
	s.Helper()
	s.dirty = true
	const kind, plural = "InfrastructureAsset", "infrastructureassets"
	crd := &unstructured.Unstructured{}
	crd.SetAPIVersion("apiextensions.k8s.io/v1")
	crd.SetKind("CustomResourceDefinition")
	s.must(s.admin.Get(s.Context(), client.ObjectKey{Name: plural + "." + api.GroupName}, crd))
	versions, _, err := unstructured.NestedSlice(crd.Object, "spec", "versions")
	s.must(err)
	anything := map[string]any{"type": "object", "x-kubernetes-preserve-unknown-fields": true}
	s.must(unstructured.SetNestedMap(versions[0].(map[string]any), anything, "schema", "openAPIV3Schema", "properties", "spec"))
	s.must(unstructured.SetNestedSlice(crd.Object, versions, "spec", "versions"))
	s.must(s.admin.Update(s.Context(), crd))

	record := &unstructured.Unstructured{Object: map[string]any{"spec": map[string]any{
		"type": "Cloud", "description": "Stored under another definition", "inServiceFrom": "0000-01-01",
		"owner": map[string]any{"roleRef": map[string]any{"name": "information-security-manager"}},
	}}}
	record.SetGroupVersionKind(api.GroupVersion.WithKind(kind))
	record.SetNamespace(s.namespaces[0])
	record.SetName("unreadable")
	eventually(s.T, 30*time.Second, "the loosened definition is served", func() error {
		return s.admin.Create(s.Context(), record.DeepCopy())
	})
	s.records = append(s.records, record)
	s.must(s.install(s.Context()))
	return record
}
