// Package exchange lays records out as sheets that people edit, and merges the sheets back into
// the files. What there is to lay out comes from the definitions of the kinds alone.
package exchange

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/isms-operator/isms-operator/internal/manifest"
)

// Sheet is a table of a kind: of its records, or of the entries of one of their lists.
type Sheet struct {
	Kind string
	// Name of the sheet, as its tab has it.
	Name string
	// Lists lead to the entries that are its rows, each from an entry of the one before; none
	// where the rows are records.
	Lists []ListStep
	// Columns behind those that say which record and entry a row is.
	Columns []*Column
}

// ListStep leads from an object to a list in it.
type ListStep struct {
	Path []string
	// Keys are the fields by which entries are known; without any they are by their number.
	Keys []string
}

// ID names a sheet by what it holds, such as SecurityRole.assignments.absences.
func (s *Sheet) ID() string {
	id := s.Kind
	for _, l := range s.Lists {
		id += "." + strings.Join(l.Path, ".")
	}
	return id
}

// Numbered reports whether the rows of the sheet are known by their number.
func (s *Sheet) Numbered() bool {
	return len(s.Lists) > 0 && len(s.Lists[len(s.Lists)-1].Keys) == 0
}

// The columns that say which record and entry a row is.
const (
	namespaceHeading = "Namespace"
	idHeading        = "ID"
	numberHeading    = "No."
)

// Heads are the headings of the columns that say which record and entry a row is.
func (s *Sheet) Heads() []string {
	heads := []string{namespaceHeading, idHeading}
	for i := range len(s.Lists) - 1 {
		heads = append(heads, "In "+sentence(s.Lists[i].Path, false))
	}
	if s.Numbered() {
		heads = append(heads, numberHeading)
	}
	return heads
}

// Layout is how the records of all kinds are laid out.
type Layout struct {
	// Sheets in the order of the kinds; those of lists behind the one that has them.
	Sheets []*Sheet
	byID   map[string]*Sheet
	kinds  map[string]*manifest.Definition
}

// NewLayout lays out the kinds of the registry.
func NewLayout() *Layout {
	l := &Layout{byID: map[string]*Sheet{}, kinds: map[string]*manifest.Definition{}}
	names := map[string]bool{}
	for _, d := range manifest.Definitions() {
		l.kinds[d.Kind] = &d
		w := &walk{kind: d.Kind}
		w.sheet(nil, shapeOf(d.Spec, d.Type))
		for _, s := range w.sheets {
			s.Name = tabName(s, names)
			l.Sheets = append(l.Sheets, s)
			l.byID[s.ID()] = s
		}
	}
	return l
}

// Of are the sheets of a kind.
func (l *Layout) Of(kind string) []*Sheet {
	var all []*Sheet
	for _, s := range l.Sheets {
		if s.Kind == kind {
			all = append(all, s)
		}
	}
	return all
}

// walk lays out a kind.
type walk struct {
	kind   string
	sheets []*Sheet
}

// sheet adds the sheet of the objects that lists lead to, and those of the lists in them.
func (w *walk) sheet(lists []ListStep, of shape) {
	s := &Sheet{Kind: w.kind, Lists: lists}
	w.sheets = append(w.sheets, s)
	w.object(s, nil, of)
	headings(s)
}

// object adds the fields of an object to a sheet.
func (w *walk) object(s *Sheet, path []string, of shape) {
	for _, f := range of.fields() {
		at := append(path[:len(path):len(path)], f.name)
		switch below := f.shape; {
		case below.isObject():
			w.object(s, at, below)
		case below.isList() && below.items().isObject() && !isReference(below):
			w.sheet(append(s.Lists[:len(s.Lists):len(s.Lists)], ListStep{at, below.schema.XListMapKeys}), below.items())
		default:
			s.Columns = append(s.Columns, newColumn(at, below, slices.Contains(of.schema.ValueValidation.Required, f.name)))
		}
	}
}

// isReference reports whether the entries of a list say nothing but the one or two texts by
// which they are known, so that each is one line of a cell.
func isReference(list shape) bool {
	keys := list.schema.XListMapKeys
	fields := list.items().fields()
	if len(keys) == 0 || len(keys) > 2 || len(keys) != len(fields) {
		return false
	}
	for _, f := range fields {
		if f.schema.Type != "string" || !slices.Contains(keys, f.name) {
			return false
		}
	}
	return true
}

// headings names the columns of a sheet, each otherwise.
func headings(s *Sheet) {
	seen := map[string]bool{}
	for _, h := range s.Heads() {
		seen[strings.ToLower(h)] = true
	}
	for _, c := range s.Columns {
		c.Heading = sentence(c.Path, true)
		if seen[strings.ToLower(c.Heading)] {
			c.Heading += " (" + strings.Join(c.Path, ".") + ")"
		}
		seen[strings.ToLower(c.Heading)] = true
	}
}

// sentence is a path as people say it: review.lastReviewedOn is "Review: last reviewed on".
func sentence(path []string, capital bool) string {
	var parts []string
	for i, step := range path {
		if i > 0 && step == "name" && strings.HasSuffix(path[i-1], "Ref") {
			continue // of a reference, the name says it all
		}
		step = strings.TrimSuffix(step, "Ref")
		if plural, ok := strings.CutSuffix(step, "Refs"); ok {
			step = plural + "s"
		}
		parts = append(parts, spaced(step))
	}
	text := strings.Join(parts, ": ")
	if capital {
		text = strings.ToUpper(text[:1]) + text[1:]
	}
	return text
}

// spaced is a name of a field in words.
func spaced(name string) string {
	var b strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		if unicode.IsUpper(r) && i > 0 && !unicode.IsUpper(runes[i-1]) {
			b.WriteByte(' ')
		}
		if i+1 == len(runes) || !unicode.IsUpper(runes[i+1]) {
			r = unicode.ToLower(r)
		}
		b.WriteRune(r)
	}
	return b.String()
}

// maxTab is how long the name of a sheet may be.
const maxTab = 31

// tabName is the name of a sheet. Of one that is too long, the kind is cut.
func tabName(s *Sheet, taken map[string]bool) string {
	rest := ""
	for _, l := range s.Lists {
		rest += " " + spaced(l.Path[len(l.Path)-1])
	}
	if len(rest) > maxTab-6 {
		rest = " " + spaced(s.Lists[len(s.Lists)-1].Path[len(s.Lists[len(s.Lists)-1].Path)-1])
	}
	name := s.Kind[:min(len(s.Kind), maxTab-len(rest))] + rest
	for n := 2; taken[strings.ToLower(name)]; n++ {
		end := fmt.Sprintf(" %d", n)
		name = s.Kind[:min(len(s.Kind), maxTab-len(rest)-len(end))] + rest + end
	}
	taken[strings.ToLower(name)] = true
	return name
}

// units are how long a text is for a workbook.
func units(s string) int { return len(utf16.Encode([]rune(s))) }
