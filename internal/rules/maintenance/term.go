package maintenance

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// termRules returns the rules that licences and contracts share.
func termRules[T api.Record](of func(T) facts.Supply) []assess.Rule {
	on := func(doc assess.Doc, check func(*assess.Context, facts.Supply)) assess.Rule {
		return assess.On(doc, func(c *assess.Context, r T) {
			if s := of(r); !s.Retired(c) {
				check(c, s)
			}
		})
	}
	return []assess.Rule{on(docExpired, checkExpired), on(docRenewal, checkRenewal), on(docEndUnknown, checkEndUnknown)}
}
