// Package statuses makes manifests of every kind in every state that GitOps tools tell
// apart, as the API server holds them once the operator has judged. They are made of the
// samples and the stories by the code that the operator writes statuses with.
package statuses

import (
	"path/filepath"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/status"
	"github.com/isms-operator/isms-operator/test/scenarios"
)

// The states of a record, as GitOps tools see it.
const (
	Unjudged   = "unjudged"   // created, and the operator has not seen it
	Conforming = "conforming" // Conforming is True
	Lapsed     = "lapsed"     // Conforming is False, and so is Current
	Lacking    = "lacking"    // Conforming is False, and nothing has lapsed
	Unknown    = "unknown"    // Conforming is Unknown
	Edited     = "edited"     // judged, then edited while no operator ran
	Deleted    = "deleted"    // deleted, and held back by a finalizer of somebody else
)

// Manifest is a record in a state.
type Manifest struct {
	// Kind of the record.
	Kind string
	// State of the record.
	State string
	// Object as a client reads it from the API server.
	Object *unstructured.Unstructured
}

// All returns a manifest of every kind in every state that it reaches in a story; root is
// the folder of the project. It fails for a kind that lacks a state that every kind can
// be in.
func All(root string) ([]Manifest, error) {
	samples, err := scenarios.LoadFolder(filepath.Join(root, "config", "samples"))
	if err != nil {
		return nil, err
	}
	stories, err := scenarios.Load(filepath.Join(root, "test", "scenarios"))
	if err != nil {
		return nil, err
	}
	m := &maker{seen: map[[2]string]bool{}}
	for _, s := range append([]scenarios.Scenario{{Name: "samples", AsOf: api.MustDate("2026-06-01"), Records: samples}}, stories...) {
		if err := m.story(&s); err != nil {
			return nil, err
		}
	}
	return m.all, nil
}

// maker makes manifests, each state of a kind once.
type maker struct {
	all  []Manifest
	seen map[[2]string]bool
}

// made is when every record was made.
var made = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

func (m *maker) story(s *scenarios.Scenario) error {
	report := s.Judge()
	for i := range report.Results {
		result := &report.Results[i]
		kind := result.Kind.Name
		for _, state := range []string{Unjudged, stateOf(report, result), Edited, Deleted} {
			if m.seen[[2]string{kind, state}] {
				continue
			}
			m.seen[[2]string{kind, state}] = true
			object, err := in(state, report, result)
			if err != nil {
				return err
			}
			m.all = append(m.all, Manifest{kind, state, object})
		}
	}
	return nil
}

// in makes the object of a record in a state.
func in(state string, report *assess.Report, result *assess.Result) (*unstructured.Unstructured, error) {
	record := result.Record.DeepCopyObject().(api.Record)
	record.SetNamespace("acme")
	record.SetUID("00000000-0000-4000-8000-000000000000")
	record.SetResourceVersion("1")
	record.SetGeneration(1)
	record.SetCreationTimestamp(metav1.NewTime(made))
	judged := *result
	judged.Record = record
	written := status.Of(report, &judged, &status.Kept{}, report.AsOf.Time().Add(12*time.Hour))
	switch state {
	case Unjudged:
		written = &status.Status{RecordStatus: api.RecordStatus{ObservedGeneration: -1}}
	case Edited:
		record.SetGeneration(2)
	case Deleted:
		at := metav1.NewTime(made)
		record.SetGeneration(2)
		record.SetDeletionTimestamp(&at)
		record.SetFinalizers([]string{"example.org/archive"})
	}
	if a, whole := record.(*api.ClauseAssessment); whole {
		a.Status = *written
	} else {
		*record.RecordStatus() = written.RecordStatus
	}
	fields, err := runtime.DefaultUnstructuredConverter.ToUnstructured(record)
	return &unstructured.Unstructured{Object: fields}, err
}

func stateOf(report *assess.Report, result *assess.Result) string {
	is := map[string]metav1.ConditionStatus{}
	for _, c := range status.ConditionsOf(report, result) {
		is[c.Type] = c.Status
	}
	switch {
	case is[api.ConditionConforming] == metav1.ConditionTrue:
		return Conforming
	case is[api.ConditionConforming] == metav1.ConditionUnknown:
		return Unknown
	case is[api.ConditionCurrent] == metav1.ConditionFalse:
		return Lapsed
	}
	return Lacking
}
