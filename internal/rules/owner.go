package rules

import (
	"fmt"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// placeholders are names that stand for nobody in the registers people keep.
var placeholders = []string{"", "-", "?", "hq", "it", "n-a", "n/a", "na", "none", "nobody", "owner", "tba", "tbc", "tbd", "team", "todo", "unknown", "xxx"}

var docOwner = assess.Doc{
	ID: "P3-02", Aspect: assess.Owned, Clause: "A.5.9",
	Requires: "A resource has an owner who is a role or a person",
	Fires:    "no owner is set, or what is set is a placeholder, a mailbox, a group or nobody of the register (minor)",
	Reasons:  []string{"OwnerMissing", "OwnerNotARole", "OwnerInactive"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Set spec.owner.roleRef or spec.owner.personRef to a role or person of the register",
}

// checkOwner judges an owner. It returns the reason that makes it none, or ""
// where somebody who is present answers for the record.
func checkOwner(c *assess.Context, owner *api.Owner) (reason, message, field string) {
	switch {
	case owner == nil:
		return "OwnerMissing", "No owner is set", "spec.owner"
	case owner.RoleRef != nil:
		return checkOwnerRole(c, owner.RoleRef.Name)
	case owner.PersonRef != nil:
		return checkOwnerPerson(c, owner.PersonRef.Name)
	case slices.Contains(placeholders, strings.ToLower(strings.TrimSpace(owner.StatedAs))):
		return "OwnerMissing", fmt.Sprintf("The owner is stated as %s, which is nobody", quote(owner.StatedAs)), "spec.owner.statedAs"
	}
	return "OwnerNotARole", fmt.Sprintf("The owner is stated as %s, which is neither a role nor a person of the register", quote(owner.StatedAs)), "spec.owner.statedAs"
}

func checkOwnerRole(c *assess.Context, name string) (reason, message, field string) {
	const at = "spec.owner.roleRef"
	role, ok := assess.Get[*api.SecurityRole](c.World, name)
	switch {
	case !ok:
		return "OwnerNotARole", fmt.Sprintf("The owner is the SecurityRole %s, which does not exist", quote(name)), at
	case len(holders(c, role)) == 0:
		return "OwnerInactive", fmt.Sprintf("The owner is the SecurityRole %s, which nobody holds", quote(name)), at
	}
	return "", "", ""
}

func checkOwnerPerson(c *assess.Context, name string) (reason, message, field string) {
	const at = "spec.owner.personRef"
	person, ok := assess.Get[*api.Person](c.World, name)
	switch {
	case !ok:
		return "OwnerNotARole", fmt.Sprintf("The owner is the Person %s, who does not exist", quote(name)), at
	case !present(c, person):
		return "OwnerInactive", fmt.Sprintf("The owner is the Person %s, who is not engaged", quote(name)), at
	}
	return "", "", ""
}

// owned makes rule P3-02 for a kind that is out of use once retired says so.
func owned[T api.Record](retired func(*assess.Context, T) bool) assess.Rule {
	return ownedAs(docOwner, retired)
}

// ownedAs is owned for a kind that another clause asks an owner of.
func ownedAs[T api.Record](doc assess.Doc, retired func(*assess.Context, T) bool) assess.Rule {
	return assess.On(doc, func(c *assess.Context, r T) {
		if retired(c, r) {
			return
		}
		if reason, message, field := checkOwner(c, r.RecordCommon().Owner); reason != "" {
			c.Report(assess.Finding{Reason: reason, Grade: api.GradeMinor, Field: field, Message: message})
		}
	})
}
