package segregation

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// activeAuditors are the auditors of an audit without those who look on; all where nobody else is
// named.
func activeAuditors(r *api.InternalAudit) []*api.Auditor {
	var all, observers []*api.Auditor
	for i := range r.Spec.Auditors {
		a := &r.Spec.Auditors[i]
		if a.Part == api.AuditorObserver {
			observers = append(observers, a)
			continue
		}
		all = append(all, a)
	}
	if len(all) == 0 {
		return observers
	}
	return all
}
