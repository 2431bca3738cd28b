package facts

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// HighRated reports whether the risk is rated High or Critical.
func HighRated(r *api.Risk) bool {
	return r.Spec.Rating == api.RiskHigh || r.Spec.Rating == api.RiskCritical
}

// AcceptanceLack says why the risk does not count as accepted by its owner today;
// it returns false where it does.
func AcceptanceLack(c *assess.Context, r *api.Risk) (lack assess.Finding, lacks bool) {
	a := r.Spec.Acceptance
	lack = assess.Finding{Reason: "AcceptanceWithoutOwner", Field: "spec.acceptance"}
	switch {
	case a == nil:
		lack.Message = "nobody has accepted it"
	case a.AcceptedOn.IsZero():
		lack.Field, lack.Message = "spec.acceptance.acceptedOn", fmt.Sprintf("it is not known when %s accepted it", a.By.Name())
	case !c.Today.Reached(a.AcceptedOn):
		lack.Field, lack.Message = "spec.acceptance.acceptedOn", fmt.Sprintf("nobody has accepted it before %s", a.AcceptedOn)
	case !acceptedByOwner(c, r):
		lack.Field = "spec.acceptance.by"
		lack.Message = fmt.Sprintf("%s accepted it on %s without being the owner, who is %s", a.By.Name(), a.AcceptedOn, Answerable(r.Spec.Owner))
	case c.Today.Past(a.ValidUntil):
		lack.Reason, lack.Field, lack.Since = "AcceptanceExpired", "spec.acceptance.validUntil", a.ValidUntil.AddDays(1)
		lack.Message = fmt.Sprintf("its acceptance by %s ended on %s", a.By.Name(), a.ValidUntil)
	default:
		return lack, false
	}
	return lack, true
}

// acceptedByOwner reports whether who accepted the risk was its owner on that
// day, whoever of the people behind it did. A later change of hands does not undo what the
// owner of the day decided.
func acceptedByOwner(c *assess.Context, r *api.Risk) bool {
	a := r.Spec.Acceptance
	return OneOf(c, &a.By, a.AcceptedOn, slices.DeleteFunc(PeopleBehind(c, r.Spec.Owner, a.AcceptedOn), func(name string) bool {
		p, ok := assess.Get[*api.Person](c.World, name)
		return !ok || !wasEngaged(p, a.AcceptedOn)
	}))
}
