package competence

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docNotVerified = assess.Doc{
	ID: "P2-09", Aspect: assess.Covered, Clause: "7.2 d",
	Requires: "A competency rests on more than a CV or somebody's word",
	Fires:    "the record is a self-assertion, states no basis, or has neither evidence, credential nor a check (minor)",
	Reasons:  []string{"EvidenceNotVerified"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Add the certificate or another document as evidence, or have somebody else verify it",
}

func checkVerified(c *assess.Context, r *api.CompetencyRecord) {
	sound := facts.Evidenced(c, r) && (r.Spec.Basis == api.BasisTraining || r.Spec.Coverage != nil && r.Spec.Basis != api.BasisSelfAssertion && r.Spec.Basis != "") // without effect, which rule P2-10 reports
	if facts.StandingOf(c, r) != facts.Unverified || sound || facts.ProofHistory(c, r) {
		return
	}
	f := assess.Finding{Reason: "EvidenceNotVerified", Grade: api.GradeMinor, Field: "spec.evidence"}
	switch r.Spec.Basis {
	case api.BasisSelfAssertion:
		f.Field, f.Message = "spec.basis", fmt.Sprintf("The competency %s rests on the person's own word", facts.Quote(r.Spec.Competency))
	case "":
		f.Field, f.Message = "spec.basis", fmt.Sprintf("It is not stated what the competency %s rests on", facts.Quote(r.Spec.Competency))
	default:
		if r.Spec.Coverage != nil {
			f.Message = fmt.Sprintf("No document shows how many have attained %s", facts.Quote(r.Spec.Competency))
			break
		}
		f.Message = fmt.Sprintf("Neither evidence, nor a credential ID, nor a check by somebody else supports the competency %s", facts.Quote(r.Spec.Competency))
	}
	c.Report(f)
}
