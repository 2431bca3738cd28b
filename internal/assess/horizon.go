package assess

import api "github.com/isms-operator/isms-operator/api/v1alpha1"

// Horizon is the day of the next external audit after a day, or a year later where none is
// named.
func Horizon(worlds []*World, from api.Date) api.Date {
	if audit := NextAudit(worlds, from); !audit.IsZero() {
		return audit
	}
	return from.AddMonths(12)
}

// NextAudit is the day of the next external audit after a day, the last one of several
// registers; absent where none is named.
func NextAudit(worlds []*World, from api.Date) (last api.Date) {
	for _, w := range worlds {
		a := InForce(w)
		if a == nil || a.Spec.NextExternalAudit == nil {
			continue
		}
		if on := a.Spec.NextExternalAudit.StartsOn; on.After(from) && on.After(last) {
			last = on
		}
	}
	return last
}
