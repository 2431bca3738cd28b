package convert

import (
	"context"
	"fmt"
	"strings"

	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/internal/mapping/source"
	"github.com/isms-operator/isms-operator/internal/parallel"
	"github.com/isms-operator/isms-operator/internal/table"
)

// Options steer what is made.
type Options struct {
	// Known are records that are there already, which names may mean.
	Known []Named
	// Progress is told what is being done, and how much of it is done.
	Progress func(doing string, done, of int)
}

// Result is what became of the files.
type Result struct {
	// Records in the order of the mapping and of the rows.
	Records []*Record
	Report  *Report
}

// Run reads files and makes records of them. It fails only where it cannot go on: what is
// wrong in files is told in the report.
func (p *Plan) Run(ctx context.Context, files []source.File, o Options) (*Result, error) {
	if o.Progress == nil {
		o.Progress = func(string, int, int) {}
	}
	p.forget()
	r := &reader{plan: p, report: &Report{Records: map[string]int{}}, progress: o.Progress, values: map[[4]string]*Value{}, tables: map[string][]*table.Table{}}
	if err := r.read(ctx, files); err != nil {
		return nil, err
	}
	names := newNames()
	r.join(names)
	all := &assembly{reader: r, of: map[[2]string]*Record{}, twice: map[[2]string]bool{}}
	for i, made := range p.records {
		o.Progress("records", i, len(p.records))
		if err := all.build(ctx, made); err != nil {
			return nil, err
		}
	}
	records := all.records()
	p.spend()
	names.resolveAll(o.Known, records)
	records, err := r.validate(ctx, records)
	if err != nil {
		return nil, err
	}
	for _, made := range records {
		r.report.Records[made.Kind]++
		made.rows, made.keys, made.also, made.merger = nil, nil, nil, nil // which hold all that was read
	}
	p.forget()
	r.finish(names)
	return &Result{records, r.report}, nil
}

// join gives rows their keys, and joins them by what they name.
func (r *reader) join(names *names) {
	for _, res := range r.plan.resources {
		r.keys(res)
	}
	for _, res := range r.plan.resources {
		for _, k := range res.keys {
			r.link(k, names)
		}
	}
}

// spend lets go of what rows say, once records say it.
func (p *Plan) spend() {
	for _, res := range p.resources {
		for _, from := range res.rows {
			from.values, from.words, from.fields = nil, nil, nil
		}
	}
}

// forget lets go of all that was read.
func (p *Plan) forget() {
	for _, res := range p.resources {
		res.rows = nil
		for _, k := range res.keys {
			clear(k.parents)
			clear(k.children)
		}
	}
}

// finish puts into the report what was counted on the way.
func (r *reader) finish(names *names) {
	for _, v := range r.values {
		r.report.Values = append(r.report.Values, *v)
	}
	for _, u := range names.open {
		r.report.Unresolved = append(r.report.Unresolved, *u)
	}
	for _, b := range r.batches {
		r.report.Read = append(r.report.Read, b.read)
	}
	r.report.sort()
}

// validate rejects what the API server would.
func (r *reader) validate(ctx context.Context, records []*Record) ([]*Record, error) {
	faults := make([][]fault, len(records))
	fields := make([][]string, len(records))
	err := parallel.Do(ctx, len(records), func(i int) {
		_, wrong := manifest.Object(ctx, records[i].Kind, records[i].Object("default"))
		for _, f := range wrong {
			message := f.Message
			if f.Remedy != "" {
				message += "; " + strings.ToLower(f.Remedy[:1]) + f.Remedy[1:]
			}
			faults[i] = append(faults[i], fault{message: message})
			fields[i] = append(fields[i], f.Field)
		}
	})
	if err != nil {
		return nil, err
	}
	var kept []*Record
	for i, made := range records {
		for j := range faults[i] {
			place := made.Place
			if len(made.rows) > 1 {
				place = fmt.Sprintf("%s and %d more rows", place, len(made.rows)-1)
			}
			at := made.rows[0].spot(-1)
			at.place = place
			r.reject(at, fields[i][j], &faults[i][j])
		}
		if len(faults[i]) == 0 {
			kept = append(kept, made)
			continue
		}
		for _, from := range made.rows {
			r.drop(from)
		}
	}
	return kept, nil
}
