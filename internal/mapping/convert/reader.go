package convert

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/isms-operator/isms-operator/internal/mapping/source"
	"github.com/isms-operator/isms-operator/internal/mapping/value"
	"github.com/isms-operator/isms-operator/internal/table"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// reader reads the rows of all resources.
type reader struct {
	plan     *Plan
	report   *Report
	progress func(doing string, done, of int)
	values   map[[4]string]*Value
	// tables of the file that is read, by how they are read.
	tables  map[string][]*table.Table
	batches []*batch
}

// read reads all files into the rows of the resources.
func (r *reader) read(ctx context.Context, files []source.File) error {
	taken := make([]bool, len(files))
	for i, f := range files {
		r.progress("files", i, len(files))
		for _, res := range r.plan.resources {
			if err := ctx.Err(); err != nil {
				return err
			}
			if f.Matches(res.Path, res.Format) {
				taken[i] = true
				r.file(res, f)
			}
		}
		clear(r.tables)
	}
	for i, f := range files {
		if !taken[i] {
			r.report.Unread = append(r.report.Unread, f.Path)
		}
	}
	return nil
}

// reject tells of something that cannot be used.
func (r *reader) reject(at spot, field string, f *fault) {
	r.report.Rejected = append(r.report.Rejected, Rejected{at.file, at.row, at.place, field, f.found, f.message, f.nearest})
}

// rejectRow tells why nothing is made of a row, because of one of its fields; -1 is none.
func (r *reader) rejectRow(made *row, slot int, field string, f *fault) {
	r.drop(made)
	r.reject(made.spot(slot), field, f)
}

// drop counts a row as rejected, once.
func (r *reader) drop(made *row) {
	if !made.dropped {
		made.dropped = true
		made.batch.read.Rejected++
	}
}

// file reads a file for a resource.
func (r *reader) file(res *resource, f source.File) {
	format := res.Format
	if format == "" {
		format = source.FormatOf(f.Path)
	}
	first := batch{file: f}
	data, err := f.Content()
	if err != nil {
		r.reject(first.spot(), "", &fault{message: err.Error()})
		return
	}
	sum := sha256.Sum256(data)
	first.sha256 = hex.EncodeToString(sum[:])
	if !source.Tabular(format) {
		r.list(res, &first, format, data)
		return
	}
	key := format + "\x00" + res.Dialect.Delimiter
	tables, known := r.tables[key]
	if !known {
		if tables, err = source.Tables(f.Path, format, data, res.Dialect.Delimiter); err != nil {
			r.reject(first.spot(), "", &fault{message: strings.TrimPrefix(err.Error(), f.Path+": ")})
			return
		}
		r.tables[key] = tables
	}
	found := false
	for _, t := range tables {
		if !res.wants(t) {
			continue
		}
		b := first
		b.table = res.crop(t)
		if res.Transpose {
			b.table = transposed(b.table)
		}
		found = r.table(res, &b) || found
	}
	if !found {
		r.reject(first.spot(), "", &fault{message: res.lacks(tables)})
	}
}

// lacks says that no table of a file is one of the resource, what the first has, and what to do.
func (r *resource) lacks(tables []*table.Table) string {
	text := fmt.Sprintf("it has no table for the resource %s: none has the columns %s", r.Name, strings.Join(r.sought(), ", "))
	var found []string
	for _, t := range tables {
		for i := range t.Rows {
			for _, c := range t.Rows[i].Cells {
				if c.Text != "" && len(found) < 5 {
					found = append(found, fmt.Sprintf("%q", wording.Shortened(c.Text, 40)))
				}
			}
			if found != nil {
				return text + "; it begins with " + strings.Join(found, ", ") + "; if that is the register, add its headings to the titles in the mapping"
			}
		}
	}
	return text + "; it is empty"
}

// wants says whether a table is the one that a resource names.
func (r *resource) wants(t *table.Table) bool {
	for _, name := range []string{r.Sheet, r.Heading} {
		if name == "" || table.Fold(name) == table.Fold(t.Name) {
			continue
		}
		if ok, err := path.Match(table.Fold(name), table.Fold(t.Name)); err != nil || !ok {
			return false
		}
	}
	return true
}

// sought are the columns that a table must have, or may have where none is required.
func (r *resource) sought() []string {
	var must, may []string
	for _, f := range r.fields {
		if f.Value.Text != "" || r.Unpivot != nil && (f.Name == r.Unpivot.Column || f.Name == r.Unpivot.Cell) {
			continue
		}
		name := f.Name
		if len(f.Titles) > 0 {
			name = fmt.Sprintf("%q", f.Titles[0])
		}
		may = append(may, name)
		if f.Constraints.Required {
			must = append(must, name)
		}
	}
	if len(must) > 0 {
		return must
	}
	return may
}

// crop is the part of a table that a resource names.
func (r *resource) crop(t *table.Table) *table.Table {
	if r.rng == nil {
		return t
	}
	cropped := *t
	cropped.Rows, cropped.Exact = nil, false
	for _, row := range t.Rows {
		if row.Number < r.rng.FirstRow || r.rng.LastRow > 0 && row.Number > r.rng.LastRow {
			continue
		}
		row.Cells = slices.Clone(row.Cells[:min(len(row.Cells), r.rng.LastColumn+1)])
		for i := range min(r.rng.FirstColumn, len(row.Cells)) {
			row.Cells[i] = table.Cell{}
		}
		cropped.Rows = append(cropped.Rows, row)
	}
	return &cropped
}

// transposed is a table with one row, of one whose headings stand in its first column.
func transposed(t *table.Table) *table.Table {
	turned := *t
	turned.Exact, turned.Links, turned.Merged = false, nil, nil
	if len(t.Rows) == 0 {
		return &turned
	}
	head, body := table.Row{Number: t.Rows[0].Number}, table.Row{Number: t.Rows[0].Number + 1}
	for i := range t.Rows {
		head.Cells = append(head.Cells, t.Rows[i].Cell(0))
		body.Cells = append(body.Cells, t.Rows[i].Cell(1))
	}
	turned.Rows = []table.Row{head, body}
	return &turned
}

// list reads the entries of a list.
func (r *reader) list(res *resource, b *batch, format string, data []byte) {
	items, err := source.Items(b.file.Path, format, data, res.Items, res.Heading)
	if err != nil {
		r.reject(b.spot(), "", &fault{message: strings.TrimPrefix(err.Error(), b.file.Path+": ")})
		return
	}
	b.read = Read{File: b.file.Path, Resource: res.Name}
	b.counts, b.unused = map[string]int{}, map[int]int{}
	for i := range items {
		item := &items[i]
		b.read.Rows++
		text, err := json.Marshal(item.Value)
		if err != nil {
			text = fmt.Append(nil, item.Value)
		}
		made := &row{batch: b, item: item, number: i, hash: sha256.Sum256(text)}
		for name, v := range item.Value {
			if v != nil && v != "" && !res.hasPath(name) {
				b.counts[name]++
			}
		}
		r.row(res, made, func(f *field) (reading, *fault, string) {
			v := f.in(res, item)
			got, wrong := f.entry(v)
			return got, wrong, plainText(v)
		})
	}
	r.done(res, b)
}

// hasPath says whether a field takes what stands under a name.
func (r *resource) hasPath(name string) bool {
	for _, f := range r.fields {
		if head, _, _ := strings.Cut(f.Path, "."); f.Path != "" && head == name {
			return true
		}
		if f.Path == "" && f.Value.Text == "" && slices.Contains(f.titles, r.fold(name)) {
			return true
		}
	}
	return false
}

// fold folds a name of items, of which there are few and which come with every one.
func (r *resource) fold(name string) string {
	folded, known := r.folded[name]
	if !known {
		folded = value.Fold(name)
		r.folded[name] = folded
	}
	return folded
}
