package kinds

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// AccountabilityMatrix says who answers for what (Clause 5.3).
func AccountabilityMatrix() assess.Kind {
	return assess.Of[*api.AccountabilityMatrix]{
		Name: "AccountabilityMatrix", Plural: "accountabilitymatrices", Home: assess.Allocation,
		Happened:   matrixHappened,
		References: registered(matrixReferences),
		Approval:   func(r *api.AccountabilityMatrix) *api.Approval { return r.Spec.Approval },
		Content:    func(r *api.AccountabilityMatrix) any { return r.Spec.Approvable() },
	}.Kind()
}

func matrixHappened(r *api.AccountabilityMatrix) []assess.Happening {
	if a := r.Spec.Approval; a != nil {
		return []assess.Happening{{Field: "spec.approval.approvedOn", On: a.ApprovedOn, What: "the matrix was approved"}}
	}
	return nil
}

// matrixReferences leaves the roles of the rows to rule P8-04.
func matrixReferences(w *assess.World, r *api.AccountabilityMatrix) []assess.Reference {
	all := ownerReferences(w, "spec.owner", r.Spec.Owner)
	if r.Spec.Approval != nil {
		all = append(all, assess.ReferTo[*api.Person](w, "spec.approval.by", &r.Spec.Approval.By)...)
	}
	for i := range r.Spec.Rows {
		row := &r.Spec.Rows[i]
		all = append(all, assess.ReferTo[*api.OutsourcedService](w, facts.RowField(row, "serviceRef"), row.ServiceRef)...)
	}
	return all
}
