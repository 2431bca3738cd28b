// Package review asks point 9: management reviews and internal audits are held, complete and acted on.
package review

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// Rules returns what the point asks.
func Rules() []assess.Rule {
	return []assess.Rule{
		assess.OnISMS(docNoReview, checkNoReview),
		assess.OnISMS(docAuditProgramme, checkAuditProgramme),
		assess.OnISMS(docCoverage, checkCoverage),
		assess.On(docReviewOverdue, checkReviewOverdue),
		assess.On(docTopAbsent, ofOpen(checkTopAbsent)),
		assess.On(docInputs, ofOpen(checkInputs)),
		assess.On(docAdequacy, ofOpen(checkAdequacy)),
		assess.On(docResults, ofOpen(checkResults)),
		assess.On(docMinutes, ofHeld(checkMinutes)),
		assess.On(docActions, ofOpen(checkActions)),
		assess.On(docActionOverdue, ofHeld(checkActionOverdue)),
		assess.On(docNextReview, ofHeld(checkNextReview)),
		assess.After(assess.On(docContradicts, checkContradicts)),
		assess.On(docAuditSkipped, checkAuditSkipped),
		assess.On(docAuditNotHeld, checkAuditNotHeld),
		assess.On(docAuditFindings, checkAuditFindings),
	}
}

// ofHeld asks a review that was held: a plan is not a review.
func ofHeld(check func(*assess.Context, *api.ManagementReview, facts.Grading)) func(*assess.Context, *api.ManagementReview) {
	return func(c *assess.Context, r *api.ManagementReview) {
		if facts.ReviewHeld(c, r) {
			check(c, r, facts.ReviewGrading(c, r))
		}
	}
}

// ofOpen asks a review that was held and of which it can still be mended what it says. One
// that is approved, and that a later one has followed, cannot: whatever it lacks is for the
// latest to make up for, which is asked the same.
func ofOpen(check func(*assess.Context, *api.ManagementReview, facts.Grading)) func(*assess.Context, *api.ManagementReview) {
	return ofHeld(func(c *assess.Context, r *api.ManagementReview, grade facts.Grading) {
		if facts.LatestReview(c) == r || len(r.Spec.Approvals) == 0 {
			check(c, r, grade)
		}
	})
}
