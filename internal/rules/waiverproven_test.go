package rules_test

import (
	"slices"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/signoff"
	"github.com/isms-operator/isms-operator/test/attacks"
)

// TestWaiverProven: an exception lowers a finding on another record only where nothing speaks
// against its approval having been given, and says itself what does.
func TestWaiverProven(t *testing.T) {
	sign := func(e *api.SecurityException, by attacks.Pen) {
		attacks.SignAs("SecurityException", e.Name, &e.Spec.Approvals[0], e.Spec.Approvable(), by)
	}
	for _, tc := range []struct {
		name, why string
		change    func(f *fixture, e *api.SecurityException)
		// want is on who has the conflict, and told on the exception.
		want, told string
	}{
		{"signed", "by who approved", func(*fixture, *api.SecurityException) {}, mitigatedMinor, ""},
		{"stripped", "anybody can write an approval", func(_ *fixture, e *api.SecurityException) { e.Spec.Approvals[0].Signature = "" }, conflictMajor, "ApprovalNotSigned Minor"},
		{"stripped of its hash", "what is bound to nothing waives whatever it says", func(_ *fixture, e *api.SecurityException) { e.Spec.Approvals[0].ContentHash = "" }, conflictMajor, "ApprovalNotBound Minor"},
		{"edited, and hashed anew", "nobody signed that", func(_ *fixture, e *api.SecurityException) {
			e.Spec.Conflict.Scope = ""
			e.Spec.Approvals[0].ContentHash = signoff.Hash(signoff.SubjectOf("SecurityException", attacks.ISMS, e.Name), e.Spec.Approvable())
		}, conflictMajor, "SignatureInvalid Minor"},
		{"other words", "nobody signed those", func(_ *fixture, e *api.SecurityException) { e.Spec.Approvals[0].Rationale = "Fine" }, conflictMajor, "SignatureInvalid Minor"},
		{"other words, where none is asked for", "a forgery is one whoever asks", func(f *fixture, e *api.SecurityException) {
			f.isms.Spec.Policy.Signatures = api.SignaturesPolicy{}
			e.Spec.Approvals[0].Rationale = "Fine"
		}, conflictMajor, "SignatureInvalid Minor"},
		{"leaver's key", "the key is not the boss's", func(_ *fixture, e *api.SecurityException) { sign(e, attacks.Leaver) }, conflictMajor, "SignatureInvalid Minor"},
		{"stripped, where none is asked for", "ISO asks for no signature", func(f *fixture, e *api.SecurityException) {
			f.isms.Spec.Policy.Signatures = api.SignaturesPolicy{}
			e.Spec.Approvals[0].Signature = ""
		}, mitigatedMinor, ""},
		{"stripped, where others are asked for", "each kind by itself", func(f *fixture, e *api.SecurityException) {
			f.isms.Spec.Policy.Signatures.Subjects = []api.ApprovedKind{"SecurityBudget"}
			e.Spec.Approvals[0].Signature = ""
		}, mitigatedMinor, ""},
		{"stripped, of the day before", "anybody can write an earlier day", func(f *fixture, e *api.SecurityException) {
			f.isms.Spec.Policy.Signatures.RequiredFrom = date("2026-01-06")
			e.Spec.Approvals[0].Signature = ""
		}, conflictMajor, "ApprovalNotSigned Minor"},
		{"stripped, of the day before, on the last day of those", "the last day counts", func(f *fixture, e *api.SecurityException) {
			f.isms.Spec.Policy.Signatures.RequiredFrom, f.isms.Spec.Policy.Signatures.EarlierUntil = date("2026-01-06"), date(baseDay)
			e.Spec.Approvals[0].Signature = ""
		}, mitigatedMinor, ""},
		{"stripped, of the day before, a day after the last of those", "and the next does not", func(f *fixture, e *api.SecurityException) {
			f.isms.Spec.Policy.Signatures.RequiredFrom, f.isms.Spec.Policy.Signatures.EarlierUntil = date("2026-01-06"), date("2026-06-14")
			e.Spec.Approvals[0].Signature = ""
		}, conflictMajor, "ApprovalNotSigned Minor"},
		{"another beside it, unsigned, and first", "the signed one carries it, and the other is told", func(_ *fixture, e *api.SecurityException) {
			again := e.Spec.Approvals[0]
			again.Name, again.Signature = "again", ""
			e.Spec.Approvals = append([]api.Approval{again}, e.Spec.Approvals...)
		}, mitigatedMinor, "ApprovalNotSigned Minor"},
		{"signed by who may not, beside an unsigned one by who may", "neither alone would do", func(_ *fixture, e *api.SecurityException) {
			unsigned := e.Spec.Approvals[0]
			unsigned.Name, unsigned.Signature = "again", ""
			e.Spec.Approvals[0].By = *actor("leaver")
			sign(e, attacks.Leaver)
			e.Spec.Approvals = append(e.Spec.Approvals, unsigned)
		}, conflictMajor, "ApprovalNotSigned Minor"},
		{"no trust root", "what nobody can tell takes no waiver away, and the exception says so", func(f *fixture, _ *api.SecurityException) { f.trusted = nil }, mitigatedMinor, "KeyNotVouchedFor Unknown"},
		{"no time stamp, where one is asked for", "nothing shows that it was signed in time", func(f *fixture, _ *api.SecurityException) {
			f.isms.Spec.Policy.Signatures.Timestamps = api.TimestampsHigh
		}, conflictMajor, "TimestampMissing Minor"},
	} {
		f := signedFixture()
		f.unbound = true
		f.isms.Spec.Policy.Signatures.Subjects = []api.ApprovedKind{"SecurityException"}
		duties("RequestAccess", "ApproveAccess")(f)
		e := aWaiver()
		f.add(e)
		sign(e, attacks.Boss)
		tc.change(f, e)
		var got []string
		for _, found := range (row{change: func(into *fixture) { *into = *f }}).judge(t, "Person/ada") {
			got = append(got, line(found))
		}
		if !slices.Equal(got, []string{tc.want}) {
			t.Errorf("%s, %s: on ada %q, want %q", tc.name, tc.why, got, tc.want)
		}
		told, messages := onSignature(t, f, "SecurityException/waiver")
		if have := strings.Join(told, "|"); have != tc.told {
			t.Errorf("%s, %s: on the exception %q, want %q:\n%s", tc.name, tc.why, have, tc.told, messages)
		}
	}
}
