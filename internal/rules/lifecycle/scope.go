package lifecycle

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docScope = assess.Doc{
	ID: "X-10", Point: assess.Lifecycle, Aspect: assess.Covered, Clause: "4.3",
	Requires: "It is documented what the ISMS covers",
	Fires:    "in the phases Certification and Maintenance the scope is not stated, or by a placeholder (unknown)",
	Reasons:  []string{"ScopeNotStated"}, Grades: []api.Grade{api.GradeUnknown},
	Remedy: "Set spec.scope of the ClauseAssessment to the scope of the ISMS, as the certificate gives it",
}

func checkScope(c *assess.Context, a *api.ClauseAssessment) {
	if facts.Established(c) && !facts.Stated(a.Spec.Scope) {
		c.Report(assess.Finding{
			Reason: "ScopeNotStated", Grade: api.GradeUnknown, Field: "spec.scope",
			Message: "It is not stated what the ISMS covers, so nobody knows which resources it needs",
		})
	}
}
