package exchange

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/parallel"
)

// Merge is how sheets are merged into files.
type Merge struct {
	Layout *Layout
	Book   *Book
	// Files gives a record of the files; nil where they do not have it. It may be called from any
	// goroutine.
	Files func(input.Record) (*Record, error)
	// Unread are records of the files that cannot be read, and why.
	Unread map[input.Record]string
	// Delete takes records and entries out whose rows are gone.
	Delete bool
	// Progress is told how many records were looked at. It may be called from any goroutine.
	Progress func(done, of int)
}

// Lines merge every record that the sheets had or have: base, sheet and files. What the sheet
// does not change is as the files have it, and where both change a field otherwise, it is a
// conflict. They are ordered by kind, namespace and name. The rows of a record are let go of once
// it is merged, since rows and lines together take much.
func (m *Merge) Lines(ctx context.Context) ([]Line, error) {
	lines, rows, present := m.rows()
	all := make([]input.Record, 0, len(rows))
	for id := range rows {
		all = append(all, id)
	}
	for id := range m.Book.base {
		if sheets := m.Layout.Of(id.Kind); rows[id] == nil && len(sheets) > 0 && present[sheets[0]] {
			all = append(all, id)
		}
	}
	slices.SortFunc(all, compareRecords)
	of := make([]recordRows, len(all))
	for i, id := range all {
		of[i] = rows[id]
	}
	clear(rows)
	merged, errs := make([]Line, len(all)), make([]error, len(all))
	var done atomic.Int64
	err := parallel.Do(ctx, len(all), func(i int) {
		r := &recordMerge{Merge: m, rows: of[i], present: present, sheets: m.Layout.Of(all[i].Kind), line: Line{Record: all[i]}}
		if errs[i] = r.find(); errs[i] == nil {
			r.merge()
		}
		merged[i], of[i] = r.line, nil
		if m.Progress != nil {
			m.Progress(int(done.Add(1)), len(all))
		}
	})
	return append(lines, merged...), errors.Join(append(errs, err)...)
}

// recordRows are the rows of a record, those of one sheet after those of the one before.
type recordRows []*sheetRow

// of are the rows in a sheet.
func (r recordRows) of(s *Sheet) recordRows {
	first := slices.IndexFunc(r, func(row *sheetRow) bool { return row.sheet.Sheet == s })
	if first < 0 {
		return nil
	}
	n := slices.IndexFunc(r[first:], func(row *sheetRow) bool { return row.sheet.Sheet != s })
	if n < 0 {
		return r[first:]
	}
	return r[first : first+n]
}

// rows reads the rows of all sheets, and which sheets there are. Those of which nobody knows what
// record they are of are lines already.
func (m *Merge) rows() (lines []Line, rows map[input.Record]recordRows, present map[*Sheet]bool) {
	rows, present = map[input.Record]recordRows{}, map[*Sheet]bool{}
	for _, s := range m.Book.sheets {
		present[s.Sheet] = true
		for _, r := range s.rows {
			if r.id.Name == "" {
				lines = append(lines, Line{Record: input.Record{Kind: s.Kind}, Row: r.place(), Outcome: Refused, Reasons: r.wrong})
				continue
			}
			rows[r.id] = append(rows[r.id], r)
		}
		s.rows = nil
	}
	return lines, rows, present
}

// recordMerge merges one record.
type recordMerge struct {
	*Merge
	line    Line
	sheets  []*Sheet
	present map[*Sheet]bool
	rows    recordRows
	base    *Record
	files   *Record
	spec    map[string]any
}

// find finds the record in base and files.
func (r *recordMerge) find() (err error) {
	if text, ok := r.Book.base[r.line.Record]; ok {
		if r.base, err = baseRecord(r.line.Record, text); err != nil {
			return err
		}
	}
	r.files, err = r.Files(r.line.Record)
	return err
}

// merge decides what becomes of the record. One that cannot be read in the files may stay, and
// no more.
func (r *recordMerge) merge() {
	r.decide()
	if why := r.Unread[r.line.Record]; why != "" && r.line.Outcome != Unchanged && r.line.Outcome != Gone {
		r.refuse("the files have it, and it cannot be read there: %s", why)
		r.line.Outcome, r.line.Changes, r.line.Conflicts = Refused, nil, nil
	}
	if r.line.Outcome == Unchanged {
		r.line.Before = nil
	}
}

func (r *recordMerge) decide() {
	if r.files != nil {
		r.line.Position, r.line.Before = r.files.Position, r.files
	}
	main := r.rows.of(r.sheets[0])
	r.rowsTell(main)
	switch {
	case len(r.line.Reasons) > 0:
		r.line.Outcome = Refused
	case len(main) == 0 && r.present[r.sheets[0]]:
		r.gone()
	case r.files == nil && r.base != nil:
		r.lost()
	default:
		r.fields()
	}
}

// rowsTell notes what is wrong with the rows.
func (r *recordMerge) rowsTell(main []*sheetRow) {
	for _, s := range r.sheets {
		seen := map[string]*sheetRow{}
		for _, row := range r.rows.of(s) {
			r.line.Reasons = append(r.line.Reasons, row.wrong...)
			if r.line.Row == "" {
				r.line.Row = row.place()
			}
			id := strings.Join(row.keys, "\n")
			if first := seen[id]; first != nil && len(row.wrong) == 0 {
				r.refuse("%s: it is the same as %s; keep one of the two", row.place(), first.place())
			}
			seen[id] = row
		}
	}
	if len(main) == 0 && r.base == nil && len(r.rows) > 0 {
		r.refuse("%s: there is no record %s in the sheet %s; add it there, or correct the ID", r.line.Row, r.line.Name, r.sheets[0].Name)
	}
}

func (r *recordMerge) refuse(format string, a ...any) {
	r.line.Reasons = append(r.line.Reasons, fmt.Sprintf(format, a...))
}

// gone is of a record that has no row any more.
func (r *recordMerge) gone() {
	r.line.Outcome = Gone
	switch {
	case len(r.rows) > 0:
		r.refuse("%s: its record has no row in the sheet %s any more, and entries of it have; put it back, or remove them", r.line.Row, r.sheets[0].Name)
		r.line.Outcome = Refused
	case r.files == nil:
		r.line.Notes = append(r.line.Notes, "it is gone from the files as well")
	case !r.Delete:
		r.line.Notes = append(r.line.Notes, "its row is gone; it stays, unless --delete is given")
	case !r.same():
		r.line.Outcome = Conflict
		r.line.Notes = append(r.line.Notes, "its row is gone, and it was changed in the files since the export; delete it there")
	default:
		r.line.Outcome = Deleted
	}
}

// same reports whether the files say what they said when the sheet was exported.
func (r *recordMerge) same() bool {
	for _, s := range r.sheets {
		was, is := s.rows(r.base.Spec), s.rows(r.files.Spec)
		if !slices.EqualFunc(was, is, func(a, b row) bool { return slices.Equal(a.keys, b.keys) && slices.Equal(a.cells, b.cells) }) {
			return false
		}
	}
	return true
}

// lost is of a record that the files do not have any more.
func (r *recordMerge) lost() {
	r.files = &Record{Record: r.line.Record, Spec: clone(r.base.Spec).(map[string]any)}
	r.fields()
	edited := len(r.line.Changes) > 0
	r.line.After, r.line.Changes = nil, nil
	if edited {
		r.line.Outcome = Conflict
		r.line.Notes = append(r.line.Notes, "it was edited in the sheet, and is gone from the files; take the row out, or put the file back")
		return
	}
	r.line.Outcome = Unchanged
	r.line.Notes = append(r.line.Notes, "it is gone from the files since the export")
}

// fields merges what the record says.
func (r *recordMerge) fields() {
	r.spec = map[string]any{}
	if r.files != nil {
		r.spec = clone(r.files.Spec).(map[string]any)
	}
	for _, s := range r.sheets {
		if r.present[s] {
			r.sheet(s)
		}
	}
	switch {
	case len(r.line.Reasons) > 0:
		r.line.Outcome = Refused
	case len(r.line.Conflicts) > 0:
		r.line.Outcome = Conflict
	case r.line.Before == nil && r.base == nil:
		r.line.Outcome = Created
	case len(r.line.Changes) > 0:
		r.line.Outcome = Updated
	default:
		r.line.Outcome = Unchanged
		return
	}
	left, _ := pruned(r.spec).(map[string]any)
	if left == nil {
		left = map[string]any{}
	}
	r.line.After = &Record{Record: r.line.Record, Position: r.line.Position, Spec: left}
}
