package competence

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docCopied = assess.Doc{
	ID: "P2-18", Point: assess.Competence, Aspect: assess.Covered, Clause: "7.2 a",
	Requires: "What a role requires is determined from the role, not from who holds it",
	Fires:    "several roles, and most of those that require anything, require exactly what their holders have proof of, at exactly that level, and neither a gap nor a plan to learn was ever recorded (observation)",
	Reasons:  []string{"RequirementsCopied"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Determine what each role requires from what it does, in spec.requiredCompetencies of the SecurityRole, and plan what its holders lack",
	Policy: []string{"competence.copiedRoles", "competence.copiedPercent"},
}

func checkCopied(c *assess.Context, _ *api.ClauseAssessment) {
	for r := range assess.All[*api.CompetencyRecord](c.World) {
		if r.Spec.Coverage == nil && (r.Spec.Plan != nil || !c.Today.Reached(r.Spec.AchievedOn)) {
			return // somebody found that something is lacking
		}
	}
	asked := 0
	var copied []string
	for role := range assess.All[*api.SecurityRole](c.World) {
		exact, judged := facts.ProvesExactly(c, role)
		if !judged {
			continue
		}
		asked++
		if exact {
			copied = append(copied, role.Name)
		}
	}
	if n := len(copied); n >= c.Policy.CopiedRoles() && n*100 >= asked*c.Policy.CopiedShare() {
		c.Report(assess.Finding{
			Reason: "RequirementsCopied", Grade: api.GradeObservation,
			Message: fmt.Sprintf("%d of %d roles require exactly what their holders have, and no gap was ever recorded: %s", n, asked, assess.List(copied)),
		})
	}
}

var docTopTraining = assess.Doc{
	ID: "P2-19", Point: assess.Competence, Aspect: assess.Current, Clause: "7.2, 7.3, 5.1",
	Requires: "Top management learns what it takes to lead the ISMS, too",
	Fires:    "somebody of top management has been in office for longer than the limit, and nothing that they learned within it is on record with a proof (observation)",
	Reasons:  []string{"TopManagementUntrained"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Have them trained in what the ISMS asks of top management, and record it as a CompetencyRecord",
	Policy: []string{"competence.topTrainingMonths"},
}

func checkTopTraining(c *assess.Context, p *api.Person) {
	var since api.Date
	for _, h := range facts.HoldingsOf(c, p) {
		if a := h.Assignment; h.Role.Spec.Mandate == api.MandateTopManagement && a.Capacity != api.CapacityDeputy && (since.IsZero() || a.From.Before(since)) {
			since = a.From
		}
	}
	if since.IsZero() {
		return
	}
	c.Asked()
	last := api.Date{}
	for _, r := range assess.By(c.World, facts.RecordsByPerson, p.Name) {
		if r.Spec.Basis != api.BasisExperience && r.Spec.Basis != api.BasisSelfAssertion && c.Today.Reached(r.Spec.AchievedOn) && facts.Evidenced(c, r) && r.Spec.AchievedOn.After(last) {
			last = r.Spec.AchievedOn
		}
	}
	f := assess.Finding{Reason: "TopManagementUntrained", Grade: api.GradeObservation}
	f.Message = fmt.Sprintf("%s has been of top management since %s, and nothing that they learned is on record", p.Name, since)
	if last.After(since) {
		f.Message = fmt.Sprintf("%s, of top management, last learned something for it on %s", p.Name, last)
		since = last
	}
	if due := since.AddMonths(c.Policy.TopTraining()); c.Today.Past(due) {
		f.Since = due.AddDays(1)
		c.Report(f)
	}
}
