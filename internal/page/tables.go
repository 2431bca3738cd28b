package page

import (
	"slices"
	"strings"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/report"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// bases tells what the verdicts of the first day rest on.
func (b *builder) bases(r *assess.Report) {
	for _, from := range rules.Explain(r) {
		to := Basis{Records: from.Records(), Stated: from.Stated, Newest: happening(from.Newest), Oldest: happening(from.Oldest)}
		for i := range from.Rules {
			rule := &from.Rules[i]
			asked := rule.Records
			if rule.Whole {
				asked = -1 // of the ISMS as a whole
			}
			to.Rules, to.Asked = append(to.Rules, rule.ID), append(to.Asked, asked)
		}
		for _, k := range from.Kinds {
			to.Kinds = append(to.Kinds, wording.Number(k.Judged, k.Name, k.Name))
		}
		for i := range from.Statements {
			s := &from.Statements[i]
			to.Statements = append(to.Statements, Statement{wording.Plain(s.Record.String()), wording.Plain(s.Field), wording.Plain(s.Text)})
		}
		for i := range from.Policy {
			f := &from.Policy[i]
			to.Policy = append(to.Policy, PolicyField{f.Field, wording.Plain(f.Value), f.Default, f.Weaker, wording.Plain(f.Because)})
		}
		b.shown.Bases = append(b.shown.Bases, to)
	}
}

func happening(e *rules.Evidence) *Happening {
	if e == nil {
		return nil
	}
	return &Happening{e.On.String(), wording.Plain(e.Record.String()), wording.Plain(e.What)}
}

// judgedBy tells where the policy asks for less than the default, and what was seen beside the
// records.
func (b *builder) judgedBy(r *assess.Report) {
	b.shown.Policy = wording.Plain(assess.PolicyText(r.Policy))
	for i := range r.Policy {
		b.shown.Weakens = append(b.shown.Weakens, wording.Plain(r.Policy[i].String()))
	}
	var seen []string
	for _, text := range r.Texts() {
		seen = append(seen, wording.Plain(text)+".")
	}
	b.shown.Observed = strings.Join(seen, " ")
}

// matrices are the tables of the first day, as the command "matrix" shows them; but the
// namespace, which is that of all that is around them.
func (b *builder) matrices() {
	for _, kind := range report.Matrices() {
		m := kind.Build(&report.MatrixSource{AsOf: b.source.On, Worlds: []*assess.World{b.world}, Problems: b.source.Problems, Several: len(b.source.Worlds) > 1})
		shown := Matrix{Name: kind.Name, Columns: m.Columns[1:], Command: max(0, slices.Index(m.Columns, report.CommandColumn)-1), Rows: make([][]string, 0, len(m.Rows))}
		for _, row := range m.Rows {
			cells := make([]string, len(row)-1)
			for i, cell := range row[1:] {
				cells[i] = wording.Plain(cell)
			}
			shown.Rows = append(shown.Rows, cells)
		}
		b.shown.Matrices = append(b.shown.Matrices, shown)
	}
}
