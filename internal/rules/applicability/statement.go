package applicability

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// onStatement makes a rule that is asked of the statement in force alone.
func onStatement(doc assess.Doc, check func(*assess.Context, *facts.Statement)) assess.Rule {
	return assess.On(doc, func(c *assess.Context, r *api.StatementOfApplicability) {
		if facts.IsStatementInForce(c, r) {
			check(c, facts.StatementInForce(c))
		}
	})
}

// eachControl makes a rule that is asked of every control of the statement in
// force. Entries that rule S-11 cannot read are left to it.
func eachControl(doc assess.Doc, check func(*assess.Context, *api.ControlStatement)) assess.Rule {
	return onStatement(doc, func(c *assess.Context, s *facts.Statement) {
		for i := range s.Record.Spec.Controls {
			if e := &s.Record.Spec.Controls[i]; s.Controls[e.ID] == e {
				check(c, e)
			}
		}
	})
}

// eachNecessary makes a rule that is asked of every control that is necessary.
func eachNecessary(doc assess.Doc, check func(*assess.Context, *api.ControlStatement)) assess.Rule {
	return eachControl(doc, func(c *assess.Context, e *api.ControlStatement) {
		if facts.Necessary(e) {
			check(c, e)
		}
	})
}
