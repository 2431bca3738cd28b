package granted

import (
	"slices"

	"github.com/isms-operator/isms-operator/internal/access"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// Lapse is a finding on what somebody is granted, with what proves it.
type Lapse struct {
	assess.Finding
	// Account is the name of the account that it is on; "" where it is on all of them together.
	Account string
	// Grants are those that it rests on.
	Grants []access.Grant
}

// tell reports the findings.
func tell(c *assess.Context, all []Lapse) {
	for i := range all {
		c.Report(all[i].Finding)
	}
}

// On reports whether the lapse rests on a grant to an account of the person.
func (l *Lapse) On(a *facts.Account, g *access.Grant) bool {
	return (l.Account == "" || l.Account == a.Name) && slices.ContainsFunc(l.Grants, func(of access.Grant) bool {
		return of.Binding == g.Binding && of.Role == g.Role && of.Namespace == g.Namespace
	})
}
