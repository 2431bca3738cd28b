package yamledit

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Change is what a field of a record is to say that is written at a place of a file: the
// mapping that begins there, and a field of it.
type Change struct {
	Line, Column int
	Field        string
	From, To     Mapping
}

// errBraces keeps lines from being added where a value is written as JSON is.
var errBraces = errors.New("it is written in braces (as JSON is) over several lines, where no line can be added: write it with a line for each field")

// errMixed keeps lines from being written back otherwise than they were.
var errMixed = errors.New("some of its lines end with \\r\\n and some with \\n: save it with one of the two")

// errShared keeps a value from being changed that stands elsewhere.
var errShared = errors.New("it is an alias, an anchor or a merge of YAML, which other places share: write it out")

// Patch makes changes in a file, each as a whole or not at all, and returns why one cannot be
// made, in their order. Whoever calls it reads back what it made: how a value is written
// decides whether it can be edited.
func (t *Text) Patch(changes []Change) []error {
	errs := make([]error, len(changes))
	order := make([]int, len(changes))
	for i := range changes {
		order[i], errs[i] = i, fmt.Errorf("no record begins at line %d", changes[i].Line)
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(changes[a].Line, changes[b].Line) })
	var edits []edit
	for first, last := range t.documents() {
		n := 0
		for n < len(order) && changes[order[n]].Line <= last {
			n++
		}
		if n > 0 { // of a large file, one document at a time is taken apart
			edits = append(edits, t.patch(first, last, changes, order[:n], errs)...)
		}
		order = order[n:]
	}
	t.apply(edits)
	return errs
}

// patch are the edits of those changes that are in a document, and says which cannot be made.
func (t *Text) patch(first, last int, changes []Change, which []int, errs []error) (edits []edit) {
	f := &finder{found: map[[2]int]*yaml.Node{}}
	for _, i := range which {
		f.found[[2]int{changes[i].Line, changes[i].Column}] = nil
	}
	err := f.read(strings.Join(t.lines[first:last], "\n"), first)
	if t.mixed {
		err = errMixed
	}
	for _, i := range which {
		c, p := &changes[i], &patcher{Text: t}
		record := f.found[[2]int{c.Line, c.Column}]
		switch {
		case err != nil:
			errs[i] = err
			continue
		case record == nil:
			continue
		}
		if errs[i] = p.field(record, c.Field, c.From, c.To); errs[i] == nil {
			edits = append(edits, p.edits...)
		}
	}
	return edits
}

// documents are the lines of each document, from the first up to the one behind the last. A
// line that begins with --- begins one, wherever it stands. A file with directives or with
// other marks of its documents is one, since they mean something beyond their document.
func (t *Text) documents() iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		begin := 0
		if !slices.ContainsFunc(t.lines, func(line string) bool { return strings.HasPrefix(line, "%") || strings.HasPrefix(line, "...") }) {
			for i, line := range t.lines {
				if i == begin || line != "---" && !strings.HasPrefix(line, "--- ") {
					continue
				}
				if !yield(begin, i) {
					return
				}
				begin = i
			}
		}
		yield(begin, len(t.lines))
	}
}

// finder finds mappings by the places where they begin.
type finder struct{ found map[[2]int]*yaml.Node }

// read looks in a text, which begins behind some lines of its file.
func (f *finder) read(text string, behind int) error {
	decoder := yaml.NewDecoder(strings.NewReader(text))
	for {
		var document yaml.Node
		if err := decoder.Decode(&document); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		f.look(&document, behind)
	}
}

func (f *finder) look(n *yaml.Node, behind int) {
	n.Line += behind
	at := [2]int{n.Line, n.Column}
	if was, wanted := f.found[at]; wanted && was == nil && n.Kind == yaml.MappingNode {
		f.found[at] = n
	}
	for _, child := range n.Content {
		f.look(child, behind)
	}
}

// edit puts a text into the place of another. Lines count from 1, bytes of them from 0.
type edit struct {
	line, at, lastLine, lastAt int
	text                       string
}

// apply makes edits, none of which lies in another.
func (t *Text) apply(edits []edit) {
	if len(edits) == 0 {
		return
	}
	slices.SortStableFunc(edits, func(a, b edit) int { return cmp.Or(cmp.Compare(a.line, b.line), cmp.Compare(a.at, b.at)) })
	room := 0
	for i := range edits {
		room += len(edits[i].text)
	}
	var b strings.Builder
	for _, line := range t.lines { // a large file would be copied at each step of growth
		room += len(line) + 1
	}
	b.Grow(room)
	line, at := 1, 0
	copyTo := func(toLine, toAt int) {
		for ; line < toLine && line <= len(t.lines); line, at = line+1, 0 {
			b.WriteString(t.lines[line-1][at:])
			if line < len(t.lines) || toLine > len(t.lines) {
				b.WriteByte('\n')
			}
		}
		if line <= len(t.lines) && toAt > at {
			b.WriteString(t.lines[line-1][at:toAt])
			at = toAt
		}
	}
	for _, e := range edits {
		copyTo(e.line, e.at)
		b.WriteString(e.text)
		line, at = e.lastLine, e.lastAt
	}
	if line <= len(t.lines) {
		copyTo(len(t.lines), len(t.lines[len(t.lines)-1]))
	}
	text := b.String()
	if t.lines[len(t.lines)-1] != "" {
		text = strings.TrimSuffix(text, "\n") // the file had no line end at its end
	}
	t.lines, t.whole = strings.Split(text, "\n"), text
}
