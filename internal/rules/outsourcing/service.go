package outsourcing

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// criticalService is Major for a critical service, else Minor.
func criticalService(r *api.OutsourcedService) api.Grade {
	if r.Spec.Criticality == api.CriticalityCritical {
		return api.GradeMajor
	}
	return api.GradeMinor
}
