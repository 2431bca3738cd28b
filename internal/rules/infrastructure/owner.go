package infrastructure

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docObjectiveOwner = assess.Doc{
	ID: docOwner.ID, Aspect: docOwner.Aspect, Clause: "6.2 j",
	Requires: "An objective has an owner who is a role or a person",
	Fires:    docOwner.Fires, Reasons: docOwner.Reasons, Grades: docOwner.Grades, Remedy: docOwner.Remedy,
}

var docOwner = assess.Doc{
	ID: "P3-02", Aspect: assess.Owned, Clause: "A.5.9",
	Requires: "A resource has an owner who is a role or a person",
	Fires:    "no owner is set, or what is set as owner or custodian is a placeholder, a mailbox, a group, nobody of the register or could be several of it (minor)",
	Reasons:  []string{"OwnerMissing", "OwnerNotARole", "OwnerInactive"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Set spec.owner.roleRef or spec.owner.personRef to a role or person of the register",
}

// owned makes rule P3-02 for a kind that is out of use once retired says so. Where
// a kind can name a custodian beside the owner, one that is named must be somebody.
func owned[T api.Record](retired func(*assess.Context, T) bool, custodians ...func(T) *api.Actor) assess.Rule {
	return ownedAs(docOwner, retired, custodians...)
}

// ownedAs is owned for a kind that another clause asks an owner of.
func ownedAs[T api.Record](doc assess.Doc, retired func(*assess.Context, T) bool, custodians ...func(T) *api.Actor) assess.Rule {
	return assess.On(doc, func(c *assess.Context, r T) {
		if retired(c, r) {
			return
		}
		if reason, message, field := facts.OwnerFlaw(c, r.RecordCommon().Owner); reason != "" {
			c.Report(assess.Finding{Reason: reason, Grade: api.GradeMinor, Field: field, Message: message})
		}
		for _, custodian := range custodians {
			if named := custodian(r); named != nil {
				checkCustodian(c, named)
			}
		}
	})
}

func checkCustodian(c *assess.Context, named *api.Actor) {
	if reason, message, field := facts.NamedFlaw(c, named, "custodian"); reason != "" {
		c.Report(assess.Finding{
			Reason: reason, Grade: api.GradeMinor, Field: field, Message: message,
			Remedy: "Set spec.custodian to a role or person of the register, or leave it out where the owner looks after it",
		})
	}
}

var docNeedOwner = assess.Doc{
	ID: docOwner.ID, Aspect: docOwner.Aspect, Clause: "7.1, 5.3",
	Requires: "A need for resources has an owner who is a role or a person",
	Fires:    docOwner.Fires, Reasons: docOwner.Reasons, Grades: docOwner.Grades, Remedy: docOwner.Remedy,
}

var docRiskOwner = assess.Doc{
	ID: docOwner.ID, Aspect: docOwner.Aspect, Clause: "6.1.2 c 2",
	Requires: "A risk has an owner who is a role or a person",
	Fires:    docOwner.Fires, Reasons: docOwner.Reasons, Grades: docOwner.Grades, Remedy: docOwner.Remedy,
}
