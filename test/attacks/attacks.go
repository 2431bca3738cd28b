package attacks

import (
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

// Attack is something that somebody does to the records, and what is to be found of it.
type Attack struct {
	// Name of the attack, and why it is found as it is.
	Name, Why string
	// Change does it.
	Change func(o *Org)
	// Want are the findings of Rules on the matrix, in order, each with its grade; "" where there is
	// to be none. Says is a part of what one of them says.
	Want, Says string
}

// Rules are the rules that tell of sign-offs.
var Rules = []string{"X-07", "X-19", "X-20"}

// All returns every attack, and what is none beside it.
func All() []Attack { return slices.Concat(edits, earlier, retired) }

// retired are approvals of what has been changed since who may approved it.
var retired = []Attack{
	{"approved again by who may", "the older approval is history", func(o *Org) { o.editAndApprove("boss") }, "", ""},
	{"approved by who made the edit", "who may has not seen it", func(o *Org) { o.editAndApprove("ben") }, "ApprovalStale Minor", "boss"},
	{"approved by nobody of the records", "nor by a name", func(o *Org) { o.editAndApprove("nobody") }, "ApprovalStale Minor", "boss"},
}

// editAndApprove edits the matrix, and has somebody approve it as it is then, where no
// signatures are asked for.
func (o *Org) editAndApprove(who string) {
	o.ISMS.Spec.Policy.Signatures = api.SignaturesPolicy{}
	o.Matrix.Spec.Rows[0].Name = "other"
	again := api.Approval{Name: "again", By: *api.PersonActor(who), ApprovedOn: api.MustDate("2026-04-21"), Rationale: "Edited"}
	again.ContentHash = signoff.Hash(signoff.SubjectOf("AccountabilityMatrix", ISMS, o.Matrix.Name), o.Matrix.Spec.Approvable())
	o.Matrix.Spec.Approvals = append(o.Matrix.Spec.Approvals, again)
}
