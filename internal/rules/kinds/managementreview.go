package kinds

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// ManagementReview is a review of the ISMS by top management (Clause 9.3).
func ManagementReview() assess.Kind {
	return assess.Of[*api.ManagementReview]{
		Name: "ManagementReview", Plural: "managementreviews", Plain: "management reviews", Home: assess.Reviews,
		Unsaid:     managementReviewUnsaid,
		Happened:   reviewHappened,
		References: reviewReferences,
		ValidUntil: func(r *api.ManagementReview) api.Date { return r.Spec.NextReviewOn },
		Approvals:  func(r *api.ManagementReview) []api.Approval { return r.Spec.Approvals },
		Content:    func(r *api.ManagementReview) any { return r.Spec.Approvable() },
	}.Kind()
}

func reviewHappened(r *api.ManagementReview) []assess.Happening {
	all := []assess.Happening{{Field: "spec.heldOn", On: r.Spec.HeldOn, What: "the review was held", By: present(r)}}
	all = append(all, approved(r.Spec.Approvals, "the minutes were approved")...)
	for i := range r.Spec.Decisions {
		d := &r.Spec.Decisions[i]
		all = append(all, assess.Happening{Field: facts.DecisionField(d, "completedOn"), On: d.CompletedOn, What: "the action was done"})
	}
	return all
}

// present are who chaired a review and who attended it.
func present(r *api.ManagementReview) (all []*api.Actor) {
	if r.Spec.ChairRef != nil {
		all = append(all, api.PersonActor(r.Spec.ChairRef.Name))
	}
	for _, ref := range r.Spec.AttendeeRefs {
		all = append(all, api.PersonActor(ref.Name))
	}
	return all
}

func reviewReferences(w *assess.World, r *api.ManagementReview) []assess.Reference {
	all := append(assess.ReferToActor(w, "spec.owner", r.Spec.Owner),
		assess.ReferTo[*api.Person](w, "spec.chairRef", r.Spec.ChairRef)...)
	all = append(all, assess.ReferToEach[*api.Person](w, "spec.attendeeRefs", r.Spec.AttendeeRefs)...)
	all = append(all, approverReferences(w, r.Spec.Approvals)...)
	for i := range r.Spec.Decisions {
		d := &r.Spec.Decisions[i]
		all = append(all, assess.ReferToActor(w, facts.DecisionField(d, "owner"), d.Owner)...)
		all = append(all, assess.ReferTo[*api.Improvement](w, facts.DecisionField(d, "trackedByRef"), d.TrackedByRef)...)
	}
	return all
}

func managementReviewUnsaid(r *api.ManagementReview) (fields []string) {
	fields = facts.Unending(fields, "spec.plannedOn", r.Spec.PlannedOn)
	fields = facts.Unending(fields, "spec.nextReviewOn", r.Spec.NextReviewOn)
	for i := range r.Spec.Decisions {
		if d := &r.Spec.Decisions[i]; facts.SaysNothing(d.Text) {
			fields = append(fields, facts.DecisionField(d, "text"))
		}
	}
	if r.Spec.Minutes != nil {
		fields = facts.Ungiven(fields, "spec.minutes.uri", r.Spec.Minutes.URI)
	}
	return fields
}
