package kinds

import (
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// CompetencyRecord is proof that a person has a competency (Clause 7.2 d).
func CompetencyRecord() assess.Kind {
	return assess.Of[*api.CompetencyRecord]{
		Name: "CompetencyRecord", Plural: "competencyrecords", Plain: "proofs of competency", Home: assess.Competence,
		Happened: competencyHappened,
		Acts:     competencyActs,
		Begins: func(w *assess.World, r *api.CompetencyRecord) api.Date {
			if p, ok := assess.Get[*api.Person](w, r.Spec.PersonRef.Name); ok {
				return p.Spec.EngagedFrom
			}
			return api.Date{}
		},
		Unsaid:     competencyRecordUnsaid,
		References: competencyReferences,
		Personal:   true,
		ValidUntil: func(r *api.CompetencyRecord) api.Date {
			if r.Spec.Validity == nil {
				return api.Date{}
			}
			return r.Spec.Validity.ValidUntil
		},
	}.Kind()
}

func competencyHappened(r *api.CompetencyRecord) []assess.Happening {
	all := []assess.Happening{
		{Field: "spec.achievedOn", On: r.Spec.AchievedOn, What: "the competency was attained"},
		{Field: "spec.revokedOn", On: r.Spec.RevokedOn, What: "the proof was withdrawn"},
	}
	if n := r.Spec.Coverage; n != nil {
		all = append(all, assess.Happening{Field: "spec.coverage.asOf", On: n.AsOf, What: "the group was counted"})
	}
	if v := r.Spec.Verification; v != nil {
		all = append(all, assess.Happening{Field: "spec.verification.verifiedOn", On: v.VerifiedOn, What: "the proof was checked", By: []*api.Actor{&v.By}, Known: true})
	}
	if e := r.Spec.Effectiveness; e != nil {
		all = append(all, assess.Happening{Field: "spec.effectiveness.evaluatedOn", On: e.EvaluatedOn, What: "the effect was evaluated"})
	}
	return all
}

// competencyActs is the verification of a proof: of the competency and all that proves it. What
// is found out about it later, such as a withdrawal, may follow.
func competencyActs(r *api.CompetencyRecord) []assess.Act {
	v := r.Spec.Verification
	if v == nil {
		return nil
	}
	of := r.Spec.DeepCopy()
	of.Owner, of.CoOwners, of.Review = nil, nil, nil
	of.RevokedOn, of.Verification, of.Effectiveness, of.Plan = api.Date{}, nil, nil, nil
	for i := range of.Evidence {
		of.Evidence[i].Withdrawn = nil
	}
	slices.SortFunc(of.Evidence, func(a, b api.Evidence) int { return strings.Compare(a.Name, b.Name) })
	return []assess.Act{{
		What: api.ActVerification, At: "spec.verification", Place: []any{"verification"}, ByField: "by", OnField: "verifiedOn", SignatureField: "signature",
		By: &v.By, On: v.VerifiedOn, Signature: v.Signature, Content: of,
	}}
}

func competencyReferences(w *assess.World, r *api.CompetencyRecord) []assess.Reference {
	all := assess.ReferToActor(w, "spec.owner", r.Spec.Owner)
	if n := r.Spec.Coverage; n != nil {
		all = append(all, assess.ReferToEach[*api.SecurityRole](w, "spec.coverage.roleRefs", n.RoleRefs)...)
	} else {
		all = append(all, assess.ReferTo[*api.Person](w, "spec.personRef", &r.Spec.PersonRef)...)
	}
	if v := r.Spec.Verification; v != nil {
		all = append(all, assess.ReferToActor(w, "spec.verification.by", &v.By)...)
	}
	return all
}

func competencyRecordUnsaid(r *api.CompetencyRecord) (fields []string) {
	fields = facts.Unsaid(nil, "spec.competency", r.Spec.Competency)
	fields = facts.Ungiven(fields, "spec.credentialID", r.Spec.CredentialID)
	if v := r.Spec.Validity; v != nil {
		fields = facts.Unending(fields, "spec.validity.validUntil", v.ValidUntil)
	}
	return fields
}
