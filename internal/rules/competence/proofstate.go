package competence

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docProofState = assess.Doc{
	ID: "P2-20", Point: assess.Competence, Aspect: assess.Current, Clause: "7.2 d",
	Requires: "A record says whether a competency was attained, is planned or has lapsed",
	Fires:    "a record has no day on which it was attained, withdrawn or lapsed, no plan and no state (unknown)",
	Reasons:  []string{"ProofStateUnknown"}, Grades: []api.Grade{api.GradeUnknown},
	Remedy: "Set spec.achievedOn, or spec.plan; where the source gives no day, set spec.state to Attained or Lapsed",
}

func checkProofState(c *assess.Context, r *api.CompetencyRecord) {
	if facts.StandingOf(c, r) == facts.Unclear && !facts.ProofHistory(c, r) {
		c.Report(assess.Finding{
			Reason: "ProofStateUnknown", Grade: api.GradeUnknown, Field: "spec.achievedOn",
			Message: fmt.Sprintf("Nothing says whether %s was attained, is planned or has lapsed", facts.Quote(r.Spec.Competency)),
		})
	}
}
