package convert

import (
	"fmt"
	"slices"
	"strings"

	"github.com/isms-operator/isms-operator/internal/mapping/source"
	"github.com/isms-operator/isms-operator/internal/mapping/value"
)

// row reads the fields of a row, and keeps it unless one of them cannot be used.
func (r *reader) row(res *resource, made *row, read func(*field) (reading, *fault, string)) {
	n := len(res.fields)
	made.values, made.raw = make([]any, n), make([]string, n)
	readings, faults := make([]reading, n), make([]*fault, n)
	for i, f := range res.fields {
		if f.Value.Text == "" {
			readings[i], faults[i], made.raw[i] = read(f)
			made.values[i] = readings[i].value
		}
	}
	if skip, err := res.skips(made); skip || err != nil {
		if err != nil {
			r.rejectRow(made, -1, "skip", &fault{message: err.Error()})
		} else {
			made.batch.read.Skipped++
		}
		return
	}
	bad := false
	for i, f := range res.fields {
		r.note(res, made, f, &readings[i])
		if faults[i] == nil && f.computed != nil && !bad {
			faults[i] = made.compute(res, f)
		}
		if faults[i] != nil {
			bad = true
			r.rejectRow(made, i, f.Name, faults[i])
		}
	}
	if !res.texts {
		made.raw = nil
	}
	if !bad {
		res.rows = append(res.rows, made)
	}
}

// note counts what a cell says that goes nowhere, and keeps the meaning of its word.
func (r *reader) note(res *resource, made *row, f *field, got *reading) {
	if got.unmapped != nil {
		r.unmapped(res, f, *got)
	}
	if !f.used && made.raw[f.slot] != "" && !res.pivots(f.Name) {
		made.batch.unused[f.slot]++
	}
	if got.word != "" {
		if made.words == nil {
			made.words = make([]string, len(res.fields))
		}
		made.words[f.slot] = got.word
	}
}

// compute makes the value of a field of those above it.
func (made *row) compute(res *resource, f *field) *fault {
	v, err := f.computed.Eval(&scope{resource: res, row: made})
	if err != nil {
		return &fault{message: err.Error()}
	}
	if v == nil && f.Constraints.Required {
		return &fault{message: "it is nothing, and a value is required"}
	}
	made.values[f.slot] = v
	return nil
}

// skips says whether the mapping makes nothing of a row, by the texts of its cells.
func (r *resource) skips(made *row) (bool, error) {
	for _, t := range r.skip {
		v, err := t.Eval(&scope{resource: r, row: made, texts: true})
		if err != nil {
			return false, err
		}
		if v == true {
			return true, nil
		}
	}
	return false, nil
}

// unmapped counts words that the mapping has no counterpart of.
func (r *reader) unmapped(res *resource, f *field, got reading) {
	for _, word := range got.unmapped {
		key := [4]string{res.Name, f.Name, word, got.became}
		if r.values[key] == nil {
			words := make([]string, 0, len(f.Values))
			for w := range f.Values {
				words = append(words, w)
			}
			slices.Sort(words)
			r.values[key] = &Value{Resource: res.Name, Field: f.Name, Found: word, Became: got.became, Nearest: value.Nearest(word, words)}
		}
		r.values[key].Count++
	}
}

// in is what stands at the path of a field in an item.
func (f *field) in(res *resource, item *source.Item) any {
	at, from := f.Path, any(item.Value)
	if at == "" {
		best := ""
		for _, title := range f.titles {
			for name := range item.Value {
				if res.fold(name) == title && (best == "" || name < best) {
					best = name
				}
			}
			if best != "" {
				break
			}
		}
		return item.Value[best]
	}
	if rest, root := strings.CutPrefix(at, "/"); root {
		at, from = rest, item.Root
	}
	for step := range strings.SplitSeq(at, ".") {
		object, ok := from.(map[string]any)
		if !ok {
			return nil
		}
		from = object[step]
	}
	return from
}

// plainText is a value as a text; "" of what is none.
func plainText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int64, bool:
		return fmt.Sprint(v)
	}
	return ""
}

// done tells of a table or a list that was read, and of its columns that went nowhere.
func (r *reader) done(res *resource, b *batch) {
	r.batches = append(r.batches, b)
	var names []string
	for name := range b.counts {
		names = append(names, name)
	}
	slices.Sort(names)
	for i, f := range res.fields {
		if n := b.unused[i]; n > 0 {
			r.report.column(Column{Resource: res.Name, Heading: f.Name, Count: n, File: b.file.Path, Sheet: b.read.Sheet, Why: "the mapping reads it, and no record is made of it"})
		}
	}
	for _, name := range names {
		r.report.column(Column{Resource: res.Name, Heading: name, Count: b.counts[name], File: b.file.Path, Sheet: b.read.Sheet, Why: res.ignored[value.Fold(name)]})
	}
}
