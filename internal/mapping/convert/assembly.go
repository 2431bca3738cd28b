package convert

import (
	"context"
	"fmt"
	"slices"
)

// assembly puts records together of what rows made.
type assembly struct {
	reader *reader
	order  []*Record
	of     map[[2]string]*Record
	// twice are names that two rows made, though the mapping does not merge them.
	twice map[[2]string]bool
}

func (a *assembly) add(made *record, all []built) {
	for _, b := range all {
		id := [2]string{made.Kind, b.name}
		is := a.of[id]
		switch {
		case is == nil:
			is = &Record{Kind: made.Kind, Name: b.name, Spec: map[string]any{}, Place: b.row.place(), merger: &merger{made.Kind, map[string]int{}}}
			a.of[id] = is
			a.order = append(a.order, is)
		case !made.Merge:
			a.twice[id] = true
			a.refuse(b.row, "name", &fault{b.called, fmt.Sprintf("the name %s is made of another row too, %s; add a column to the name that parts them, or merge them", b.name, is.Place), ""})
			continue
		}
		wrong := is.merger.merge(is.Spec, b.spec, "")
		if !a.reader.plan.merges(made.Kind) {
			is.merger = nil // nothing more comes, and it takes as much as the record
		}
		if wrong != nil {
			a.refuse(b.row, "spec."+wrong.path, &fault{message: fmt.Sprintf("%s (%s, of %s)", wrong.Error(), is.Kind+"/"+is.Name, is.Place)})
			continue
		}
		if !slices.Contains(is.by, made) {
			is.by = append(is.by, made)
		}
		is.from(b)
	}
}

// batched is how many rows are evaluated before what they make is put together.
const batched = 64 * chunk

// build evaluates a record for every row of its resource, in the order of the rows.
func (a *assembly) build(ctx context.Context, made *record) error {
	for rows := range slices.Chunk(made.from.rows, batched) {
		all, err := a.reader.evaluate(ctx, made, rows)
		if err != nil {
			return err
		}
		a.add(made, all)
	}
	return nil
}

// merges reports whether more than one row may make a record of a kind.
func (p *Plan) merges(kind string) bool {
	return slices.ContainsFunc(p.records, func(r *record) bool { return r.Kind == kind && r.Merge })
}

func (a *assembly) refuse(from *row, field string, wrong *fault) {
	a.reader.rejectRow(from, -1, field, wrong)
}

// records are those that are made of no name twice, with where they were read.
func (a *assembly) records() []*Record {
	var kept []*Record
	for _, made := range a.order {
		if a.twice[[2]string{made.Kind, made.Name}] {
			for _, from := range made.rows {
				a.refuse(from, "name", &fault{made.Name, "the name is made of another row too; add a column to the name that parts them, or merge them", ""})
			}
			continue
		}
		made.annotate()
		kept = append(kept, made)
	}
	return kept
}
