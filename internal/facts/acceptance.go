package facts

import (
	"cmp"
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// Reasons of an acceptance that does not count.
const (
	// AcceptanceWithoutOwner is missing, of an unknown day, or of somebody else's risk.
	AcceptanceWithoutOwner = "AcceptanceWithoutOwner"
	// AcceptanceExpired has run out, by its own end or by its age, or is of a lesser risk.
	AcceptanceExpired = "AcceptanceExpired"
	// AcceptanceNotEntitled is of somebody without the authority.
	AcceptanceNotEntitled = "AcceptanceNotEntitled"
)

// ratingRank orders ratings.
func ratingRank(r api.RiskRating) int {
	return slices.Index([]api.RiskRating{"", api.RiskLow, api.RiskMedium, api.RiskHigh, api.RiskCritical}, r)
}

// RatedHigher reports whether a rating is above another.
func RatedHigher(a, b api.RiskRating) bool { return ratingRank(a) > ratingRank(b) }

// AcceptanceLack says what is wrong with the acceptance of a risk; nil where nothing is. It
// counts all the same where that is an observation.
func AcceptanceLack(c *assess.Context, r *api.Risk) *assess.Finding {
	return acceptanceLack(c, r, r.Spec.Acceptance, r.Spec.Rated(), "spec.acceptance")
}

// RemainderLack says what is wrong with the acceptance of what the treatment leaves of a
// risk; nil where nothing is. An acceptance of the risk itself covers what is left of it.
func RemainderLack(c *assess.Context, r *api.Risk) *assess.Finding {
	if res := r.Spec.Residual; res != nil && (res.Acceptance != nil || r.Spec.Acceptance == nil) {
		rating := res.Rating
		if rating == "" {
			rating = r.Spec.Rated()
		}
		return acceptanceLack(c, r, res.Acceptance, rating, "spec.residual.acceptance")
	}
	field := "spec.acceptance"
	if r.Spec.Acceptance == nil {
		field = "spec.residual.acceptance"
	}
	return acceptanceLack(c, r, r.Spec.Acceptance, r.Spec.Rated(), field)
}

// Borne reports whether somebody bears a risk until its treatment is there.
func Borne(c *assess.Context, r *api.Risk) bool {
	lack := RemainderLack(c, r)
	return lack == nil || lack.Grade == api.GradeObservation
}

func acceptanceLack(c *assess.Context, r *api.Risk, a *api.RiskAcceptance, rating api.RiskRating, field string) *assess.Finding {
	lacks := func(reason, at, format string, args ...any) *assess.Finding {
		return &assess.Finding{Reason: reason, Grade: api.GradeMinor, Field: field + at, Message: fmt.Sprintf(format, args...)}
	}
	switch {
	case a == nil:
		f := lacks(AcceptanceWithoutOwner, "", "no acceptance is on record, so nobody knows whether somebody bears it")
		f.Grade = api.GradeUnknown // what is not on record is not denied
		return f
	case !a.AcceptedOn.IsZero() && !c.Today.Reached(a.AcceptedOn):
		return lacks(AcceptanceWithoutOwner, ".acceptedOn", "nobody has accepted it before %s", a.AcceptedOn)
	}
	if f := acceptanceExpired(c, r, a, rating, lacks); f != nil {
		return f
	}
	if f := acceptanceUnknown(c, a, lacks); f != nil {
		f.Grade = api.GradeUnknown // it is said to be accepted, which is not denied either
		return f
	}
	return acceptanceUnentitled(c, r, a, rating, lacks)
}

// acceptanceUnknown says that nobody knows who accepted a risk, or when.
func acceptanceUnknown(c *assess.Context, a *api.RiskAcceptance, lacks func(reason, at, format string, args ...any) *assess.Finding) *assess.Finding {
	who := nobodyBehind(c, &a.By, a.AcceptedOn)
	switch {
	case a.AcceptedOn.IsZero() && a.By.Name() == "":
		return lacks(AcceptanceWithoutOwner, "", "it is said to be accepted, and nobody knows by whom or when")
	case a.AcceptedOn.IsZero():
		return lacks(AcceptanceWithoutOwner, ".acceptedOn", "it is not known when %s accepted it", a.By.Name())
	case a.By.Name() == "":
		return lacks(AcceptanceWithoutOwner, ".by", "nobody is named who accepted it on %s", a.AcceptedOn)
	case who:
		return lacks(AcceptanceWithoutOwner, ".by", "nobody is known who accepted it as %s on %s%s", Quote(a.By.Name()), a.AcceptedOn, Several(c, &a.By))
	}
	return nil
}

// acceptanceExpired says that an acceptance no longer counts: its end is over, or nobody
// looked at it for long, or since the risk was assessed anew, or it is of a lesser risk.
func acceptanceExpired(c *assess.Context, r *api.Risk, a *api.RiskAcceptance, rating api.RiskRating,
	lacks func(reason, at, format string, args ...any) *assess.Finding,
) *assess.Finding {
	last := a.AcceptedOn
	if c.Today.Reached(a.ReviewedOn) && a.ReviewedOn.After(last) {
		last = a.ReviewedOn
	}
	by, aged := cmp.Or(a.By.Name(), "somebody who is not named"), last.AddMonths(c.Policy.AcceptanceFor(rating))
	looked := r.Spec.AssessedOn.AddDays(c.Policy.Reassessment())
	since := func(f *assess.Finding, day api.Date) *assess.Finding {
		f.Since = day
		return f
	}
	switch {
	case a.Rating != "" && ratingRank(rating) > ratingRank(a.Rating):
		return since(lacks(AcceptanceExpired, ".rating", "%s accepted it when it was rated %s, and it is rated %s now", by, a.Rating, rating), r.Spec.AssessedOn)
	case c.Today.Past(a.ValidUntil):
		return since(lacks(AcceptanceExpired, ".validUntil", "its acceptance by %s ended on %s", by, a.ValidUntil), a.ValidUntil.AddDays(1))
	case a.AcceptedOn.IsZero():
		return nil // its age is unknown
	case c.Today.Past(aged):
		return since(lacks(AcceptanceExpired, ".acceptedOn", "%s accepted it on %s, and nobody has looked at that again by %s", by, last, aged), aged.AddDays(1))
	case c.Today.Reached(r.Spec.AssessedOn) && last.Before(r.Spec.AssessedOn) && c.Today.Past(looked):
		return since(lacks(AcceptanceExpired, ".acceptedOn", "%s accepted it on %s, before it was assessed anew on %s, and nobody has looked at that again by %s", by, last, r.Spec.AssessedOn, looked), looked.AddDays(1))
	}
	return nil
}

// acceptanceUnentitled says that who accepted a risk had not the authority to: the owner
// has, top management has for any risk, and the greater the risk the more it takes.
func acceptanceUnentitled(c *assess.Context, r *api.Risk, a *api.RiskAcceptance, rating api.RiskRating,
	lacks func(reason, at, format string, args ...any) *assess.Finding,
) *assess.Finding {
	by, owner, top := a.By.Name(), acceptedByOwner(c, r, a), ActedForTop(c, &a.By, a.AcceptedOn)
	signature := SignatureOf(c, api.SignRiskAcceptance, &a.By, a.AcceptedOn)
	observed := func(f *assess.Finding) *assess.Finding {
		f.Grade = api.GradeObservation
		return f
	}
	switch {
	case top && len(PeopleBehind(c, r.Spec.Owner, a.AcceptedOn)) == 0:
		return nil // that nobody is known who owns it is for P3-02 to say
	case top && !owner:
		return observed(lacks(AcceptanceNotEntitled, ".by", "%s accepted it for top management, and nothing says that its owner agrees, who is %s", by, Answerable(r.Spec.Owner)))
	case top:
		return nil
	case !owner && !delegatedAcceptance(c, &a.By, a.AcceptedOn):
		return lacks(AcceptanceWithoutOwner, ".by", "%s accepted it on %s without being the owner, who is %s", by, a.AcceptedOn, Answerable(r.Spec.Owner))
	case signature.Reason != "" && !signature.Counts:
		return lacks(AcceptanceNotEntitled, ".by", "%s accepted it on %s: %s", by, a.AcceptedOn, signature.Why)
	case rating == api.RiskCritical:
		return lacks(AcceptanceNotEntitled, ".by", "%s accepted it on %s, and a Critical risk is for top management to accept", by, a.AcceptedOn)
	case signature.Reason != "":
		return observed(lacks(AcceptanceNotEntitled, ".by", "%s accepted it on %s: %s", by, a.AcceptedOn, signature.Why))
	case rating == api.RiskHigh:
		return observed(lacks(AcceptanceNotEntitled, ".by", "%s accepted it on %s without top management, and it is rated High", by, a.AcceptedOn))
	}
	return nil
}

// delegatedAcceptance reports whether everybody behind an actor held a role to which top
// management had delegated the acceptance of risks.
func delegatedAcceptance(c *assess.Context, by *api.Actor, on api.Date) bool {
	names := PeopleBehind(c, by, on)
	return len(names) > 0 && !slices.ContainsFunc(names, func(name string) bool {
		return !slices.ContainsFunc(assess.By(c.World, RolesByPerson, name), func(role *api.SecurityRole) bool {
			return delegated(c, role, api.SignRiskAcceptance, on) && OfficeOf(c, role, name, on) == InOffice
		})
	})
}

// acceptedByOwner reports whether who accepted a risk was its owner on that day, whoever of
// the people behind it did. A later change of hands does not undo what the owner of the day
// decided.
func acceptedByOwner(c *assess.Context, r *api.Risk, a *api.RiskAcceptance) bool {
	return OneOf(c, &a.By, a.AcceptedOn, slices.DeleteFunc(PeopleBehind(c, r.Spec.Owner, a.AcceptedOn), func(name string) bool {
		p, ok := assess.Get[*api.Person](c.World, name)
		return !ok || !wasEngaged(p, a.AcceptedOn)
	}))
}
