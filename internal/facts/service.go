package facts

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// ServiceStart is the first day of the contract; absent if nobody knows.
func ServiceStart(r *api.OutsourcedService) api.Date {
	if r.Spec.Term == nil {
		return api.Date{}
	}
	return r.Spec.Term.Start
}

// AssuranceLimit is the last day on which a report counts; absent if nobody knows.
func AssuranceLimit(c *assess.Context, a api.AssuranceReport, critical bool) api.Date {
	limit := a.ValidUntil
	if critical && a.IssuedOn.IsZero() && !c.Today.Past(limit) {
		return api.Date{} // nobody knows how old it is
	}
	if aged := a.IssuedOn.AddMonths(c.Policy.AssuranceMaxAge()); critical || limit.IsZero() {
		if limit.IsZero() || (!aged.IsZero() && aged.Before(limit)) {
			limit = aged
		}
	}
	return limit
}
