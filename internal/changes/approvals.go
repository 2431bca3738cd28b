package changes

import (
	"fmt"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// approvals tells of approvals of a record that the base had and that are gone or another, and
// of those that are new and dated before it. Old is nil where the base has no such record.
func (s *signOffs) approvals(ref assess.Ref, old, is *assess.Result) {
	if is.Kind.Approvals == nil {
		return
	}
	var had []api.Approval
	if old != nil {
		had = slices.Clone(old.Kind.Approvals(old.Record))
	}
	has := slices.Clone(is.Kind.Approvals(is.Record))
	had = slices.DeleteFunc(had, func(a api.Approval) bool { // what is as it was, whatever it is called
		at := slices.IndexFunc(has, func(b api.Approval) bool { return stated(&a) == stated(&b) })
		if at >= 0 {
			has = slices.Delete(has, at, at+1)
		}
		return at >= 0
	})
	take := func(lost *api.Approval, is func(now *api.Approval) bool) bool {
		at := slices.IndexFunc(has, func(a api.Approval) bool { return is(&a) })
		if at < 0 {
			return false
		}
		now := has[at]
		has = slices.Delete(has, at, at+1)
		if parts := changed(lost, &now); len(parts) > 0 {
			s.say(ref, approvalField(&now), ApprovalChanged, fmt.Sprintf("The approval by %s of %s %s", lost.By.Name(), lost.ApprovedOn, facts.ListAll(parts)))
			return true
		}
		s.backdated(ref, lost, &now)
		return true
	}
	had = slices.DeleteFunc(had, func(a api.Approval) bool {
		return take(&a, func(now *api.Approval) bool { return now.Name == a.Name })
	})
	for i := range had {
		lost := &had[i]
		renewed := func(now *api.Approval) bool {
			return now.ApprovedOn.After(lost.ApprovedOn) && len(changed(lost, now)) == 0
		}
		if !take(lost, renewed) {
			s.say(ref, approvalField(lost), ApprovalGone, fmt.Sprintf("The approval by %s of %s is gone", lost.By.Name(), lost.ApprovedOn))
		}
	}
	for i := range has {
		s.backdated(ref, nil, &has[i])
	}
}

// stated is what an approval says, but for its name and its words.
func stated(a *api.Approval) string {
	return strings.Join([]string{a.By.Person(), a.By.Role(), a.By.StatedAs, a.ApprovedOn.String(), a.ContentHash, bare(a.Signature), a.Timestamp}, "\x00")
}

// changed says in which way an approval is weaker than, or another than the one whose place it
// takes. One of a later day is given anew: it may be of other content, and has to be bound and
// signed as that was.
func changed(was, is *api.Approval) (parts []string) {
	anew := is.ApprovedOn.After(was.ApprovedOn)
	say := func(is bool, what string, args ...any) {
		if is {
			parts = append(parts, fmt.Sprintf(what, args...))
		}
	}
	say(!anew && !was.By.Same(&is.By), "is by %s now", is.By.Name())
	say(is.ApprovedOn.Before(was.ApprovedOn), "is dated %s now", is.ApprovedOn)
	say(was.ContentHash != "" && is.ContentHash == "", "has no content hash any more")
	say(!anew && is.ContentHash != "" && was.ContentHash != "" && was.ContentHash != is.ContentHash, "has another content hash")
	say(was.Signature != "" && is.Signature == "", "has no signature any more")
	say(!anew && is.Signature != "" && was.Signature != "" && bare(was.Signature) != bare(is.Signature), "has another signature")
	say(!anew && was.Timestamp != "" && is.Timestamp == "", "has no time stamp any more")
	return parts
}

// backdated tells of an approval that is new, or bound or signed anew, and that is dated so that
// less is asked of it, or more than a day before what it is compared with: a day, because the
// approver and whoever committed may be in different time zones. Was is what it completes or
// renews, nil where it is none.
func (s *signOffs) backdated(ref assess.Ref, was, is *api.Approval) {
	what := "The approval"
	switch {
	case was == nil || was.ApprovedOn != is.ApprovedOn:
	case was.ContentHash != is.ContentHash:
		what = "The content hash of the approval"
	case bare(was.Signature) != bare(is.Signature):
		what = "The signature of the approval"
	default:
		return // the same, in other words
	}
	var why []string
	if on := s.before.On; !on.IsZero() && is.ApprovedOn.Before(on.AddDays(-1)) {
		why = append(why, fmt.Sprintf("the records of %s did not have it", on))
	}
	if from, lapse := s.signedFrom(ref.Kind); is.Signature == "" && !from.IsZero() && !s.after.AsOf.Before(from) && s.after.AsOf.Before(lapse) && is.ApprovedOn.Before(from) {
		why = append(why, fmt.Sprintf("no signature is asked of it, because it is dated before %s", from))
	}
	if len(why) > 0 {
		s.say(ref, approvalField(is), ApprovalBackdated, fmt.Sprintf("%s by %s of %s is new: %s", what, is.By.Name(), is.ApprovedOn, strings.Join(why, ", and ")))
	}
}

// signedFrom is the day from which approvals of a kind have to be signed, and that from which no
// record rests on an older one that is not; absent where they have not to be.
func (s *signOffs) signedFrom(kind string) (from, lapse api.Date) {
	a := s.after.inForce()
	if a == nil || !a.Spec.Policy.SignaturesOf(kind) {
		return from, lapse
	}
	p := &a.Spec.Policy.Signatures
	return p.RequiredFrom, p.EarlierLapse()
}

func approvalField(a *api.Approval) string { return "spec.approvals[" + a.Name + "]" }
