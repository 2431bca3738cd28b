package outsourcing

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// firstDay returns the earlier of two dates, of which either may be absent.
func firstDay(a, b api.Date) api.Date {
	if a.IsZero() || (!b.IsZero() && b.Before(a)) {
		return b
	}
	return a
}

// actedOn reports whether an Improvement addresses a finding on a service that
// arose on the given day: one that is in time, or was completed since.
func actedOn(c *assess.Context, r *api.OutsourcedService, reason string, arose api.Date) bool {
	for _, i := range assess.By(c.World, facts.ImprovementsByAddress, facts.LapseKey("OutsourcedService", r.Name, reason)) {
		if c.Today.Reached(i.Spec.CompletedOn) {
			if !i.Spec.CompletedOn.Before(arose) {
				return true
			}
		} else if !c.Today.Past(i.Spec.DueOn) && facts.InTime(c, i.Spec.DueOn, arose, facts.Months(c.Policy.ActionHorizon())) {
			return true
		}
	}
	return false
}
