// Package status makes the status of a record of its judgement, and says how it is
// compared, read and written.
package status

import (
	"k8s.io/apimachinery/pkg/runtime"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// Status is what the operator writes of a record and reads. A ClauseAssessment
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
