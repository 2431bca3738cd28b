package changes

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// Fields of a ClauseAssessment on which all sign-offs rest.
const (
	requiredFromField = "spec.policy.signatures.requiredFrom"
	earlierUntilField = "spec.policy.signatures.earlierUntil"
	subjectsField     = "spec.policy.signatures.subjects"
	ismsField         = "spec.isms"
)

// policy tells where fewer approvals have to be signed, and that the ISMS is another. The
// assessments in force are compared, whatever they are called.
func (s *signOffs) policy() {
	was, is := s.before.inForce(), s.after.inForce()
	if was == nil || was == is {
		return
	}
	ref := assess.Ref{Kind: "ClauseAssessment", Name: was.Name}
	if is == nil {
		if s.after.There(ref) {
			return
		}
		is = &api.ClauseAssessment{Spec: api.ClauseAssessmentSpec{Isms: was.Spec.Isms}}
	} else {
		ref.Name = is.Name
	}
	switch old, now := was.Spec.Isms, is.Spec.Isms; {
	case old == "" || old == now:
	case now == "":
		s.say(ref, ismsField, ISMSChanged, fmt.Sprintf("The ISMS was %s and has no identifier any more", old))
	default:
		s.say(ref, ismsField, ISMSChanged, fmt.Sprintf("The ISMS was %s and is %s", old, now))
	}
	old, now := &was.Spec.Policy.Signatures, &is.Spec.Policy.Signatures
	switch from, to := old.RequiredFrom, now.RequiredFrom; {
	case from.IsZero():
		return
	case to.IsZero():
		s.say(ref, requiredFromField, SignaturesRequiredLater, fmt.Sprintf("Approvals had to be signed from %s on, and have not to be any more", from))
		return
	case to.After(from):
		s.say(ref, requiredFromField, SignaturesRequiredLater, fmt.Sprintf("Approvals had to be signed from %s on, and have to be from %s on", from, to))
	default:
		if was, is := old.EarlierLapse().AddDays(-1), now.EarlierLapse().AddDays(-1); is.After(was) {
			s.say(ref, earlierUntilField, SignaturesRequiredLater, fmt.Sprintf("Records rested on unsigned approvals from before until %s, and do until %s", was, is))
		}
	}
	if fewer := dropped(old.Subjects, now.Subjects); len(fewer) > 0 {
		s.say(ref, subjectsField, SignaturesOfFewerKinds, fmt.Sprintf("Approvals of %s had to be signed, and have not to be any more", facts.ListAll(fewer)))
	}
}

// dropped are the kinds whose approvals had to be signed and have not to be any more. No kinds
// are all that are approved.
func dropped(was, is []api.ApprovedKind) (fewer []string) {
	if len(is) == 0 {
		return nil
	}
	if len(was) == 0 {
		for _, kind := range rules.Registry().Kinds {
			if kind.Approvals != nil {
				was = append(was, api.ApprovedKind(kind.Name))
			}
		}
	}
	for _, kind := range was {
		if !slices.Contains(is, kind) {
			fewer = append(fewer, string(kind))
		}
	}
	slices.Sort(fewer)
	return fewer
}
