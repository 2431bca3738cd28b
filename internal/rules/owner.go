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
	Fires:    "no owner is set, or what is set as owner or custodian is a placeholder, a mailbox, a group or nobody of the register (minor)",
	Reasons:  []string{"OwnerMissing", "OwnerNotARole", "OwnerInactive"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Set spec.owner.roleRef or spec.owner.personRef to a role or person of the register",
}

// checkOwner judges an owner. It returns the reason that makes it none, or ""
// where somebody who is present answers for the record.
func checkOwner(c *assess.Context, owner *api.Owner) (reason, message, field string) {
	if owner == nil {
		return "OwnerMissing", "No owner is set", "spec.owner"
	}
	return checkNamed(c, owner, "owner")
}

// checkNamed judges who a field of the spec names.
func checkNamed(c *assess.Context, owner *api.Owner, who string) (reason, message, field string) {
	field = "spec." + who
	switch {
	case owner.RoleRef != nil:
		reason, message = checkOwnerRole(c, who, owner.RoleRef.Name)
		return reason, message, field + ".roleRef"
	case owner.PersonRef != nil:
		reason, message = checkOwnerPerson(c, who, owner.PersonRef.Name)
		return reason, message, field + ".personRef"
	case slices.Contains(placeholders, strings.ToLower(strings.TrimSpace(owner.StatedAs))):
		return "OwnerMissing", fmt.Sprintf("The %s is stated as %s, which is nobody", who, quote(owner.StatedAs)), field + ".statedAs"
	}
	return "OwnerNotARole", fmt.Sprintf("The %s is stated as %s, which is neither a role nor a person of the register", who, quote(owner.StatedAs)), field + ".statedAs"
}

func checkOwnerRole(c *assess.Context, who, name string) (reason, message string) {
	role, ok := assess.Get[*api.SecurityRole](c.World, name)
	switch {
	case !ok:
		return "OwnerNotARole", fmt.Sprintf("The %s is the SecurityRole %s, which does not exist", who, quote(name))
	case len(holders(c, role)) == 0:
		return "OwnerInactive", fmt.Sprintf("The %s is the SecurityRole %s, which nobody holds", who, quote(name))
	}
	return "", ""
}

func checkOwnerPerson(c *assess.Context, who, name string) (reason, message string) {
	person, ok := assess.Get[*api.Person](c.World, name)
	switch {
	case !ok:
		return "OwnerNotARole", fmt.Sprintf("The %s is the Person %s, who does not exist", who, quote(name))
	case !present(c, person):
		return "OwnerInactive", fmt.Sprintf("The %s is the Person %s, who is not engaged", who, quote(name))
	}
	return "", ""
}

// owned makes rule P3-02 for a kind that is out of use once retired says so. Where
// a kind can name a custodian beside the owner, one that is named must be somebody.
func owned[T api.Record](retired func(*assess.Context, T) bool, custodians ...func(T) *api.Owner) assess.Rule {
	return ownedAs(docOwner, retired, custodians...)
}

// ownedAs is owned for a kind that another clause asks an owner of.
func ownedAs[T api.Record](doc assess.Doc, retired func(*assess.Context, T) bool, custodians ...func(T) *api.Owner) assess.Rule {
	return assess.On(doc, func(c *assess.Context, r T) {
		if retired(c, r) {
			return
		}
		if reason, message, field := checkOwner(c, r.RecordCommon().Owner); reason != "" {
			c.Report(assess.Finding{Reason: reason, Grade: api.GradeMinor, Field: field, Message: message})
		}
		for _, custodian := range custodians {
			if named := custodian(r); named != nil {
				checkCustodian(c, named)
			}
		}
	})
}

func checkCustodian(c *assess.Context, named *api.Owner) {
	if reason, message, field := checkNamed(c, named, "custodian"); reason != "" {
		c.Report(assess.Finding{
			Reason: reason, Grade: api.GradeMinor, Field: field, Message: message,
			Remedy: "Set spec.custodian to a role or person of the register, or leave it out where the owner looks after it",
		})
	}
}
