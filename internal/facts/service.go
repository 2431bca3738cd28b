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

// AssuranceLimit is the last day on which a report counts; absent if nobody knows. What was
// certified counts until the certificate ends; an attestation for a time after the period
// that it is on, and after a letter that bridges the gap; anything else until its end, or
// else for a time after its issue. No report counts for longer than a certificate runs.
func AssuranceLimit(c *assess.Context, a api.AssuranceReport) api.Date {
	age := c.Policy.AssuranceMaxAge()
	switch from := a.PeriodEnd; {
	case a.Type == api.AssuranceAttestation || !a.PeriodEnd.IsZero():
		if from.IsZero() {
			from = a.IssuedOn
		}
		limit := from.AddMonths(age)
		if bridged := limit.AddDays(c.Policy.Bridge()); a.BridgedUntil.After(limit) {
			limit = earliest(a.BridgedUntil, bridged)
		}
		if limit.IsZero() {
			return a.ValidUntil
		}
		return limit
	case a.ValidUntil.IsZero(), a.Type == api.AssurancePenetrationTest:
		return a.IssuedOn.AddMonths(age)
	}
	cycle := Months(c.Policy.CertificateTerm())
	if a.IssuedOn.IsZero() && TooLate(c, a.ValidUntil, a.IssuedOn, cycle) != "" {
		return api.Date{}
	}
	return earliest(a.ValidUntil, cycle.after(a.IssuedOn))
}

// AssuranceLooked is until when nobody needs to look whether a report still holds.
func AssuranceLooked(c *assess.Context, a api.AssuranceReport) api.Date {
	last := a.IssuedOn
	if c.Today.Reached(a.LookedUpOn) && a.LookedUpOn.After(last) {
		last = a.LookedUpOn
	}
	return last.AddMonths(c.Policy.AssuranceMaxAge())
}

// earliest returns the earlier of two dates, of which either may be absent.
func earliest(a, b api.Date) api.Date {
	if a.IsZero() || (!b.IsZero() && b.Before(a)) {
		return b
	}
	return a
}
