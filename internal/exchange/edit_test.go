package exchange_test

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/isms-operator/isms-operator/internal/exchange"
	"github.com/isms-operator/isms-operator/internal/table"
)

// cellOf is the cell of the first record that has something in a column; its text, and where.
func cellOf(tables []*table.Table, s *exchange.Sheet, c *exchange.Column) *table.Cell {
	for _, tab := range tables {
		if tab.Name != s.Name {
			continue
		}
		at := slices.IndexFunc(tab.Rows[0].Cells, func(h table.Cell) bool { return h.Text == c.Heading })
		for i := range tab.Rows[1:] {
			if row := &tab.Rows[i+1]; at < len(row.Cells) && row.Cells[at].Kind != table.Empty {
				return &row.Cells[at]
			}
		}
	}
	return nil
}

// other is another value for a cell, of the type of its column.
func other(c *exchange.Column, was table.Cell) table.Cell {
	text := table.Cell{Kind: table.Text, Text: was.Text + "x"}
	switch c.Type {
	case exchange.Day:
		if text.Text = "2026-05-04"; was.Text == text.Text {
			text.Text = "2026-05-05"
		}
	case exchange.Integer:
		text.Text = "7"
	case exchange.Choice:
		text.Text = c.Choices[(slices.Index(c.Choices, was.Text)+1)%len(c.Choices)]
	case exchange.List:
		first, _, more := strings.Cut(was.Text, "\n")
		switch {
		case len(c.Choices) > 0:
			text.Text = c.Choices[(slices.Index(c.Choices, first)+1)%len(c.Choices)]
		case more:
			text.Text = first
		}
	}
	return text
}

// TestAnEditChangesOneField holds, for every column that the samples fill, that an edit of a cell
// changes that field, in that file, and nothing else: no other line, no other record.
func TestAnEditChangesOneField(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../../config/samples")); err != nil {
		t.Fatal(err)
	}
	records := read(t, dir)
	tables := viaXLSX(t, records)
	before := texts(t, dir)
	edits, refused := 0, map[string]int{}
	for _, s := range layout.Sheets {
		for _, c := range s.Columns {
			if len(s.Lists) > 0 && len(c.Path) == 1 && slices.Contains(s.Lists[len(s.Lists)-1].Keys, c.Path[0]) {
				continue // another key is another entry
			}
			cell := cellOf(tables, s, c)
			if cell == nil {
				continue
			}
			edits++
			was := *cell
			*cell = other(c, was)
			lines := merged(t, tables, records, false)
			*cell = was
			if err := exchange.Check(context.Background(), lines, "default"); err != nil {
				t.Fatal(err)
			}
			l := theOne(t, s.ID()+" "+c.Heading, lines)
			if l == nil || l.Outcome == exchange.Refused {
				refused[s.Kind]++ // such as an approval of nobody: the API server would refuse it as well
				continue
			}
			contents, err := layout.Apply(context.Background(), lines, "default")
			if err != nil {
				t.Fatal(err)
			}
			onlyThat(t, s, c, l, contents, before, records)
		}
	}
	t.Logf("%d cells edited, refused of them: %v", edits, refused)
	sum := 0
	for _, n := range refused {
		sum += n
	}
	if edits < 200 || sum*4 > edits {
		t.Errorf("%d cells edited, %d refused: the test has lost its point", edits, sum)
	}
}

// theOne is the one line that says that something changes.
func theOne(t *testing.T, what string, lines []exchange.Line) (found *exchange.Line) {
	t.Helper()
	for i := range lines {
		if l := &lines[i]; l.Outcome != exchange.Unchanged {
			if found != nil {
				t.Errorf("%s: %s and %s change", what, found.Record, l.Record)
			}
			found = l
		}
	}
	if found == nil {
		t.Errorf("%s: nothing changes", what)
	}
	return found
}

// onlyThat fails where more than a field changes.
func onlyThat(t *testing.T, s *exchange.Sheet, c *exchange.Column, l *exchange.Line, contents *exchange.Contents, before map[string]string, records []exchange.Record) {
	t.Helper()
	what := fmt.Sprintf("%s %s: %+v %q", s.ID(), c.Heading, l.Changes, l.Reasons)
	if l.Outcome != exchange.Updated || len(l.Changes) != 1 || len(l.Conflicts) > 0 || !strings.HasSuffix(l.Changes[0].Field, "."+strings.Join(c.Path, ".")) {
		t.Errorf("%s: %s", what, l.Outcome)
		return
	}
	if names := contents.Names(); len(names) != 1 || names[0] != l.File {
		t.Errorf("%s: the files %q change", what, names)
		return
	}
	was, is := lineSet(before[l.File]), lineSet(contents.After[l.File])
	lost := 0
	for line, n := range was {
		if n > is[line] {
			lost++
			if strings.Contains(line, "#") {
				t.Errorf("%s: the comment %q is lost", what, line)
			}
		}
	}
	if lost > 2+strings.Count(l.Changes[0].From, "\n") {
		t.Errorf("%s: %d lines change", what, lost)
	}
	one := t.TempDir()
	if err := os.WriteFile(filepath.Join(one, "x.yaml"), []byte(contents.After[l.File]), 0o600); err != nil {
		t.Fatal(err)
	}
	after := byID(read(t, one))
	for i := range records {
		r := &records[i]
		if r.File == l.File && !reflect.DeepEqual(after[r.Record].Spec, r.Spec) != (r.Record == l.Record) {
			t.Errorf("%s: %s is changed: %v", what, r.Record, r.Record != l.Record)
		}
	}
}

func lineSet(text string) map[string]int {
	all := map[string]int{}
	for line := range strings.SplitSeq(text, "\n") {
		all[line]++
	}
	return all
}

// texts are the files of a folder.
func texts(t *testing.T, dir string) map[string]string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = string(text)
	}
	return maps.Clone(all)
}
