package allocation

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docSourcing = assess.Doc{
	ID: "X-01", Point: assess.Allocation, Aspect: assess.Owned, Clause: "7.1, A.5.19",
	Requires: "It is known who is employed and who is contracted, and under which contract",
	Fires:    "sourcing is not stated, or an external person names no contract (minor)",
	Reasons:  []string{"SourcingNotStated", "ExternalWithoutContract"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Set spec.sourcing, and for an External person spec.serviceRef to the OutsourcedService of the contract",
}

func checkSourcing(c *assess.Context, p *api.Person) {
	switch {
	case !facts.Present(c, p):
	case p.Spec.Sourcing == "":
		c.Report(assess.Finding{
			Reason: "SourcingNotStated", Grade: api.GradeMinor, Field: "spec.sourcing",
			Message: "It is not stated whether the person is internal or external",
		})
	case facts.External(p) && p.Spec.ServiceRef == nil:
		c.Report(assess.Finding{
			Reason: "ExternalWithoutContract", Grade: api.GradeMinor, Field: "spec.serviceRef",
			Message: "The person is external, and no contract is named",
		})
	}
}
