package convert

import (
	"path"
	"strings"

	"github.com/google/cel-go/cel"
)

// scope is what an expression sees of a row. It implements cel.Activation.
type scope struct {
	resource *resource
	row      *row
	// texts shows fields as the texts of their cells, as before they are read.
	texts bool
	// each is the value of the list that a record is made of each of, by its name.
	eachName string
	each     any
}

// Parent implements cel.Activation.
func (s *scope) Parent() cel.Activation { return nil }

// ResolveName implements cel.Activation.
func (s *scope) ResolveName(name string) (any, bool) {
	if slot, ok := s.resource.slots[name]; ok {
		if s.texts {
			return textOrNil(s.row.raw[slot]), true
		}
		return s.row.values[slot], true
	}
	switch name {
	case "raw":
		return s.perField(func(slot int) any { return textOrNil(s.row.raw[slot]) }), true
	case "words":
		return s.perField(func(slot int) any {
			if s.row.words == nil {
				return ""
			}
			return s.row.words[slot]
		}), true
	case "links":
		return s.perField(s.row.links), true
	case "file":
		return s.row.batch.describe(), true
	case "row":
		return s.row.whole(), true
	}
	if name == s.eachName && name != "" {
		return s.each, true
	}
	return s.joined(name)
}

// joined are the rows of another resource that the row names, or that name it.
func (s *scope) joined(name string) (any, bool) {
	for _, k := range s.resource.keys {
		if k.to.Name == name {
			if parent := k.parents[s.row]; parent != nil {
				return k.to.seen(parent), true
			}
			return nil, true
		}
	}
	for _, k := range s.resource.named {
		if k.from.Name == name {
			list := make([]any, len(k.children[s.row]))
			for i, child := range k.children[s.row] {
				list[i] = k.from.seen(child)
			}
			return list, true
		}
	}
	return nil, false
}

func textOrNil(text string) any {
	if text == "" {
		return nil
	}
	return text
}

func (s *scope) perField(of func(slot int) any) map[string]any {
	all := make(map[string]any, len(s.resource.fields))
	for _, f := range s.resource.fields {
		all[f.Name] = of(f.slot)
	}
	return all
}

// seen is what rows of other resources see of a row. It is made before rows are turned into
// records, many at a time.
func (r *resource) seen(of *row) map[string]any {
	if of.fields != nil {
		return of.fields
	}
	all := make(map[string]any, len(r.fields))
	for _, f := range r.fields {
		all[f.Name] = of.values[f.slot]
	}
	return all
}

// links of the cell of a field.
func (r *row) links(slot int) any {
	if r.batch.table == nil || r.batch.columns[slot] < 0 {
		return []string{}
	}
	if found := r.batch.table.Links[[2]int{r.number, r.batch.columns[slot]}]; found != nil {
		return found
	}
	return []string{}
}

// whole is all of a row: its texts by their headings, or the item of a list.
func (r *row) whole() map[string]any {
	if r.item != nil {
		return r.item.Value
	}
	all := make(map[string]any, len(r.batch.headings))
	for i, heading := range r.batch.headings {
		if heading != "" {
			all[heading] = textOrNil(r.cells.Cell(i).Text)
		}
	}
	return all
}

// describe is what expressions see of a file.
func (b *batch) describe() map[string]any {
	base := path.Base(b.file.Name)
	return map[string]any{
		"path": b.file.Name, "name": base, "stem": strings.TrimSuffix(base, path.Ext(base)), "folder": path.Dir(b.file.Name),
		"sheet": b.read.Sheet, "sha256": b.sha256,
	}
}
