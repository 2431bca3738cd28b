package lifecycle

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

var docAmbiguous = assess.Doc{
	ID: "X-08", Point: assess.Lifecycle, Aspect: assess.Covered, Clause: "4.3",
	Requires: "A namespace is one ISMS and has one ClauseAssessment",
	Fires:    "another ClauseAssessment is in the namespace, so it is open whose policy holds (unknown)",
	Reasons:  []string{"AssessmentAmbiguous"}, Grades: []api.Grade{api.GradeUnknown},
	Remedy: "Keep one ClauseAssessment, and delete the others or move them to namespaces of their own",
}

func checkAmbiguous(c *assess.Context, _ *api.ClauseAssessment) {
	message := assess.Once(c, &docAmbiguous, func(c *assess.Context) string {
		var names []string
		for a := range assess.All[*api.ClauseAssessment](c.World) {
			names = append(names, a.Name)
		}
		if len(names) < 2 {
			return ""
		}
		return fmt.Sprintf("The namespace has %d ClauseAssessments, of which the policy of %s is used: %s", len(names), c.Assessment.Name, assess.List(names))
	})
	if message != "" {
		c.Report(assess.Finding{Reason: "AssessmentAmbiguous", Grade: api.GradeUnknown, Field: "metadata.name", Message: message})
	}
}
