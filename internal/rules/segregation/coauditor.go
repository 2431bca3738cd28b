package segregation

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
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

// independentBeside is somebody who audits beside an auditor, is tied to nothing that is
// audited, and can audit; "" where nobody is, or where the parts of the two are not stated.
func independentBeside(c *assess.Context, r *api.InternalAudit, than *api.Auditor, audited func(role string) string, on api.Date) string {
	for _, a := range activeAuditors(r) {
		if a == than || a.Part == "" || than.Part == "" || a.PersonRef == nil {
			continue
		}
		p, ok := assess.Find[*api.Person](c.World, a.PersonRef)
		if ok && len(auditorTies(c, r, p, audited, on)) == 0 && ableToAudit(c, p.Name, r) {
			return p.Name
		}
	}
	return ""
}
