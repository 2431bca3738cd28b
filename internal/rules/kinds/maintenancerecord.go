package kinds

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// MaintenanceRecord says that something was maintained (Clause 7.1, A.7.13).
func MaintenanceRecord() assess.Kind {
	return assess.Of[*api.MaintenanceRecord]{
		Name: "MaintenanceRecord", Plural: "maintenancerecords", Plain: "maintenance records", Home: assess.Maintenance,
		Happened:   maintenanceHappened,
		References: maintenanceReferences,
	}.Kind()
}

func maintenanceHappened(r *api.MaintenanceRecord) []assess.Happening {
	return []assess.Happening{{Field: "spec.performedOn", On: r.Spec.PerformedOn, What: "the maintenance was done", By: []*api.Actor{r.Spec.PerformedBy}}}
}

func maintenanceReferences(w *assess.World, r *api.MaintenanceRecord) []assess.Reference {
	s := r.Spec.SubjectRef
	all := append(assess.ReferToActor(w, "spec.owner", r.Spec.Owner), assess.ReferToAny(w, "spec.subjectRef", string(s.Kind), s.Name))
	all = append(all, assess.ReferToActor(w, "spec.performedBy", r.Spec.PerformedBy)...)
	return append(all, assess.ReferTo[*api.OutsourcedService](w, "spec.serviceRef", r.Spec.ServiceRef)...)
}
