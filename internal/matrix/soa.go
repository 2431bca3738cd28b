package matrix

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/annexa"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
	"github.com/isms-operator/isms-operator/internal/rules/applicability"
)

// Control is what the Statement of Applicability in force says of a control, and what
// of it can be relied on.
type Control struct {
	// ID of the control as the statement writes it, and its title; "" where the ID is
	// none of Annex A.
	ID, Title string
	// Statement on the control; nil where there is none.
	Statement *api.ControlStatement
	// Holders of the accountable role.
	Holders []api.Assignment
	// Resources that support it, found in both directions.
	Resources []Resource
	// Gaps are the reasons of the findings that the rules have on this.
	Gaps []string
}

// Resource supports a control.
type Resource struct {
	api.ResourceReference
	// Lack is why it cannot be relied on; "" where it can.
	Lack string
}

// Controls returns every control of Annex A in the order of the standard, then the
// entries of the statement that are about none of them. The context must be one of
// assess.Look.
func Controls(c *assess.Context) []Control {
	s := facts.StatementInForce(c)
	var all []Control
	for _, known := range annexa.All() {
		switch {
		case s == nil:
			all = append(all, Control{ID: known.ID, Title: known.Title, Gaps: []string{applicability.ReasonNoStatement()}})
		case s.Controls[known.ID] == nil:
			all = append(all, Control{ID: known.ID, Title: known.Title, Gaps: []string{applicability.ReasonUndecided()}})
		default:
			all = append(all, control(c, s, s.Controls[known.ID]))
		}
	}
	if s == nil {
		return all
	}
	first := s.FirstEntries()
	for i := range s.Record.Spec.Controls {
		e := &s.Record.Spec.Controls[i]
		if s.Controls[e.ID] == e {
			continue
		}
		all = append(all, Control{ID: e.ID, Statement: e, Gaps: []string{applicability.ReasonUnread(first[facts.NormalControlID(e.ID)] != e)}})
	}
	return all
}

// control is an entry of the statement as a table shows it.
func control(c *assess.Context, s *facts.Statement, e *api.ControlStatement) Control {
	shown := Control{ID: e.ID, Statement: e, Gaps: applicability.Gaps(c, s, e)}
	shown.Title, _ = annexa.Title(e.ID)
	if role, ok := assess.Find[*api.SecurityRole](c.World, facts.AccountableRole(c.World, e)); ok {
		for _, h := range facts.Holders(c, role) {
			shown.Holders = append(shown.Holders, *h.Assignment)
		}
	}
	for _, ref := range facts.Allocated(c, e) {
		shown.Resources = append(shown.Resources, Resource{ref, facts.Unusable(c, ref)})
	}
	return shown
}
