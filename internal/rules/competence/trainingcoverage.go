package competence

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docTrainingCoverage = assess.Doc{
	ID: "P2-11", Point: assess.Competence, Aspect: assess.Covered, Clause: "7.2, 7.3, A.6.3",
	Requires: docTraining.Requires,
	Fires:    "too few of those who need a mandatory training have had it in time, by their own records or by a count of the group (major), or in the phases Certification and Maintenance no training is mandatory for everybody (unknown)",
	Reasons:  []string{"TrainingCoverageLow", "TrainingNotDetermined"}, Grades: []api.Grade{api.GradeUnknown, api.GradeMajor},
	Remedy: docTraining.Remedy,
	Policy: []string{"competence.mandatoryTraining", "competence.trainingCoveragePercent", "competence.inductionDays"},
}

func checkTrainingCoverage(c *assess.Context, _ *api.ClauseAssessment) {
	everybody := slices.ContainsFunc(c.Policy.Competence.MandatoryTraining, func(t api.MandatoryTraining) bool {
		return len(t.RoleRefs) == 0 && facts.Given(t.Training)
	})
	if !everybody && facts.Established(c) {
		c.Report(assess.Finding{
			Reason: "TrainingNotDetermined", Grade: api.GradeUnknown, Field: "spec.policy.competence.mandatoryTraining",
			Message: "No training is mandatory for everybody, so nobody knows whether those who work in the ISMS are aware of what it asks of them",
			Remedy:  "Name the training in information security that everybody needs in spec.policy.competence.mandatoryTraining",
		})
	}
	for i := range c.Policy.Competence.MandatoryTraining {
		t := &c.Policy.Competence.MandatoryTraining[i]
		have, need, counted := trained(c, t)
		if have*100 < need*c.Policy.TrainingCoverage() {
			c.Report(assess.Finding{
				Reason: "TrainingCoverageLow", Grade: api.GradeMajor, Field: fmt.Sprintf("spec.policy.competence.mandatoryTraining[%s]", t.Training),
				Message: fmt.Sprintf("%d of %d people have had the mandatory training %s in time%s, and at least %d %% must", have, need, facts.Quote(t.Training), counted, c.Policy.TrainingCoverage()),
			})
		}
	}
}

// trained is how many of those who need a training have had it in time. A count of the group
// stands for all who were there when it was made, unless the register knows better: it holds as
// many people by themselves, and more of them have had it.
func trained(c *assess.Context, t *api.MandatoryTraining) (have, need int, counted string) {
	n := facts.GroupCount(c, t)
	haveLater, needLater := 0, 0
	for p := range assess.All[*api.Person](c.World) {
		if !facts.NeedsTraining(c, p, t) || facts.Joining(c, p, t) {
			continue
		}
		later := n != nil && p.Spec.EngagedFrom.After(n.AsOf)
		if need++; later {
			needLater++
		}
		if facts.TrainingCurrent(c, p, t) {
			if have++; later {
				haveLater++
			}
		}
	}
	if n == nil {
		return have, need, ""
	}
	of, done := int(n.Of)+needLater, facts.CountDone(n)+haveLater
	if need >= of && have >= done {
		return have, need, ""
	}
	return done, of, fmt.Sprintf(", as counted on %s", n.AsOf)
}

func checkPlanOverdue(c *assess.Context, r *api.CompetencyRecord) {
	n := r.Spec.Coverage
	open := facts.StandingOf(c, r) == facts.Planned || n != nil && facts.CountDone(n) < int(n.Of)
	if plan := r.Spec.Plan; plan != nil && open && c.Today.Past(plan.DueOn) && !facts.ProofHistory(c, r) {
		c.Report(assess.Finding{
			Reason: "TrainingOverdue", Grade: api.GradeMinor, Field: "spec.plan.dueOn", Since: plan.DueOn.AddDays(1),
			Message: fmt.Sprintf("%s was to be attained by %s", facts.Quote(r.Spec.Competency), plan.DueOn),
			Remedy:  "Set spec.achievedOn if it was attained, or agree on a new spec.plan.dueOn",
		})
	}
}

var docTraining = assess.Doc{
	ID: "P2-11", Point: assess.Competence, Aspect: assess.Covered, Clause: "7.2, 7.3, A.6.3",
	Requires: "Everybody has had the mandatory training, and refreshes it in time",
	Fires:    "a mandatory training was not done by somebody whom no count of the group is about, or not refreshed within its interval or before its proof lapsed or was withdrawn, or a planned one is overdue (minor)",
	Reasons:  []string{"TrainingOverdue"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Have the training done, and record it as a CompetencyRecord with its achievedOn",
	Policy: []string{"competence.mandatoryTraining", "competence.inductionDays"},
}

func checkTraining(c *assess.Context, p *api.Person) {
	for i := range c.Policy.Competence.MandatoryTraining {
		t := &c.Policy.Competence.MandatoryTraining[i]
		if !facts.NeedsTraining(c, p, t) || facts.TrainingCurrent(c, p, t) || facts.InCount(c, p, t) || (facts.Attended(c, p, t).Last.IsZero() && facts.Joining(c, p, t)) {
			continue
		}
		f := assess.Finding{Reason: "TrainingOverdue", Grade: api.GradeMinor, Message: fmt.Sprintf("The mandatory training %s was never done", facts.Quote(t.Training))}
		if a := facts.Attended(c, p, t); !a.Last.IsZero() {
			f.Since = a.Due.AddDays(1)
			f.Message = fmt.Sprintf("The mandatory training %s was last done on %s, and its refresher was due on %s", facts.Quote(t.Training), a.Last, a.Due)
			if a.Lapses {
				f.Message = fmt.Sprintf("The mandatory training %s was last done on %s, and its proof counted until %s", facts.Quote(t.Training), a.Last, a.Due)
			}
		}
		c.Report(f)
	}
}
