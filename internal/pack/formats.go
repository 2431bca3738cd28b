package pack

import (
	"context"
	"errors"
	"io"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/parallel"
	"github.com/isms-operator/isms-operator/internal/report"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// in writes what was judged in one of several formats.
func (j *Judgement) in(formats []report.Format[*report.Assessment], name string) func(io.Writer) error {
	return func(w io.Writer) error {
		format, _ := report.Lookup(formats, name)
		return format.Write(w, j.Assessment, report.Style{})
	}
}

// matrices writes the matrices of a scope as a workbook.
func (j *Judgement) matrices(w io.Writer, of *Scope) error {
	var all []*report.Matrix
	for _, kind := range report.Matrices() {
		if !of.matrix(kind) {
			continue
		}
		all = append(all, kind.Build(&report.MatrixSource{AsOf: j.Assessment.AsOf, Worlds: j.Worlds, Problems: j.Set.Problems, Keep: of.kind}))
	}
	return report.WriteMatrices(w, all)
}

// worklist writes what of a scope is open, and what comes due until the next external audit or for a
// year, as a workbook.
func (j *Judgement) worklist(ctx context.Context, w io.Writer, of *Scope) error {
	a := j.Assessment
	list := &report.Worklist{On: a.AsOf, Until: assess.Horizon(j.Worlds, a.AsOf), Reports: a.Namespaces, Timelines: make([]*assess.Timeline, len(j.Worlds)),
		Locate: a.Locate, Problems: a.Problems, Foreign: a.Foreign, Keep: of.finding}
	failures := make([]error, len(j.Worlds))
	if err := parallel.Do(ctx, len(j.Worlds), func(i int) {
		list.Timelines[i], failures[i] = assess.Foretell(ctx, rules.Registry(), j.Worlds[i], a.AsOf, list.Until, nil)
	}); err != nil {
		return err
	}
	if err := errors.Join(failures...); err != nil {
		return err
	}
	format, _ := report.Lookup(report.WorklistFormats(), "xlsx")
	return format.Write(w, list, report.Style{})
}
