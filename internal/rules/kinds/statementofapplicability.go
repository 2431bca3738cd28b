package kinds

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/annexa"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// StatementOfApplicability says which controls of Annex A are needed and how they stand (Clause 6.1.3 d).
func StatementOfApplicability() assess.Kind {
	return assess.Of[*api.StatementOfApplicability]{
		Name: "StatementOfApplicability", Plural: "statementsofapplicability", Plain: "statements", Home: assess.Controls,
		Unsaid:     statementUnsaid,
		Happened:   soaHappened,
		Gone:       facts.StatementReplaced,
		References: registered(soaReferences),
		Approvals:  func(r *api.StatementOfApplicability) []api.Approval { return r.Spec.Approvals },
		Content:    func(r *api.StatementOfApplicability) any { return r.Spec.Approvable() },
		Replaced:   facts.StatementReplaced,
		// Rule S-09 asks for the review of the statement in force.
		ReviewAsked: facts.IsStatementInForce,
	}.Kind()
}

func soaHappened(r *api.StatementOfApplicability) []assess.Happening {
	all := []assess.Happening{{Field: "spec.issuedOn", On: r.Spec.IssuedOn, What: "the statement was issued"}}
	all = append(all, approved(r.Spec.Approvals, "the statement was approved")...)
	for i := range r.Spec.Controls {
		e := &r.Spec.Controls[i]
		for _, proof := range e.Evidence {
			all = append(all, facts.EvidenceHappened(facts.ControlField(e, "evidence["+proof.Name+"]"), &proof)...)
		}
	}
	return all
}

// soaReferences leaves the accountable role of a necessary control to rule S-04.
func soaReferences(w *assess.World, r *api.StatementOfApplicability) []assess.Reference {
	all := assess.ReferToActor(w, "spec.owner", r.Spec.Owner)
	all = append(all, approverReferences(w, r.Spec.Approvals)...)
	for i := range r.Spec.Controls {
		e := &r.Spec.Controls[i]
		_, known := annexa.Title(e.ID)
		judged := known && facts.Necessary(e)
		if !judged {
			all = append(all, assess.ReferTo[*api.SecurityRole](w, facts.ControlField(e, "accountableRoleRef"), e.AccountableRoleRef)...)
		}
		if o := e.Owner; o != nil && (!judged || o.PersonRef != nil) {
			all = append(all, assess.ReferToActor(w, facts.ControlField(e, "owner"), o)...)
		}
		all = append(all, assess.ReferToEach[*api.Risk](w, facts.ControlField(e, "riskRefs"), e.RiskRefs)...)
		all = append(all, assess.ReferToEach[*api.SecurityRole](w, facts.ControlField(e, "responsibleRoleRefs"), e.ResponsibleRoleRefs)...)
		all = append(all, resourceReferences(w, facts.ControlField(e, "resourceRefs"), e.ResourceRefs)...)
	}
	return all
}

func statementUnsaid(r *api.StatementOfApplicability) (fields []string) {
	for i := range r.Spec.Controls {
		e := &r.Spec.Controls[i]
		for proof := range facts.OnFile(e.Evidence) {
			if proof.URI != "" && !facts.Given(proof.URI) {
				fields = append(fields, facts.ControlField(e, "evidence["+proof.Name+"].uri"))
			}
		}
	}
	return fields
}
