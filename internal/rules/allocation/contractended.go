package allocation

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docContractEnded = assess.Doc{
	ID: "X-02", Point: assess.Allocation, Aspect: assess.Current, Clause: "7.1, A.5.19",
	Requires: "An external holder works under a contract that runs",
	Fires:    "the contract of an external holder has ended (minor; major for a mandatory role)",
	Reasons:  []string{"ExternalContractEnded"}, Grades: []api.Grade{api.GradeMinor, api.GradeMajor},
	Remedy: "Renew the contract and its term, or end the assignment and assign a successor",
}

func checkContractEnded(c *assess.Context, r *api.SecurityRole) {
	for _, h := range facts.Holders(c, r) {
		service, ok := assess.Find[*api.OutsourcedService](c.World, h.Person.Spec.ServiceRef)
		if !facts.External(h.Person) || !ok {
			continue
		}
		f := assess.Finding{Reason: "ExternalContractEnded", Grade: facts.RoleGrade(r), Field: facts.AssignmentField(h.Assignment, "personRef")}
		switch term := service.Spec.Term; {
		case c.Today.Reached(service.Spec.RetiredOn):
			f.Since = service.Spec.RetiredOn
		case term != nil && c.Today.Past(term.End):
			f.Since = term.End.AddDays(1)
		default:
			continue
		}
		f.Message = fmt.Sprintf("%s holds the role %s, and their contract %s is over since %s", h.Person.Name, facts.Quote(r.Spec.Title), service.Name, f.Since)
		c.Report(f)
	}
}
