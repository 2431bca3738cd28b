package segregation

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// auditDay is the day for which auditors are judged: on which the audit was held, or
// is planned; absent if neither is known.
func auditDay(r *api.InternalAudit) api.Date {
	if !r.Spec.HeldOn.IsZero() {
		return r.Spec.HeldOn
	}
	return r.Spec.PlannedOn
}

// holdsOn reports whether somebody holds the role on a day, as principal or deputy.
func holdsOn(role *api.SecurityRole, person string, on api.Date) bool {
	for i := range role.Spec.Assignments {
		a := &role.Spec.Assignments[i]
		if a.PersonRef.Name == person && !on.Before(a.From) && (a.Until.IsZero() || !on.After(a.Until)) {
			return true
		}
	}
	return false
}

var docIndependent = assess.Doc{
	ID: "D-04", Point: assess.Segregation, Aspect: assess.Covered, Clause: "9.2.2 b, A.5.35",
	Requires: "Nobody audits their own work, or that of whom they report to",
	Fires:    "on the day of the audit an auditor holds a role that is audited, that answers for or operates an audited control or clause, or that runs the ISMS, owns a risk that an audited control treats, or reports to a holder of such a role that is not top management (major; minor where another whose part is stated too is independent and can audit; observation once the audit is older than the interval); the scope or who an auditor is is not known (unknown). No exception waives it",
	Reasons:  []string{"AuditorNotIndependent", "AuditScopeUnknown", "AuditorUnknown"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeUnknown, api.GradeMinor, api.GradeMajor},
	Remedy:   "Have the scope audited by somebody else, from outside if need be",
	Policy:   []string{"review.auditIntervalMonths"},
	Alone:    "a review or an audit of the past cannot be mended any more",
}

func checkIndependent(c *assess.Context, r *api.InternalAudit) {
	on := auditDay(r)
	if r.Spec.Skipped != nil || on.IsZero() {
		return
	}
	grade := facts.AuditGrading(c, r)
	if s := r.Spec.Scope; s == nil || len(s.RoleRefs)+len(facts.AuditedControls(r))+len(facts.AuditedClauses(r)) == 0 {
		c.Report(assess.Finding{
			Reason: "AuditScopeUnknown", Grade: grade(api.GradeUnknown), Field: "spec.scope",
			Message: "Nobody knows what is audited, so whether the auditors are independent of it is unknown",
			Remedy:  "Set spec.scope to the roles, controls and clauses that are audited",
		})
	}
	audited := func(role string) string { return partIn(c, r, role) }
	for _, a := range activeAuditors(r) {
		p, ok := assess.Find[*api.Person](c.World, a.PersonRef)
		if !ok {
			c.Report(assess.Finding{
				Reason: "AuditorUnknown", Grade: grade(api.GradeUnknown), Field: facts.AuditorField(a, "personRef"),
				Message: fmt.Sprintf("The auditor %s is nobody of the register, so whether they are independent is unknown", facts.Quote(a.Name)),
				Remedy:  "Add the auditor as a Person, and name it in personRef",
			})
			continue
		}
		if ties := auditorTies(c, r, p, audited, on); len(ties) > 0 {
			f := assess.Finding{
				Reason: "AuditorNotIndependent", Grade: grade(api.GradeMajor), Field: facts.AuditorField(a, "personRef"),
				Message: fmt.Sprintf("%s audits and %s", p.Name, assess.Clauses(ties)),
			}
			if other := independentBeside(c, r, a, audited, on); other != "" {
				f.Grade, f.Since = grade(api.GradeMinor), r.Spec.HeldOn
				f.Message += "; " + other + ", who audits beside them, does not"
			}
			c.Report(f)
		}
	}
}

type operatorsKey struct{}

// operators tells which roles answer for or operate which controls and clauses.
// Roles of auditors are left out: to audit is their duty.
func operators(c *assess.Context) map[work]bool {
	return assess.Once(c, operatorsKey{}, func(c *assess.Context) map[work]bool {
		all := map[work]bool{}
		add := func(id string, refs ...api.Reference) {
			for _, ref := range refs {
				role, ok := assess.Get[*api.SecurityRole](c.World, ref.Name)
				if id != "" && (!ok || role.Spec.Mandate != api.MandateInternalAuditor) {
					all[work{id, ref.Name}] = true
				}
			}
		}
		addStatement(c, add)
		for matrix := range assess.All[*api.AccountabilityMatrix](c.World) {
			for i := range matrix.Spec.Rows {
				row := &matrix.Spec.Rows[i]
				if !facts.NoSuchControl(row.Control) {
					add(string(row.Control), row.AccountableRoleRefs...)
					add(string(row.Control), row.ResponsibleRoleRefs...)
				}
				addClauses(row, add)
			}
		}
		return all
	})
}

// addStatement adds who answers for or operates a control by the statement in force.
func addStatement(c *assess.Context, add func(id string, refs ...api.Reference)) {
	in := facts.StatementInForce(c)
	if in == nil {
		return
	}
	for i := range in.Record.Spec.Controls {
		s := &in.Record.Spec.Controls[i]
		if facts.NoSuchControl(api.ControlID(s.ID)) {
			continue
		}
		if role := facts.AccountableRole(c.World, s); role != nil {
			add(s.ID, *role)
		}
		add(s.ID, s.ResponsibleRoleRefs...)
	}
}

// partIn is the part of a role in what the audit looks at; "" where it has none. It
// is asked of the few roles that somebody holds: a control may be given to many.
func partIn(c *assess.Context, r *api.InternalAudit, name string) string {
	if role, ok := assess.Get[*api.SecurityRole](c.World, name); ok && role.Spec.Mandate == api.MandateInformationSecurityManager {
		return "which runs the ISMS"
	}
	s := r.Spec.Scope
	if s == nil {
		return ""
	}
	if slices.ContainsFunc(s.RoleRefs, func(ref api.Reference) bool { return ref.Name == name }) {
		return "which is audited"
	}
	given := operators(c)
	for _, control := range slices.Backward(facts.AuditedControls(r)) {
		if given[work{string(control), name}] {
			return "which control " + string(control) + " is given to"
		}
	}
	for _, clause := range slices.Backward(facts.AuditedClauses(r)) {
		if givenClause(given, clause, name) {
			return "which clause " + clause + " is given to"
		}
	}
	return ""
}

// auditorTies says what ties somebody to what is audited on the day.
func auditorTies(c *assess.Context, r *api.InternalAudit, p *api.Person, audited func(role string) string, on api.Date) []string {
	var ties []string
	holds := map[string]bool{}
	for _, role := range assess.By(c.World, facts.RolesByPerson, p.Name) {
		if holdsOn(role, p.Name, on) {
			holds[role.Name] = true
			if part := audited(role.Name); part != "" {
				ties = append(ties, fmt.Sprintf("holds the role %s, %s", role.Name, part))
			}
		}
	}
	ties = append(ties, riskTies(c, r, p.Name, holds)...)
	if boss, role := auditedManager(c, p, audited, on); boss != "" {
		ties = append(ties, fmt.Sprintf("reports to %s, who holds the role %s, %s", boss, role, audited(role)))
	}
	return ties
}

// auditedManager is the first above the person who holds an audited role on the day.
// Top management is left out: everybody reports to it in the end, auditors above all.
func auditedManager(c *assess.Context, p *api.Person, audited func(role string) string, on api.Date) (name, role string) {
	seen := map[string]bool{p.Name: true}
	for {
		boss, ok := assess.Find[*api.Person](c.World, p.Spec.ManagerRef)
		if !ok || seen[boss.Name] {
			return "", ""
		}
		seen[boss.Name] = true
		for _, r := range assess.By(c.World, facts.RolesByPerson, boss.Name) {
			if r.Spec.Mandate != api.MandateTopManagement && holdsOn(r, boss.Name, on) && audited(r.Name) != "" {
				return boss.Name, r.Name
			}
		}
		p = boss
	}
}

// independentBeside is somebody who audits beside an auditor, is tied to nothing that is
// audited, and can audit; "" where nobody is, or where the parts of the two are not stated.
func independentBeside(c *assess.Context, r *api.InternalAudit, than *api.Auditor, audited func(role string) string, on api.Date) string {
	for _, a := range activeAuditors(r) {
		if a == than || a.Part == "" || than.Part == "" || a.PersonRef == nil {
			continue
		}
		p, ok := assess.Find[*api.Person](c.World, a.PersonRef)
		if ok && len(auditorTies(c, r, p, audited, on)) == 0 && ableToAudit(c, p.Name, r) {
			return p.Name
		}
	}
	return ""
}
