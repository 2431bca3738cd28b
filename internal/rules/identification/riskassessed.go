package identification

import (
	"fmt"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docRiskAssessed = assess.Doc{
	ID: "P1-11", Aspect: assess.Current, Clause: "6.1.2, 8.2",
	Requires: "A risk is assessed, and it is decided what to do about it",
	Fires:    "the rating, the treatment or the day of the assessment is not stated (unknown), or the assessment is older than the interval at which needs are assessed (minor)",
	Reasons:  []string{"RiskAssessmentOverdue", "RiskNotAssessed"}, Grades: []api.Grade{api.GradeUnknown, api.GradeMinor},
	Remedy: "Assess the risk and set spec.rating, spec.treatment and spec.assessedOn",
	Policy: []string{"identification.assessmentIntervalMonths"},
}

func checkRiskAssessed(c *assess.Context, r *api.Risk) {
	var lacks, fields []string
	lack := func(missing bool, what, field string) {
		if missing {
			lacks, fields = append(lacks, what), append(fields, field)
		}
	}
	lack(r.Spec.Rated() == "", "a rating", "spec.rating")
	lack(r.Spec.Treatment == "", "a treatment", "spec.treatment")
	lack(r.Spec.AssessedOn.IsZero(), "the day of an assessment", "spec.assessedOn")
	if len(lacks) > 0 {
		c.Report(assess.Finding{
			Reason: "RiskNotAssessed", Grade: api.GradeUnknown, Field: fields[0],
			Message: fmt.Sprintf("The risk %s lacks %s", facts.Quote(r.Spec.Title), strings.Join(lacks, ", ")),
		})
	}
	due := r.Spec.AssessedOn.AddMonths(c.Policy.RequirementAssessmentInterval())
	if !r.Spec.AssessedOn.IsZero() && c.Today.Past(due) {
		c.Report(assess.Finding{
			Reason: "RiskAssessmentOverdue", Grade: api.GradeMinor, Field: "spec.assessedOn", Since: due.AddDays(1),
			Message: fmt.Sprintf("The risk %s was last assessed on %s, and the next assessment was due on %s", facts.Quote(r.Spec.Title), r.Spec.AssessedOn, due),
		})
	}
}
