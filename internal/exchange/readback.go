package exchange

import (
	"context"
	"reflect"
	"strings"
	"unicode"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/manifest"
)

// readBack compares what records of a file say with what they are to say. It reads what differs
// between before and after alone, and of that one piece after the other, since a register may be
// one large file.
type readBack struct {
	*fileEdit
	lines map[input.Record]*Line
	// was are the records that are not read in after yet, and found those that are.
	was   map[input.Record]api.Record
	found map[input.Record]bool
	// problems of after less those of before.
	problems int
	wrong    bool
}

// readBack refuses each record that would not say what it is to say, and reports whether there
// was any, or another would change.
func (f *fileEdit) readBack(ctx context.Context, lines []*Line) (wrong bool, err error) {
	b := &readBack{fileEdit: f, lines: make(map[input.Record]*Line, len(lines)), found: map[input.Record]bool{}}
	named := make(map[string]bool, len(lines))
	for _, l := range lines {
		b.lines[l.Record], named[l.Name] = l, true
	}
	before, after := manifest.Differing(f.before, f.after, func(document string) bool { return says(document, named) })
	b.was = map[input.Record]api.Record{}
	had, err := f.read(ctx, before, func(id input.Record, r api.Record) { b.was[id] = r })
	if err != nil {
		return false, err
	}
	for _, piece := range after {
		has, err := f.read(ctx, piece, func(id input.Record, r api.Record) { b.is(ctx, id, r) })
		if err != nil {
			return false, err
		}
		b.problems += has
	}
	for _, l := range lines {
		if !b.found[l.Record] {
			b.gone(l)
		}
	}
	return b.wrong || len(b.was) > 0 || b.problems > had, nil
}

// is takes up a record of after.
func (b *readBack) is(ctx context.Context, id input.Record, r api.Record) {
	l, old := b.lines[id], b.was[id]
	delete(b.was, id)
	switch {
	case b.found[id]: // in two pieces
		b.wrong = true
	case l == nil || l.Outcome == Refused:
		b.wrong = b.wrong || old == nil || !reflect.DeepEqual(old, r)
	case l.Outcome == Deleted || !l.says(ctx, r):
		l.unwritable("it is written in a way that cannot be edited")
		b.wrong = true
	case old != nil && !reflect.DeepEqual(old.GetLabels(), r.GetLabels()):
		b.wrong = true
	}
	b.found[id] = true
}

// gone takes up a line whose record is not in after.
func (b *readBack) gone(l *Line) {
	switch {
	case l.Outcome == Refused:
		b.wrong = b.wrong || b.was[l.Record] != nil
	case l.Outcome != Deleted:
		l.unwritable("it is written in a way that cannot be edited")
		b.wrong = true
	}
	delete(b.was, l.Record)
}

// says reports whether a word of a document is one of some names.
func says(document string, names map[string]bool) bool {
	for word := range strings.FieldsFuncSeq(document, func(r rune) bool {
		return r != '-' && r != '.' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}) {
		if names[word] {
			return true
		}
	}
	return false
}

// read reads the records of a content, and counts its problems.
func (f *fileEdit) read(ctx context.Context, content string, each func(input.Record, api.Record)) (int, error) {
	set, err := manifest.Load(ctx, []string{"-"}, manifest.Options{Stdin: strings.NewReader(content), Namespace: f.namespace, SkipEvidence: true, SkipFields: true})
	if err != nil {
		return 0, err
	}
	for i := range set.Namespaces {
		n := &set.Namespaces[i]
		for _, r := range n.Records {
			each(input.Record{Kind: reflect.TypeOf(r).Elem().Name(), Namespace: n.Name, Name: r.GetName()}, r)
		}
	}
	return len(set.Problems), nil
}

// says reports whether a record says what a line is to make it say. Most do as the decoder of
// files makes them; only of others what they say is taken apart, which takes much longer.
func (l *Line) says(ctx context.Context, r api.Record) bool {
	want, faults := manifest.Object(ctx, l.Kind, l.After.Object())
	if len(faults) == 0 && reflect.DeepEqual(specIn(want), specIn(r)) {
		return true
	}
	have, err := RecordOf(r, "", input.Position{})
	return err == nil && reflect.DeepEqual(have.Spec, l.After.Spec)
}

func specIn(r api.Record) any { return reflect.ValueOf(r).Elem().FieldByName("Spec").Interface() }
