package facts

import (
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// AuditHeld reports whether the audit took place.
func AuditHeld(c *assess.Context, r *api.InternalAudit) bool {
	return c.Today.Reached(r.Spec.HeldOn)
}

type latestAuditKey struct{}

// LatestAudit is the internal audit held last; nil if none ever was.
func LatestAudit(c *assess.Context) *api.InternalAudit {
	return assess.Once(c, latestAuditKey{}, func(c *assess.Context) *api.InternalAudit {
		var last *api.InternalAudit
		for r := range assess.All[*api.InternalAudit](c.World) {
			if AuditHeld(c, r) && (last == nil || r.Spec.HeldOn.After(last.Spec.HeldOn)) {
				last = r
			}
		}
		return last
	})
}

// AuditHeldSince reports whether an audit was held on the day or after it.
func AuditHeldSince(c *assess.Context, on api.Date) bool {
	last := LatestAudit(c)
	return last != nil && !on.IsZero() && !last.Spec.HeldOn.Before(on)
}

// AuditGrading grades findings on the auditors. An audit that is older than the
// interval proves nothing any more, and what it lacks cannot be mended.
func AuditGrading(c *assess.Context, r *api.InternalAudit) Grading {
	if AuditHeld(c, r) && c.Today.Past(r.Spec.HeldOn.AddMonths(c.Policy.AuditInterval())) {
		return func(api.Grade) api.Grade { return api.GradeObservation }
	}
	return func(g api.Grade) api.Grade { return g }
}

// AuditorProofGrading grades findings on what auditors prove. Until the day of an audit
// that is planned there is time to prove it.
func AuditorProofGrading(c *assess.Context, r *api.InternalAudit) Grading {
	if planned := r.Spec.PlannedOn; !AuditHeld(c, r) && !planned.IsZero() && !c.Today.Past(planned) {
		return func(api.Grade) api.Grade { return api.GradeObservation }
	}
	return AuditGrading(c, r)
}

// Masters reports whether somebody proves a competency for the audit.
func Masters(c *assess.Context, person string, required *api.RequiredCompetency, r *api.InternalAudit) bool {
	for _, record := range assess.By(c.World, recordsByProof, proofKey(person, required.Competency)) {
		if atLeast(record.Spec.Level, required.Level) &&
			(len(required.AcceptedBases) == 0 || slices.Contains(required.AcceptedBases, record.Spec.Basis)) &&
			provesFor(c, record, r) {
			return true
		}
	}
	return false
}

// ExpertFor reports whether somebody proves ISO 27001 expertise, as the policy names it,
// for the audit. A level that is not stated is no reason to say that they do not.
func ExpertFor(c *assess.Context, person string, r *api.InternalAudit) bool {
	for _, name := range c.Policy.Expertise() {
		for _, record := range assess.By(c.World, recordsByProof, proofKey(person, name)) {
			if ExpertLevel(c, record) != LevelLow && provesFor(c, record, r) {
				return true
			}
		}
	}
	return false
}

// provesFor reports whether the record is proof on the day on which the audit was
// held, or now for one that is to come.
func provesFor(c *assess.Context, record *api.CompetencyRecord, r *api.InternalAudit) bool {
	if !AuditHeld(c, r) {
		return StandingOf(c, record) == Proven
	}
	s, on := &record.Spec, r.Spec.HeldOn
	v := s.Validity
	switch {
	case s.AchievedOn.IsZero(), on.Before(s.AchievedOn), !s.RevokedOn.IsZero() && !on.Before(s.RevokedOn):
		return false
	case Ineffective(c, record) && !on.Before(s.Effectiveness.EvaluatedOn):
		return false
	case s.Basis == api.BasisSelfAssertion, s.Basis == "", !Evidenced(c, record), v == nil:
		return false
	case v.ValidUntil.IsZero():
		return Endless(v.Evergreen) && !on.Before(v.ValidFrom)
	}
	return !on.Before(v.ValidFrom) && !on.After(v.ValidUntil)
}
