package outsourcing

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// impartialityMonths is how long an internal audit by people of the certification
// body stands against it: two years, which ISO/IEC 17021-1 asks of the body itself
// (5.2.6). So it is no policy of the organisation.
const impartialityMonths = 24

// servicesBySupplier finds services by who provides them.
var servicesBySupplier = &assess.Index[*api.OutsourcedService]{
	Keys: func(r *api.OutsourcedService, yield func(string)) {
		if name := facts.Normal(r.Spec.Supplier); name != "" {
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
	Fires:    "the certification body, or who is tied to it, also provides consultancy or internal audit, or one of its people holds a role or has audited internally within two years (major); a certification body is on record, and it is not stated whether another supplier is tied to it that does one of these, or of which it is not stated what it provides (unknown)",
	Reasons:  []string{"AuditorImpartiality", "ImpartialityUnknown"}, Grades: []api.Grade{api.GradeUnknown, api.GradeMajor},
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
		checkTieStated(c, r)
		return
	}
	ties := supplierHelps(c, r)
	if ties != "" {
		c.Report(assess.Finding{
			Reason: "AuditorImpartiality", Grade: api.GradeMajor, Field: "spec.certificationBodyRelation",
			Message: fmt.Sprintf("%s certifies the ISMS or is tied to who does, and %s", facts.Quote(r.Spec.Supplier), ties),
		})
	}
}

type supplierHelpsKey struct{ supplier string }

// supplierHelps says what all services in use of the supplier of one do that a
// certification body must not do; "" where they do nothing of it.
func supplierHelps(c *assess.Context, r *api.OutsourcedService) string {
	supplier := facts.Normal(r.Spec.Supplier)
	all := func(c *assess.Context, services ...*api.OutsourcedService) string {
		var ties []string
		for _, s := range services {
			if !facts.ServiceSupply(s).Retired(c) {
				ties = append(ties, helps(c, s)...)
			}
		}
		return assess.Clauses(ties)
	}
	if supplier == "" {
		return all(c, r)
	}
	return assess.Once(c, supplierHelpsKey{supplier}, func(c *assess.Context) string {
		return all(c, assess.By(c.World, servicesBySupplier, supplier)...)
	})
}

// helps says what a service does that a certification body must not do.
func helps(c *assess.Context, r *api.OutsourcedService) []string {
	var ties []string
	for _, kind := range []api.ProvidedService{api.ProvidesConsultancy, api.ProvidesInternalAudit} {
		if slices.Contains(r.Spec.Provides, kind) {
			ties = append(ties, fmt.Sprintf("the service %s provides %s", r.Name, kind))
		}
	}
	for _, p := range assess.By(c.World, facts.PeopleByService, r.Name) {
		ties = append(ties, worksInside(c, p)...)
	}
	return ties
}

type certifiedKey struct{}

// certified reports whether a service of a certification body is in use.
func certified(c *assess.Context) bool {
	return assess.Once(c, certifiedKey{}, func(c *assess.Context) bool {
		for r := range assess.All[*api.OutsourcedService](c.World) {
			if certifies(r) && !facts.ServiceSupply(r).Retired(c) {
				return true
			}
		}
		return false
	})
}

// checkTieStated asks of who helps the ISMS whether they are tied to who certifies it.
func checkTieStated(c *assess.Context, r *api.OutsourcedService) {
	if r.Spec.CertificationBodyRelation != "" || !certified(c) {
		return
	}
	what := "it is not stated what the service provides"
	if ties := helps(c, r); len(ties) > 0 {
		what = assess.List(ties)
	} else if len(r.Spec.Provides) > 0 {
		return
	}
	c.Report(assess.Finding{
		Reason: "ImpartialityUnknown", Grade: api.GradeUnknown, Field: "spec.certificationBodyRelation",
		Message: fmt.Sprintf("Nobody has stated whether %s is tied to the certification body, and %s", facts.Quote(r.Spec.Supplier), what),
		Remedy:  "Set spec.certificationBodyRelation",
	})
}

// worksInside says what a person does in the ISMS that they work for from outside.
func worksInside(c *assess.Context, p *api.Person) []string {
	var ties []string
	for _, h := range facts.HoldingsOf(c, p) {
		ties = append(ties, fmt.Sprintf("%s holds the role %s", p.Name, h.Role.Name))
	}
	for _, audit := range assess.By(c.World, auditsByAuditor, p.Name) {
		if audit.Spec.Skipped == nil && !c.Today.Past(audit.Spec.HeldOn.AddMonths(impartialityMonths)) {
			ties = append(ties, fmt.Sprintf("%s is an auditor of the internal audit %s", p.Name, audit.Name))
		}
	}
	return ties
}
