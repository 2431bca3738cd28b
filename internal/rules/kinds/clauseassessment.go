package kinds

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// ClauseAssessment is the ISMS as a whole: its scope, its phase and its policy (Clause 4).
func ClauseAssessment() assess.Kind {
	return assess.Of[*api.ClauseAssessment]{
		Name: "ClauseAssessment", Plural: "clauseassessments", Plain: "assessments", Home: assess.Lifecycle,
		Unsaid:     clauseAssessmentUnsaid,
		Happened:   assessmentHappened,
		References: assessmentReferences,
		ValidUntil: func(r *api.ClauseAssessment) api.Date {
			if r.Spec.Certificate == nil {
				return api.Date{}
			}
			return r.Spec.Certificate.ExpiresOn
		},
	}.Kind()
}

func assessmentHappened(a *api.ClauseAssessment) []assess.Happening {
	all := []assess.Happening{
		{Field: "spec.ismsSince", On: a.Spec.IsmsSince, What: "the ISMS began"},
		{Field: "spec.implementationSince", On: a.Spec.ImplementationSince, What: "the implementation began"},
	}
	if cert := a.Spec.Certificate; cert != nil {
		all = append(all, assess.Happening{Field: "spec.certificate.issuedOn", On: cert.IssuedOn, What: "the certificate was issued"})
	}
	if audit := a.Spec.LastExternalAudit; audit != nil {
		all = append(all, assess.Happening{Field: "spec.lastExternalAudit.startsOn", On: audit.StartsOn, What: "the audit took place"})
	}
	for i := range a.Spec.Policy.Signatures.TimestampAuthorities {
		of := &a.Spec.Policy.Signatures.TimestampAuthorities[i]
		h := assess.Happening{Field: facts.TimestampAuthorityField(of, "registeredOn"), On: of.RegisteredOn, What: "the authority for time stamps was registered"}
		if of.RegisteredBy != nil {
			h.By = []*api.Actor{of.RegisteredBy}
		}
		all = append(all, h)
	}
	return all
}

func assessmentReferences(w *assess.World, a *api.ClauseAssessment) []assess.Reference {
	all := assess.ReferToActor(w, "spec.owner", a.Spec.Owner)
	for _, t := range a.Spec.Policy.Competence.MandatoryTraining {
		all = append(all, assess.ReferToEach[*api.SecurityRole](w, fmt.Sprintf("spec.policy.competence.mandatoryTraining[%s].roleRefs", t.Training), t.RoleRefs)...)
	}
	for i := range a.Spec.Policy.Signatures.TimestampAuthorities {
		of := &a.Spec.Policy.Signatures.TimestampAuthorities[i]
		all = append(all, assess.ReferToActor(w, facts.TimestampAuthorityField(of, "registeredBy"), of.RegisteredBy)...)
	}
	return all
}

func clauseAssessmentUnsaid(r *api.ClauseAssessment) (fields []string) {
	fields = facts.Ungiven(nil, "spec.organization", r.Spec.Organization)
	if cert := r.Spec.Certificate; cert != nil {
		fields = facts.Ungiven(fields, "spec.certificate.number", cert.Number)
		fields = facts.Ungiven(fields, "spec.certificate.body", cert.Body)
	}
	if next := r.Spec.NextExternalAudit; next != nil {
		fields = facts.Unending(fields, "spec.nextExternalAudit.startsOn", next.StartsOn)
	}
	for i := range r.Spec.Policy.Reasons {
		reason := &r.Spec.Policy.Reasons[i]
		fields = facts.Unsaid(fields, "spec.policy.reasons["+reason.Field+"].because", reason.Because)
	}
	return fields
}
