package convert

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/internal/mapping/source"
	"github.com/isms-operator/isms-operator/internal/parallel"
	"github.com/isms-operator/isms-operator/internal/table"
)

// Annotations that say where a record was read.
const (
	FileAnnotation  = api.GroupName + "/source-file"
	SheetAnnotation = api.GroupName + "/source-sheet"
	KeyAnnotation   = api.GroupName + "/source-key"
	HashAnnotation  = api.GroupName + "/source-hash"
)

// Record is a record that rows became.
type Record struct {
	Kind, Name string
	Spec       map[string]any
	// Annotations say which file, sheet and rows it was made of. They have no numbers of rows:
	// one more row above would change them all.
	Annotations map[string]string
	// Place of its first row, for messages.
	Place string

	// by are the records of the mapping that fill it.
	by     []*record
	rows   []*row
	keys   []string
	also   []string
	merger *merger
}

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
		built, err := r.build(ctx, made)
		if err != nil {
			return nil, err
		}
		all.add(made, built)
	}
	records := all.records()
	names.resolveAll(o.Known, records)
	records, err := r.validate(ctx, records)
	if err != nil {
		return nil, err
	}
	for _, made := range records {
		r.report.Records[made.Kind]++
		made.rows, made.merger = nil, nil // which hold all that was read
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
		if wrong := is.merger.merge(is.Spec, b.spec, ""); wrong != nil {
			a.refuse(b.row, "spec."+wrong.path, &fault{message: fmt.Sprintf("%s (%s, of %s)", wrong.Error(), is.Kind+"/"+is.Name, is.Place)})
			continue
		}
		if !slices.Contains(is.by, made) {
			is.by = append(is.by, made)
		}
		is.from(b)
	}
}

func (a *assembly) refuse(from *row, field string, wrong *fault) {
	a.reader.rejectRow(from, -1, field, wrong)
}

// from notes that a row is one that the record is made of.
func (made *Record) from(b built) {
	made.also = append(made.also, b.also...)
	if last := len(made.rows) - 1; last >= 0 && made.rows[last].batch == b.row.batch && made.rows[last].number == b.row.number {
		return // another value, or another column, of the same row
	}
	made.rows = append(made.rows, b.row)
	key := b.row.key
	if key == "" {
		key = b.called
	}
	if !slices.Contains(made.keys, key) && len(made.keys) <= maxKeys {
		made.keys = append(made.keys, key)
	}
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

// maxKeys is how many keys of rows a record says.
const maxKeys = 5

// annotate says where the record was read.
func (made *Record) annotate() {
	files, sheets := map[string]bool{}, map[string]bool{}
	sum := sha256.New()
	for _, from := range made.rows {
		files[from.batch.file.Name] = true
		if sheet := from.sheet(); sheet != "" {
			sheets[sheet] = true
		}
		sum.Write(from.hash[:])
	}
	hash := hex.EncodeToString(sum.Sum(nil))
	if len(made.rows) == 1 {
		hash = hex.EncodeToString(made.rows[0].hash[:])
	}
	keys := strings.Join(made.keys[:min(len(made.keys), maxKeys)], ", ")
	if len(made.rows) > len(made.keys) || len(made.keys) > maxKeys {
		keys = fmt.Sprintf("%s and others, of %d rows", keys, len(made.rows))
	}
	made.Annotations = map[string]string{FileAnnotation: someOf(files), KeyAnnotation: keys, HashAnnotation: "sha256:" + hash}
	if len(sheets) > 0 {
		made.Annotations[SheetAnnotation] = someOf(sheets)
	}
}

// someOf are names, of which a record says a few.
func someOf(names map[string]bool) string {
	all := slices.Sorted(maps.Keys(names))
	if len(all) > maxKeys {
		return fmt.Sprintf("%s and %d more", strings.Join(all[:maxKeys], ", "), len(all)-maxKeys)
	}
	return strings.Join(all, ", ")
}

// Object is the record as a manifest.
func (made *Record) Object(namespace string) map[string]any {
	annotations := map[string]any{}
	for name, text := range made.Annotations {
		annotations[name] = text
	}
	meta := map[string]any{"name": made.Name, "annotations": annotations}
	if namespace != "" {
		meta["namespace"] = namespace
	}
	return map[string]any{"apiVersion": api.GroupVersion.String(), "kind": made.Kind, "metadata": meta, "spec": made.Spec}
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
