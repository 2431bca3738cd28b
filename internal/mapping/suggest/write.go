package suggest

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/isms-operator/isms-operator/internal/mapping"
	"github.com/isms-operator/isms-operator/internal/mapping/expr"
	"github.com/isms-operator/isms-operator/internal/mapping/source"
	"github.com/isms-operator/isms-operator/internal/mapping/value"
)

// Mapping writes a first mapping for files. What cannot be told stands in it as a comment.
func Mapping(ctx context.Context, files []source.File) (string, error) {
	w := &writer{names: map[string]bool{}}
	w.line(0, "# A first mapping, guessed from headings and from what stands below them. Each guess says")
	w.line(0, "# why. Read it, correct it, and see what it makes: import --mapping FILE.")
	w.line(0, "apiVersion: %s", mapping.Version)
	w.line(0, "kind: %s", mapping.Kind)
	w.line(0, "missingValues: [n/a, N/A, \"-\"]")
	w.line(0, "resources:")
	found := 0
	var unread []string
	for _, f := range files {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		registers, err := registersIn(f)
		if why := source.WhyNot(f.Path); why != "" {
			err = fmt.Errorf("%s: %s", f.Path, why)
		}
		if err != nil {
			unread = append(unread, err.Error())
			w.line(0, "# %s cannot be read: %s", f.Path, oneLine(err.Error()))
			continue
		}
		for _, r := range registers {
			if w.register(r) {
				found++
			}
		}
	}
	if found == 0 && len(unread) == len(files) {
		return "", errors.New(strings.Join(unread, "\n"))
	}
	if found == 0 {
		return "", fmt.Errorf("no table or list was found in which two columns are called what English, German or French registers call fields; found %s; write the mapping by hand, from one of docs/import, with these headings as titles", orNothing(w.unlike))
	}
	return w.text.String() + "records:\n" + w.records.String(), nil
}

type writer struct {
	text, records strings.Builder
	names         map[string]bool
	// unlike are the registers that no kind is like, with their headings.
	unlike []string
}

// maxUnlike bounds how many of them an error names.
const maxUnlike = 5

// orNothing names registers, or says that there are none.
func orNothing(registers []string) string {
	switch n := len(registers); {
	case n == 0:
		return "nothing that is one"
	case n > maxUnlike:
		return fmt.Sprintf("%s and %d more", strings.Join(registers[:maxUnlike], "; "), n-maxUnlike)
	}
	return strings.Join(registers, "; ")
}

func (w *writer) line(indent int, format string, a ...any) {
	w.text.WriteString(strings.Repeat("  ", indent))
	fmt.Fprintf(&w.text, format+"\n", a...)
}

func (w *writer) record(indent int, format string, a ...any) {
	w.records.WriteString(strings.Repeat("  ", indent))
	fmt.Fprintf(&w.records, format+"\n", a...)
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// register writes the resource of a register and its record; false where no kind is like it.
func (w *writer) register(r *register) bool {
	place := r.file.Path
	if r.sheet != "" {
		place += ", " + r.sheet
	}
	if r.items != "" {
		place += ", " + r.items
	}
	all, taken := best(value.Slug(r.file.Name+" "+r.sheet+" "+r.items), r.columns)
	if len(all) == 0 {
		w.line(0, "# %s: no kind has two of its columns: %s", oneLine(place), headings(r.columns))
		w.unlike = append(w.unlike, fmt.Sprintf("%s with %s", oneLine(place), headings(r.columns)))
		return false
	}
	k := all[0]
	name := w.unique(r.name())
	w.line(0, "# %s: %d rows. %d columns are called what registers call fields of %s.", oneLine(place), r.rows, len(taken[k]), k.name)
	if len(all) > 1 && len(taken[all[1]]) >= len(taken[k])-1 {
		w.line(0, "# It may be %s instead, of which %d columns would be fields.", all[1].name, len(taken[all[1]]))
	}
	w.line(0, "- name: %s", name)
	w.line(1, "path: %s", quoted(filepath.Base(r.file.Path)))
	if r.sheet != "" && r.format == "xlsx" {
		w.line(1, "sheet: %s", quoted(r.sheet))
	} else if r.sheet != "" {
		w.line(1, "heading: %s", quoted(r.sheet))
	}
	if r.items != "" {
		w.line(1, "items: %s", quoted(r.items))
	}
	w.line(1, "schema:")
	w.line(2, "fields:")
	w.fields(r, k, name, taken[k])
	return true
}

// fields writes the fields of a resource, and the record that they become.
func (w *writer) fields(r *register, k *kind, name string, guesses []guess) {
	names := map[*column]string{}
	used := map[string]bool{}
	of := func(c *column) string {
		if names[c] == "" {
			made := identifier(c.heading)
			for used[made] || expr.ValidName(made) != nil || w.names[made] {
				made += "_"
			}
			used[made], names[c] = true, made
		}
		return names[c]
	}
	key, why := r.key(guesses)
	w.record(0, "- from: %s", name)
	w.record(1, "kind: %s", k.name)
	w.record(1, "# %s", why)
	w.record(1, "name: ${%s}", of(key))
	w.record(1, "spec:")
	isKey := true
	for _, g := range guesses {
		isKey = isKey && g.column != key
	}
	if isKey {
		w.line(2, "- {name: %s, titles: [%s]}", of(key), quoted(key.heading))
	}
	tree := &node{}
	for _, g := range guesses {
		if value := w.field(g, of(g.column)); value != "" {
			tree.add(strings.Split(g.path, "."), value)
		}
	}
	tree.write(w, 2)
	for _, t := range k.targets {
		if t.required && !slices.ContainsFunc(guesses, func(g guess) bool { return g.path == t.path }) {
			w.record(2, "# %s: every %s needs it, and no column is called what registers call it", t.path, k.name)
		}
	}
	var left []*column
	for _, c := range r.columns {
		if names[c] == "" {
			left = append(left, c)
		}
	}
	if len(left) > 0 {
		w.line(2, "# Not mapped, as no field of %s is called so: %s", k.name, headings(left))
	}
}

// key is the column that names a row: one that is called a key and is one, or else any other
// of which all values are different.
func (r *register) key(guesses []guess) (*column, string) {
	for _, c := range r.columns {
		if isID(c.heading) && c.unique(r.rows) {
			return c, fmt.Sprintf("%q is called a key, and its %d values are all different.", oneLine(c.heading), r.rows)
		}
	}
	for _, g := range guesses {
		if g.is == "text" && g.unique(r.rows) {
			return g.column, fmt.Sprintf("The %d values of %q are all different.", r.rows, oneLine(g.heading))
		}
	}
	c := guesses[0].column
	for _, g := range guesses {
		if g.required && g.is == "text" {
			c = g.column
		}
	}
	return c, fmt.Sprintf("No column tells all rows apart: %q has %d values in %d rows. Join columns: ${joined([a, b], '-')}.", oneLine(c.heading), len(c.values), r.rows)
}

func (w *writer) unique(name string) string {
	for w.names[name] || expr.ValidName(name) != nil {
		name += "_"
	}
	w.names[name] = true
	return name
}

func headings(columns []*column) string {
	var all []string
	for _, c := range columns {
		all = append(all, fmt.Sprintf("%q (%d cells)", oneLine(c.heading), c.filled))
	}
	return strings.Join(all, ", ")
}

func quoted(text string) string { return strconv.Quote(text) }

// node is a part of a spec.
type node struct {
	names    []string
	children map[string]*node
	value    string
}

func (n *node) add(path []string, value string) {
	if len(path) == 0 {
		n.value = value
		return
	}
	if n.children == nil {
		n.children = map[string]*node{}
	}
	child := n.children[path[0]]
	if child == nil {
		child = &node{}
		n.children[path[0]] = child
		n.names = append(n.names, path[0])
	}
	child.add(path[1:], value)
}

func (n *node) write(w *writer, indent int) {
	for _, name := range n.names {
		child := n.children[name]
		if child.children == nil {
			w.record(indent, "%s: %s", name, child.value)
			continue
		}
		w.record(indent, "%s:", name)
		child.write(w, indent+1)
	}
}

// folded finds a choice that a word is, whatever its case and spacing.
func folded(word string, choices []string) string {
	for _, c := range choices {
		if strings.ReplaceAll(value.Fold(c), " ", "") == strings.ReplaceAll(strings.ReplaceAll(value.Fold(word), " ", ""), "_", "") {
			return c
		}
	}
	return ""
}
