package kinds

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// SecurityException waives a lapse or a conflict of duties for a time (A.5.3).
func SecurityException() assess.Kind {
	return assess.Of[*api.SecurityException]{
		Name: "SecurityException", Plural: "securityexceptions", Plain: "exceptions", Home: assess.Maintenance,
		Happened:   exceptionHappened,
		References: exceptionReferences,
		ValidUntil: func(r *api.SecurityException) api.Date {
			if r.Spec.Validity == nil {
				return api.Date{}
			}
			return facts.UnlessClosed(r.Spec.Validity.ValidUntil, r.Spec.ClosedOn)
		},
		Approvals: func(r *api.SecurityException) []api.Approval { return r.Spec.Approvals },
		Content:   func(r *api.SecurityException) any { return r.Spec.Approvable() },
	}.Kind()
}

func exceptionHappened(r *api.SecurityException) []assess.Happening {
	all := []assess.Happening{
		{Field: "spec.requestedOn", On: r.Spec.RequestedOn, What: "the exception was asked for"},
		{Field: "spec.closedOn", On: r.Spec.ClosedOn, What: "the exception was closed"},
	}
	all = append(all, approved(r.Spec.Approvals, "the exception was approved")...)
	return all
}

func exceptionReferences(w *assess.World, r *api.SecurityException) []assess.Reference {
	all := append(assess.ReferToActor(w, "spec.owner", r.Spec.Owner),
		assess.ReferToEach[*api.Person](w, "spec.personRefs", r.Spec.PersonRefs)...)
	all = append(all, assess.ReferToActor(w, "spec.requestedBy", r.Spec.RequestedBy)...)
	all = append(all, approverReferences(w, r.Spec.Approvals)...)
	if l := r.Spec.Lapse; l != nil {
		all = append(all, assess.ReferToAny(w, "spec.lapse.recordRef", string(l.RecordRef.Kind), l.RecordRef.Name))
	}
	return all
}
