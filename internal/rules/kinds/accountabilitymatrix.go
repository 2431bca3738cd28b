package kinds

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// AccountabilityMatrix says who answers for what (Clause 5.3).
func AccountabilityMatrix() assess.Kind {
	return assess.Of[*api.AccountabilityMatrix]{
		Name: "AccountabilityMatrix", Plural: "accountabilitymatrices", Plain: "matrices", Home: assess.Allocation,
		Happened:   matrixHappened,
		References: registered(matrixReferences),
		Approvals:  func(r *api.AccountabilityMatrix) []api.Approval { return r.Spec.Approvals },
		Content:    func(r *api.AccountabilityMatrix) any { return r.Spec.Approvable() },
	}.Kind()
}

func matrixHappened(r *api.AccountabilityMatrix) []assess.Happening {
	return approved(r.Spec.Approvals, "the matrix was approved")
}

// matrixReferences leaves the roles of the rows to rule P8-04.
func matrixReferences(w *assess.World, r *api.AccountabilityMatrix) []assess.Reference {
	all := assess.ReferToActor(w, "spec.owner", r.Spec.Owner)
	all = append(all, approverReferences(w, r.Spec.Approvals)...)
	for i := range r.Spec.Rows {
		row := &r.Spec.Rows[i]
		all = append(all, assess.ReferTo[*api.OutsourcedService](w, facts.RowField(row, "serviceRef"), row.ServiceRef)...)
	}
	return all
}
