package rules

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

func securityRole() assess.Kind {
	return assess.KindOf[*api.SecurityRole]("SecurityRole", "securityroles", assess.Allocation, nil,
		append(append(common(roleFacts, roleReferences, nil),
			assess.On(docRoleCompetence, checkRoleCompetence),
			assess.On(docNotEvidenced, checkNotEvidenced),
			assess.On(docLevelGap, checkLevelGap),
			assess.On(docGapPlan, checkGapPlan),
			assess.On(docUnfilled, checkUnfilled),
			assess.On(docLeaver, checkLeaver),
			assess.On(docNoTime, checkNoTime),
			assess.On(docReporting, checkReporting),
			assess.On(docAppointment, checkAppointment),
			assess.On(docContractEnded, checkContractEnded),
			assess.On(docOutsourcedA, checkOutsourcedAccountability),
		), deputyRules()...)...)
}

func roleFacts(r *api.SecurityRole) []fact {
	var facts []fact
	for i := range r.Spec.Assignments {
		a := &r.Spec.Assignments[i]
		facts = append(facts, fact{assignmentField(a, "appointedOn"), a.AppointedOn, "the appointment was made"})
	}
	return facts
}

func roleReferences(w *assess.World, r *api.SecurityRole) []reference {
	all := ownerReferences(w, "spec.owner", r.Spec.Owner)
	all = append(all, to[*api.SecurityRole](w, "spec.reportsTo", "SecurityRole", r.Spec.ReportsTo)...)
	all = append(all, to[*api.SecurityRole](w, "spec.authorityGrantedBy", "SecurityRole", r.Spec.AuthorityGrantedBy)...)
	for i := range r.Spec.Assignments {
		a := &r.Spec.Assignments[i]
		all = append(all, to[*api.Person](w, assignmentField(a, "personRef"), "Person", &a.PersonRef)...)
		all = append(all, to[*api.Person](w, assignmentField(a, "appointedBy"), "Person", a.AppointedBy)...)
	}
	return all
}

func assignmentField(a *api.Assignment, field string) string {
	return "spec.assignments[" + a.Name + "]." + field
}

// escalated is Major for a role that an ISMS must have, else Minor.
func escalated(r *api.SecurityRole) api.Grade {
	if mandatory(r) {
		return api.GradeMajor
	}
	return api.GradeMinor
}

var docUnfilled = assess.Doc{
	ID: "P2-12", Point: assess.Competence, Aspect: assess.Owned, Clause: "5.3, 7.2",
	Requires: "A role is held by somebody",
	Fires:    "nobody holds the role (minor; major if it is mandatory), or only a deputy does (minor)",
	Reasons:  []string{"RoleUnfilled"}, Grades: []api.Grade{api.GradeMinor, api.GradeMajor},
	Remedy: "Assign the role to a Person who is engaged, or delete a role that is not needed",
}

func checkUnfilled(c *assess.Context, r *api.SecurityRole) {
	if len(principals(c, r)) > 0 {
		return
	}
	if len(holders(c, r)) > 0 {
		c.Report(assess.Finding{
			Reason: "RoleUnfilled", Grade: api.GradeMinor, Field: "spec.assignments",
			Message: fmt.Sprintf("The role %s is held by a deputy alone", quote(r.Spec.Title)),
		})
		return
	}
	message := fmt.Sprintf("Nobody holds the role %s", quote(r.Spec.Title))
	var names []string
	for i := range r.Spec.Assignments {
		names = append(names, r.Spec.Assignments[i].PersonRef.Name)
	}
	if len(names) > 0 {
		message += "; none of those assigned is engaged and in term: " + assess.List(names)
	}
	c.Report(assess.Finding{Reason: "RoleUnfilled", Grade: escalated(r), Field: "spec.assignments", Message: message})
}

var docLeaver = assess.Doc{
	ID: "P2-13", Point: assess.Competence, Aspect: assess.Owned, Clause: "5.3, A.6.5",
	Requires: "Who leaves gives up their roles",
	Fires:    "an assignment without end, or with a later one, is of somebody who has left (minor; major for a mandatory role, unless the leaver is a deputy and a principal is present)",
	Reasons:  []string{"RoleHeldByLeaver"}, Grades: []api.Grade{api.GradeMinor, api.GradeMajor},
	Remedy: "Set until of the assignment to the last day of the person, and assign a successor",
}

func checkLeaver(c *assess.Context, r *api.SecurityRole) {
	for i := range r.Spec.Assignments {
		a := &r.Spec.Assignments[i]
		p, ok := assess.Get[*api.Person](c.World, a.PersonRef.Name)
		if ok && running(c, a) && c.Today.Past(p.Spec.EngagedUntil) {
			grade := escalated(r)
			if a.Capacity == api.CapacityDeputy && len(principals(c, r)) > 0 {
				grade = api.GradeMinor
			}
			c.Report(assess.Finding{
				Reason: "RoleHeldByLeaver", Grade: grade, Field: assignmentField(a, "until"), Since: p.Spec.EngagedUntil.AddDays(1),
				Message: fmt.Sprintf("The role %s is still assigned to %s, who left on %s", quote(r.Spec.Title), p.Name, p.Spec.EngagedUntil),
			})
		}
	}
}

var docNoTime = assess.Doc{
	ID: "P5-04", Point: assess.Support, Aspect: assess.Covered, Clause: "5.1 c, 7.1",
	Requires: "The information security manager has time for the role",
	Fires:    "no time is allocated: not stated (minor) or 0 % (major)",
	Reasons:  []string{"NoTimeAllocated"}, Grades: []api.Grade{api.GradeMinor, api.GradeMajor},
	Remedy: "Set allocationPercent of the assignment to the time that management grants",
}

func checkNoTime(c *assess.Context, r *api.SecurityRole) {
	if r.Spec.Mandate != api.MandateInformationSecurityManager {
		return
	}
	for _, h := range principals(c, r) {
		f := assess.Finding{Reason: "NoTimeAllocated", Grade: api.GradeMinor, Field: assignmentField(h.assignment, "allocationPercent")}
		switch share := h.assignment.AllocationPercent; {
		case share == nil:
			f.Message = fmt.Sprintf("It is not stated how much time %s has for the role %s", h.person.Name, quote(r.Spec.Title))
		case *share == 0:
			f.Grade = api.GradeMajor
			f.Message = fmt.Sprintf("%s has 0 %% of a working time for the role %s", h.person.Name, quote(r.Spec.Title))
		default:
			continue
		}
		c.Report(f)
	}
}

var docReporting = assess.Doc{
	ID: "P5-07", Point: assess.Support, Aspect: assess.Owned, Clause: "5.3 b",
	Requires: "The information security manager reports to top management",
	Fires:    "no chain of reportsTo leads to a role with the mandate TopManagement (observation)",
	Reasons:  []string{"NoReportingLine"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Set spec.reportsTo so that it leads to a role with the mandate TopManagement",
}

func checkReporting(c *assess.Context, r *api.SecurityRole) {
	if r.Spec.Mandate != api.MandateInformationSecurityManager {
		return
	}
	seen := map[string]bool{}
	for at := r; at.Spec.ReportsTo != nil && !seen[at.Name]; {
		seen[at.Name] = true
		next, ok := assess.Find[*api.SecurityRole](c.World, at.Spec.ReportsTo)
		if !ok {
			break
		}
		if next.Spec.Mandate == api.MandateTopManagement {
			return
		}
		at = next
	}
	c.Report(assess.Finding{
		Reason: "NoReportingLine", Grade: api.GradeObservation, Field: "spec.reportsTo",
		Message: fmt.Sprintf("The role %s has no reporting line to top management", quote(r.Spec.Title)),
	})
}

var docAppointment = assess.Doc{
	ID: "P8-07", Point: assess.Allocation, Aspect: assess.Owned, Clause: "5.3",
	Requires: "A role is given formally, by somebody else, on a known day",
	Fires:    "an assignment has no appointment date or appointer, or is by the holder (minor)",
	Reasons:  []string{"AppointmentNotFormal"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Set appointedOn and appointedBy of the assignment; somebody else appoints",
}

func checkAppointment(c *assess.Context, r *api.SecurityRole) {
	for i := range r.Spec.Assignments {
		a := &r.Spec.Assignments[i]
		if !running(c, a) {
			continue
		}
		message, field := "", ""
		switch {
		case a.AppointedBy == nil:
			message, field = "was appointed by nobody who is named", "appointedBy"
		case a.AppointedBy.Name == a.PersonRef.Name:
			message, field = "appointed themselves", "appointedBy"
		case a.AppointedOn.IsZero():
			message, field = "has no date of appointment", "appointedOn"
		default:
			continue
		}
		c.Report(assess.Finding{
			Reason: "AppointmentNotFormal", Grade: api.GradeMinor, Field: assignmentField(a, field),
			Message: fmt.Sprintf("%s %s to the role %s", a.PersonRef.Name, message, quote(r.Spec.Title)),
		})
	}
}

var docContractEnded = assess.Doc{
	ID: "X-02", Point: assess.Allocation, Aspect: assess.Current, Clause: "7.1, A.5.19",
	Requires: "An external holder works under a contract that runs",
	Fires:    "the contract of an external holder has ended (minor; major for a mandatory role)",
	Reasons:  []string{"ExternalContractEnded"}, Grades: []api.Grade{api.GradeMinor, api.GradeMajor},
	Remedy: "Renew the contract and its term, or end the assignment and assign a successor",
}

func checkContractEnded(c *assess.Context, r *api.SecurityRole) {
	for _, h := range holders(c, r) {
		service, ok := assess.Find[*api.OutsourcedService](c.World, h.person.Spec.ServiceRef)
		if !external(h.person) || !ok {
			continue
		}
		f := assess.Finding{Reason: "ExternalContractEnded", Grade: escalated(r), Field: assignmentField(h.assignment, "personRef")}
		switch term := service.Spec.Term; {
		case c.Today.Reached(service.Spec.RetiredOn):
			f.Since = service.Spec.RetiredOn
		case term != nil && c.Today.Past(term.End):
			f.Since = term.End.AddDays(1)
		default:
			continue
		}
		f.Message = fmt.Sprintf("%s holds the role %s, and their contract %s is over since %s", h.person.Name, quote(r.Spec.Title), service.Name, f.Since)
		c.Report(f)
	}
}

var docOutsourcedA = assess.Doc{
	ID: "X-03", Point: assess.Allocation, Aspect: assess.Owned, Clause: "5.1, 5.3",
	Requires: "Accountability stays inside: work can be outsourced, answering for it cannot",
	Fires:    "somebody external holds a role that is top management (major) or answers for risk (minor), or only external people hold a role that is accountable in an AccountabilityMatrix or in the Statement of Applicability in force (minor)",
	Reasons:  []string{"AccountabilityOutsourced"}, Grades: []api.Grade{api.GradeMinor, api.GradeMajor},
	Remedy: "Assign the role to somebody internal; the external person can do the work under it",
}

func checkOutsourcedAccountability(c *assess.Context, r *api.SecurityRole) {
	grade, here := api.GradeMinor, holders(c, r)
	switch r.Spec.Mandate {
	case api.MandateTopManagement:
		grade = api.GradeMajor
	case api.MandateRiskOwner:
	default:
		here = principals(c, r)
		inside := func(h holding) bool { return !external(h.person) }
		if slices.ContainsFunc(here, inside) || !accountableRoles(c)[r.Name] {
			return
		}
	}
	for _, h := range here {
		if external(h.person) {
			c.Report(assess.Finding{
				Reason: "AccountabilityOutsourced", Grade: grade, Field: assignmentField(h.assignment, "personRef"),
				Message: fmt.Sprintf("The accountable role %s is held by %s, who is external", quote(r.Spec.Title), h.person.Name),
			})
		}
	}
}

// accountableRolesKey is what accountableRoles is remembered under.
type accountableRolesKey struct{}

// accountableRoles are the roles that a matrix, or the statement in force, makes
// accountable for something.
func accountableRoles(c *assess.Context) map[string]bool {
	return assess.Once(c, accountableRolesKey{}, func(c *assess.Context) map[string]bool {
		roles := map[string]bool{}
		for m := range assess.All[*api.AccountabilityMatrix](c.World) {
			for i := range m.Spec.Rows {
				for _, ref := range m.Spec.Rows[i].Accountable {
					roles[ref.Name] = true
				}
			}
		}
		if s := statementInForce(c); s != nil {
			for _, e := range s.controls {
				if necessary(e) && e.AccountableRoleRef != nil {
					roles[e.AccountableRoleRef.Name] = true
				}
			}
		}
		return roles
	})
}
