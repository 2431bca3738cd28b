package facts

import (
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// SignatureRequired reports whether an approval of a record has to be signed: it was given
// since the policy asks for signatures, or the record rests on it and nothing but its own
// text says that it was given before.
func SignatureRequired(c *assess.Context, kind *assess.Kind, r api.Record, a *api.Approval) bool {
	p := &c.Policy.Signatures
	switch {
	case !c.Policy.SignaturesOf(kind.Name):
		return false
	case !a.ApprovedOn.Before(p.RequiredFrom):
		return true
	case a.Signature != "" || !c.Today.Reached(p.EarlierLapse()):
		return false
	}
	rests := restsOn(c, kind, r)
	return rests != nil && *rests == *a
}

type restsKey struct{ of assess.Ref }

// restsOn is the unsigned approval from before the policy asks for signatures that a record in
// force rests on; nil where it rests on a signed one. Anybody can date an approval back to
// before that day, so it does not count for ever. A signed one of what the record said once
// carries nothing that it says now: an unsigned one that is of that, or bound to nothing, takes
// its place.
func restsOn(c *assess.Context, kind *assess.Kind, r api.Record) *api.Approval {
	of := assess.Ref{Kind: kind.Name, Name: r.GetName()}
	return assess.Once(c, restsKey{of}, func(c *assess.Context) *api.Approval {
		if approvedForPast(c, kind, r) {
			return nil
		}
		var earlier []api.Approval
		stale := false // a signed one is
		binds := func(a *api.Approval) bool {
			return Binds(c, a, kind.Name, r, func() any { return kind.Content(r) })
		}
		all := kind.Approvals(r)
		for i := range all {
			a := &all[i]
			switch {
			case !c.Today.Reached(a.ApprovedOn):
			case a.Signature == "":
				if a.ApprovedOn.Before(c.Policy.Signatures.RequiredFrom) {
					earlier = append(earlier, *a)
				}
			case SignedBy(c, of, a).Reason == "" && Entitled(c, r, a):
				if binds(a) {
					return nil
				}
				stale = true
			}
		}
		if stale { // then another that is stale as well takes the place of none
			earlier = slices.DeleteFunc(earlier, func(a api.Approval) bool { return a.ContentHash != "" && !binds(&a) })
		}
		a, _ := Approved(c, ActOf(c, r), earlier, api.Date{})
		return a
	})
}
