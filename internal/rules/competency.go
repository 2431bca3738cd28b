package rules

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

func competencyRecord() assess.Kind {
	return assess.AboutPeople(assess.KindOf("CompetencyRecord", "competencyrecords", assess.Competence,
		func(r *api.CompetencyRecord) api.Date {
			if r.Spec.Validity == nil {
				return api.Date{}
			}
			return r.Spec.Validity.ValidUntil
		},
		append(common(competencyFacts, competencyReferences, nil),
			assess.On(docCertExpired, checkCertExpired),
			assess.On(docCertExpiring, checkCertExpiring),
			assess.On(docNotVerified, checkVerified),
			assess.On(docEffectiveness, checkEffectiveness),
			assess.On(docTraining, checkPlanOverdue),
			assess.On(docSelfVerified, checkSelfVerified),
		)...))
}

func competencyFacts(r *api.CompetencyRecord) []fact {
	facts := []fact{
		{"spec.achievedOn", r.Spec.AchievedOn, "the competency was attained"},
		{"spec.revokedOn", r.Spec.RevokedOn, "the proof was withdrawn"},
	}
	if v := r.Spec.Verification; v != nil {
		facts = append(facts, fact{"spec.verification.verifiedOn", v.VerifiedOn, "the proof was checked"})
	}
	if e := r.Spec.Effectiveness; e != nil {
		facts = append(facts, fact{"spec.effectiveness.evaluatedOn", e.EvaluatedOn, "the effect was evaluated"})
	}
	return facts
}

func competencyReferences(w *assess.World, r *api.CompetencyRecord) []reference {
	all := append(ownerReferences(w, "spec.owner", r.Spec.Owner),
		to[*api.Person](w, "spec.personRef", "Person", &r.Spec.PersonRef)...)
	if v := r.Spec.Verification; v != nil {
		all = append(all, to[*api.Person](w, "spec.verification.by", "Person", &v.By)...)
	}
	return all
}

// history reports whether the record no longer matters: its person has left, or
// a newer record proves the same.
func history(c *assess.Context, r *api.CompetencyRecord) bool {
	p, ok := assess.Get[*api.Person](c.World, r.Spec.PersonRef.Name)
	return (ok && !present(c, p)) || superseded(c, r)
}

type requirersKey struct{ person *api.Person }

// requirers are the roles that a person holds by the competencies that they take, in
// normal form.
func requirers(c *assess.Context, p *api.Person) map[string][]*api.SecurityRole {
	return assess.Once(c, requirersKey{p}, func(c *assess.Context) map[string][]*api.SecurityRole {
		roles := map[string][]*api.SecurityRole{}
		for _, h := range holdingsOf(c, p) {
			for i := range h.role.Spec.RequiredCompetencies {
				name := normal(h.role.Spec.RequiredCompetencies[i].Competency)
				roles[name] = append(roles[name], h.role)
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
	for _, role := range requirers(c, p)[normal(r.Spec.Competency)] {
		if mandatory(role) || !mandatoryOnly {
			roles = append(roles, role.Name)
		}
	}
	return roles
}

var docCertExpired = assess.Doc{
	ID: "P2-07", Aspect: assess.Current, Clause: "7.2 d",
	Requires: "Proof of a competency is current",
	Fires:    "the proof has expired or was withdrawn (minor; major if it was the only proof for a mandatory role), or nobody knows until when it counts (unknown); proof of a mandatory training is left to P2-11",
	Reasons:  []string{"CertificationExpired", "CertificationRevoked", "ValidityUnknown"},
	Grades:   []api.Grade{api.GradeUnknown, api.GradeMinor, api.GradeMajor},
	Remedy:   "Renew the proof and set spec.validity.validUntil, or record the new one as a CompetencyRecord of its own",
}

func checkCertExpired(c *assess.Context, r *api.CompetencyRecord) {
	if standingOf(c, r) == undated && !history(c, r) && !ofMandatoryTraining(c, r) {
		c.Report(assess.Finding{
			Reason: "ValidityUnknown", Grade: api.GradeUnknown, Field: "spec.validity",
			Message: fmt.Sprintf("Nobody knows until when the proof of %s counts", quote(r.Spec.Competency)),
			Remedy:  "Set spec.validity.validUntil, or spec.validity.evergreen with the reason why it never lapses",
		})
	}
	if f, fires := proofLapsed(c, r); fires {
		c.Report(f)
	}
}

// proofLapsed is the finding on a proof that has lapsed, and whether there is one.
func proofLapsed(c *assess.Context, r *api.CompetencyRecord) (f assess.Finding, fires bool) {
	if standingOf(c, r) != lapsed || history(c, r) || ofMandatoryTraining(c, r) {
		return f, false
	}
	f = assess.Finding{Reason: "CertificationExpired", Grade: api.GradeMinor, Field: "spec.validity.validUntil"}
	if c.Today.Reached(r.Spec.RevokedOn) {
		f.Reason, f.Field, f.Since = "CertificationRevoked", "spec.revokedOn", r.Spec.RevokedOn
		f.Message = fmt.Sprintf("The proof of %s of %s was withdrawn on %s", quote(r.Spec.Competency), r.Spec.PersonRef.Name, f.Since)
	} else {
		f.Since = r.Spec.Validity.ValidUntil.AddDays(1)
		f.Message = fmt.Sprintf("The proof of %s of %s was valid until %s", quote(r.Spec.Competency), r.Spec.PersonRef.Name, r.Spec.Validity.ValidUntil)
	}
	if roles := requiredBy(c, r, true); len(roles) > 0 {
		f.Grade = api.GradeMajor
		f.Message += ", and was the only one for the mandatory role " + assess.List(roles)
	}
	return f, true
}

var docCertExpiring = assess.Doc{
	ID: "P2-08", Aspect: assess.Current, Clause: "7.2 d",
	Requires: "Proof of a competency is renewed before it lapses",
	Fires:    "the proof lapses within the warning window (observation); proof of a mandatory training is left to P2-11",
	Reasons:  []string{"CertificationExpiring"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Renew the proof in time",
	Policy: []string{"competencyWarningDays"},
}

func checkCertExpiring(c *assess.Context, r *api.CompetencyRecord) {
	v := r.Spec.Validity
	if v == nil || v.ValidUntil.IsZero() || standingOf(c, r) != proven {
		return
	}
	if c.Today.Reached(v.ValidUntil.AddDays(-c.Policy.CompetencyWarning())) && !history(c, r) && !ofMandatoryTraining(c, r) {
		c.Report(assess.Finding{
			Reason: "CertificationExpiring", Grade: api.GradeObservation, Field: "spec.validity.validUntil",
			Message: fmt.Sprintf("The proof of %s of %s is valid until %s", quote(r.Spec.Competency), r.Spec.PersonRef.Name, v.ValidUntil),
		})
	}
}

var docNotVerified = assess.Doc{
	ID: "P2-09", Aspect: assess.Covered, Clause: "7.2 d",
	Requires: "A competency rests on more than a CV or somebody's word",
	Fires:    "the record is a self-assertion, states no basis, or has neither evidence, credential nor a check (minor)",
	Reasons:  []string{"EvidenceNotVerified"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Add the certificate or another document as evidence, or have somebody else verify it",
}

func checkVerified(c *assess.Context, r *api.CompetencyRecord) {
	sound := r.Spec.Basis == api.BasisTraining && evidenced(c, r) // without effect, which rule P2-10 reports
	if standingOf(c, r) != unverified || sound || history(c, r) {
		return
	}
	f := assess.Finding{Reason: "EvidenceNotVerified", Grade: api.GradeMinor, Field: "spec.evidence"}
	switch r.Spec.Basis {
	case api.BasisSelfAssertion:
		f.Field, f.Message = "spec.basis", fmt.Sprintf("The competency %s rests on the person's own word", quote(r.Spec.Competency))
	case "":
		f.Field, f.Message = "spec.basis", fmt.Sprintf("It is not stated what the competency %s rests on", quote(r.Spec.Competency))
	default:
		f.Message = fmt.Sprintf("Neither evidence, nor a credential ID, nor a check by somebody else supports the competency %s", quote(r.Spec.Competency))
	}
	c.Report(f)
}

var docEffectiveness = assess.Doc{
	ID: "P2-10", Aspect: assess.Covered, Clause: "7.2 c",
	Requires: "The effect of training is evaluated",
	Fires:    "a training has no effectiveness check, or one from before it was had (observation; minor if a role of the person requires it), or had no effect, so that it proves nothing (minor)",
	Reasons:  []string{"EffectivenessNotEvaluated", "TrainingNotEffective"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeMinor},
	Remedy:   "Evaluate the effect and set spec.effectiveness",
}

func checkEffectiveness(c *assess.Context, r *api.CompetencyRecord) {
	if r.Spec.Basis != api.BasisTraining || standingOf(c, r) < unverified || history(c, r) {
		return
	}
	e := r.Spec.Effectiveness
	switch {
	case e != nil && c.Today.Reached(e.EvaluatedOn) && e.Result == api.ResultNotEffective:
		c.Report(assess.Finding{
			Reason: "TrainingNotEffective", Grade: api.GradeMinor, Field: "spec.effectiveness.result", Since: e.EvaluatedOn,
			Message: fmt.Sprintf("The training %s had no effect, as evaluated on %s", quote(r.Spec.Competency), e.EvaluatedOn),
			Remedy:  "Train again or otherwise, and evaluate the effect",
		})
	case e == nil || !c.Today.Reached(e.EvaluatedOn) || e.EvaluatedOn.Before(r.Spec.AchievedOn):
		grade := api.GradeObservation
		if len(requiredBy(c, r, false)) > 0 {
			grade = api.GradeMinor
		}
		c.Report(assess.Finding{
			Reason: "EffectivenessNotEvaluated", Grade: grade, Field: "spec.effectiveness",
			Message: fmt.Sprintf("The effect of the training %s was not evaluated", quote(r.Spec.Competency)),
		})
	}
}

func checkPlanOverdue(c *assess.Context, r *api.CompetencyRecord) {
	if plan := r.Spec.Plan; plan != nil && standingOf(c, r) == planned && c.Today.Past(plan.DueOn) && !history(c, r) {
		c.Report(assess.Finding{
			Reason: "TrainingOverdue", Grade: api.GradeMinor, Field: "spec.plan.dueOn", Since: plan.DueOn.AddDays(1),
			Message: fmt.Sprintf("%s was to be attained by %s", quote(r.Spec.Competency), plan.DueOn),
			Remedy:  "Set spec.achievedOn if it was attained, or agree on a new spec.plan.dueOn",
		})
	}
}

var docSelfVerified = assess.Doc{
	ID: "P2-14", Aspect: assess.Owned, Clause: "7.2 d, A.5.3",
	Requires: "Nobody verifies their own competency",
	Fires:    "the verifier is the person whose competency it is (minor)",
	Reasons:  []string{"SelfVerifiedCompetence"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Have somebody else verify the competency, and name them in spec.verification.by",
}

func checkSelfVerified(c *assess.Context, r *api.CompetencyRecord) {
	if v := r.Spec.Verification; v != nil && v.By.Name == r.Spec.PersonRef.Name && !history(c, r) {
		c.Report(assess.Finding{
			Reason: "SelfVerifiedCompetence", Grade: api.GradeMinor, Field: "spec.verification.by",
			Message: fmt.Sprintf("%s verified their own competency %s", r.Spec.PersonRef.Name, quote(r.Spec.Competency)),
		})
	}
}
