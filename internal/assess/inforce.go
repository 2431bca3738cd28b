package assess

import (
	"reflect"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// InForce returns the assessment whose policy holds: the first by name, nil if
// there is none. More than one is a finding on each of them.
func InForce(w *World) *api.ClauseAssessment {
	for a := range All[*api.ClauseAssessment](w) {
		return a
	}
	return nil
}

// inForce returns the assessment in force, or an empty one. One that is not judged
// holds as far as it can be read: its thresholds were set by somebody, the fallbacks
// by nobody.
func inForce(w *World) *api.ClauseAssessment {
	first := InForce(w)
	for _, u := range w.unread[assessmentType] {
		if a := u.Record.(*api.ClauseAssessment); first == nil || a.Name < first.Name {
			first = a
		}
	}
	if first == nil {
		return &api.ClauseAssessment{}
	}
	return first
}

// assessmentType is the kind that carries the policy and the verdict.
var assessmentType = reflect.TypeFor[*api.ClauseAssessment]()

const assessmentKind = "ClauseAssessment"
