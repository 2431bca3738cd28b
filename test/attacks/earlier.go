package attacks

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

// unsigned is the boss's approval of the matrix of a day, bound to it, as anybody can write it.
func (o *Org) unsigned(on string) api.Approval {
	a := *o.Approval()
	a.Name, a.ApprovedOn, a.Signature = "earlier", api.MustDate(on), ""
	return a
}

// earlierIs has the matrix rest on an unsigned approval of a day alone.
func (o *Org) earlierIs(on string) *api.Approval {
	o.Matrix.Spec.Approvals = []api.Approval{o.unsigned(on)}
	return o.Approval()
}

// earlierApprovals are approvals that state a day before signatures were required, 2026-01-01.
// Anybody can write one at any time.
var earlier = []edit{
	{"the day before", "nothing but its text says that it is older", func(o *Org) { o.earlierIs("2025-12-31") }, "ApprovalNotSigned Minor", "nothing but its own text"},
	{"long before", "however early it says it was", func(o *Org) { o.earlierIs("2020-01-01") }, "ApprovalNotSigned Minor", "nothing but its own text"},
	{"of the first day", "it was asked for then", func(o *Org) { o.earlierIs("2026-01-01") }, "ApprovalNotSigned Minor", "it has no signature"},
	{"taken for longer, and that is over", "the day after the last", func(o *Org) {
		o.earlierIs("2025-12-31")
		o.ISMS.Spec.Policy.Signatures.EarlierUntil = api.MustDate(Day).AddDays(-1)
	}, "ApprovalNotSigned Minor", ""},
	{"taken for longer, on the last day", "the last day counts", func(o *Org) {
		o.earlierIs("2025-12-31")
		o.ISMS.Spec.Policy.Signatures.EarlierUntil = api.MustDate(Day)
	}, "", ""},
	{"taken for longer, and of the first day", "that is no earlier one", func(o *Org) {
		o.earlierIs("2026-01-01")
		o.ISMS.Spec.Policy.Signatures.EarlierUntil = api.MustDate(Day)
	}, "ApprovalNotSigned Minor", ""},
	{"taken for ever, 24 months after signatures are required", "the last day counts", func(o *Org) {
		o.earlierIs("2024-06-14")
		o.ISMS.Spec.Policy.Signatures.RequiredFrom, o.ISMS.Spec.Policy.Signatures.EarlierUntil = api.MustDate("2024-06-15"), api.MustDate("9999-12-31")
	}, "", ""},
	{"taken for ever, and a day later", "a day that never comes lets nobody date back for ever", func(o *Org) {
		o.earlierIs("2024-06-13")
		o.ISMS.Spec.Policy.Signatures.RequiredFrom, o.ISMS.Spec.Policy.Signatures.EarlierUntil = api.MustDate("2024-06-14"), api.MustDate("9999-12-31")
	}, "ApprovalNotSigned Minor", "nothing but its own text"},
	{"required from tomorrow", "until then none is asked for", func(o *Org) {
		o.earlierIs("2025-12-31")
		o.ISMS.Spec.Policy.Signatures.RequiredFrom = api.MustDate(Day).AddDays(1)
	}, "", ""},
	{"required from today", "from then on one is", func(o *Org) {
		o.earlierIs("2025-12-31")
		o.ISMS.Spec.Policy.Signatures.RequiredFrom = api.MustDate(Day)
	}, "ApprovalNotSigned Minor", ""},
	{"bound to nothing", "what it is of is told first", func(o *Org) {
		o.earlierIs("2025-12-31").ContentHash = ""
	}, "ApprovalNotBound Minor", ""},
	{"signed again since", "the record rests on the signed one, and the older is history", func(o *Org) {
		o.Matrix.Spec.Approvals = append(o.Matrix.Spec.Approvals, o.unsigned("2025-12-31"))
	}, "", ""},
	{"signed since by somebody who may not", "the older would lend its authority", func(o *Org) {
		earlier := o.unsigned("2025-12-31")
		o.Approval().By, o.Approval().ApprovedOn = *api.PersonActor("leaver"), api.MustDate("2026-03-31")
		o.Sign(Leaver)
		o.Matrix.Spec.Approvals = append(o.Matrix.Spec.Approvals, earlier)
	}, "ApprovalNotSigned Minor", "boss"},
	{"signed of before, edited, and approved unsigned a day later", "a signed one of what it said once carries nothing that it says now", func(o *Org) {
		o.editSigned("2025-11-30", "2025-12-01")
	}, "ApprovalNotSigned Minor", "nothing but its own text"},
	{"signed of before, edited, and approved unsigned on that day", "nor is it later that takes its place", func(o *Org) {
		o.editSigned("2025-12-31", "2025-12-31")
	}, "ApprovalNotSigned Minor", "nothing but its own text"},
	{"signed of before, edited, and approved by one that is bound to nothing", "which would take its place as well", func(o *Org) {
		o.editSigned("2025-11-30", "2025-12-01").ContentHash = ""
	}, "ApprovalNotBound Minor", ""},
	{"signed of before, and edited, beside an older one that is stale as well", "what is stale takes the place of none, and is told as that", func(o *Org) {
		old := o.unsigned("2025-06-30")
		o.editSigned("2025-11-30", "2025-12-01")
		o.Matrix.Spec.Approvals[1] = old
	}, "ApprovalStale Minor|ApprovalStale Minor", ""},
	{"signed, and of before", "a signature of a day on which the key counted", func(o *Org) {
		o.Approval().ApprovedOn = api.MustDate("2025-12-31")
		o.Sign(Boss)
	}, "", ""},
	{"several", "one lack is told once", func(o *Org) {
		o.earlierIs("2025-12-31")
		other := o.unsigned("2025-11-30")
		other.Name = "first"
		o.Matrix.Spec.Approvals = append(o.Matrix.Spec.Approvals, other)
	}, "ApprovalNotSigned Minor", ""},
	{"asked for of others", "each kind by itself", func(o *Org) {
		o.earlierIs("2025-12-31")
		o.ISMS.Spec.Policy.Signatures.Subjects = []api.ApprovedKind{"SecurityBudget"}
	}, "", ""},
}

// editSigned has the boss sign the matrix as of a day, edits it, and has the boss approve it as it
// is then on another day, unsigned.
func (o *Org) editSigned(signed, again string) *api.Approval {
	o.Approval().ApprovedOn = api.MustDate(signed)
	o.Sign(Boss)
	o.Matrix.Spec.Rows[0].Name = "other"
	a := o.unsigned(again)
	a.ContentHash = signoff.Hash(signoff.SubjectOf("AccountabilityMatrix", ISMS, o.Matrix.Name), o.Matrix.Spec.Approvable())
	o.Matrix.Spec.Approvals = append(o.Matrix.Spec.Approvals, a)
	return &o.Matrix.Spec.Approvals[1]
}
