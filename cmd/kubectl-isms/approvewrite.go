package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/internal/yamledit"
)

// write returns the text of a file with the approval written into a record: in the place
// of the one that it renews, or after the others.
func write(before []byte, target *approvable, approval *api.Approval) ([]byte, error) {
	text, err := newYAMLText(before)
	if err != nil {
		return nil, err
	}
	specKey, spec, err := text.spec(target)
	if err != nil {
		return nil, err
	}
	key, list := yamledit.Field(spec, "approvals")
	if key == nil {
		pad := strings.Repeat(" ", spec.Content[0].Column-1)
		text.Insert(text.End(specKey), append([]string{pad + "approvals:"}, entry(pad, approval)...)...)
		return []byte(text.String()), nil
	}
	if list.Kind != yaml.SequenceNode || list.Style&yaml.FlowStyle != 0 || len(list.Content) == 0 {
		return nil, fmt.Errorf("spec.approvals is not written as a list with a line for each field: write it so, then approve")
	}
	if at := target.renews(approval); at < len(list.Content) {
		err := text.renew(target, at, approval)
		return []byte(text.String()), err
	}
	last := list.Content[len(list.Content)-1]
	text.Insert(text.EndOfItem(last), entry(strings.Repeat(" ", last.Column-3), approval)...)
	return []byte(text.String()), nil
}

// renew writes an approval into the place of another; comments in it stay. Each edit may
// move lines, so the file is read anew for the next.
func (t *yamlText) renew(target *approvable, at int, approval *api.Approval) error {
	fields, err := proofFields(&(*target.approvals)[at], approval)
	if err != nil {
		return err
	}
	for _, f := range append(fields, [][2]string{
		{"name", yamledit.Quoted(approval.Name)}, {"by", yamledit.Quoted(approval.By.Person())}, {"approvedOn", yamledit.Quoted(approval.ApprovedOn.String())},
		{"rationale", yamledit.Quoted(approval.Rationale)}, {"contentHash", yamledit.Quoted(approval.ContentHash)},
	}...) {
		_, spec, err := t.spec(target)
		if err != nil {
			return err
		}
		_, list := yamledit.Field(spec, "approvals")
		item := list.Content[at]
		if err := yamledit.Editable("the approval", item); err != nil {
			return err
		}
		if f[1] == "" {
			if err := t.drop(item, f[0]); err != nil {
				return err
			}
			continue
		}
		if f[0] != "by" {
			t.Set(item, &yaml.Node{Line: item.Line, Column: item.Column - 1}, f[0], f[1])
			continue
		}
		key, by := yamledit.Field(item, "by")
		_, person := yamledit.Field(by, "personRef")
		if person == nil {
			pad := strings.Repeat(" ", key.Column-1)
			t.Replace(key.Line, t.End(key), []string{pad + "by:", pad + "  personRef:", pad + "    name: " + f[1]})
			continue
		}
		if _, name := yamledit.Field(person, "name"); name != nil && name.Value == approval.By.Person() {
			continue
		}
		refKey, _ := yamledit.Field(by, "personRef")
		t.Set(person, refKey, "name", f[1])
	}
	return nil
}

// entry is an approval as an entry of the list, in lines.
func entry(pad string, a *api.Approval) []string {
	lines := []string{
		pad + "- name: " + yamledit.Quoted(a.Name),
		pad + "  by:",
		pad + "    personRef:",
		pad + "      name: " + yamledit.Quoted(a.By.Person()),
		pad + "  approvedOn: " + yamledit.Quoted(a.ApprovedOn.String()),
		pad + "  rationale: " + yamledit.Quoted(a.Rationale),
		pad + "  contentHash: " + yamledit.Quoted(a.ContentHash),
	}
	if a.Signature != "" {
		lines = append(lines, pad+"  signature: "+yamledit.Quoted(a.Signature))
	}
	if a.Timestamp != "" {
		lines = append(lines, pad+"  timestamp: "+yamledit.Quoted(a.Timestamp))
	}
	return lines
}

// renews is the place of the approval that a new one takes: that of the same name, or else
// of the first that does not bind what the record says now; behind the last where there is
// none.
func (a *approvable) renews(approval *api.Approval) int {
	all := *a.approvals
	if at := slices.IndexFunc(all, func(old api.Approval) bool { return old.Name == approval.Name }); at >= 0 {
		return at
	}
	if at := slices.IndexFunc(all, func(old api.Approval) bool { return old.ContentHash != approval.ContentHash }); at >= 0 {
		return at
	}
	return len(all)
}

// spec returns the spec of a record and its key.
func (t *yamlText) spec(target *approvable) (key, spec *yaml.Node, err error) {
	record, err := t.MappingAt(target.at.Line, target.at.Column)
	if err != nil {
		return nil, nil, err
	}
	if key, spec = yamledit.Field(record, "spec"); key == nil {
		return nil, nil, errors.New("it has no spec")
	}
	if err := yamledit.Editable("the record", record); err != nil {
		return nil, nil, err
	}
	return key, spec, yamledit.Editable("spec", spec)
}

// proofFields are the signature and its time stamp as fields that are written into the place of
// those of another approval, which would be of what it was. One without a text goes.
func proofFields(old, now *api.Approval) (fields [][2]string, err error) {
	switch {
	case now.Signature != "":
		fields = [][2]string{{"signature", yamledit.Quoted(now.Signature)}}
	case old.Signature != "":
		return nil, errors.New("the approval that this one takes the place of is signed: sign this one as well, with --sign or --request")
	}
	switch {
	case now.Timestamp != "":
		fields = append(fields, [2]string{"timestamp", yamledit.Quoted(now.Timestamp)})
	case old.Timestamp != "":
		fields = append(fields, [2]string{"timestamp", ""})
	}
	return fields, nil
}

// drop takes a field out of an approval.
func (t *yamlText) drop(item *yaml.Node, name string) error {
	key, _ := yamledit.Field(item, name)
	switch {
	case key == nil:
		return nil
	case key.Line == item.Line:
		return fmt.Errorf("%s is the first field of its approval: write it below another", name)
	}
	t.Replace(key.Line, t.End(key), nil)
	return nil
}

// verify reads the text as the loader does, and fails where anything but the
// approval has changed.
func verify(ctx context.Context, before, after []byte, target *approvable, approval *api.Approval, namespace string) error {
	read := func(content []byte) (*manifest.Set, error) {
		return manifest.Load(ctx, []string{"-"}, manifest.Options{Stdin: bytes.NewReader(content), Namespace: namespace, SkipEvidence: true})
	}
	was, err := read(before)
	if err != nil {
		return err
	}
	is, err := read(after)
	if err != nil {
		return err
	}
	if len(is.Problems) > len(was.Problems) {
		for _, p := range is.Problems {
			if p.Record != nil && p.Record.Name == target.record.GetName() && p.Record.Kind == target.kind {
				return errors.New(p.Message)
			}
		}
		return errors.New(is.Problems[len(is.Problems)-1].Message)
	}
	old, found := find(was, target)
	now, still := find(is, target)
	if !found || !still || !slices.ContainsFunc(*now.approvals, func(a api.Approval) bool { return reflect.DeepEqual(a, *approval) }) {
		return errors.New("the approval cannot be read back: its place is written in a way that cannot be edited")
	}
	*old.approvals, *now.approvals = nil, nil // compare all that is beside it
	if !reflect.DeepEqual(was.Namespaces, is.Namespaces) || was.Documents != is.Documents || len(was.Problems) != len(is.Problems) || len(was.Foreign) != len(is.Foreign) {
		return errors.New("more than the approval would change: its place is written in a way that cannot be edited")
	}
	return nil
}
