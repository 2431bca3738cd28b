package applicability

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// Gaps are the reasons of what the rules find about one control of the statement. They are
// asked of a statement that has no other entry: they report what several controls share on
// the first alone. The context must be one of assess.Look.
func Gaps(c *assess.Context, s *facts.Statement, e *api.ControlStatement) []string {
	record := *s.Record
	record.Spec.Controls = []api.ControlStatement{*e}
	e = &record.Spec.Controls[0]
	single := &facts.Statement{Record: &record, Controls: map[string]*api.ControlStatement{e.ID: e}}
	reasons := c.Ask(func(c *assess.Context) {
		checkResources(c, single)
		checkOwner(c, single)
		checkUnsupported(c, single)
		checkExclusion(c, e)
		checkContradiction(c, e)
		if facts.Necessary(e) {
			checkInclusion(c, e)
			checkPlanned(c, e)
			checkEvidence(c, e)
		}
	})
	if !single.Decided(e.ID) {
		reasons = append([]string{ReasonUndecided()}, reasons...)
	}
	return reasons
}

// ReasonNoStatement is the reason where no statement is in force.
func ReasonNoStatement() string { return docNoStatement.Reasons[0] }

// ReasonUndecided is the reason where the statement does not decide on a control.
func ReasonUndecided() string { return docIncomplete.Reasons[0] }

// ReasonUnread is the reason for which an entry is about none of the controls: another
// one is about its control, or its ID is that of none.
func ReasonUnread(duplicate bool) string {
	if duplicate {
		return reasonDuplicate
	}
	return reasonUnknown
}
