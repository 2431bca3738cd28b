package competence

import (
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docContractorCompetence = assess.Doc{
	ID: "P2-15", Point: assess.Competence, Aspect: assess.Covered, Clause: "7.2 b, d, A.5.20",
	Requires: "People whom a supplier sends to work in the ISMS prove their competence as employees do",
	Fires:    "the service provides consultancy or internal audit, and neither a person of it has any proof of competence nor an assurance report counts (minor); what somebody who holds a role lacks is left to P2-04 and P2-05",
	Reasons:  []string{"ContractorCompetenceNotEvidenced"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Have the supplier prove the competence of those who work for you, and record it as CompetencyRecords of these Persons",
}

func checkContractorCompetence(c *assess.Context, r *api.OutsourcedService) {
	if facts.ServiceSupply(r).Retired(c) {
		return
	}
	if !sendsPeople(r) || !facts.Started(c, facts.ServiceStart(r)) || assured(c, r) || contractorsJudged(c, r) {
		return
	}
	c.Report(assess.Finding{
		Reason: "ContractorCompetenceNotEvidenced", Grade: api.GradeMinor, Field: "spec.provides",
		Message: "The service is the work of people in the ISMS, and no Person who works under the contract has proof of any competence",
	})
}

// contractorsJudged reports whether a person who works under the contract has proof
// of anything, or lacks proof in a role, where rules P2-04 and P2-05 say so.
func contractorsJudged(c *assess.Context, r *api.OutsourcedService) bool {
	for _, p := range assess.By(c.World, facts.PeopleByService, r.Name) {
		if !facts.External(p) || !facts.Present(c, p) {
			continue
		}
		for _, record := range assess.By(c.World, facts.RecordsByPerson, p.Name) {
			if facts.StandingOf(c, record) == facts.Proven {
				return true
			}
		}
		if slices.ContainsFunc(facts.HoldingsOf(c, p), func(h facts.Holding) bool {
			return slices.ContainsFunc(facts.MatchesOf(c, h), func(m facts.Match) bool { return m.Gap() })
		}) {
			return true
		}
	}
	return false
}

// sendsPeople reports whether the service consists in people who work in the ISMS.
func sendsPeople(r *api.OutsourcedService) bool {
	return slices.Contains(r.Spec.Provides, api.ProvidesConsultancy) || slices.Contains(r.Spec.Provides, api.ProvidesInternalAudit)
}

// assured reports whether an assurance report on the supplier counts.
func assured(c *assess.Context, r *api.OutsourcedService) bool {
	return slices.ContainsFunc(r.Spec.AssuranceReports, func(a api.AssuranceReport) bool {
		limit := facts.AssuranceLimit(c, a)
		return !limit.IsZero() && facts.Started(c, a.IssuedOn) && !c.Today.Past(limit)
	})
}
