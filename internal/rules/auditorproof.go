package rules

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

var docAuditorCompetent = assess.Doc{
	ID: "D-05", Point: assess.Segregation, Aspect: assess.Covered, Clause: "7.2, 9.2.2 b",
	Requires: "An audit is carried out by somebody who can audit",
	Fires:    "no auditor proves on the day of the audit ISO 27001 expertise as the policy names it, or all that a role with the mandate InternalAuditor takes, or an audit that was held names no auditor (minor; observation while the audit lies ahead, and once it is older than the interval)",
	Reasons:  []string{"AuditorNotCompetent"}, Grades: []api.Grade{api.GradeObservation, api.GradeMinor},
	Remedy: "Record the proof as a CompetencyRecord of an auditor, or have somebody audit who has it",
	Policy: []string{"expertiseCompetencies", "auditIntervalMonths"},
}

func checkAuditorCompetent(c *assess.Context, r *api.InternalAudit) {
	if r.Spec.Skipped != nil || (len(r.Spec.Auditors) == 0 && !auditHeld(c, r)) {
		return
	}
	var names []string
	for i := range r.Spec.Auditors {
		a := &r.Spec.Auditors[i]
		names = append(names, a.Name)
		if a.PersonRef != nil && ableToAudit(c, a.PersonRef.Name, r) {
			return
		}
	}
	message := "The audit names no auditor"
	if len(names) > 0 {
		message = "No auditor has proof of being able to audit: " + assess.List(names)
	}
	c.Report(assess.Finding{Reason: "AuditorNotCompetent", Grade: proofGrading(c, r)(api.GradeMinor), Field: "spec.auditors", Message: message})
}

// ableToAudit reports whether somebody proves auditor competence for the audit.
func ableToAudit(c *assess.Context, person string, r *api.InternalAudit) bool {
	for _, name := range c.Policy.Expertise() {
		if masters(c, person, &api.RequiredCompetency{Competency: name}, r) {
			return true
		}
	}
	return slices.ContainsFunc(auditorProfiles(c), func(required []api.RequiredCompetency) bool {
		return !slices.ContainsFunc(required, func(q api.RequiredCompetency) bool { return !masters(c, person, &q, r) })
	})
}

type auditorProfilesKey struct{}

// auditorProfiles are what roles of auditors take, each once, however many roles take it.
func auditorProfiles(c *assess.Context) [][]api.RequiredCompetency {
	return assess.Once(c, auditorProfilesKey{}, func(c *assess.Context) [][]api.RequiredCompetency {
		var all [][]api.RequiredCompetency
		seen := map[string]bool{}
		for _, role := range assess.By(c.World, rolesByMandate, string(api.MandateInternalAuditor)) {
			required := role.Spec.RequiredCompetencies
			if key := fmt.Sprintf("%q", required); len(required) > 0 && !seen[key] {
				seen[key] = true
				all = append(all, required)
			}
		}
		return all
	})
}

// masters reports whether somebody proves a competency for the audit.
func masters(c *assess.Context, person string, required *api.RequiredCompetency, r *api.InternalAudit) bool {
	for _, record := range assess.By(c.World, recordsByProof, proofKey(person, required.Competency)) {
		if atLeast(record.Spec.Level, required.Level) &&
			(len(required.AcceptedBases) == 0 || slices.Contains(required.AcceptedBases, record.Spec.Basis)) &&
			provesFor(c, record, r) {
			return true
		}
	}
	return false
}

// provesFor reports whether the record is proof on the day on which the audit was
// held, or now for one that is to come.
func provesFor(c *assess.Context, record *api.CompetencyRecord, r *api.InternalAudit) bool {
	if !auditHeld(c, r) {
		return standingOf(c, record) == proven
	}
	s, on := &record.Spec, r.Spec.HeldOn
	v := s.Validity
	switch {
	case s.AchievedOn.IsZero(), on.Before(s.AchievedOn), !s.RevokedOn.IsZero() && !on.Before(s.RevokedOn):
		return false
	case ineffective(c, record) && !on.Before(s.Effectiveness.EvaluatedOn):
		return false
	case s.Basis == api.BasisSelfAssertion, s.Basis == "", !evidenced(c, record), v == nil:
		return false
	case v.ValidUntil.IsZero():
		return v.Evergreen != nil && !on.Before(v.ValidFrom)
	}
	return !on.Before(v.ValidFrom) && !on.After(v.ValidUntil)
}
