package rules_test

import (
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/test/attacks"
)

// TestHighStakes: which approvals need a time stamp where the policy asks for it.
func TestHighStakes(t *testing.T) {
	missing := "TimestampMissing Minor"
	for _, tc := range []struct {
		why, on string
		change  func(*fixture)
		want    string
	}{
		{"the statement", "StatementOfApplicability/soa", func(f *fixture) {
			attacks.SignAs("StatementOfApplicability", f.soa.Name, &f.soa.Spec.Approvals[0], f.soa.Spec.Approvable(), attacks.Boss)
		}, missing},
		{"the review", "ManagementReview/review", func(f *fixture) {
			attacks.SignAs("ManagementReview", f.review.Name, &f.review.Spec.Approvals[0], f.review.Spec.Approvable(), attacks.Boss)
		}, missing},
		{"the matrix, which others may sign as well", "AccountabilityMatrix/raci", func(*fixture) {}, ""},
		{"an exception that waives a major", "SecurityException/exception", func(f *fixture) {
			f.consulting.Spec.Criticality = api.CriticalityCritical
			attacks.SignAs("SecurityException", f.exception.Name, &f.exception.Spec.Approvals[0], f.exception.Spec.Approvable(), attacks.Boss)
		}, missing},
		{"an exception that waives less", "SecurityException/exception", func(f *fixture) {
			f.consulting.Spec.Criticality, f.consulting.Spec.Controls = api.CriticalityLow, nil
			attacks.SignAs("SecurityException", f.exception.Name, &f.exception.Spec.Approvals[0], f.exception.Spec.Approvable(), attacks.Boss)
		}, ""},
		{"one that waives a conflict that is a major", "SecurityException/waiver", conflictStakes("ApproveAccess", "RequestAccess", ""), missing},
		{"one that waives a conflict that the policy grades lower", "SecurityException/waiver", conflictStakes("ApproveAccess", "RequestAccess", "Minor"), ""},
		{"one that waives a conflict that nobody knows", "SecurityException/waiver", conflictStakes("A", "B", ""), ""},
	} {
		f := signedFixture((*attacks.Org).AskForStamps)
		f.isms.Spec.Policy.Signatures.Subjects = nil
		tc.change(f)
		got, messages := onSignature(t, f, tc.on)
		if have := strings.Join(got, "|"); have != tc.want {
			t.Errorf("%s: got %q, want %q:\n%s", tc.why, have, tc.want, messages)
		}
	}
}

// conflictStakes is an exception, signed by the boss, that waives a pair of duties of a grade.
func conflictStakes(first, second string, grade api.ConflictGrade) func(*fixture) {
	return func(f *fixture) {
		e := aWaiver()
		e.Spec.Conflict.First, e.Spec.Conflict.Second = first, second
		if grade != "" {
			f.isms.Spec.Policy.Segregation.DutyConflicts = []api.DutyConflict{{First: first, Second: second, Grade: grade}}
		}
		attacks.SignAs("SecurityException", e.Name, &e.Spec.Approvals[0], e.Spec.Approvable(), attacks.Boss)
		f.add(e)
	}
}
