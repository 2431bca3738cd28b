package maintenance

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// termRules returns the rules that licences and contracts share. What has its term
// elsewhere is not asked for its end.
func termRules[T api.Record](of func(T) facts.Supply, elsewhere func(*assess.Context, T) bool) []assess.Rule {
	on := func(doc assess.Doc, check func(*assess.Context, facts.Supply), unless func(*assess.Context, T) bool) assess.Rule {
		return assess.On(doc, func(c *assess.Context, r T) {
			if s := of(r); !s.Retired(c) && !unless(c, r) {
				check(c, s)
			}
		})
	}
	return []assess.Rule{on(docExpired, checkExpired, never), on(docRenewal, checkRenewal, never), on(docEndUnknown, checkEndUnknown, elsewhere)}
}

func never[T api.Record](*assess.Context, T) bool { return false }
