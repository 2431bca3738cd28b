package rules

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

var docContractorCompetence = assess.Doc{
	ID: "P2-15", Point: assess.Competence, Aspect: assess.Covered, Clause: "7.2 b, d, A.5.20",
	Requires: "People whom a supplier sends to work in the ISMS prove their competence as employees do",
	Fires:    "somebody who works under the contract holds a role without proof of what it takes, or the service provides consultancy or internal audit and neither a person of it has any proof of competence nor an assurance report counts (minor), or nobody knows until when a proof counts (unknown)",
	Reasons:  []string{"ContractorCompetenceNotEvidenced"}, Grades: []api.Grade{api.GradeUnknown, api.GradeMinor},
	Remedy: "Have the supplier prove the competence of those who work for you, and record it as CompetencyRecords of these Persons",
}

// peopleByService finds people by the contract that they work under.
var peopleByService = &assess.Index[*api.Person]{
	Keys: func(p *api.Person, yield func(string)) {
		if p.Spec.ServiceRef != nil {
			yield(p.Spec.ServiceRef.Name)
		}
	},
}

func checkContractorCompetence(c *assess.Context, r *api.OutsourcedService) {
	f := assess.Finding{Reason: "ContractorCompetenceNotEvidenced", Grade: api.GradeMinor}
	lacking, undatedOnly, able := contractors(c, r)
	switch {
	case len(lacking) > 0:
		f.Message = "Who works under the contract has no proof of what their role takes: " + assess.List(lacking)
	case len(undatedOnly) > 0:
		f.Grade = api.GradeUnknown
		f.Message = "Nobody knows until when the competence counts of who works under the contract: " + assess.List(undatedOnly)
	case able || !sendsPeople(r) || !started(c, startOf(r)) || assured(c, r):
		return
	default:
		f.Field = "spec.provides"
		f.Message = "The service is the work of people in the ISMS, and no Person who works under the contract has proof of any competence"
	}
	c.Report(f)
}

// contractors judges the external people who work under the contract: who lacks
// proof of what a role takes, whose proof may have lapsed, and whether anybody has
// proof of anything.
func contractors(c *assess.Context, r *api.OutsourcedService) (lacking, undatedOnly []string, able bool) {
	for _, p := range assess.By(c.World, peopleByService, r.Name) {
		if !external(p) || !present(c, p) {
			continue
		}
		for _, record := range assess.By(c.World, recordsByPerson, p.Name) {
			able = able || standingOf(c, record) == proven
		}
		for _, h := range holdingsOf(c, p) {
			for _, m := range matchesOf(c, h) {
				what := fmt.Sprintf("%s in the role %s (%s)", p.Name, h.role.Name, m.required.Competency)
				switch {
				case m.best == undated:
					undatedOnly = append(undatedOnly, what)
				case m.gap():
					lacking = append(lacking, what)
				}
			}
		}
	}
	return lacking, undatedOnly, able
}

// sendsPeople reports whether the service consists in people who work in the ISMS.
func sendsPeople(r *api.OutsourcedService) bool {
	return slices.Contains(r.Spec.Provides, api.ProvidesConsultancy) || slices.Contains(r.Spec.Provides, api.ProvidesInternalAudit)
}

// assured reports whether an assurance report on the supplier counts.
func assured(c *assess.Context, r *api.OutsourcedService) bool {
	return slices.ContainsFunc(r.Spec.AssuranceReports, func(a api.AssuranceReport) bool {
		limit := assuranceLimit(c, a, r.Spec.Criticality == api.CriticalityCritical)
		return !limit.IsZero() && started(c, a.IssuedOn) && !c.Today.Past(limit)
	})
}
