package review

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docContradicts = assess.Doc{
	ID: "P9-12", Aspect: assess.Covered, Clause: "9.3, 7.1",
	Requires: "What a review says of the resources agrees with what the records say",
	Fires:    "the latest review calls the resources adequate, and major findings are open on other records (observation)",
	Reasons:  []string{"ReviewContradictsFindings"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Close the findings, or look at the resources again in a further review",
	Alone:  "a review or an audit of the past cannot be mended any more",
}

func checkContradicts(c *assess.Context, r *api.ManagementReview) {
	if a := r.Spec.ResourceAdequacy; facts.LatestReview(c) != r || a == nil || a.Verdict != api.AdequacyAdequate {
		return
	}
	reasons := openMajors(c, r)
	if len(reasons) > 0 {
		c.Report(assess.Finding{
			Reason: "ReviewContradictsFindings", Grade: api.GradeObservation, Field: "spec.resourceAdequacy.verdict",
			Message: "The review calls the resources adequate, and major findings are open: " + assess.List(reasons),
		})
	}
}

// openMajors names the major findings that are open on other records than the review.
func openMajors(c *assess.Context, r *api.ManagementReview) []string {
	var reasons []string
	seen := map[string]bool{}
	for i := range c.Open {
		f := &c.Open[i]
		own := f.Record.Kind == string(api.KindManagementReview) && f.Record.Name == r.Name
		if f.Grade == api.GradeMajor && !own && !seen[f.Reason] {
			seen[f.Reason] = true
			reasons = append(reasons, f.Reason)
		}
	}
	return reasons
}
