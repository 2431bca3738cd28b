package rules

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

var docRoleCompetence = assess.Doc{
	ID: "P2-03", Point: assess.Competence, Aspect: assess.Covered, Clause: "7.2 a",
	Requires: "It is determined what a role takes",
	Fires:    "the role requires no competency (minor)",
	Reasons:  []string{"RoleWithoutCompetenceRequirement"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Set spec.requiredCompetencies to what every holder must master",
}

func checkRoleCompetence(c *assess.Context, r *api.SecurityRole) {
	if len(r.Spec.RequiredCompetencies) == 0 {
		c.Report(assess.Finding{
			Reason: "RoleWithoutCompetenceRequirement", Grade: api.GradeMinor, Field: "spec.requiredCompetencies",
			Message: fmt.Sprintf("It is not determined which competencies the role %s takes", quote(r.Spec.Title)),
		})
	}
}

// match is how one holder meets one requirement of a role.
type match struct {
	holding
	required *api.RequiredCompetency
	mastery
}

// mastery is how far a person has a competency.
type mastery struct {
	// best is how much the best record of the competency proves.
	best standing
	// record is that record; nil if there is none.
	record *api.CompetencyRecord
	// level is the highest level that is proven.
	level api.CompetencyLevel
	// planDue is the day by which a plan closes the gap; absent without one.
	planDue api.Date
}

// matches compares what the role takes with what each of its holders has.
func matches(c *assess.Context, r *api.SecurityRole) []match {
	var all []match
	for _, h := range holders(c, r) {
		all = append(all, matchesOf(c, h)...)
	}
	return all
}

// matchesOf compares what a role takes with what one of its holders has.
func matchesOf(c *assess.Context, h holding) []match {
	var all []match
	for i := range h.role.Spec.RequiredCompetencies {
		required := &h.role.Spec.RequiredCompetencies[i]
		all = append(all, match{h, required, masteryOf(c, h.person.Name, required)})
	}
	return all
}

type masteryKey struct{ proof, bases string }

// masteryOf is how far a person has a competency, by proof on bases that are accepted.
// Many roles ask the same of one person.
func masteryOf(c *assess.Context, person string, required *api.RequiredCompetency) mastery {
	accepted := required.AcceptedBases
	key := masteryKey{proofKey(person, required.Competency), fmt.Sprintf("%q", accepted)}
	return assess.Once(c, key, func(c *assess.Context) mastery {
		m := mastery{best: -1}
		for _, record := range assess.By(c.World, recordsByProof, key.proof) {
			m.consider(c, record, accepted)
		}
		return m
	})
}

func (m *mastery) consider(c *assess.Context, r *api.CompetencyRecord, accepted []api.CompetencyBasis) {
	if plan := r.Spec.Plan; plan != nil && plan.DueOn.After(m.planDue) {
		m.planDue = plan.DueOn
	}
	s := standingOf(c, r)
	if s >= undated && len(accepted) > 0 && !slices.Contains(accepted, r.Spec.Basis) {
		s = unverified
	}
	if s == proven && (m.best != proven || !atLeast(m.level, r.Spec.Level)) {
		m.level = r.Spec.Level
	}
	if s > m.best {
		m.best, m.record = s, r
	}
}

// gap reports whether the holder does not meet the requirement.
func (m *match) gap() bool { return m.reason() != "" }

// unplanned reports whether nothing is planned that closes the gap in time. Where
// nobody knows whether there is one, there is nothing to plan yet.
func (m *match) unplanned(c *assess.Context) bool {
	return m.gap() && m.best != undated && (m.planDue.IsZero() || c.Today.Past(m.planDue))
}

// reason is the reason for which the holder does not meet the requirement; "" where
// they do.
func (m *match) reason() string {
	switch {
	case m.best != proven:
		return "CompetenceNotEvidenced"
	case !atLeast(m.level, m.required.Level):
		return "CompetenceGap"
	}
	return ""
}

var docNotEvidenced = assess.Doc{
	ID: "P2-04", Point: assess.Competence, Aspect: assess.Covered, Clause: "7.2 b, d",
	Requires: "Every holder of a role has proof of every competency that it takes",
	Fires:    "a required competency has no proof that counts (minor; major for a mandatory role, unless P2-07 already reports the proof that lapsed as major), or nobody knows until when it counts (unknown)",
	Reasons:  []string{"CompetenceNotEvidenced"}, Grades: []api.Grade{api.GradeUnknown, api.GradeMinor, api.GradeMajor},
	Remedy: "Record the proof as a CompetencyRecord of the person, or assign somebody who has it",
}

func checkNotEvidenced(c *assess.Context, r *api.SecurityRole) {
	for _, m := range matches(c, r) {
		if m.reason() != "CompetenceNotEvidenced" {
			continue
		}
		f := assess.Finding{
			Reason: m.reason(), Grade: escalated(r), Field: assignmentField(m.assignment, "personRef"),
			Message: fmt.Sprintf("%s holds the role %s without proof of %s", m.person.Name, quote(r.Spec.Title), quote(m.required.Competency)),
		}
		switch m.best {
		case planned:
			f.Message += fmt.Sprintf("; CompetencyRecord %s only plans it", m.record.Name)
		case lapsed:
			how := "has lapsed"
			if c.Today.Reached(m.record.Spec.RevokedOn) {
				how = "was withdrawn"
			}
			f.Message += fmt.Sprintf("; CompetencyRecord %s %s", m.record.Name, how)
			if cause, fires := proofLapsed(c, m.record); fires && cause.Grade == api.GradeMajor {
				f.Grade = api.GradeMinor // one lapse is one major, on the record that is to be renewed
			}
		case unverified:
			how := "is not proof of the kind that counts"
			if ineffective(c, m.record) {
				how = "is of a training without effect"
			}
			f.Message += fmt.Sprintf("; CompetencyRecord %s %s", m.record.Name, how)
		case undated:
			f.Grade = api.GradeUnknown
			f.Message += fmt.Sprintf(" that is known to be current; CompetencyRecord %s has no end of validity", m.record.Name)
		}
		c.Report(f)
	}
}

var docLevelGap = assess.Doc{
	ID: "P2-05", Point: assess.Competence, Aspect: assess.Covered, Clause: "7.2 b",
	Requires: "Every holder masters a competency at the level that the role takes",
	Fires:    "the level held is below the level required (minor)",
	Reasons:  []string{"CompetenceGap"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Raise the level by training or experience and record it, or assign somebody who has it",
}

func checkLevelGap(c *assess.Context, r *api.SecurityRole) {
	for _, m := range matches(c, r) {
		if m.reason() != "CompetenceGap" {
			continue
		}
		held := string(m.level)
		if held == "" {
			held = "no level stated"
		}
		c.Report(assess.Finding{
			Reason: m.reason(), Grade: api.GradeMinor, Field: assignmentField(m.assignment, "personRef"),
			Message: fmt.Sprintf("%s holds the role %s with %s at %s, and %s is required", m.person.Name, quote(r.Spec.Title), quote(m.required.Competency), held, m.required.Level),
		})
	}
}

var docGapPlan = assess.Doc{
	ID: "P2-06", Point: assess.Competence, Aspect: assess.Covered, Clause: "7.2 c",
	Requires: "A competency gap has an action with a date",
	Fires:    "a gap has no plan, or its due date is over (minor)",
	Reasons:  []string{"GapWithoutPlan"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Plan training, hiring or outsourcing as a CompetencyRecord of the person with spec.plan",
}

func checkGapPlan(c *assess.Context, r *api.SecurityRole) {
	for _, m := range matches(c, r) {
		if !m.unplanned(c) {
			continue
		}
		f := assess.Finding{Reason: docGapPlan.Reasons[0], Grade: api.GradeMinor, Field: assignmentField(m.assignment, "personRef")}
		if m.planDue.IsZero() {
			f.Message = fmt.Sprintf("Nothing is planned to close the gap of %s in %s for the role %s", m.person.Name, quote(m.required.Competency), quote(r.Spec.Title))
		} else {
			f.Since = m.planDue.AddDays(1)
			f.Message = fmt.Sprintf("The gap of %s in %s for the role %s was to be closed by %s", m.person.Name, quote(m.required.Competency), quote(r.Spec.Title), m.planDue)
		}
		c.Report(f)
	}
}
