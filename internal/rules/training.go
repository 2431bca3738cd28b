package rules

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

var docTraining = assess.Doc{
	ID: "P2-11", Point: assess.Competence, Aspect: assess.Covered, Clause: "7.2, 7.3, A.6.3",
	Requires: "Everybody has had the mandatory training, and refreshes it in time",
	Fires:    "a mandatory training was not done, or not refreshed within its interval or before its proof lapsed or was withdrawn, or a planned one is overdue (minor)",
	Reasons:  []string{"TrainingOverdue"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Have the training done, and record it as a CompetencyRecord with its achievedOn",
	Policy: []string{"mandatoryTraining"},
}

// attendance is how long somebody's mandatory training counts.
type attendance struct {
	// last is the day of the completion that counts longest; absent without any.
	last api.Date
	// due is the last day on which it counts.
	due api.Date
	// lapses says that the record itself sets the end, and not the interval.
	lapses bool
}

// attended returns the completion of the training that counts longest.
func attended(c *assess.Context, p *api.Person, t *api.MandatoryTraining) attendance {
	var best attendance
	for _, r := range assess.By(c.World, recordsByProof, proofKey(p.Name, t.Training)) {
		if !c.Today.Reached(r.Spec.AchievedOn) {
			continue
		}
		a := attendance{last: r.Spec.AchievedOn, due: r.Spec.AchievedOn.AddMonths(t.TrainingIntervalMonths())}
		if v := r.Spec.Validity; v != nil && !v.ValidUntil.IsZero() && v.ValidUntil.Before(a.due) {
			a.due, a.lapses = v.ValidUntil, true
		}
		if on := r.Spec.RevokedOn; !on.IsZero() && on.AddDays(-1).Before(a.due) {
			a.due, a.lapses = on.AddDays(-1), true
		}
		if best.last.IsZero() || a.due.After(best.due) {
			best = a
		}
	}
	return best
}

// trainingCurrent reports whether the person has had the training in time.
func trainingCurrent(c *assess.Context, p *api.Person, t *api.MandatoryTraining) bool {
	a := attended(c, p, t)
	return !a.last.IsZero() && !c.Today.Past(a.due)
}

type needsTrainingKey struct {
	person   *api.Person
	training *api.MandatoryTraining
}

// needsTraining reports whether the policy asks the training of the person.
func needsTraining(c *assess.Context, p *api.Person, t *api.MandatoryTraining) bool {
	return assess.Once(c, needsTrainingKey{p, t}, func(c *assess.Context) bool {
		if len(t.RoleRefs) == 0 {
			return present(c, p)
		}
		return slices.ContainsFunc(holdingsOf(c, p), func(h holding) bool {
			return slices.ContainsFunc(t.RoleRefs, func(ref api.Reference) bool { return ref.Name == h.role.Name })
		})
	})
}

// ofMandatoryTraining reports whether the record is of a training that the policy
// asks of its person, which rule P2-11 watches.
func ofMandatoryTraining(c *assess.Context, r *api.CompetencyRecord) bool {
	for i := range c.Policy.MandatoryTraining {
		t := &c.Policy.MandatoryTraining[i]
		if normal(t.Training) != normal(r.Spec.Competency) {
			continue
		}
		if p, ok := assess.Get[*api.Person](c.World, r.Spec.PersonRef.Name); ok && needsTraining(c, p, t) {
			return true
		}
	}
	return false
}

func checkTraining(c *assess.Context, p *api.Person) {
	for i := range c.Policy.MandatoryTraining {
		t := &c.Policy.MandatoryTraining[i]
		if !needsTraining(c, p, t) || trainingCurrent(c, p, t) {
			continue
		}
		f := assess.Finding{Reason: "TrainingOverdue", Grade: api.GradeMinor, Message: fmt.Sprintf("The mandatory training %s was never done", quote(t.Training))}
		if a := attended(c, p, t); !a.last.IsZero() {
			f.Since = a.due.AddDays(1)
			f.Message = fmt.Sprintf("The mandatory training %s was last done on %s, and its refresher was due on %s", quote(t.Training), a.last, a.due)
			if a.lapses {
				f.Message = fmt.Sprintf("The mandatory training %s was last done on %s, and its proof counted until %s", quote(t.Training), a.last, a.due)
			}
		}
		c.Report(f)
	}
}

// ineffective reports whether the evaluation of a training found no effect; such a
// training proves nothing from that day on.
func ineffective(c *assess.Context, r *api.CompetencyRecord) bool {
	e := r.Spec.Effectiveness
	return r.Spec.Basis == api.BasisTraining && e != nil && e.Result == api.ResultNotEffective && c.Today.Reached(e.EvaluatedOn)
}
