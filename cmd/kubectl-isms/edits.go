package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/handover"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/internal/report"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/internal/yamledit"
)

// edits are changes of files that are not written yet.
type edits struct {
	set       *manifest.Set
	namespace string
	// before and after are the contents of the files that change, by name.
	before, after map[string][]byte
	// records are what the records that change are to say.
	records map[assess.Ref]api.Record
}

func newEdits(set *manifest.Set, namespace string) *edits {
	return &edits{set: set, namespace: namespace, before: map[string][]byte{}, after: map[string][]byte{}, records: map[assess.Ref]api.Record{}}
}

// all makes the changes of a plan. One that cannot be made is left to people, with the
// reason, and so are the others of its record: a half of them may be worse than none.
func (e *edits) all(plan *handover.Plan, h *report.Handover) {
	byRecord := map[assess.Ref][]handover.Change{}
	var order []assess.Ref
	for _, ch := range plan.Changes {
		if byRecord[ch.Ref] == nil {
			order = append(order, ch.Ref)
		}
		byRecord[ch.Ref] = append(byRecord[ch.Ref], ch)
	}
	place := func(r assess.Ref) input.Position { return e.set.Locate(e.namespace, r, "") }
	// From the last of a file to the first, so that no edit moves what is yet to be edited.
	slices.SortStableFunc(order, func(a, b assess.Ref) int {
		return cmp.Or(cmp.Compare(place(a).File, place(b).File), cmp.Compare(place(b).Line, place(a).Line))
	})
	for _, ref := range order {
		changes := byRecord[ref]
		if err := e.record(ref, place(ref), changes); err != nil {
			for _, ch := range changes {
				h.Left = append(h.Left, handover.Left{Item: handover.Item{Do: handover.Name, Record: ref, Field: ch.Field, What: fmt.Sprintf("%s -> %s", ch.Old, ch.New)}, Why: err.Error()})
			}
			continue
		}
		for _, ch := range changes {
			h.Changes = append(h.Changes, report.HandoverChange{Change: ch, Position: e.set.Locate(e.namespace, ref, ch.Field)})
		}
	}
	slices.SortStableFunc(h.Changes, func(a, b report.HandoverChange) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
}

// text is a file as it is to be so far.
func (e *edits) text(file string) (*yamlText, error) {
	content, known := e.after[file]
	if !known {
		var err error
		if content, err = os.ReadFile(file); err != nil {
			return nil, err
		}
		e.before[file] = content
	}
	return newYAMLText(content)
}

// patch makes a change in the file of a record, which is to say something else by it.
func (e *edits) patch(ref assess.Ref, at input.Position, change yamledit.Change, to api.Record) error {
	text, err := e.text(at.File)
	if err != nil {
		return err
	}
	if err := text.Patch([]yamledit.Change{change})[0]; err != nil {
		return err
	}
	e.after[at.File], e.records[ref] = []byte(text.String()), to
	return nil
}

// record makes the changes of a record in its file, or none of them.
func (e *edits) record(ref assess.Ref, at input.Position, changes []handover.Change) error {
	text, err := e.text(at.File)
	if err != nil {
		return err
	}
	to := changes[0].Record.DeepCopyObject().(api.Record)
	for i := range changes {
		if err := text.change(at.Line, at.Column, &changes[i]); err != nil {
			return err
		}
		if err := changes[i].Apply(to); err != nil {
			return err
		}
	}
	e.after[at.File], e.records[ref] = []byte(text.String()), to
	return nil
}

// load reads the records as they are to be, and fails where they do not say exactly that.
func (e *edits) load(ctx context.Context, s *source) (*manifest.Set, error) {
	set, err := s.load(ctx, manifest.Options{Replace: e.after})
	if err != nil {
		return nil, err
	}
	if len(set.Problems) > 0 {
		p := &set.Problems[0]
		return nil, fmt.Errorf("nothing was written: after the edit %s could not be read: %s", p.Position, p.Message)
	}
	for i := range e.set.Namespaces {
		was, is := &e.set.Namespaces[i], &set.Namespaces[i]
		if was.Name != is.Name || len(was.Records) != len(is.Records) {
			return nil, fmt.Errorf("nothing was written: records of the namespace %s would be lost", was.Name)
		}
		for k, r := range was.Records {
			want := r
			if to := e.records[assess.Ref{Kind: kindOf(r), Name: r.GetName()}]; to != nil && was.Name == e.namespace {
				want = to
			}
			if !reflect.DeepEqual(want, is.Records[k]) {
				return nil, fmt.Errorf("nothing was written: %s/%s is written in a way that cannot be edited; edit it by hand", kindOf(r), r.GetName())
			}
		}
	}
	return set, nil
}

// write writes the files that change, unless somebody else changed one meanwhile.
func (e *edits) write() error {
	for name, was := range e.before {
		if now, err := os.ReadFile(name); err != nil || !bytes.Equal(now, was) {
			return fmt.Errorf("%s was changed by somebody else meanwhile, and nothing was written; run again", name)
		}
	}
	names := slices.Sorted(maps.Keys(e.after))
	for i, name := range names {
		if err := replaceFile(name, e.after[name]); err != nil && i > 0 {
			return fmt.Errorf("%w; written before that: %s (run again once it can be, or take them back with git checkout)", err, strings.Join(names[:i], ", "))
		} else if err != nil {
			return err
		}
	}
	return nil
}

// judge judges the records as they are to be, and tells what the hand-over introduces.
func (o *handoverOptions) judge(ctx context.Context, e *edits, before *assess.Report, h *report.Handover) (*assess.Report, error) {
	set, err := e.load(ctx, &o.source)
	if err != nil {
		return nil, err
	}
	for _, w := range set.Worlds() {
		if w.Namespace != before.Namespace {
			continue
		}
		after, err := assess.Judge(ctx, rules.Registry(), w, before.AsOf)
		if err != nil {
			return nil, err
		}
		h.Introduced = assess.Introduced(before, after)
		h.Resolved = len(assess.Arising(after.Rollup.Findings, before.Rollup.Findings))
		return after, nil
	}
	return nil, fmt.Errorf("nothing was written: the namespace %s would be lost", before.Namespace)
}
