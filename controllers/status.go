package controllers

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// status is what the operator writes of a record, compares and reads. A ClauseAssessment
// has all of it, every other kind the shared part.
type status = api.ClauseAssessmentStatus

// readStatus reads a stored status; nil where it cannot be read. An absent one is one
// that says nothing.
func readStatus(stored any) *status {
	fields, ok := stored.(map[string]any)
	if !ok && stored != nil {
		return nil
	}
	s := &status{}
	if runtime.DefaultUnstructuredConverter.FromUnstructured(fields, s) != nil {
		return nil
	}
	return s
}

// known returns a status, or one that says nothing where it cannot be read.
func known(s *status) *status {
	if s == nil {
		return &status{}
	}
	return s
}

// equalStatus compares without reflection: it runs for every record in every pass. A test
// holds it against the fields that a status has. One that cannot be read equals none.
func equalStatus(a, b *status) bool {
	if a == nil || b == nil {
		return false
	}
	return a.ObservedGeneration == b.ObservedGeneration && a.NextChangeOn == b.NextChangeOn && a.RetainUntil == b.RetainUntil &&
		a.Verdict == b.Verdict && a.Records == b.Records && a.NotJudged == b.NotJudged &&
		equalCounts(a.Counts, b.Counts) && equalForecast(a.Forecast, b.Forecast) &&
		slices.EqualFunc(a.Conditions, b.Conditions, equalCondition) && slices.Equal(a.Findings, b.Findings)
}

func equalCounts(a, b *api.FindingCounts) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

func equalCondition(a, b metav1.Condition) bool {
	return a.Type == b.Type && a.Status == b.Status && a.Reason == b.Reason && a.Message == b.Message &&
		a.ObservedGeneration == b.ObservedGeneration && a.LastTransitionTime.Equal(&b.LastTransitionTime)
}

func equalForecast(a, b *api.Forecast) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Day == b.Day && a.Verdict == b.Verdict && a.Counts == b.Counts &&
		a.ArisingTotal == b.ArisingTotal && slices.Equal(a.Arising, b.Arising)
}

// version is the object that a status is for.
type version struct {
	// UID keeps a verdict from a record that was deleted and made again meanwhile.
	UID types.UID `json:"uid"`
	// ResourceVersion keeps it from a record that changed meanwhile, and so a leader that
	// was frozen from writing over its successor.
	ResourceVersion string `json:"resourceVersion"`
}

// statusPatch is a merge patch of the whole status: what is absent is sent as null, so
// that nothing of an earlier status stays.
func statusPatch(of version, kind *assess.Kind, s *status) ([]byte, error) {
	stated, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(stated, &fields); err != nil {
		return nil, err
	}
	for _, name := range statusFields(kind) {
		if _, ok := fields[name]; !ok {
			fields[name] = json.RawMessage("null")
		}
	}
	return json.Marshal(struct {
		Metadata version                    `json:"metadata"`
		Status   map[string]json.RawMessage `json:"status"`
	}{of, fields})
}

// statusFields are the names of the fields that the status of a kind has.
func statusFields(kind *assess.Kind) []string {
	record := reflect.TypeOf(kind.New()).Elem()
	field, _ := record.FieldByName("Status")
	var names []string
	for _, f := range reflect.VisibleFields(field.Type) {
		if !f.Anonymous {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			names = append(names, name)
		}
	}
	return names
}
