package segregation

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docAuditorEngaged = assess.Doc{
	ID: "D-05", Point: assess.Segregation, Aspect: assess.Covered, Clause: "7.2, 9.2.2 b",
	Requires: "Who is to carry out a planned audit is there to do it",
	Fires:    "the engagement of an auditor of an audit that is planned and not held has ended, or ends before the day planned or begins after it (observation)",
	Reasons:  []string{"AuditorNotEngaged"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Name somebody else in spec.auditors who can audit and is independent, or plan the audit for another day",
	Alone:  "a review or an audit of the past cannot be mended any more",
}

// checkAuditorsEngaged leaves an audit alone that another one has replaced since.
func checkAuditorsEngaged(c *assess.Context, r *api.InternalAudit) {
	on := r.Spec.PlannedOn
	if r.Spec.Skipped != nil || !r.Spec.HeldOn.IsZero() || on.IsZero() || facts.AuditHeldSince(c, on) {
		return
	}
	for i := range r.Spec.Auditors {
		a := &r.Spec.Auditors[i]
		p, ok := assess.Find[*api.Person](c.World, a.PersonRef)
		if !ok {
			continue // D-04 says that nobody knows them
		}
		f := assess.Finding{Reason: "AuditorNotEngaged", Grade: api.GradeObservation, Field: facts.AuditorField(a, "personRef")}
		switch until, from := p.Spec.EngagedUntil, p.Spec.EngagedFrom; {
		case p.Spec.State == api.StateLeft:
			f.Message = fmt.Sprintf("The auditor %s %s, and the audit planned for %s is not held", p.Name, facts.LeftOn(p), on)
		case !until.IsZero() && (until.Before(on) || c.Today.Past(until)):
			f.Message = fmt.Sprintf("The auditor %s is engaged until %s, and the audit planned for %s is not held", p.Name, until, on)
		case from.After(on) && !c.Today.Reached(from):
			f.Message = fmt.Sprintf("The auditor %s is engaged from %s, and the audit is planned for %s", p.Name, from, on)
		default:
			continue
		}
		c.Report(f)
	}
}

var docAuditorCompetent = assess.Doc{
	ID: "D-05", Point: assess.Segregation, Aspect: assess.Covered, Clause: "7.2, 9.2.2 b",
	Requires: "An audit is carried out by somebody who can audit",
	Fires:    "no auditor proves on the day of the audit ISO 27001 expertise as the policy names it, or all that a role with the mandate InternalAuditor takes, or an audit that was held names no auditor (minor; observation while the audit lies ahead, and once it is older than the interval)",
	Reasons:  []string{"AuditorNotCompetent"}, Grades: []api.Grade{api.GradeObservation, api.GradeMinor},
	Remedy: "Record the proof as a CompetencyRecord of an auditor, or have somebody audit who has it",
	Policy: []string{"competence.expertise", "competence.expertiseLevel", "review.auditIntervalMonths"},
	Alone:  "a review or an audit of the past cannot be mended any more",
}

func checkAuditorCompetent(c *assess.Context, r *api.InternalAudit) {
	if r.Spec.Skipped != nil || (len(r.Spec.Auditors) == 0 && !facts.AuditHeld(c, r)) {
		return
	}
	var names []string
	for _, a := range activeAuditors(r) {
		names = append(names, a.Name)
		if a.PersonRef != nil && ableToAudit(c, a.PersonRef.Name, r) {
			return
		}
	}
	message := "The audit names no auditor"
	if len(names) > 0 {
		message = "No auditor has proof of being able to audit: " + assess.List(names)
	}
	c.Report(assess.Finding{Reason: "AuditorNotCompetent", Grade: facts.AuditorProofGrading(c, r)(api.GradeMinor), Field: "spec.auditors", Message: message})
}

// ableToAudit reports whether somebody proves auditor competence for the audit.
func ableToAudit(c *assess.Context, person string, r *api.InternalAudit) bool {
	return facts.ExpertFor(c, person, r) || slices.ContainsFunc(auditorProfiles(c), func(required []api.RequiredCompetency) bool {
		return !slices.ContainsFunc(required, func(q api.RequiredCompetency) bool { return !facts.Masters(c, person, &q, r) })
	})
}

type auditorProfilesKey struct{}

// auditorProfiles are what roles of auditors take, each once, however many roles take it.
func auditorProfiles(c *assess.Context) [][]api.RequiredCompetency {
	return assess.Once(c, auditorProfilesKey{}, func(c *assess.Context) [][]api.RequiredCompetency {
		var all [][]api.RequiredCompetency
		seen := map[string]bool{}
		for _, role := range assess.By(c.World, facts.RolesByMandate, string(api.MandateInternalAuditor)) {
			required := role.Spec.RequiredCompetencies
			if key := fmt.Sprintf("%q", required); len(required) > 0 && !seen[key] {
				seen[key] = true
				all = append(all, required)
			}
		}
		return all
	})
}
