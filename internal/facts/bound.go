package facts

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

type holdsKey struct {
	hash string
	of   assess.Ref
}

// Binds reports whether an approval is bound to what a record says now. Content is what the
// kind of the record has approved (assess.Kind.Content). The hash of a record that did not
// change is not computed again, in no later pass.
func Binds(c *assess.Context, a *api.Approval, kind string, r api.Record, content func() any) bool {
	return assess.Once(c, holdsKey{a.ContentHash, assess.Ref{Kind: kind, Name: r.GetName()}}, func(c *assess.Context) bool {
		hashes := assess.OfRecord(c.World, r, func() *signoff.Hashes { return new(signoff.Hashes) })
		return hashes.Holds(a.ContentHash, signoff.SubjectOf(kind, c.Assessment.Spec.Isms, r.GetName()), content)
	})
}

// BindsThis is Binds for the record under judgement.
func BindsThis(c *assess.Context, r api.Record, a *api.Approval) bool {
	return Binds(c, a, c.Kind().Name, r, func() any { return c.Kind().Content(r) })
}

// ApprovedForPast reports whether what was approved is over: another record has taken its
// place, its time has run out, or a later review was held. Nobody approves it again.
func ApprovedForPast(c *assess.Context, r api.Record) bool { return approvedForPast(c, c.Kind(), r) }

func approvedForPast(c *assess.Context, kind *assess.Kind, r api.Record) bool {
	if kind.Replaced(c, r) || kind.Gone(c, r) {
		return true
	}
	if review, ok := r.(*api.ManagementReview); ok { // its ValidUntil is when the next is due
		return LatestReview(c) != review
	}
	return kind.ValidUntil != nil && c.Today.Past(kind.ValidUntil(r))
}
