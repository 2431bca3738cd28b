package rules_test

import (
	"slices"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

// unsigned is the boss's approval of the matrix of a day, bound to it, as anybody can write it.
func (f *fixture) unsigned(on string) api.Approval {
	a := *f.matrixApproval()
	a.Name, a.ApprovedOn, a.Signature = "earlier", date(on), ""
	return a
}

// earlierIs has the matrix rest on an unsigned approval of a day alone.
func (f *fixture) earlierIs(on string) *api.Approval {
	f.raci.Spec.Approvals = []api.Approval{f.unsigned(on)}
	return f.matrixApproval()
}

// earlierApprovals are approvals that state a day before signatures were required, 2026-01-01.
// Anybody can write one at any time.
var earlierApprovals = []attack{
	{"the day before", "nothing but its text says that it is older", func(f *fixture, _ *api.Person) { f.earlierIs("2025-12-31") }, "ApprovalNotSigned Minor", "nothing but its own text"},
	{"long before", "however early it says it was", func(f *fixture, _ *api.Person) { f.earlierIs("2020-01-01") }, "ApprovalNotSigned Minor", "nothing but its own text"},
	{"of the first day", "it was asked for then", func(f *fixture, _ *api.Person) { f.earlierIs("2026-01-01") }, "ApprovalNotSigned Minor", "it has no signature"},
	{"taken for longer, and that is over", "the day after the last", func(f *fixture, _ *api.Person) {
		f.earlierIs("2025-12-31")
		f.isms.Spec.Policy.Signatures.EarlierUntil = date(baseDay).AddDays(-1)
	}, "ApprovalNotSigned Minor", ""},
	{"taken for longer, on the last day", "the last day counts", func(f *fixture, _ *api.Person) {
		f.earlierIs("2025-12-31")
		f.isms.Spec.Policy.Signatures.EarlierUntil = date(baseDay)
	}, "", ""},
	{"taken for longer, and of the first day", "that is no earlier one", func(f *fixture, _ *api.Person) {
		f.earlierIs("2026-01-01")
		f.isms.Spec.Policy.Signatures.EarlierUntil = date(baseDay)
	}, "ApprovalNotSigned Minor", ""},
	{"until before it is required", "that prolongs nothing", func(f *fixture, _ *api.Person) {
		f.earlierIs("2025-12-31")
		f.isms.Spec.Policy.Signatures.EarlierUntil = date("2025-06-30")
	}, "ApprovalNotSigned Minor", ""},
	{"required from tomorrow", "until then none is asked for", func(f *fixture, _ *api.Person) {
		f.earlierIs("2025-12-31")
		f.isms.Spec.Policy.Signatures.RequiredFrom = date(baseDay).AddDays(1)
	}, "", ""},
	{"required from today", "from then on one is", func(f *fixture, _ *api.Person) {
		f.earlierIs("2025-12-31")
		f.isms.Spec.Policy.Signatures.RequiredFrom = date(baseDay)
	}, "ApprovalNotSigned Minor", ""},
	{"bound to nothing", "what it is of is told first", func(f *fixture, _ *api.Person) {
		f.earlierIs("2025-12-31").ContentHash, f.unbound = "", true
	}, "ApprovalNotBound Minor", ""},
	{"signed again since", "the record rests on the signed one, and the older is history", func(f *fixture, _ *api.Person) {
		f.raci.Spec.Approvals = append(f.raci.Spec.Approvals, f.unsigned("2025-12-31"))
	}, "", ""},
	{"signed since by somebody who may not", "the older would lend its authority", func(f *fixture, _ *api.Person) {
		earlier := f.unsigned("2025-12-31")
		f.matrixApproval().By, f.matrixApproval().ApprovedOn = *actor("leaver"), date("2026-03-31")
		f.signMatrix(leaverPen)
		f.raci.Spec.Approvals = append(f.raci.Spec.Approvals, earlier)
	}, "ApprovalNotSigned Minor", "boss"},
	{"signed, and of before", "a signature of a day on which the key counted", func(f *fixture, _ *api.Person) {
		f.matrixApproval().ApprovedOn = date("2025-12-31")
		f.signMatrix(bossPen)
	}, "", ""},
	{"several", "one lack is told once", func(f *fixture, _ *api.Person) {
		f.earlierIs("2025-12-31")
		other := f.unsigned("2025-11-30")
		other.Name = "first"
		f.raci.Spec.Approvals = append(f.raci.Spec.Approvals, other)
	}, "ApprovalNotSigned Minor", ""},
	{"asked for of others", "each kind by itself", func(f *fixture, _ *api.Person) {
		f.earlierIs("2025-12-31")
		f.isms.Spec.Policy.Signatures.Subjects = []api.ApprovedKind{"SecurityBudget"}
	}, "", ""},
}

// TestEarlierApprovals: an unsigned approval that states a day before signatures were required
// carries a record no longer than the policy says.
func TestEarlierApprovals(t *testing.T) { tryAttacks(t, earlierApprovals) }

// TestWhoRetiresAStaleApproval: an edit is approved again by somebody who may, and not by
// whoever makes it.
func TestWhoRetiresAStaleApproval(t *testing.T) {
	tryAttacks(t, []attack{
		{"approved again by who may", "the older approval is history", func(f *fixture, _ *api.Person) { f.editAndApprove("boss") }, "", ""},
		{"approved by who made it", "who may has not seen it", func(f *fixture, _ *api.Person) { f.editAndApprove("ben") }, "ApprovalStale Minor", "boss"},
		{"approved by nobody of the records", "nor by a name", func(f *fixture, _ *api.Person) { f.editAndApprove("nobody") }, "ApprovalStale Minor", "boss"},
	})
}

// editAndApprove edits the matrix, and has somebody approve it as it is then.
func (f *fixture) editAndApprove(who string) {
	f.isms.Spec.Policy.Signatures = api.SignaturesPolicy{}
	f.raci.Spec.Rows[0].Name = "other"
	again := api.Approval{Name: "again", By: *actor(who), ApprovedOn: date("2026-04-21"), Rationale: "Edited"}
	again.ContentHash = signoff.Hash(signoff.SubjectOf("AccountabilityMatrix", signedISMS, f.raci.Name), f.raci.Spec.Approvable())
	f.raci.Spec.Approvals = append(f.raci.Spec.Approvals, again)
}

// TestLeaverIsToldOnce: that who signed was not engaged is one fact, and one finding of it is
// enough.
func TestLeaverIsToldOnce(t *testing.T) {
	f, _ := signedFixture()
	f.matrixApproval().By = *actor("leaver")
	f.signMatrix(leaverPen)
	var got []string
	for _, found := range (row{change: func(into *fixture) { *into = *f }}).judge(t, "AccountabilityMatrix/raci") {
		if strings.Contains(found.Message, "not engaged") {
			got = append(got, found.Rule+" "+found.Reason)
		}
	}
	if want := []string{"X-20 SignerNotEngaged"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
