package assess

import api "github.com/isms-operator/isms-operator/api/v1alpha1"

// newContext returns what checks work with, for the assessment in force.
func newContext(w *World) *Context {
	return &Context{
		World: w, Assessment: inForce(w), Policy: &inForce(w).Spec.Policy,
		memos: map[any]memo{}, doubts: map[string]*looks{}, named: map[*Unread][]string{},
	}
}

// inForce returns the assessment in force, or an empty one. One that is not judged
// holds as far as it can be read: its thresholds were set by somebody, the fallbacks
// by nobody.
func inForce(w *World) *api.ClauseAssessment {
	first := InForce(w)
	for _, u := range w.unread[assessmentType] {
		if a := u.Record.(*api.ClauseAssessment); first == nil || a.Name < first.Name {
			first = a
		}
	}
	if first == nil {
		return &api.ClauseAssessment{}
	}
	return first
}

// Look returns what checks work with on a day, outside of a run: for tables that show
// what the rules see.
func Look(w *World, today api.Date) *Context {
	c := newContext(w)
	c.Today, c.rule, c.kind, c.subject = NewDay(today), &Rule{}, &Kind{}, c.Assessment
	return c
}

// Ask returns the reasons that a check gives, in its order, each once. The context
// must be one of Look.
func (c *Context) Ask(check func(*Context)) []string {
	c.findings = nil
	check(c)
	var reasons []string
	seen := map[string]bool{}
	for i := range c.findings {
		if reason := c.findings[i].Reason; !seen[reason] {
			seen[reason] = true
			reasons = append(reasons, reason)
		}
	}
	return reasons
}
