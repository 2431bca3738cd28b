package report

import (
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// basis writes what the verdict on a point rests on.
func (j *jsonWriter) basis(b *rules.Basis) {
	j.open("basis", '{')
	j.number("rulesAsked", len(b.Rules))
	j.number("recordsJudged", b.Records())
	j.open("rules", '[')
	for i := range b.Rules {
		rule := &b.Rules[i]
		j.openFlat("")
		j.must("id", rule.ID)
		if rule.Whole {
			j.truth("whole", true)
		} else {
			j.number("records", rule.Records)
		}
		j.close('}')
	}
	j.close(']')
	j.open("records", '[')
	for i := range b.Kinds {
		j.openFlat("")
		j.must("kind", b.Kinds[i].Name)
		j.number("records", b.Kinds[i].Judged)
		j.close('}')
	}
	j.close(']')
	j.evidence("newest", b.Newest)
	j.evidence("oldest", b.Oldest)
	j.number("statementsTotal", b.Stated)
	j.open("statements", '[')
	for i := range b.Statements {
		s := &b.Statements[i]
		j.open("", '{')
		j.ref(s.Record)
		j.must("field", s.Field)
		j.must("text", s.Text)
		j.close('}')
	}
	j.close(']')
	j.inForce(b.Policy)
	j.close('}')
}

func (j *jsonWriter) evidence(key string, e *rules.Evidence) {
	if e == nil {
		return
	}
	j.open(key, '{')
	j.text("day", e.On.String())
	j.ref(e.Record)
	j.must("field", e.Field)
	j.must("what", e.What)
	j.close('}')
}

// ref writes a record of the namespace around it.
func (j *jsonWriter) ref(r assess.Ref) {
	j.openFlat("record")
	j.must("kind", r.Kind)
	j.must("name", r.Name)
	j.close('}')
}

// inForce writes what the fields of the policy have, and which of them ask for less.
func (j *jsonWriter) inForce(all []rules.PolicyInForce) {
	j.open("policy", '[')
	for i := range all {
		p := &all[i]
		j.openFlat("")
		j.must("field", p.Field)
		j.must("value", p.Value)
		j.must("default", p.Default)
		j.truth("weaker", p.Weaker)
		j.text("because", p.Because)
		j.close('}')
	}
	j.close(']')
}
