package kinds

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// InternalAudit is an audit of the ISMS by its own organisation (Clause 9.2).
func InternalAudit() assess.Kind {
	return assess.Of[*api.InternalAudit]{
		Name: "InternalAudit", Plural: "internalaudits", Plain: "internal audits", Home: assess.Reviews,
		Unsaid:     internalAuditUnsaid,
		Happened:   auditHappened,
		References: auditReferences,
	}.Kind()
}

func auditHappened(r *api.InternalAudit) []assess.Happening {
	all := []assess.Happening{{Field: "spec.startedOn", On: r.Spec.StartedOn, What: "the audit began"}, {Field: "spec.heldOn", On: r.Spec.HeldOn, What: "the audit was held"}}
	for i := range r.Spec.Findings {
		f := &r.Spec.Findings[i]
		all = append(all, assess.Happening{Field: facts.AuditFindingField(f, "closedOn"), On: f.ClosedOn, What: "the finding was closed"})
	}
	return all
}

func auditReferences(w *assess.World, r *api.InternalAudit) []assess.Reference {
	all := assess.ReferToActor(w, "spec.owner", r.Spec.Owner)
	if s := r.Spec.Scope; s != nil {
		all = append(all, assess.ReferToEach[*api.SecurityRole](w, "spec.scope.roleRefs", s.RoleRefs)...)
	}
	for i := range r.Spec.Auditors {
		a := &r.Spec.Auditors[i]
		all = append(all, assess.ReferTo[*api.Person](w, facts.AuditorField(a, "personRef"), a.PersonRef)...)
	}
	for i := range r.Spec.Findings {
		f := &r.Spec.Findings[i]
		all = append(all, assess.ReferToActor(w, facts.AuditFindingField(f, "owner"), f.Owner)...)
		all = append(all, assess.ReferTo[*api.Improvement](w, facts.AuditFindingField(f, "trackedByRef"), f.TrackedByRef)...)
	}
	return all
}

func internalAuditUnsaid(r *api.InternalAudit) (fields []string) {
	for i := range r.Spec.Findings {
		f := &r.Spec.Findings[i]
		if facts.SaysNothing(f.Text) {
			fields = append(fields, "spec.findings["+f.ID+"].text")
		}
	}
	if r.Spec.Report != nil {
		fields = facts.Ungiven(fields, "spec.report.uri", r.Spec.Report.URI)
	}
	if r.Spec.Skipped != nil {
		fields = facts.Unsaid(fields, "spec.skipped.explanation", r.Spec.Skipped.Explanation)
	}
	return fields
}
