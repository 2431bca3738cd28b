package outsourcing

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docServiceOwner = assess.Doc{
	ID: "P7-01", Aspect: assess.Owned, Clause: "8.1, A.5.19",
	Requires: "Somebody inside answers for an outsourced service",
	Fires:    "no internal owner who is present (minor; major if the service is critical)",
	Reasons:  []string{"ServiceWithoutOwner"}, Grades: []api.Grade{api.GradeMinor, api.GradeMajor},
	Remedy: "Set spec.owner.roleRef or spec.owner.personRef to a role or person inside the organisation",
}

func checkServiceOwner(c *assess.Context, r *api.OutsourcedService) {
	reason, message, field := facts.OwnerFlaw(c, r.Spec.Owner)
	if owner := facts.Actual(c.World, r.Spec.Owner); reason == "" && ownerExternal(c, owner) {
		reason, field = "external", "spec.owner"
		message = fmt.Sprintf("The owner, %s, is external, and outsourcing moves the work, not the accountability", facts.Answerable(r.Spec.Owner))
		if owner.RoleRef != nil {
			message = fmt.Sprintf("The owner, %s, is held by external people alone, and outsourcing moves the work, not the accountability", facts.Answerable(r.Spec.Owner))
		}
	}
	if reason != "" {
		c.Report(assess.Finding{Reason: "ServiceWithoutOwner", Grade: criticalService(r), Field: field, Message: message})
	}
}

// ownerExternal reports whether only external people stand behind an owner that exists.
func ownerExternal(c *assess.Context, owner *api.Actor) bool {
	if p, ok := assess.Find[*api.Person](c.World, owner.PersonRef); ok {
		return facts.External(p)
	}
	role, ok := assess.Find[*api.SecurityRole](c.World, owner.RoleRef)
	if !ok {
		return false
	}
	for _, h := range facts.Holders(c, role) {
		if !facts.External(h.Person) {
			return false
		}
	}
	return true
}
