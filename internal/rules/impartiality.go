package rules

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// impartialityMonths is how long an internal audit by people of the certification
// body stands against it: two years, which ISO/IEC 17021-1 asks of the body itself
// (5.2.6). So it is no policy of the organisation.
const impartialityMonths = 24

// servicesBySupplier finds services by who provides them.
var servicesBySupplier = &assess.Index[*api.OutsourcedService]{
	Keys: func(r *api.OutsourcedService, yield func(string)) {
		if name := normal(r.Spec.Supplier); name != "" {
			yield(name)
		}
	},
}

// auditsByAuditor finds internal audits by the people who carry them out.
var auditsByAuditor = &assess.Index[*api.InternalAudit]{
	Keys: func(r *api.InternalAudit, yield func(string)) {
		for i := range r.Spec.Auditors {
			if ref := r.Spec.Auditors[i].PersonRef; ref != nil {
				yield(ref.Name)
			}
		}
	},
}

var docImpartiality = assess.Doc{
	ID: "P7-10", Aspect: assess.Covered, Clause: "9.2.2 b, ISO/IEC 17021-1 5.2",
	Requires: "Who certifies the ISMS neither advises on it, nor audits it internally, nor works in it",
	Fires:    "the certification body, or who is tied to it, also provides consultancy or internal audit, or one of its people holds a role or has audited internally within two years (major)",
	Reasons:  []string{"AuditorImpartiality"}, Grades: []api.Grade{api.GradeMajor},
	Remedy: "Have it done by somebody who is not tied to the certification body, or change the certification body",
}

// certifies reports whether the service is by the certification body or tied to it.
func certifies(r *api.OutsourcedService) bool {
	return r.Spec.CertificationBodyRelation == api.CertificationBodyIs ||
		r.Spec.CertificationBodyRelation == api.CertificationBodyRelated ||
		slices.Contains(r.Spec.Provides, api.ProvidesCertification)
}

func checkImpartiality(c *assess.Context, r *api.OutsourcedService) {
	if !certifies(r) {
		return
	}
	services := assess.By(c.World, servicesBySupplier, normal(r.Spec.Supplier))
	if len(services) == 0 {
		services = []*api.OutsourcedService{r}
	}
	var ties []string
	for _, s := range services {
		if serviceSupply(s).retired(c) {
			continue
		}
		for _, kind := range []api.ProvidedService{api.ProvidesConsultancy, api.ProvidesInternalAudit} {
			if slices.Contains(s.Spec.Provides, kind) {
				ties = append(ties, fmt.Sprintf("the service %s provides %s", s.Name, kind))
			}
		}
		for _, p := range assess.By(c.World, peopleByService, s.Name) {
			ties = append(ties, worksInside(c, p)...)
		}
	}
	if len(ties) > 0 {
		c.Report(assess.Finding{
			Reason: "AuditorImpartiality", Grade: api.GradeMajor, Field: "spec.certificationBodyRelation",
			Message: fmt.Sprintf("%s certifies the ISMS or is tied to who does, and %s", quote(r.Spec.Supplier), assess.Clauses(ties)),
		})
	}
}

// worksInside says what a person does in the ISMS that they work for from outside.
func worksInside(c *assess.Context, p *api.Person) []string {
	var ties []string
	for _, h := range holdingsOf(c, p) {
		ties = append(ties, fmt.Sprintf("%s holds the role %s", p.Name, h.role.Name))
	}
	for _, audit := range assess.By(c.World, auditsByAuditor, p.Name) {
		if audit.Spec.Skipped == nil && !c.Today.Past(audit.Spec.HeldOn.AddMonths(impartialityMonths)) {
			ties = append(ties, fmt.Sprintf("%s is an auditor of the internal audit %s", p.Name, audit.Name))
		}
	}
	return ties
}
