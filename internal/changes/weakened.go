package changes

import "github.com/isms-operator/isms-operator/internal/assess"

// Weakened is something by which sign-offs prove less than they did, or that only the history
// can tell of: no finding says it, because the records as they are now say nothing wrong.
type Weakened struct {
	Record assess.Ref
	// Field as it is now; where it is gone, as it was.
	Field string
	// Reason is the name of what got weaker. Message says what changed, with both days, and Ask
	// what to ask before the change is approved: a sentence without full stop each.
	Reason, Message, Ask string
}

// Reasons why sign-offs prove less than they did.
const (
	SignaturesRequiredLater = "SignaturesRequiredLater"
	SignaturesOfFewerKinds  = "SignaturesOfFewerKinds"
	ISMSChanged             = "ISMSChanged"
	RevocationTakenBack     = "RevocationTakenBack"
	EngagementReopened      = "EngagementReopened"
	RegistrationChanged     = "RegistrationChanged"
	KeyGone                 = "KeyGone"
	ApprovalBackdated       = "ApprovalBackdated"
	ApprovalChanged         = "ApprovalChanged"
	ApprovalGone            = "ApprovalGone"
)

// weakenings are the ways in which a change weakens sign-offs, and what to ask of each. What
// weakens most of them comes first: the policy, then keys, then single approvals.
var weakenings = []struct{ reason, ask string }{
	{SignaturesRequiredLater, "Ask who decided that approvals of these days need no signature"},
	{SignaturesOfFewerKinds, "Ask who decided that approvals of these kinds need no signature"},
	{ISMSChanged, "Ask why the ISMS has another identifier: signatures and content hashes that were made for the old one hold no more"},
	{RevocationTakenBack, "Ask whoever revoked the key, and look at what it signed since"},
	{EngagementReopened, "Ask for the contract, and look at what the person signed since the day that was the last"},
	{RegistrationChanged, "Ask who registered the key, by a way that the repository is not on"},
	{KeyGone, "Ask why: a key that is not used any more is revoked, and stays"},
	{ApprovalBackdated, "Ask the approver on which day they approved, by a way that the repository is not on"},
	{ApprovalChanged, "Ask the approver whether they gave it so: what was approved again is dated on the day of that"},
	{ApprovalGone, "Ask the approver whether they took it back"},
}

// signOffs compares what approvals are, and what they rest on.
type signOffs struct {
	before, after Side
	found         []Weakened
}

// say adds something that got weaker.
func (s *signOffs) say(ref assess.Ref, field, reason, message string) {
	for _, w := range weakenings {
		if w.reason == reason {
			s.found = append(s.found, Weakened{Record: ref, Field: field, Reason: reason, Message: message, Ask: w.ask})
		}
	}
}
