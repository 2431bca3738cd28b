package lifecycle

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docTemplate = assess.Doc{
	ID: "L-09", Point: assess.Lifecycle, Aspect: assess.Covered, Clause: "7.5.2, 4.3",
	Requires: "What a template said is replaced by what is so",
	Fires:    "from Implementation on, records still have the texts that the first evidence repository was written with (observation)",
	Reasons:  []string{"TemplateTextLeft"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Say in the fields that are named what is so in the organization, or take the records out",
}

func checkTemplate(c *assess.Context, a *api.ClauseAssessment) {
	if !facts.Implemented(c) {
		return
	}
	var left []string
	if a.Spec.Organization == facts.TemplateOrganization {
		left = append(left, "spec.organization of the ClauseAssessment "+a.Name)
	}
	for r := range assess.All[*api.ResourceRequirement](c.World) {
		if r.Spec.Need == facts.TemplateNeed {
			left = append(left, "spec.need of the ResourceRequirement "+r.Name)
		}
	}
	for r := range assess.All[*api.Risk](c.World) {
		if r.Spec.Title == facts.TemplateRisk {
			left = append(left, "spec.title of the Risk "+r.Name)
		}
	}
	if len(left) > 0 {
		c.Report(assess.Finding{
			Reason: "TemplateTextLeft", Grade: api.GradeObservation,
			Message: "These still say what the template said: " + assess.List(left),
		})
	}
}
