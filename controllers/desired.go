package controllers

import (
	"time"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/status"
)

// desired is a status as it should be, beside the one that is stored.
type desired struct {
	result *assess.Result
	entry  *entry
	// before is what the record said when the operator wrote it last.
	before baseline
	status *status.Status
	kept   *status.Kept
}

// baseline is what a record said when its changes were last told.
type baseline struct {
	conditions []status.Standing
	verified   []string
	// first says that it had not been judged.
	first bool
}

// desiredStatus returns the status that the result asks for, and whether it
// differs from the stored one. Times of conditions are kept where the status of
// the condition is the same.
func desiredStatus(report *assess.Report, result *assess.Result, e *entry, now time.Time) (*desired, bool) {
	told := status.Known(e.trusted)
	d := &desired{
		result: result, entry: e, before: baseline{told.Conditions, told.Verified, told.ObservedGeneration < 1},
		status: status.Of(report, result, status.Known(e.base()), now),
	}
	d.kept = status.Keep(d.status)
	return d, !status.Same(e.status, d.kept)
}
