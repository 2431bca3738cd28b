package competence

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docCoverage = assess.Doc{
	ID: "P2-21", Aspect: assess.Covered, Clause: "7.2 d, 7.5.3",
	Requires: "A count of who attained a competency says when it was made, and agrees with what else is on record",
	Fires:    "a count of a group has no day (unknown), or is contradicted by the people on record, by their own records, by another count of the same day, or by an objective that is said to be reached (observation); a count that was replaced by a later one is history",
	Reasons:  []string{"CoverageUndated", "CoverageContradicted"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeUnknown},
	Remedy:   "Set spec.coverage.asOf, and find out which of the numbers is right",
	Alone:    "a count is of one group, and two that are wrong are two questions",
}

func checkCoverage(c *assess.Context, r *api.CompetencyRecord) {
	n := r.Spec.Coverage
	if n == nil || facts.ProofHistory(c, r) {
		return
	}
	if n.AsOf.IsZero() {
		c.Report(assess.Finding{
			Reason: "CoverageUndated", Grade: api.GradeUnknown, Field: "spec.coverage.asOf",
			Message: fmt.Sprintf("Nobody knows when %d of %d had attained %s, so it counts for nothing", facts.CountDone(n), n.Of, facts.Quote(r.Spec.Competency)),
		})
		return
	}
	if !c.Today.Reached(n.AsOf) {
		return
	}
	if other := facts.CountContradicted(c, r); other != "" {
		c.Report(assess.Finding{
			Reason: "CoverageContradicted", Grade: api.GradeObservation, Field: "spec.coverage", Since: n.AsOf,
			Message: fmt.Sprintf("%d of %d are said to have attained %s by %s, and %s", facts.CountDone(n), n.Of, facts.Quote(r.Spec.Competency), n.AsOf, other),
		})
	}
}
