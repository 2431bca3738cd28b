package facts

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// Established reports whether the ISMS is said to be complete: it is being certified,
// or maintained since. Before that, what it lacks may still be worked out.
func Established(a *api.ClauseAssessment) bool {
	return a.Spec.Phase == api.PhaseCertification || a.Spec.Phase == api.PhaseMaintenance
}
