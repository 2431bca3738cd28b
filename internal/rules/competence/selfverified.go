package competence

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docSelfVerified = assess.Doc{
	ID: "P2-14", Aspect: assess.Owned, Clause: "7.2 d, A.5.3",
	OfAct:    true,
	Requires: "Nobody verifies their own competency",
	Fires:    "the verifier is the person whose competency it is (minor)",
	Reasons:  []string{"SelfVerifiedCompetence"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Have somebody else verify the competency, and name them in spec.verification.by",
}

func checkSelfVerified(c *assess.Context, r *api.CompetencyRecord) {
	if facts.VerifiedThemselves(c, r) && !facts.ProofHistory(c, r) {
		c.Report(assess.Finding{
			Reason: "SelfVerifiedCompetence", Grade: api.GradeMinor, Field: "spec.verification.by",
			Message: fmt.Sprintf("%s verified their own competency %s", r.Spec.PersonRef.Name, facts.Quote(r.Spec.Competency)),
		})
	}
}
