package outsourcing

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docServiceRegistered = assess.Doc{
	ID: "P7-08", Point: assess.Outsourcing, Aspect: assess.Covered, Clause: "8.1, A.5.19",
	Requires: "A service that a record relies on is in the register of services",
	Fires:    "the record names an OutsourcedService that is not in the namespace (minor)",
	Reasons:  []string{"ServiceNotRegistered"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Record the service as an OutsourcedService, or name one that is in the register",
}

// registered makes rule P7-08 for a kind, of those of its references that name this rule.
func registered[T api.Record]() assess.Rule {
	return assess.On(docServiceRegistered, func(c *assess.Context, r T) {
		if c.Kind().Replaced(c, r) {
			return
		}
		for _, named := range c.Kind().References(c.World, r) {
			if named.Rule == docServiceRegistered.ID && !named.Found {
				c.Report(assess.Finding{
					Reason: "ServiceNotRegistered", Grade: api.GradeMinor, Field: named.Field,
					Message: fmt.Sprintf("%s names the service %s, which is not in the register", named.Field, facts.Quote(named.Name)),
				})
			}
		}
	})
}
