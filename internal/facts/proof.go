package facts

import (
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// ProofHistory reports whether the record no longer matters: its person has left, or
// a newer record proves the same, or counts the same group.
func ProofHistory(c *assess.Context, r *api.CompetencyRecord) bool {
	if r.Spec.Coverage != nil {
		return CountReplaced(c, r)
	}
	p, ok := assess.Get[*api.Person](c.World, r.Spec.PersonRef.Name)
	return (ok && !Present(c, p)) || superseded(c, r)
}

// Standing is how much a competency record proves on the day.
type Standing int

// How much a record proves, the least first.
const (
	Unclear    Standing = iota // nothing says whether it was attained, is planned or has lapsed
	Planned                    // not attained yet
	Lapsed                     // attained, but expired or withdrawn
	Unverified                 // claimed by the person, without any proof, or without effect
	Undated                    // proved, but nobody knows until when
	Proven                     // proved and current
)

// StandingOf returns how much the record proves on the day. What is counted of a group is
// claimed by whoever counted, and proves nothing of one person.
func StandingOf(c *assess.Context, r *api.CompetencyRecord) Standing {
	s := &r.Spec
	if n := s.Coverage; n != nil {
		if !c.Today.Reached(n.AsOf) || CountDone(n) == 0 {
			return Planned
		}
		return Unverified
	}
	v := s.Validity
	switch {
	case !s.AchievedOn.IsZero() && !c.Today.Reached(s.AchievedOn):
		return Planned
	case c.Today.Reached(s.RevokedOn), v != nil && c.Today.Past(v.ValidUntil), s.State == api.ProofLapsed:
		return Lapsed
	case s.AchievedOn.IsZero() && s.State == "":
		if s.Plan == nil {
			return Unclear
		}
		return Planned
	case v != nil && !Started(c, v.ValidFrom):
		return Planned
	case s.Basis == api.BasisSelfAssertion, s.Basis == "", !Evidenced(c, r), Ineffective(c, r):
		return Unverified
	case v == nil || (v.ValidUntil.IsZero() && !Endless(v.Evergreen)):
		return Undated
	}
	return Proven
}

// Evidenced reports whether anything but the person's word supports the record:
// a document, a credential that the issuer confirms, or somebody else's check of what
// was attained by then.
func Evidenced(c *assess.Context, r *api.CompetencyRecord) bool {
	v := r.Spec.Verification
	return HasOnFile(r.Spec.Evidence) || Given(r.Spec.CredentialID) ||
		(v != nil && len(PeopleBehind(c, &v.By, v.VerifiedOn)) > 0 && !VerifiedThemselves(c, r) && c.Today.Reached(v.VerifiedOn) && !v.VerifiedOn.Before(r.Spec.AchievedOn))
}

// VerifiedThemselves reports whether who verified a competency is the person whose it is.
func VerifiedThemselves(c *assess.Context, r *api.CompetencyRecord) bool {
	v := r.Spec.Verification
	return v != nil && OneOf(c, &v.By, v.VerifiedOn, []string{r.Spec.PersonRef.Name})
}

// levels orders competency levels; an absent level is below all.
var levels = []api.CompetencyLevel{"", api.LevelAwareness, api.LevelFoundation, api.LevelPractitioner, api.LevelExpert}

func atLeast(held, required api.CompetencyLevel) bool {
	return slices.Index(levels, held) >= slices.Index(levels, required)
}

type longestProofsKey struct{ proof string }

// longestProofs are the current proofs of one competency of one person that count
// longest among those of at least a level, by the position of the level; the first is
// for a level that none is.
func longestProofs(c *assess.Context, proof string) []*api.CompetencyRecord {
	return assess.Once(c, longestProofsKey{proof}, func(c *assess.Context) []*api.CompetencyRecord {
		longest := make([]*api.CompetencyRecord, len(levels)+1)
		for _, r := range assess.By(c.World, recordsByProof, proof) {
			if StandingOf(c, r) != Proven {
				continue
			}
			for i := range slices.Index(levels, r.Spec.Level) + 2 {
				if longest[i] == nil || outlasts(r, longest[i]) {
					longest[i] = r
				}
			}
		}
		return longest
	})
}

// superseded reports whether another record proves the same competency of the
// same person, and for longer where this one is still proof, so that this one is
// history.
func superseded(c *assess.Context, r *api.CompetencyRecord) bool {
	longest := longestProofs(c, proofKey(r.Spec.PersonRef.Name, r.Spec.Competency))
	other := longest[slices.Index(levels, r.Spec.Level)+1]
	return other != nil && other != r && (StandingOf(c, r) != Proven || outlasts(other, r))
}

// outlasts reports whether one proof counts for longer than another. Of two that
// never lapse, neither does.
func outlasts(a, b *api.CompetencyRecord) bool {
	if Endless(b.Spec.Validity.Evergreen) {
		return false
	}
	return Endless(a.Spec.Validity.Evergreen) || a.Spec.Validity.ValidUntil.After(b.Spec.Validity.ValidUntil)
}

// Ineffective reports whether the evaluation of a training found no effect; such a
// training proves nothing from that day on.
func Ineffective(c *assess.Context, r *api.CompetencyRecord) bool {
	e := r.Spec.Effectiveness
	return r.Spec.Basis == api.BasisTraining && e != nil && e.Result == api.ResultNotEffective && c.Today.Reached(e.EvaluatedOn)
}
