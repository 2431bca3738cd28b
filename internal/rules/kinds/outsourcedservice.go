package kinds

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// OutsourcedService is work that somebody outside does (Clause 8.1, A.5.19).
func OutsourcedService() assess.Kind {
	return assess.Of[*api.OutsourcedService]{
		Name: "OutsourcedService", Plural: "outsourcedservices", Plain: "services", Home: assess.Outsourcing,
		Unsaid:   outsourcedServiceUnsaid,
		Happened: serviceHappened,
		Acts: func(r *api.OutsourcedService) []assess.Act {
			return termActs(decidedThing{Supplier: r.Spec.Supplier, Service: r.Spec.Service}, r.Spec.Term)
		},
		Begins:     func(_ *assess.World, r *api.OutsourcedService) api.Date { return facts.ServiceSupply(r).Start() },
		Gone:       func(c *assess.Context, r *api.OutsourcedService) bool { return facts.ServiceSupply(r).Retired(c) },
		References: serviceReferences,
		ValidUntil: func(r *api.OutsourcedService) api.Date { return facts.ServiceSupply(r).ValidUntil() },
		NoticeBy:   func(r *api.OutsourcedService, on api.Date) api.Date { return facts.ServiceSupply(r).NoticeBy(on) },
	}.Kind()
}

func serviceHappened(r *api.OutsourcedService) []assess.Happening {
	all := termHappened(r.Spec.Term, r.Spec.RetiredOn)
	if d := r.Spec.DueDiligence; d != nil {
		all = append(all, assess.Happening{Field: "spec.dueDiligence.performedOn", On: d.PerformedOn, What: "due diligence was done", By: []*api.Actor{d.PerformedBy}})
	}
	for _, a := range r.Spec.Agreements {
		all = append(all, assess.Happening{Field: "spec.agreements[" + string(a.Type) + "].signedOn", On: a.SignedOn, What: "the agreement was signed"})
	}
	for _, a := range r.Spec.AssuranceReports {
		all = append(all, assess.Happening{Field: "spec.assuranceReports[" + a.Name + "].issuedOn", On: a.IssuedOn, What: "the report was issued"},
			assess.Happening{Field: "spec.assuranceReports[" + a.Name + "].lookedUpOn", On: a.LookedUpOn, What: "somebody looked whether the report holds"},
			assess.Happening{Field: "spec.assuranceReports[" + a.Name + "].receivedOn", On: a.ReceivedOn, What: "the report came in"},
			assess.Happening{Field: "spec.assuranceReports[" + a.Name + "].statementSeenOn", On: a.StatementSeenOn, What: "somebody saw the supplier's statement"},
			assess.Happening{Field: "spec.assuranceReports[" + a.Name + "].reviewedOn", On: a.ReviewedOn, What: "somebody read the report", By: []*api.Actor{a.ReviewedBy}, Known: true})
	}
	if e := r.Spec.ExitPlan; e != nil {
		all = append(all, assess.Happening{Field: "spec.exitPlan.testedOn", On: e.TestedOn, What: "the exit plan was tried"})
	}
	return all
}

// serviceReferences leaves the owner to rule P7-01, which judges it.
func serviceReferences(w *assess.World, r *api.OutsourcedService) []assess.Reference {
	all := termReferences(w, r.Spec.Term)
	if d := r.Spec.DueDiligence; d != nil {
		all = append(all, assess.ReferToActor(w, "spec.dueDiligence.performedBy", d.PerformedBy)...)
	}
	for i := range r.Spec.AssuranceReports {
		a := &r.Spec.AssuranceReports[i]
		all = append(all, assess.ReferToActor(w, "spec.assuranceReports["+a.Name+"].reviewedBy", a.ReviewedBy)...)
	}
	return append(all, assess.ReferToEach[*api.ResourceRequirement](w, "spec.requirementRefs", r.Spec.RequirementRefs)...)
}

func outsourcedServiceUnsaid(r *api.OutsourcedService) (fields []string) {
	fields = facts.Ungiven(termUnsaid(r.Spec.Term), "spec.supplier", r.Spec.Supplier)
	for i := range r.Spec.AssuranceReports {
		a := &r.Spec.AssuranceReports[i]
		if !a.IssuedOn.IsZero() { // else nobody knows until when it counts (P7-07)
			fields = facts.Unending(fields, "spec.assuranceReports["+a.Name+"].validUntil", a.ValidUntil)
		}
		fields = facts.Unending(fields, "spec.assuranceReports["+a.Name+"].bridgedUntil", a.BridgedUntil)
	}
	for i := range r.Spec.ServiceTargets {
		if t := &r.Spec.ServiceTargets[i]; t.Target != "" && !facts.Given(t.Target) {
			fields = append(fields, "spec.serviceTargets["+t.Name+"].target")
		}
	}
	return fields
}
