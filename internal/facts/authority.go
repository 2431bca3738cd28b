package facts

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// Signature is what the signature of an actor is worth for an act on a day.
type Signature struct {
	// Counts says that what was signed stands.
	Counts bool
	// Reason, Grade and Why say what is wrong; empty where nothing is, or where another
	// rule says that nobody knows who signed.
	Reason string
	Grade  api.Grade
	Why    string
	// Lenient is of the organisation's own people who were in office: they lack the
	// authority and nothing else.
	Lenient bool
}

// Reasons of a signature that does not count.
const (
	// SignatureNotEntitled is of somebody without the authority.
	SignatureNotEntitled = "SignatureNotEntitled"
	// SignatoryNotInOffice is of somebody who was not engaged, or not appointed yet.
	SignatoryNotInOffice = "SignatoryNotInOffice"
)

// power says who may sign an act: the holders of mandates, and how grave it is that
// somebody else did.
type power struct {
	mandates []api.Mandate
	others   api.Grade
}

// powers are who may sign what; a delegation of top management adds others.
var powers = map[api.SignedAct]power{
	api.SignRiskAcceptance: {[]api.Mandate{api.MandateTopManagement, api.MandateRiskOwner}, api.GradeMinor},
	api.SignStatement:      {[]api.Mandate{api.MandateTopManagement, api.MandateManagementReviewTeam}, api.GradeObservation},
	api.SignMatrix:         {[]api.Mandate{api.MandateTopManagement, api.MandateManagementReviewTeam}, api.GradeObservation},
	api.SignReview:         {[]api.Mandate{api.MandateTopManagement}, api.GradeMinor},
	api.SignBudget:         {[]api.Mandate{api.MandateTopManagement}, api.GradeMinor},
	api.SignAppointment:    {[]api.Mandate{api.MandateTopManagement}, api.GradeMinor},
	api.SignMajorException: {[]api.Mandate{api.MandateTopManagement}, api.GradeMinor},
	api.SignException: {[]api.Mandate{
		api.MandateTopManagement, api.MandateInformationSecurityManager, api.MandateManagementReviewTeam,
		api.MandateInternalAuditor, api.MandateRiskOwner,
	}, api.GradeMinor},
}

type signatureKey struct {
	what api.SignedAct
	name string
	on   api.Date
}

// SignatureOf is what the signature of an actor is worth: whoever of the people behind it
// signed. That the actor is no beneficiary of what they sign is for the rules to ask, who
// know whom it serves (OneOf, Asked).
func SignatureOf(c *assess.Context, what api.SignedAct, by *api.Actor, on api.Date) Signature {
	worst := Signature{}
	for i, name := range PeopleBehind(c, by, on) {
		s := assess.Once(c, signatureKey{what, name, on}, func(c *assess.Context) Signature { return signatureOf(c, what, name, on) })
		if i == 0 || worst.Counts && (!s.Counts || worst.Reason == "") {
			worst = s
		}
	}
	return worst
}

func signatureOf(c *assess.Context, what api.SignedAct, name string, on api.Date) Signature {
	p, ok := assess.Get[*api.Person](c.World, name)
	if !ok {
		return Signature{} // the reference leads nowhere
	}
	others := powers[what].others
	lacks := func(reason string, grade api.Grade, why string) Signature {
		return Signature{Reason: reason, Grade: grade, Why: name + " " + why}
	}
	if !wasEngaged(p, on) {
		return lacks(SignatoryNotInOffice, api.GradeMinor, "was not engaged on that day")
	}
	if External(p) {
		if SoleInternal(c, on) {
			s := lacks(SignatureNotEntitled, api.GradeObservation, "is external, which is let pass as one single internal person is engaged")
			s.Counts = true
			return s
		}
		return lacks(SignatureNotEntitled, api.GradeMinor, "is external, and others than the organization's own cannot sign this")
	}
	held, role := authority(c, what, name, on)
	switch held {
	case InOffice:
		return Signature{Counts: true}
	case Backdated:
		return lacks(SignatoryNotInOffice, api.GradeMinor, fmt.Sprintf("was appointed to the role %s on %s only, with effect from before", role.Name, appointedLater(role, name, on)))
	case StandsIn:
		s := lacks(SignatureNotEntitled, others, fmt.Sprintf("is a deputy in the role %s, and no absence of its holder is recorded for that day", role.Name))
		s.Lenient = true
		return s
	case NoOffice:
	}
	if what == api.SignException && ownsRisk(c, name, on) {
		return Signature{Counts: true}
	}
	s := lacks(SignatureNotEntitled, others, "held no role on that day that may sign this")
	s.Lenient = true
	return s
}

// authority is how somebody held, on a day, the role that gave them most of the authority
// to an act.
func authority(c *assess.Context, what api.SignedAct, name string, on api.Date) (held Office, through *api.SecurityRole) {
	for _, role := range assess.By(c.World, RolesByPerson, name) {
		if !slices.Contains(powers[what].mandates, role.Spec.Mandate) && !delegated(c, role, what, on) {
			continue
		}
		if how := OfficeOf(c, role, name, on); how > held {
			held, through = how, role
		}
	}
	return held, through
}

// delegated reports whether top management had delegated an act to a role on a day.
func delegated(c *assess.Context, role *api.SecurityRole, what api.SignedAct, on api.Date) bool {
	return slices.ContainsFunc(role.Spec.Delegations, func(d api.Delegation) bool {
		covers := d.What == what || (d.What == api.SignMajorException && what == api.SignException)
		return covers && !on.Before(d.From) && (d.Until.IsZero() || !on.After(d.Until)) && ActedForTop(c, d.By, d.From)
	})
}

type riskOwnersKey struct{}

// RiskOwners tells a risk that each person or role owns, the first by name.
func RiskOwners(c *assess.Context) map[assess.Ref]string {
	return assess.Once(c, riskOwnersKey{}, func(c *assess.Context) map[assess.Ref]string {
		first := map[assess.Ref]string{}
		for risk := range assess.All[*api.Risk](c.World) {
			owner := RefOf(Actual(c.World, risk.Spec.Owner))
			if _, known := first[owner]; !known && owner.Name != "" {
				first[owner] = risk.Name
			}
		}
		return first
	})
}

// ownsRisk reports whether somebody owned a risk on a day, through a role or themselves.
func ownsRisk(c *assess.Context, name string, on api.Date) bool {
	owners := RiskOwners(c)
	if owners[assess.Ref{Kind: "Person", Name: name}] != "" {
		return true
	}
	return slices.ContainsFunc(assess.By(c.World, RolesByPerson, name), func(role *api.SecurityRole) bool {
		return OfficeOf(c, role, name, on) == InOffice && owners[assess.Ref{Kind: "SecurityRole", Name: role.Name}] != ""
	})
}

// SoleInternal reports whether one single internal person was engaged on a day.
func SoleInternal(c *assess.Context, on api.Date) bool {
	found := 0
	for p := range assess.All[*api.Person](c.World) {
		if !External(p) && wasEngaged(p, on) {
			if found++; found > 1 {
				return false
			}
		}
	}
	return found == 1
}
