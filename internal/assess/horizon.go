package assess

import api "github.com/isms-operator/isms-operator/api/v1alpha1"

// Horizon is the day of the next external audit after a day, the last one of several
// registers, or a year later where none is named.
func Horizon(worlds []*World, from api.Date) api.Date {
	var last api.Date
	for _, w := range worlds {
		a := InForce(w)
		if a == nil || a.Spec.NextExternalAudit == nil {
			continue
		}
		if on := a.Spec.NextExternalAudit.StartsOn; on.After(from) && on.After(last) {
			last = on
		}
	}
	if last.IsZero() {
		return from.AddMonths(12)
	}
	return last
}
