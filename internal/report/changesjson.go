package report

import (
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/changes"
	"github.com/isms-operator/isms-operator/internal/input"
)

// outOfSight writes which sign-offs a change weakens, which records and days it takes out of
// sight, and where a record was that is removed, and a field is; nil where nobody knows.
func (j *jsonWriter) outOfSight(c *changes.Changes, was func(assess.Ref) input.Position, is func(assess.Ref, string) input.Position) {
	j.open("changes", '{')
	j.weakened(c.Weakened, is)
	j.open("removed", '[')
	for i := range c.Removed {
		removed := &c.Removed[i]
		j.open("", '{')
		j.ref(removed.Record)
		if was != nil {
			j.position(was(removed.Record))
		}
		j.text("retainUntil", removed.RetainUntil.String())
		j.open("findings", '[')
		for k := range removed.Findings {
			j.open("", '{')
			j.judgement(&removed.Findings[k], nil)
			j.close('}')
		}
		j.close(']')
		j.close('}')
	}
	j.close(']')
	j.open("postponed", '[')
	for i := range c.Postponed {
		d := &c.Postponed[i]
		j.open("", '{')
		j.ref(d.Record)
		j.must("field", d.Field)
		j.text("from", d.From.String())
		j.text("to", d.To.String())
		if is != nil {
			j.position(is(d.Record, d.Field))
		}
		j.close('}')
	}
	j.close(']')
	j.close('}')
}

// weakened writes which sign-offs a change weakens, and where a field is; nil where nobody knows.
func (j *jsonWriter) weakened(all []changes.Weakened, is func(assess.Ref, string) input.Position) {
	j.open("weakened", '[')
	for i := range all {
		w := &all[i]
		j.open("", '{')
		j.must("reason", w.Reason)
		j.ref(w.Record)
		j.must("field", w.Field)
		j.must("message", w.Message)
		j.must("ask", w.Ask)
		if is != nil {
			j.position(is(w.Record, w.Field))
		}
		j.close('}')
	}
	j.close(']')
}
