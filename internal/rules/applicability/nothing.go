package applicability

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docNothingNecessary = assess.Doc{
	ID: "S-19", Aspect: assess.Covered, Clause: "6.1.3 b, c",
	Requires: "Risks that are treated have controls that are necessary",
	Fires:    "the statement excludes every control it decides on, while risks are to be mitigated or the ISMS is past Establishment (major)",
	Reasons:  []string{"NothingNecessary"}, Grades: []api.Grade{api.GradeMajor},
	Remedy: "Determine which controls the treatment of the risks takes, and make them Applicable",
}

func checkNothingNecessary(c *assess.Context, s *facts.Statement) {
	if len(s.Controls) == 0 || !facts.Implemented(c) {
		return
	}
	for _, e := range s.Controls {
		if e.Applicability != api.ApplicabilityExcluded {
			return
		}
	}
	c.Report(assess.Finding{
		Reason: "NothingNecessary", Grade: api.GradeMajor, Field: "spec.controls",
		Message: fmt.Sprintf("All %d controls that the statement decides on are excluded, so no risk is treated by any", len(s.Controls)),
	})
}
