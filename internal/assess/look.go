package assess

import (
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// Look returns what checks work with on a day, outside of a run: for tables that show
// what the rules see.
func Look(w *World, today api.Date) *Context { return LookWith(&Registry{}, w, today) }

// LookWith is Look for what asks of every record (Context.Every), whose kinds the registry has.
func LookWith(registry *Registry, w *World, today api.Date) *Context {
	c := newContext(registry, w)
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

// FindingsOn returns what the rules of a kind find on one record of it, those on the ISMS as a whole
// and those on what others find left out. The context must be one of LookWith.
func (c *Context) FindingsOn(kind *Kind, r api.Record) []Finding {
	outer, subject := c.kind, c.subject
	c.findings, c.kind, c.subject = nil, kind, r
	c.askAll(kind.Rules, false, false)
	findings := slices.Clone(c.findings)
	c.kind, c.subject = outer, subject
	return findings
}
