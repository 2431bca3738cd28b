package competence

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docNotEvidenced = assess.Doc{
	ID: "P2-04", Point: assess.Competence, Aspect: assess.Covered, Clause: "7.2 b, d",
	Requires: "Every holder of a role has proof of every competency that it takes",
	Fires:    "a required competency has no proof that counts (minor; major for a mandatory role, unless it is planned in time and an appointed deputy has the proof, for as long as a deputy may act, or P2-07 already reports the proof that lapsed as major), or nobody knows until when it counts (unknown); where several roles of one person take it, the finding is on the one that weighs most",
	Reasons:  []string{"CompetenceNotEvidenced"}, Grades: []api.Grade{api.GradeUnknown, api.GradeMinor, api.GradeMajor},
	Remedy: "Record the proof as a CompetencyRecord of the person, or assign somebody who has it",
}

func checkNotEvidenced(c *assess.Context, r *api.SecurityRole) {
	for _, m := range facts.Matches(c, r) {
		if m.Reason() != "CompetenceNotEvidenced" {
			continue
		}
		at, others := facts.ToldAt(c, &m)
		if at != r {
			continue // one gap of one person is told once, where it weighs most
		}
		f := unproven(c, r, &m)
		if len(others) > 0 {
			f.Message += "; these roles of theirs take it, too: " + assess.List(others)
		}
		c.Report(f)
	}
}

// unproven says what there is in the place of a proof.
func unproven(c *assess.Context, r *api.SecurityRole, m *facts.Match) assess.Finding {
	f := assess.Finding{
		Reason: m.Reason(), Grade: facts.RoleGrade(r), Field: facts.AssignmentField(m.Assignment, "personRef"),
		Message: fmt.Sprintf("%s holds the role %s without proof of %s", m.Person.Name, facts.Quote(r.Spec.Title), facts.Quote(m.Required.Competency)),
	}
	says := func(how string) { f.Message += fmt.Sprintf("; CompetencyRecord %s %s", m.Record.Name, how) }
	switch m.Best {
	case facts.Unclear:
		says("does not say whether it was attained")
	case facts.Planned:
		if !m.Unplanned(c) && facts.DeputisedFor(c, r, m.Assignment) {
			f.Grade = api.GradeMinor // somebody able acts until then
		}
		says("only plans it")
	case facts.Lapsed:
		how := "has lapsed"
		if c.Today.Reached(m.Record.Spec.RevokedOn) {
			how = "was withdrawn"
		}
		says(how)
		if cause, fires := proofLapsed(c, m.Record); fires && cause.Grade == api.GradeMajor {
			f.Grade = api.GradeMinor // one lapse is one major, on the record that is to be renewed
		}
	case facts.Unverified:
		how := "is not proof of the kind that counts"
		if facts.Ineffective(c, m.Record) {
			how = "is of a training without effect"
		}
		says(how)
	case facts.Undated:
		f.Grade = api.GradeUnknown
		f.Message += fmt.Sprintf(" that is known to be current; CompetencyRecord %s has no end of validity", m.Record.Name)
	}
	return f
}
