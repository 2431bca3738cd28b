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
		assess.On(docTopAbsent, ofHeld(checkTopAbsent)),
		assess.On(docInputs, ofHeld(checkInputs)),
		assess.On(docAdequacy, ofHeld(checkAdequacy)),
		assess.On(docResults, ofHeld(checkResults)),
		assess.On(docMinutes, ofHeld(checkMinutes)),
		assess.On(docActions, ofHeld(checkActions)),
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
