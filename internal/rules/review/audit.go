package review

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// skippedFor says what an audit that was skipped wanted; "" where it was no resource.
func skippedFor(r *api.InternalAudit) string {
	if r.Spec.Skipped == nil {
		return ""
	}
	switch r.Spec.Skipped.Cause {
	case api.SkippedNoTime:
		return "time"
	case api.SkippedNoPeople:
		return "people"
	case api.SkippedNoBudget:
		return "money"
	}
	return ""
}
