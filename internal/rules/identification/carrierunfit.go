package identification

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docNeedCarrier = assess.Doc{
	ID: "P1-16", Aspect: assess.Covered, Clause: "7.1",
	Requires: "A need for a tool, an asset or a service is met by one",
	Fires:    "a need of the category Technology, Infrastructure, Facility or Service is said to be fulfilled by people alone (observation)",
	Reasons:  []string{"NeedCarrierUnfit"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Name in spec.satisfiedByRefs the tool, asset or service that meets the need, or the role that does",
}

func checkNeedCarrier(c *assess.Context, r *api.ResourceRequirement) {
	if facts.LoadOf(r) != facts.AThing || !facts.NeedFulfilled(c, r) {
		return
	}
	c.Asked()
	if facts.OnlyPeople(r.Spec.SatisfiedByRefs) {
		c.Report(assess.Finding{
			Reason: "NeedCarrierUnfit", Grade: api.GradeObservation, Field: "spec.satisfiedByRefs",
			Message: fmt.Sprintf("The need %s is of the category %s, and people alone are named for it", facts.Gist(r.Spec.Need), r.Spec.Category),
		})
	}
}
