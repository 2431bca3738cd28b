package rules_test

import (
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
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
			signStaked("StatementOfApplicability", f.soa.Name, &f.soa.Spec.Approvals[0], f.soa.Spec.Approvable(), bossPen)
		}, missing},
		{"the review", "ManagementReview/review", func(f *fixture) {
			signStaked("ManagementReview", f.review.Name, &f.review.Spec.Approvals[0], f.review.Spec.Approvable(), bossPen)
		}, missing},
		{"the matrix, which others may sign as well", "AccountabilityMatrix/raci", func(*fixture) {}, ""},
		{"an exception that waives a major", "SecurityException/exception", func(f *fixture) {
			f.consulting.Spec.Criticality = api.CriticalityCritical
			signStaked("SecurityException", f.exception.Name, &f.exception.Spec.Approvals[0], f.exception.Spec.Approvable(), bossPen)
		}, missing},
		{"an exception that waives less", "SecurityException/exception", func(f *fixture) {
			f.consulting.Spec.Criticality, f.consulting.Spec.Controls = api.CriticalityLow, nil
			signStaked("SecurityException", f.exception.Name, &f.exception.Spec.Approvals[0], f.exception.Spec.Approvable(), bossPen)
		}, ""},
		{"one that waives a conflict that is a major", "SecurityException/waiver", conflictStakes("ApproveAccess", "RequestAccess", ""), missing},
		{"one that waives a conflict that the policy grades lower", "SecurityException/waiver", conflictStakes("ApproveAccess", "RequestAccess", "Minor"), ""},
		{"one that waives a conflict that nobody knows", "SecurityException/waiver", conflictStakes("A", "B", ""), ""},
	} {
		f, _ := stampedFixture()
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
		signStaked("SecurityException", e.Name, &e.Spec.Approvals[0], e.Spec.Approvable(), bossPen)
		f.add(e)
	}
}
