package kinds

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// SecurityRole is a function in the ISMS, what it takes and who holds it (Clause 5.3).
func SecurityRole() assess.Kind {
	return assess.Of[*api.SecurityRole]{
		Name: "SecurityRole", Plural: "securityroles", Plain: "roles", Home: assess.Allocation,
		Unsaid:     securityRoleUnsaid,
		Happened:   roleHappened,
		Acts:       roleActs,
		References: roleReferences,
	}.Kind()
}

func roleHappened(r *api.SecurityRole) []assess.Happening {
	var all []assess.Happening
	for i := range r.Spec.Assignments {
		a := &r.Spec.Assignments[i]
		all = append(all, assess.Happening{Field: facts.AssignmentField(a, "appointedOn"), On: a.AppointedOn, What: "the appointment was made"})
	}
	return all
}

// appointed is what an appointment is of: who, in which capacity, from when to when, to a role
// of which mandate. What share of their time it takes, and when they are away, may change.
type appointed struct {
	Mandate    api.Mandate    `json:"mandate,omitempty"`
	Assignment api.Assignment `json:"assignment"`
}

// roleActs are the appointments to a role, and the delegations to its holders.
func roleActs(r *api.SecurityRole) (all []assess.Act) {
	for i := range r.Spec.Assignments {
		a := &r.Spec.Assignments[i]
		of := *a
		of.AppointedBy, of.AppointedOn, of.AppointmentSignature, of.AllocationPercent, of.Absences = nil, api.Date{}, "", nil, nil
		act := assess.Act{
			What: api.ActAppointment, Entry: a.Name, At: "spec.assignments[" + a.Name + "]", Place: []any{"assignments", i},
			ByField: "appointedBy", OnField: "appointedOn", SignatureField: "appointmentSignature",
			By: a.AppointedBy, On: a.AppointedOn, Signature: a.AppointmentSignature, Content: appointed{r.Spec.Mandate, of}, Stands: true, From: of.From,
		}
		act.Until = of.Until
		if !of.Until.IsZero() {
			of.Until = api.Date{}
			act.Before = appointed{r.Spec.Mandate, of}
		}
		all = append(all, act)
	}
	for i := range r.Spec.Delegations {
		all = append(all, delegated(i, &r.Spec.Delegations[i]))
	}
	return all
}

// delegated is a delegation as an act of its first day, the only one that it states.
func delegated(i int, d *api.Delegation) assess.Act {
	of := *d
	of.By, of.Signature = nil, ""
	act := assess.Act{
		What: api.ActDelegation, Entry: string(d.What) + "@" + d.From.String(), At: fmt.Sprintf("spec.delegations[%d]", i), Place: []any{"delegations", i},
		ByField: "by", OnField: "from", SignatureField: "signature", By: d.By, On: d.From, Signature: d.Signature, Content: of,
	}
	act.Until = of.Until
	if !of.Until.IsZero() {
		of.Until = api.Date{}
		act.Before = of
	}
	return act
}

func roleReferences(w *assess.World, r *api.SecurityRole) []assess.Reference {
	all := assess.ReferToActor(w, "spec.owner", r.Spec.Owner)
	all = append(all, assess.ReferTo[*api.SecurityRole](w, "spec.reportsToRef", r.Spec.ReportsToRef)...)
	all = append(all, assess.ReferToActor(w, "spec.authorityGrantedBy", r.Spec.AuthorityGrantedBy)...)
	for i := range r.Spec.Assignments {
		a := &r.Spec.Assignments[i]
		all = append(all, assess.ReferTo[*api.Person](w, facts.AssignmentField(a, "personRef"), &a.PersonRef)...)
		all = append(all, assess.ReferToActor(w, facts.AssignmentField(a, "appointedBy"), a.AppointedBy)...)
	}
	if r.Spec.Team != nil {
		all = append(all, assess.ReferToActor(w, "spec.team.lead", r.Spec.Team.Lead)...)
	}
	for i := range r.Spec.Delegations {
		all = append(all, assess.ReferToActor(w, fmt.Sprintf("spec.delegations[%d].by", i), r.Spec.Delegations[i].By)...)
	}
	return all
}

func securityRoleUnsaid(r *api.SecurityRole) (fields []string) {
	fields = facts.Unsaid(nil, "spec.title", r.Spec.Title)
	for _, alias := range r.Spec.Aliases {
		fields = facts.Ungiven(fields, "spec.aliases["+alias+"]", alias)
	}
	for i := range r.Spec.Duties {
		d, at := &r.Spec.Duties[i], fmt.Sprintf
		if facts.SaysNothing(d.Duty) {
			fields = append(fields, at("spec.duties[%d].duty", i))
		}
		if d.Scope != "" && !facts.Given(d.Scope) {
			fields = append(fields, at("spec.duties[%d].scope", i))
		}
	}
	return fields
}
