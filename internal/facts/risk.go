package facts

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// HighRated reports whether the risk is rated High or Critical.
func HighRated(r *api.Risk) bool {
	return r.Spec.Rated() == api.RiskHigh || r.Spec.Rated() == api.RiskCritical
}

// Treated reports whether the risk is to be mitigated or transferred, which leaves something
// of it.
func Treated(r *api.Risk) bool {
	return r.Spec.Treatment == api.TreatmentMitigate || r.Spec.Treatment == api.TreatmentTransfer
}
