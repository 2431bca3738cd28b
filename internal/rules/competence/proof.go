package competence

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

type requirersKey struct{ person *api.Person }

// requirers are the roles that a person holds by the competencies that they take, in
// normal form.
func requirers(c *assess.Context, p *api.Person) map[string][]*api.SecurityRole {
	return assess.Once(c, requirersKey{p}, func(c *assess.Context) map[string][]*api.SecurityRole {
		roles := map[string][]*api.SecurityRole{}
		for _, h := range facts.HoldingsOf(c, p) {
			for i := range h.Role.Spec.RequiredCompetencies {
				name := facts.CompetencyName(h.Role.Spec.RequiredCompetencies[i].Competency)
				roles[name] = append(roles[name], h.Role)
			}
		}
		return roles
	})
}

// requiredBy names the roles, or the mandatory ones alone, that need the competency of
// the record's person.
func requiredBy(c *assess.Context, r *api.CompetencyRecord, mandatoryOnly bool) []string {
	p, ok := assess.Get[*api.Person](c.World, r.Spec.PersonRef.Name)
	if !ok {
		return nil
	}
	var roles []string
	for _, role := range requirers(c, p)[facts.CompetencyName(r.Spec.Competency)] {
		if facts.Mandatory(role) || !mandatoryOnly {
			roles = append(roles, role.Name)
		}
	}
	return roles
}

// proofLapsed is the finding on a proof that has lapsed, and whether there is one.
func proofLapsed(c *assess.Context, r *api.CompetencyRecord) (f assess.Finding, fires bool) {
	if facts.StandingOf(c, r) != facts.Lapsed || facts.ProofHistory(c, r) || facts.OfMandatoryTraining(c, r) {
		return f, false
	}
	f = assess.Finding{Reason: "CertificationExpired", Grade: api.GradeMinor, Field: "spec.validity.validUntil"}
	what := fmt.Sprintf("The proof of %s of %s", facts.Quote(r.Spec.Competency), r.Spec.PersonRef.Name)
	switch v := r.Spec.Validity; {
	case c.Today.Reached(r.Spec.RevokedOn):
		f.Reason, f.Field, f.Since = "CertificationRevoked", "spec.revokedOn", r.Spec.RevokedOn
		f.Message = fmt.Sprintf("%s was withdrawn on %s", what, f.Since)
	case v != nil && c.Today.Past(v.ValidUntil):
		f.Since = v.ValidUntil.AddDays(1)
		f.Message = fmt.Sprintf("%s was valid until %s", what, v.ValidUntil)
	default:
		f.Field = "spec.state"
		f.Message = what + " has lapsed, on a day that nobody knows"
	}
	if roles := requiredBy(c, r, true); len(roles) > 0 {
		f.Grade = api.GradeMajor
		f.Message += ", and was the only one for the mandatory role " + assess.List(roles)
	}
	return f, true
}
