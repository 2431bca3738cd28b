package changes

import (
	"fmt"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// Fields of a ClauseAssessment on which all sign-offs rest.
const (
	requiredFromField = "spec.policy.signatures.requiredFrom"
	earlierUntilField = "spec.policy.signatures.earlierUntil"
	timestampsField   = "spec.policy.signatures.timestamps"
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
	if kinds, acts := dropped(&was.Spec.Policy, &is.Spec.Policy); len(kinds)+len(acts) > 0 {
		var what []string
		if len(kinds) > 0 {
			what = append(what, "approvals of "+facts.ListAll(kinds))
		}
		if len(acts) > 0 {
			what = append(what, "acts beside them ("+strings.Join(acts, ", ")+")")
		}
		s.say(ref, subjectsField, SignaturesOfFewerKinds, sentence(strings.Join(what, ", and ")+" had to be signed, and have not to be any more"))
	}
	if old.Timestamps == api.TimestampsHigh && now.Timestamps != api.TimestampsHigh {
		s.say(ref, timestampsField, SignaturesRequiredLater, "Signatures of what top management alone may sign needed a time stamp, and need none any more")
	}
}

// dropped are the kinds of record whose approvals had to be signed and have not to be any more,
// and the acts.
func dropped(was, is *api.Policy) (kinds, acts []string) {
	for _, kind := range rules.Registry().Kinds {
		if kind.Approvals != nil && was.SignaturesOf(kind.Name) && !is.SignaturesOf(kind.Name) {
			kinds = append(kinds, kind.Name)
		}
	}
	for _, act := range api.Acts() {
		if was.SignaturesOfAct(act) && !is.SignaturesOfAct(act) {
			acts = append(acts, string(act))
		}
	}
	slices.Sort(kinds)
	return kinds, acts
}

// sentence is a text that begins with a capital letter.
func sentence(text string) string { return strings.ToUpper(text[:1]) + text[1:] }
