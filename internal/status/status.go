// Package status makes the status of a record of its judgement, and says how it is
// compared, read and written.
package status

import (
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// Status is what the operator writes of a record, compares and reads. A ClauseAssessment
// has all of it, every other kind the shared part.
type Status = api.ClauseAssessmentStatus

// Read reads a stored status; nil where it cannot be read. An absent one is one
// that says nothing.
func Read(stored any) *Status {
	fields, ok := stored.(map[string]any)
	if !ok && stored != nil {
		return nil
	}
	s := &Status{}
	if runtime.DefaultUnstructuredConverter.FromUnstructured(fields, s) != nil {
		return nil
	}
	return s
}

// Known returns a status, or one that says nothing where it cannot be read.
func Known(s *Status) *Status {
	if s == nil {
		return &Status{}
	}
	return s
}

// Equal compares without reflection: it runs for every record in every pass. A test
// holds it against the fields that a status has. One that cannot be read equals none.
func Equal(a, b *Status) bool {
	if a == nil || b == nil {
		return false
	}
	return a.ObservedGeneration == b.ObservedGeneration && a.NextChangeOn == b.NextChangeOn && a.RetainUntil == b.RetainUntil &&
		a.Verdict == b.Verdict && a.Records == b.Records && a.NotJudged == b.NotJudged &&
		equalCounts(a.Counts, b.Counts) && equalForecast(a.Forecast, b.Forecast) && equalPolicy(a.Policy, b.Policy) &&
		slices.Equal(a.Points, b.Points) &&
		slices.EqualFunc(a.Conditions, b.Conditions, equalCondition) && slices.EqualFunc(a.Findings, b.Findings, equalFinding)
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

func equalFinding(a, b api.Finding) bool {
	x, y := a.Record, b.Record
	a.Record, b.Record = nil, nil
	return a == b && (x == y || x != nil && y != nil && *x == *y)
}

func equalPolicy(a, b *api.PolicyDeviations) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Deviations == b.Deviations && a.BeyondFloor == b.BeyondFloor && slices.Equal(a.Fields, b.Fields)
}

func equalForecast(a, b *api.Forecast) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Day == b.Day && a.Verdict == b.Verdict && a.Counts == b.Counts &&
		a.ArisingTotal == b.ArisingTotal && slices.EqualFunc(a.Arising, b.Arising, equalFinding)
}
