// Package kinds describes each kind of record: its home point, the date that it lapses on,
// what it says has happened and which other records it names. One file for each kind.
package kinds

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// resourceReferences makes references of a list of resources.
func resourceReferences(w *assess.World, field string, refs []api.ResourceReference) []assess.Reference {
	var all []assess.Reference
	for _, ref := range refs {
		all = append(all, assess.ReferToAny(w, field+"["+string(ref.Kind)+"/"+ref.Name+"]", string(ref.Kind), ref.Name))
	}
	return all
}

// registered leaves references to services to rule P7-08.
func registered[T api.Record](of func(*assess.World, T) []assess.Reference) func(*assess.World, T) []assess.Reference {
	return func(w *assess.World, r T) []assess.Reference {
		all := of(w, r)
		for i := range all {
			if all[i].Kind == string(api.KindOutsourcedService) {
				all[i].Rule = "P7-08"
			}
		}
		return all
	}
}

// approverReferences are the names of who approved. That words could name several is for
// rule X-13 to say.
func approverReferences(w *assess.World, approvals []api.Approval) []assess.Reference {
	var all []assess.Reference
	for i := range approvals {
		a := &approvals[i]
		for _, to := range assess.ReferToActor(w, facts.ApprovalField(a, "by"), &a.By) {
			if to.Words == "" {
				all = append(all, to)
			}
		}
	}
	return all
}

// approved says that approvals have happened.
func approved(approvals []api.Approval, what string) []assess.Happening {
	var all []assess.Happening
	for i := range approvals {
		a := &approvals[i]
		all = append(all, assess.Happening{Field: facts.ApprovalField(a, "approvedOn"), On: a.ApprovedOn, What: what})
	}
	return all
}
