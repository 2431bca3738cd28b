package rules

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// controlRules judge the ISMS as a whole on its Statement of Applicability, its
// matrix of accountability and its policy on duties.
func controlRules() []assess.Rule {
	return []assess.Rule{
		assess.OnISMS(docNoStatement, checkNoStatement),
		assess.OnISMS(docRaciActivities, checkRaciActivities),
		assess.OnISMS(docIndependence, checkPolicyIndependence),
		assess.OnISMS(docDutiesStated, checkDutiesStated),
	}
}

var docDutiesStated = assess.Doc{
	ID: "D-08", Point: assess.Segregation, Aspect: assess.Covered, Clause: "A.5.3",
	Requires: "It is known which duties the roles have, so that it can be told who holds two that conflict",
	Fires:    "no role states any duty (unknown)",
	Reasons:  []string{"DutiesNotStated"}, Grades: []api.Grade{api.GradeUnknown},
	Remedy: "State the duties of the roles in their spec.duties",
}

func checkDutiesStated(c *assess.Context, _ *api.ClauseAssessment) {
	for role := range assess.All[*api.SecurityRole](c.World) {
		if len(role.Spec.Duties) > 0 {
			return
		}
	}
	c.Report(assess.Finding{Reason: "DutiesNotStated", Grade: api.GradeUnknown, Message: "No role states its duties, so nobody can tell whether duties conflict"})
}

var docNoStatement = assess.Doc{
	ID: "S-01", Point: assess.Controls, Aspect: assess.Covered, Clause: "6.1.3 d",
	Requires: "There is a Statement of Applicability",
	Fires:    "none is recorded, or none has been issued yet (major)",
	Reasons:  []string{"NoStatementOfApplicability"}, Grades: []api.Grade{api.GradeMajor},
	Remedy: "Decide on the controls of Annex A and record them as a StatementOfApplicability with its issuedOn",
}

func checkNoStatement(c *assess.Context, _ *api.ClauseAssessment) {
	if statementInForce(c) != nil {
		return
	}
	message := "No Statement of Applicability is recorded"
	var drafts []string
	for r := range assess.All[*api.StatementOfApplicability](c.World) {
		drafts = append(drafts, r.Name)
	}
	if len(drafts) > 0 {
		message = "No Statement of Applicability is in force; not issued yet are " + assess.List(drafts)
	}
	c.Report(assess.Finding{Reason: "NoStatementOfApplicability", Grade: api.GradeMajor, Message: message})
}

var docRaciActivities = assess.Doc{
	ID: "P8-05", Point: assess.Allocation, Aspect: assess.Covered, Clause: "5.3, A.5.2",
	Requires: "The matrix covers every activity that an ISMS must have",
	Fires:    "no AccountabilityMatrix has a row for a mandatory activity (minor for each)",
	Reasons:  []string{"RaciActivityMissing"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Add a row with the activity to an AccountabilityMatrix",
	Policy: []string{"mandatoryActivities"},
}

// activitiesWithoutRow are the mandatory activities that no matrix has a row for.
func activitiesWithoutRow(c *assess.Context) []api.Activity {
	covered := map[api.Activity]bool{}
	for m := range assess.All[*api.AccountabilityMatrix](c.World) {
		for i := range m.Spec.Rows {
			covered[m.Spec.Rows[i].Activity] = true
		}
	}
	var missing []api.Activity
	for _, activity := range c.Policy.ExpectedActivities() {
		if !covered[activity] {
			missing = append(missing, activity)
		}
	}
	return missing
}

func checkRaciActivities(c *assess.Context, _ *api.ClauseAssessment) {
	for _, activity := range activitiesWithoutRow(c) {
		c.Report(assess.Finding{
			Reason: "RaciActivityMissing", Grade: api.GradeMinor,
			Message: fmt.Sprintf("No accountability matrix says who does the mandatory activity %s", activity),
			Remedy:  fmt.Sprintf("Add a row with the activity %s to an AccountabilityMatrix", activity),
		})
	}
}
