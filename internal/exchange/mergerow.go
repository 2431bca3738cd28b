package exchange

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// sheet merges what a sheet says of the record.
func (r *recordMerge) sheet(s *Sheet) {
	base, files := rowsByKey(s, r.base), rowsByKey(s, r.files)
	inSheet := map[string]bool{}
	for _, row := range r.rows.of(s) {
		id := strings.Join(row.keys, "\n")
		inSheet[id] = true
		r.row(s, row, base[id], files[id])
	}
	if len(s.Lists) == 0 {
		return
	}
	// The last first, so that numbers stay those of the entries they were of.
	var gone []row
	if r.base != nil {
		gone = s.rows(r.base.Spec)
	}
	slices.Reverse(gone)
	for _, was := range gone {
		if id := strings.Join(was.keys, "\n"); !inSheet[id] && files[id] != nil {
			r.entryGone(s, was, files[id])
		}
	}
}

func rowsByKey(s *Sheet, r *Record) map[string]*row {
	all := map[string]*row{}
	if r == nil {
		return all
	}
	rows := s.rows(r.Spec)
	for i := range rows {
		all[strings.Join(rows[i].keys, "\n")] = &rows[i]
	}
	return all
}

// entryGone is of an entry of a list that has no row any more.
func (r *recordMerge) entryGone(s *Sheet, was row, now *row) {
	name := fieldName(s, was.keys, nil)
	switch {
	case !r.Delete:
		r.line.Notes = append(r.line.Notes, fmt.Sprintf("the row of %s is gone; it stays, unless --delete is given", name))
	case !slices.Equal(was.cells, now.cells):
		r.line.Conflicts = append(r.line.Conflicts, FieldConflict{Field: name, Base: told(s, was.cells), Files: told(s, now.cells), Sheet: "(the row is gone)"})
	default:
		r.removeEntry(s, was.keys)
		r.line.Changes = append(r.line.Changes, FieldChange{Field: name, From: told(s, was.cells)})
	}
}

// removeEntry takes an entry out of its list.
func (r *recordMerge) removeEntry(s *Sheet, keys []string) {
	last := len(s.Lists) - 1
	above := &Sheet{Lists: s.Lists[:last]}
	parent := above.entry(r.spec, keys[:last], false)
	if parent == nil {
		return // it went with the entry that it is in
	}
	step := &s.Lists[last]
	list, _ := get(parent, step.Path).([]any)
	for i := range list {
		if object, _ := list[i].(map[string]any); step.key(object, i) == keys[last] {
			set(parent, step.Path, slices.Delete(list, i, i+1))
			return
		}
	}
}

// told is a row in words: the cells that say something.
func told(s *Sheet, cells []string) string {
	var parts []string
	for i, c := range s.Columns {
		if cells[i] != "" {
			parts = append(parts, c.Heading+": "+cells[i])
		}
	}
	return strings.Join(parts, "; ")
}

// fieldName is a field as findings name it, such as spec.assignments[anna].from.
func fieldName(s *Sheet, keys, path []string) string {
	var b strings.Builder
	b.WriteString("spec")
	for i, l := range s.Lists {
		key := keys[i]
		if n, err := strconv.Atoi(key); err == nil && len(l.Keys) == 0 {
			key = strconv.Itoa(n - 1)
		}
		fmt.Fprintf(&b, ".%s[%s]", strings.Join(l.Path, "."), key)
	}
	for _, step := range path {
		b.WriteString("." + step)
	}
	return b.String()
}

// row merges a row: of each cell that the sheet says otherwise than the base, the files must
// say what the base did, or the same.
func (r *recordMerge) row(s *Sheet, from *sheetRow, base, files *row) {
	var entry map[string]any
	for i, c := range s.Columns {
		if from.sheet.columns[i] < 0 {
			continue
		}
		was, is, to := at(base, i), at(files, i), from.cells.get(i)
		if to == was || to == is {
			continue
		}
		cell := from.cell(from.sheet.columns[i])
		field := fieldName(s, from.keys, c.Path)
		switch {
		case was == tooLong || to == tooLong:
			r.refuse("%s, %s: what is too long for a cell is edited in its file", cell, c.Heading)
			continue
		case is != was || base != nil && files == nil: // the entry is gone from the files
			r.line.Conflicts = append(r.line.Conflicts, FieldConflict{Field: field, Base: was, Files: is, Sheet: to, Cell: cell})
			continue
		}
		if entry == nil {
			if entry = s.entry(r.spec, from.keys, true); entry == nil {
				r.refuse("%s: there is no entry %s for it; add that first", from.place(), fieldName(&Sheet{Lists: s.Lists[:len(s.Lists)-1]}, from.keys, nil))
				return
			}
		}
		change(entry, c, to)
		r.line.Changes = append(r.line.Changes, FieldChange{Field: field, From: is, To: to})
	}
}

// at is a cell of a row; "" where there is no row.
func at(r *row, i int) string {
	if r == nil {
		return ""
	}
	return r.cells[i]
}

// change gives a field of an object the value that a cell says. Entries of a list that stay are
// left as they are.
func change(object map[string]any, c *Column, to string) {
	if to == "" {
		set(object, c.Path, nil)
		return
	}
	value := c.value(to)
	if list, ok := value.([]any); ok && c.Type == List {
		old, _ := get(object, c.Path).([]any)
		were := map[string]any{}
		for _, item := range old {
			were[c.line(item)] = item
		}
		for i, item := range list {
			if was, ok := were[c.line(item)]; ok {
				list[i] = was
			}
		}
	}
	set(object, c.Path, value)
}
