package report

import (
	"github.com/isms-operator/isms-operator/internal/assess"
)

// outOfSight writes which records and days a change takes out of sight.
func (j *jsonWriter) outOfSight(a *Assessment, r *assess.Report) {
	c := a.changed(r)
	j.open("changes", '{')
	j.open("removed", '[')
	for i := range c.Removed {
		removed := &c.Removed[i]
		j.open("", '{')
		j.ref(removed.Record)
		j.position(a.wasAt(r, removed.Record))
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
		j.position(a.isAt(r, d.Record, d.Field))
		j.close('}')
	}
	j.close(']')
	j.close('}')
}
