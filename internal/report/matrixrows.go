package report

import (
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
	"github.com/isms-operator/isms-operator/internal/matrix"
)

var competencyColumns = []string{"ROLE", "PERSON", "COMPETENCY", "REQUIRED", "HELD", "VALID UNTIL", "RECORD", "PLAN DUE", gapColumn}

func competencyRows(c *assess.Context, _ *MatrixSource) [][]string {
	var rows [][]string
	for _, s := range matrix.Competences(c) {
		person, competency, required, record, until := "nobody", "not determined", "", "", ""
		if s.Assignment != nil {
			person = holder(s.Assignment)
		}
		if s.Required != nil {
			competency, required = s.Required.Competency, orElse(string(s.Required.Level), "any level")
		}
		if s.Record != nil {
			record, until = s.Record.Name, validUntil(s.Record.Spec.Validity)
		}
		rows = append(rows, []string{s.Role.Name, person, competency, required, string(s.Held), until, record, s.PlanDue.String(), gaps(s.Gaps)})
	}
	return rows
}

// holder names the person of an assignment, and says of a deputy that they are one.
func holder(a *api.Assignment) string {
	if a.Capacity == api.CapacityDeputy {
		return a.PersonRef.Name + " (deputy)"
	}
	return a.PersonRef.Name
}

// validUntil says how long a proof counts.
func validUntil(v *api.Validity) string {
	switch {
	case v == nil:
		return "not stated"
	case v.ValidUntil.IsZero() && v.Evergreen != nil:
		return "does not lapse"
	}
	return orElse(v.ValidUntil.String(), "not stated")
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// gaps joins reasons.
func gaps(reasons []string) string { return strings.Join(reasons, ", ") }

var raciColumns = []string{"MATRIX", "ROW", "ABOUT", "ACCOUNTABLE", "RESPONSIBLE", "CONSULTED", "INFORMED", "UNREADABLE", gapColumn}

func raciRows(c *assess.Context, _ *MatrixSource) [][]string {
	var rows [][]string
	for _, s := range matrix.Accountabilities(c) {
		matrix := "in no matrix"
		if s.Matrix != nil {
			matrix = s.Matrix.Name
		}
		rows = append(rows, []string{matrix, s.Row.Name, about(s.Row), references(s.Row.AccountableRoleRefs), references(s.Row.ResponsibleRoleRefs),
			references(s.Row.ConsultedRoleRefs), references(s.Row.InformedRoleRefs), strings.Join(s.Row.Unreadable, ", "), gaps(s.Gaps)})
	}
	return rows
}

// about says what a row is about: an activity, clause, control or service.
func about(row *api.AccountabilityRow) string {
	switch {
	case row.Activity != "":
		return "Activity " + string(row.Activity)
	case row.Control != "":
		return "Control " + string(row.Control)
	case row.Clause != "":
		return "Clause " + row.Clause
	case row.ServiceRef != nil:
		return "OutsourcedService " + row.ServiceRef.Name
	}
	return ""
}

func references(refs []api.Reference) string {
	names := make([]string, len(refs))
	for i := range refs {
		names[i] = refs[i].Name
	}
	return strings.Join(names, ", ")
}

var soaColumns = []string{"CONTROL", "TITLE", "APPLICABILITY", "JUSTIFICATION", "ACCOUNTABLE", "HOLDER", "RESOURCES", "STATE", gapColumn}

func soaRows(c *assess.Context, _ *MatrixSource) [][]string {
	var rows [][]string
	for _, s := range matrix.Controls(c) {
		applicability, justification, accountable := string(api.ApplicabilityUndecided), "", ""
		if e := s.Statement; e != nil {
			applicability, justification = orElse(string(e.Applicability), applicability), because(e)
			switch role := facts.AccountableRole(c.World, e); {
			case role != nil:
				accountable = role.Name
			case e.Owner != nil:
				accountable = e.Owner.Name()
			}
		}
		var holders, resources []string
		for i := range s.Holders {
			holders = append(holders, holder(&s.Holders[i]))
		}
		for _, r := range s.Resources {
			resources = append(resources, join(" ", string(r.Kind), r.Name, r.Lack))
		}
		rows = append(rows, []string{s.ID, s.Title, applicability, justification, accountable, strings.Join(holders, ", "),
			strings.Join(resources, "; "), state(s.Statement), gaps(s.Gaps)})
	}
	return rows
}

// because is why a control was decided on as it was.
func because(e *api.ControlStatement) string {
	var reasons []string
	for _, r := range e.Reasons {
		reasons = append(reasons, string(r))
	}
	if len(e.RiskRefs) > 0 {
		reasons = append(reasons, "Risk "+references(e.RiskRefs))
	}
	return join("; ", e.Justification, strings.Join(reasons, ", "))
}

// state is how far a control is that is necessary.
func state(e *api.ControlStatement) string {
	switch {
	case e == nil || (e.Applicability != api.ApplicabilityApplicable && e.Applicability != api.ApplicabilityInherited):
		return ""
	case e.Implementation == api.ImplementationImplemented || e.TargetOn.IsZero():
		return orElse(string(e.Implementation), "not stated")
	}
	return orElse(string(e.Implementation), "not stated") + ", due on " + e.TargetOn.String()
}
