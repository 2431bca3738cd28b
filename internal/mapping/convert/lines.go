package convert

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/isms-operator/isms-operator/internal/exchange"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/internal/parallel"
)

// Lines say what becomes of the records of files: fields that the mapping fills are what the
// register says, and all others stay. A cell that was emptied takes its field away where its
// row has changed since the record was imported; where it has not, somebody else may have
// filled the field. Records that the register does not have stay as they are.
//
// Files gives a record of the files, nil where they do not have it; it is called from any
// goroutine. Of what does not change, lines hold nothing, since most of a register does not; and
// each record is let go of once its line is made, since lines and records together take much.
func (r *Result) Lines(ctx context.Context, files func(input.Record) (*exchange.Record, error), unread map[input.Record]string, namespace string) ([]exchange.Line, error) {
	lines, errs := make([]exchange.Line, len(r.Records)), make([]error, len(r.Records))
	err := parallel.Do(ctx, len(lines), func(i int) {
		made, line := r.Records[i], &lines[i]
		r.Records[i] = nil
		line.Record, line.Row = input.Record{Kind: made.Kind, Namespace: namespace, Name: made.Name}, made.Place
		if why := unread[line.Record]; why != "" {
			line.Outcome, line.Reasons = exchange.Refused, []string{"the files have it, and it cannot be read: " + why}
			return
		}
		if line.Before, errs[i] = files(line.Record); errs[i] != nil {
			return
		}
		line.After = &exchange.Record{Record: line.Record, Annotations: made.Annotations()}
		if line.Before == nil {
			line.Outcome, line.Proved, line.After.Spec = exchange.Created, true, made.Spec
			return
		}
		if made.over(line); line.Outcome == exchange.Unchanged {
			line.Before, line.After = nil, nil
		}
	})
	r.Records = nil
	if err := errors.Join(append(errs, err)...); err != nil {
		return nil, err
	}
	slices.SortStableFunc(lines, func(a, b exchange.Line) int {
		return cmp.Or(strings.Compare(a.Kind, b.Kind), strings.Compare(a.Name, b.Name))
	})
	return lines, nil
}

// over puts what the register says over what the files say.
func (made *Record) over(line *exchange.Line) {
	was, after := line.Before, line.After
	line.Position, after.Position = was.Position, was.Position
	imported := was.Annotations[HashAnnotation]
	cleared := imported != "" && imported != made.hash
	after.Spec = laid(was.Spec, made.Spec, made.Kind, "spec").(map[string]any)
	for path := range made.fills() {
		if cleared && at(made.Spec, path) == nil {
			clearAt(after.Spec, path)
		}
	}
	after.Annotations = maps.Clone(was.Annotations)
	if after.Annotations == nil {
		after.Annotations = map[string]string{}
	}
	maps.Copy(after.Annotations, made.Annotations())
	if made.sheets == "" {
		delete(after.Annotations, SheetAnnotation)
	}
	line.Changes = differences(nil, was.Spec, after.Spec, made.Kind, "spec")
	for _, name := range slices.Sorted(maps.Keys(after.Annotations)) {
		if from, to := was.Annotations[name], after.Annotations[name]; from != to {
			line.Changes = append(line.Changes, exchange.FieldChange{Field: "metadata.annotations[" + name + "]", From: from, To: to})
		}
	}
	line.Outcome = exchange.Updated
	if len(line.Changes) == 0 {
		line.Outcome = exchange.Unchanged
	}
}

// fills are the paths of the fields that the mapping may fill.
func (made *Record) fills() map[string]bool {
	all := map[string]bool{}
	for _, by := range made.by {
		for _, path := range by.spec.Paths() {
			all[path] = true
		}
	}
	return all
}

func at(object map[string]any, path string) any {
	var v any = object
	for step := range strings.SplitSeq(path, ".") {
		o, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = o[step]
	}
	return v
}

// clearAt takes a field out, and what is empty then.
func clearAt(object map[string]any, path string) {
	step, rest, deeper := strings.Cut(path, ".")
	if !deeper {
		delete(object, step)
		return
	}
	if below, ok := object[step].(map[string]any); ok {
		if clearAt(below, rest); len(below) == 0 {
			delete(object, step)
		}
	}
}

// laid is a value of the files with one of the register over it. An entry of a list is that of
// the same key; entries that say nothing but their key are what the register says.
func laid(was, now any, kind, path string) any {
	switch now := now.(type) {
	case map[string]any:
		before, ok := was.(map[string]any)
		if !ok {
			return now
		}
		all := maps.Clone(before)
		for name, v := range now {
			all[name] = laid(before[name], v, kind, path+"."+name)
		}
		return all
	case []any:
		before, _ := was.([]any)
		return laidList(before, now, kind, path)
	}
	return now
}

func laidList(before, now []any, kind, path string) any {
	keys := manifest.ListKeys(kind, path)
	if len(keys) == 0 || !slices.ContainsFunc(slices.Concat(before, now), func(item any) bool { return len(asObject(item)) > len(keys) }) {
		return now
	}
	of := map[string]any{}
	for _, item := range now {
		of[entryKey(item, keys)] = item
	}
	var all []any
	seen := map[string]bool{}
	for _, item := range before {
		key := entryKey(item, keys)
		seen[key] = true
		if v, there := of[key]; there {
			item = laid(item, v, kind, path)
		}
		all = append(all, item)
	}
	for _, item := range now {
		if !seen[entryKey(item, keys)] {
			all = append(all, item)
		}
	}
	return all
}

func asObject(v any) map[string]any {
	o, _ := v.(map[string]any)
	return o
}

// differences of two values, by the paths of their fields.
func differences(all []exchange.FieldChange, was, now any, kind, path string) []exchange.FieldChange {
	if reflect.DeepEqual(was, now) {
		return all
	}
	a, isObject := was.(map[string]any)
	b, stays := now.(map[string]any)
	if isObject && stays {
		names := slices.Concat(slices.Collect(maps.Keys(a)), slices.Collect(maps.Keys(b)))
		slices.Sort(names)
		for _, name := range slices.Compact(names) {
			all = differences(all, a[name], b[name], kind, path+"."+name)
		}
		return all
	}
	x, isList := was.([]any)
	y, stays := now.([]any)
	keys := manifest.ListKeys(kind, withoutEntries(path))
	if isList && stays && len(keys) > 0 {
		return entryDifferences(all, x, y, keys, kind, path)
	}
	return append(all, exchange.FieldChange{Field: path, From: written(was), To: written(now)})
}

func entryDifferences(all []exchange.FieldChange, was, now []any, keys []string, kind, path string) []exchange.FieldChange {
	of := map[string]any{}
	for _, item := range was {
		of[entryKey(item, keys)] = item
	}
	name := func(key string) string {
		return fmt.Sprintf("%s[%s]", path, strings.ReplaceAll(key, "\x1f", "/"))
	}
	for _, item := range now {
		key := entryKey(item, keys)
		all = differences(all, of[key], item, kind, name(key))
		delete(of, key)
	}
	for _, key := range slices.Sorted(maps.Keys(of)) {
		all = append(all, exchange.FieldChange{Field: name(key), From: written(of[key])})
	}
	return all
}

// written is a value as people read it.
func written(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	}
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(text)
}
