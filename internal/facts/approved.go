package facts

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// Approved finds the approval that counts among several: one that was given by now and
// whose signature does, or else the first that was given; nil where none was. What was
// approved before a day, where one is set, was not there yet.
func Approved(c *assess.Context, what api.SignedAct, all []api.Approval, notBefore api.Date) (*api.Approval, Signature) {
	var found, early *api.Approval
	var worth Signature
	for i := range all {
		a := &all[i]
		if !c.Today.Reached(a.ApprovedOn) || a.ApprovedOn.Before(notBefore) {
			continue
		}
		s := SignatureOf(c, what, &a.By, a.ApprovedOn)
		if !s.Counts && s.Reason == SignatoryNotInOffice && early == nil {
			early = a
		}
		if found == nil || s.Counts && (!worth.Counts || worth.Reason != "" && s.Reason == "") {
			found, worth = a, s
		}
	}
	if early != nil && worth.Counts && worth.Reason == "" && !found.ApprovedOn.Before(early.ApprovedOn) {
		s := SignatureOf(c, what, &early.By, early.ApprovedOn)
		worth.Reason, worth.Grade = s.Reason, api.GradeObservation
		worth.Why = fmt.Sprintf("%s; it was ratified on %s", s.Why, found.ApprovedOn)
	}
	return found, worth
}

// ReviewRatified reports whether the minutes were approved by top management once those who
// attended for it had been appointed.
func ReviewRatified(c *assess.Context, r *api.ManagementReview) bool {
	_, names := TopManagementAt(c, r)
	since := api.Date{}
	for _, name := range names {
		for _, role := range assess.By(c.World, RolesByPerson, name) {
			if role.Spec.Mandate != api.MandateTopManagement {
				continue
			}
			if on := appointedLater(role, name, r.Spec.HeldOn); !on.IsZero() && (since.IsZero() || on.Before(since)) {
				since = on
			}
		}
	}
	_, signature := Approved(c, api.SignReview, r.Spec.Approvals, since)
	return !since.IsZero() && signature.Counts
}
