package exchange

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/internal/parallel"
	"github.com/isms-operator/isms-operator/internal/yamledit"
)

// Check refuses what the API server would refuse.
func Check(ctx context.Context, lines []Line, namespace string) error {
	return parallel.Do(ctx, len(lines), func(i int) {
		l := &lines[i]
		if l.After == nil || l.Proved {
			return
		}
		var old map[string]any
		if l.Before != nil {
			old = l.Before.Object()
		}
		for _, p := range manifest.Refusals(ctx, l.Kind, old, l.After.Object(), namespace) {
			l.Reasons = append(l.Reasons, fmt.Sprintf("%s: %s. %s", p.Field, p.Message, p.Remedy))
			l.Outcome = Refused
		}
	})
}

// Contents are the files that a merge changes, by name.
type Contents struct {
	// Before is what they hold, without those that are new; After is what they are to hold,
	// without those that go.
	Before, After map[string]string
}

// Names are the files, in order.
func (c *Contents) Names() []string {
	all := maps.Clone(c.Before)
	maps.Copy(all, c.After)
	return slices.Sorted(maps.Keys(all))
}

// Apply makes the changes of lines in files. A record that cannot be edited as it is written is
// refused, and its file changed without it. Namespace is that of records which name none.
func (l *Layout) Apply(ctx context.Context, lines []Line, namespace string) (*Contents, error) {
	c := &Contents{map[string]string{}, map[string]string{}}
	byFile := map[string][]*Line{}
	for i := range lines {
		if o := lines[i].Outcome; o == Created || o == Updated || o == Deleted {
			byFile[lines[i].File] = append(byFile[lines[i].File], &lines[i])
		}
	}
	names := slices.Sorted(maps.Keys(byFile))
	files := make([]*fileEdit, len(names))
	errs := make([]error, len(names))
	err := parallel.Do(ctx, len(names), func(i int) {
		files[i] = &fileEdit{layout: l, name: names[i], namespace: namespace}
		errs[i] = files[i].all(ctx, byFile[names[i]])
	})
	if err := errors.Join(append(errs, err)...); err != nil {
		return nil, err
	}
	for _, f := range files {
		if f.before == f.after && !f.isNew {
			continue
		}
		if !f.isNew {
			c.Before[f.name] = f.before
		}
		if !f.goes {
			c.After[f.name] = f.after
		}
	}
	return c, nil
}

// fileEdit changes a file.
type fileEdit struct {
	layout          *Layout
	name, namespace string
	before, after   string
	// isNew says that there is no file yet, and goes that nothing is left of it.
	isNew, goes bool
}

// all makes all changes of the file that can be made. What it reads back decides.
func (f *fileEdit) all(ctx context.Context, lines []*Line) error {
	if err := f.open(); err != nil {
		return err
	}
	for {
		if err := f.edit(lines); err != nil {
			return err
		}
		wrong, err := f.readBack(ctx, lines)
		if err != nil {
			return err
		}
		left := slices.DeleteFunc(slices.Clone(lines), func(l *Line) bool { return l.Outcome == Refused })
		if wrong && len(left) == len(lines) { // nobody can tell which of them it was
			for _, l := range lines {
				l.unwritable("its file cannot be edited in place: edit it by hand")
			}
			left = nil
		}
		lines = left
		if !wrong {
			return nil
		}
	}
}

// open reads the file, into one copy: it may be large.
func (f *fileEdit) open() error {
	file, err := os.Open(f.name)
	if f.isNew = errors.Is(err, os.ErrNotExist); f.isNew {
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // it was only read
	info, err := file.Stat()
	if err != nil {
		return err
	}
	var content strings.Builder
	content.Grow(int(info.Size()))
	_, err = io.Copy(&content, file)
	f.before = content.String()
	return err
}

func (l *Line) unwritable(why string) {
	l.Outcome = Refused
	l.Reasons = append(l.Reasons, fmt.Sprintf("%s: %s; nothing of it was changed", l.Position, why))
}

// edit makes the content of the file as it is to be.
func (f *fileEdit) edit(lines []*Line) error {
	text, err := yamledit.New(f.before)
	f.goes = false
	if err != nil {
		for _, l := range lines {
			l.unwritable(err.Error())
		}
		f.after = f.before
		return nil
	}
	var changes []yamledit.Change
	var changed, gone []*Line
	for _, l := range lines {
		switch l.Outcome {
		case Updated:
			changes = append(changes, yamledit.Change{
				Line: l.Line, Column: l.Column, Field: "spec",
				From: f.layout.ordered(l.Kind, l.Before.Spec), To: f.layout.ordered(l.Kind, l.After.Spec),
			})
			changed = append(changed, l)
			if to := l.After.Annotations; to != nil && !maps.Equal(to, l.Before.Annotations) {
				changes = append(changes, yamledit.Change{Line: l.Line, Column: l.Column, Field: "metadata", From: annotations(l.Before), To: annotations(l.After)})
				changed = append(changed, l)
			}
		case Deleted:
			gone = append(gone, l)
		}
	}
	for i, err := range text.Patch(changes) {
		if err != nil {
			changed[i].unwritable(err.Error())
		}
	}
	f.after = text.String()
	for _, l := range gone {
		f.remove(l)
	}
	f.addAll(lines)
	return nil
}

// addAll writes new records behind the others, which may be many: their texts are joined once.
func (f *fileEdit) addAll(lines []*Line) {
	separator := ""
	if len(f.after) > 0 {
		separator = "---\n"
		if !strings.HasSuffix(f.after, "\n") {
			separator = "\n---\n"
		}
	}
	texts := []string{f.after}
	for _, l := range lines {
		if l.Outcome == Created {
			texts = append(texts, separator, f.text(l))
			separator = "---\n"
		}
	}
	if len(texts) > 1 {
		f.after, f.goes = strings.Join(texts, ""), false
	}
}

// annotations of a record, as its metadata is written; nothing where it has none.
func annotations(r *Record) yamledit.Mapping {
	if len(r.Annotations) == 0 {
		return nil
	}
	var all yamledit.Mapping
	for _, name := range slices.Sorted(maps.Keys(r.Annotations)) {
		all = append(all, yamledit.Entry{Name: name, Value: r.Annotations[name]})
	}
	return yamledit.Mapping{{Name: "annotations", Value: all}}
}

// remove takes the document of a record out of the file; nothing is left where it was the only one.
func (f *fileEdit) remove(l *Line) {
	out, ok := yamledit.WithoutDocument(f.after, l.Kind, l.Name)
	if !ok {
		l.unwritable("it is not in a document of its own: remove it by hand")
		return
	}
	f.after, f.goes = out, out == ""
}

// text is a new record as it is written.
func (f *fileEdit) text(l *Line) string {
	meta := yamledit.Mapping{{Name: "name", Value: l.Name}}
	if l.Namespace != f.namespace {
		meta = append(meta, yamledit.Entry{Name: "namespace", Value: l.Namespace})
	}
	meta = append(meta, annotations(l.After)...)
	record := yamledit.Mapping{
		{Name: "apiVersion", Value: api.GroupVersion.String()}, {Name: "kind", Value: l.Kind},
		{Name: "metadata", Value: meta}, {Name: "spec", Value: f.layout.ordered(l.Kind, l.After.Spec)},
	}
	return strings.Join(record.Lines(""), "\n") + "\n"
}
