package controllers

import (
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/status"
)

// maxNote is the longest note that the API server accepts, in bytes.
const maxNote = 1024

// transition is a change of a condition that is worth an event.
type transition struct {
	kind    string // Normal or Warning
	reason  string
	action  string // the condition
	message string
}

// transitions compares conditions before and after. A record tells of its
// summary alone, a roll-up of every point. The first judgement is told where it
// is not True.
func transitions(before []status.Standing, after []assess.Condition, rollup bool) []transition {
	var all []transition
	for _, c := range after {
		if !rollup && c.Type != api.ConditionConforming {
			continue
		}
		old := metav1.ConditionTrue
		reason := c.Reason
		for _, b := range before {
			if b.Type == c.Type {
				old, reason = b.Status, b.Reason
			}
		}
		if c.Status == old && (c.Reason == reason || c.Status == metav1.ConditionTrue) {
			continue
		}
		t := transition{kind: corev1.EventTypeNormal, reason: c.Reason, action: c.Type, message: c.Message}
		if c.Status != metav1.ConditionTrue {
			t.kind = corev1.EventTypeWarning
		}
		all = append(all, t)
	}
	return all
}

// reasonVerified is the reason of the event that tells that signatures were verified.
const reasonVerified = "ApprovalVerified"

// verified tells, without a name, that signatures are valid that were not there before or did
// not count; false where none is.
func verified(before []string, after []api.SignatureStatus) (t transition, is bool) {
	n := 0
	for _, signature := range status.Verified(after) {
		if !slices.Contains(before, signature) {
			n++
		}
	}
	switch n {
	case 0:
		return t, false
	case 1:
		t.message = "An approval was verified: its signature is valid on its day, and its key leads to the trust root"
	default:
		t.message = fmt.Sprintf("%d approvals were verified: their signatures are valid on their days, and their keys lead to the trust root", n)
	}
	t.kind, t.reason, t.action = corev1.EventTypeNormal, reasonVerified, string(assess.Owned)
	return t, true
}
