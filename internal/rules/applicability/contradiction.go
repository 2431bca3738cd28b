package applicability

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docContradiction = assess.Doc{
	ID: "S-07", Aspect: assess.Covered, Clause: "6.1.3 c, d",
	Requires: "What the organisation does without, nothing of it relies on",
	Fires:    "a control is excluded, and a risk is mitigated by it, a need comes from it, a resource in use supports it or a row of the matrix gives it to a role (minor)",
	Reasons:  []string{"ExclusionContradicted"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Make the control Applicable, or take it out of the records that name it",
}

// These find what names a control as its reason.
var (
	needsByControl = &assess.Index[*api.ResourceRequirement]{
		Keys: func(r *api.ResourceRequirement, yield func(string)) {
			for _, id := range facts.ExistingControls(facts.DriversOf(r).Controls) {
				yield(string(id))
			}
		},
	}
	matricesByControl = &assess.Index[*api.AccountabilityMatrix]{
		Keys: func(r *api.AccountabilityMatrix, yield func(string)) {
			for i := range r.Spec.Rows {
				if id := r.Spec.Rows[i].Control; !facts.NoSuchControl(id) {
					yield(string(id))
				}
			}
		},
	}
)

func checkContradiction(c *assess.Context, e *api.ControlStatement) {
	if e.Applicability != api.ApplicabilityExcluded {
		return
	}
	c.AskedEntry("controls")
	var users []string
	for _, r := range risksOf(c, e) {
		if r.Spec.Treatment == api.TreatmentMitigate {
			users = append(users, "Risk "+r.Name)
		}
	}
	for _, ref := range facts.Supporters(c, e.ID) {
		users = append(users, facts.ResourceName(ref))
	}
	for _, need := range assess.By(c.World, needsByControl, e.ID) {
		if !facts.NeedRefused(c, need) {
			users = append(users, "ResourceRequirement "+need.Name)
		}
	}
	for _, matrix := range assess.By(c.World, matricesByControl, e.ID) {
		users = append(users, "AccountabilityMatrix "+matrix.Name)
	}
	if len(users) > 0 {
		c.Report(assess.Finding{
			Reason: "ExclusionContradicted", Grade: api.GradeMinor, Field: facts.ControlField(e, "applicability"),
			Message: fmt.Sprintf("%s is excluded, and these rely on it: %s", facts.ControlName(e.ID), assess.List(users)),
		})
	}
}
