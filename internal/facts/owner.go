package facts

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// Answerable names who answers for a record, for messages.
func Answerable(owner *api.Actor) string {
	switch {
	case owner == nil:
		return "nobody"
	case owner.RoleRef != nil:
		return "the SecurityRole " + owner.RoleRef.Name
	case owner.PersonRef != nil:
		return owner.PersonRef.Name
	case Normal(owner.StatedAs) == "":
		return "nobody"
	}
	return Quote(owner.StatedAs)
}

// OwnerFlaw judges an owner. It returns the reason that makes it none, or ""
// where somebody who is present answers for the record.
func OwnerFlaw(c *assess.Context, owner *api.Actor) (reason, message, field string) {
	if owner == nil {
		return "OwnerMissing", "No owner is set", "spec.owner"
	}
	return NamedFlaw(c, owner, "owner")
}

// nobodies are words that say something, and name nobody who could answer.
var nobodies = map[string]bool{"hq": true, "it": true, "team": true, "owner": true}

// NamesNobody reports whether the words of a source name nobody who could answer.
func NamesNobody(text string) bool { return !Stated(text) || nobodies[lettersOf(Normal(text))] }

// NamedFlaw judges who a field of the spec names.
func NamedFlaw(c *assess.Context, owner *api.Actor, who string) (reason, message, field string) {
	field = "spec." + who
	actual := Actual(c.World, owner)
	at := func(reference string) string {
		if owner.StatedAs != "" {
			return field + ".statedAs"
		}
		return field + reference
	}
	switch could := CouldBe(c.World, owner); {
	case actual.RoleRef != nil:
		reason, message = ownerRoleFlaw(c, who, actual.RoleRef.Name)
		return reason, message, at(".roleRef")
	case actual.PersonRef != nil:
		reason, message = ownerPersonFlaw(c, who, actual.PersonRef.Name)
		return reason, message, at(".personRef")
	case could != "":
		return "OwnerNotARole", fmt.Sprintf("The %s is stated as %s, and nobody knows who of several is meant: %s", who, Quote(owner.StatedAs), could), field + ".statedAs"
	case NamesNobody(owner.StatedAs):
		return "OwnerMissing", fmt.Sprintf("The %s is stated as %s, which is nobody", who, Quote(owner.StatedAs)), field + ".statedAs"
	}
	return "OwnerNotARole", fmt.Sprintf("The %s is stated as %s, which is neither a role nor a person of the register", who, Quote(owner.StatedAs)), field + ".statedAs"
}

func ownerRoleFlaw(c *assess.Context, who, name string) (reason, message string) {
	role, ok := assess.Get[*api.SecurityRole](c.World, name)
	switch {
	case !ok:
		return "OwnerNotARole", fmt.Sprintf("The %s is the SecurityRole %s, which does not exist%s", who, Quote(name), AnotherName(c.World, "SecurityRole", name))
	case len(Holders(c, role)) == 0:
		return "OwnerInactive", fmt.Sprintf("The %s is the SecurityRole %s, which nobody holds", who, Quote(name))
	}
	return "", ""
}

func ownerPersonFlaw(c *assess.Context, who, name string) (reason, message string) {
	person, ok := assess.Get[*api.Person](c.World, name)
	switch {
	case !ok:
		return "OwnerNotARole", fmt.Sprintf("The %s is the Person %s, who does not exist", who, Quote(name))
	case !Present(c, person):
		return "OwnerInactive", fmt.Sprintf("The %s is the Person %s, who is not engaged", who, Quote(name))
	}
	return "", ""
}
