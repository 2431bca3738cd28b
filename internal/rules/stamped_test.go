package rules_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/isms-operator/isms-operator/test/attacks"
)

// TestStampOfExpiredAuthority: a time stamp outlives the certificate of its authority, whose own
// time is asked.
func TestStampOfExpiredAuthority(t *testing.T) {
	began := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	for day, want := range map[string]string{"2000-12-31": "", "2001-01-02": "TimestampInvalid Minor"} {
		f := signedFixture((*attacks.Org).AskForStamps)
		synctest.Test(t, func(*testing.T) { // whose clock stands at the beginning of 2000
			f.org().Stamp(attacks.Notary.Issue(began, began.AddDate(1, 0, 0)), day, 12*time.Hour)
		})
		if got, messages := onSignature(t, f, "SecurityBudget/budget-2026"); strings.Join(got, "|") != want {
			t.Errorf("%s: got %q, want %q:\n%s", day, got, want, messages)
		}
	}
}

// TestStampIsTold: by when a signature was there is told where a time stamp counts, and also where it
// shows that the approval was dated back.
func TestStampIsTold(t *testing.T) {
	for _, tc := range []struct {
		why    string
		change func(*attacks.Org)
		want   string
	}{
		{"it counts", func(*attacks.Org) {}, "Valid 2026-04-20T12:00:00Z"},
		{"there is none", func(o *attacks.Org) { o.Budget.Spec.Approvals[0].Timestamp = "" }, "Invalid "},
		{"nobody vouches for the authority", func(o *attacks.Org) { o.ISMS.Spec.Policy.Signatures.TimestampAuthorities = nil }, "Invalid "},
		{"nobody knows who vouches", func(o *attacks.Org) { o.Trusted = nil }, "Unknown "},
		{"it shows that the approval was dated back", func(o *attacks.Org) { o.Stamp(attacks.Notary.Issue(century()), "2026-04-22", 0) }, "Invalid 2026-04-22T00:00:00Z"},
		{"it is of another signature", func(o *attacks.Org) {
			a := &o.Budget.Spec.Approvals[0]
			a.Rationale = "As discussed again"
			attacks.SignAs("SecurityBudget", o.Budget.Name, a, o.Budget.Spec.Approvable(), attacks.Boss)
		}, "Invalid "},
	} {
		f := signedFixture((*attacks.Org).AskForStamps, tc.change)
		var got []string
		for _, s := range f.judge(baseDay).Signed() {
			if s.Record.Kind == "SecurityBudget" {
				got = append(got, string(s.Worth)+" "+s.StampedAt)
			}
		}
		if strings.Join(got, "|") != tc.want {
			t.Errorf("%s: the status says %q, want %q", tc.why, got, tc.want)
		}
	}
}

// century are the first and the last moment of a certificate.
func century() (from, until time.Time) {
	return time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2098, 1, 1, 0, 0, 0, 0, time.UTC)
}
