package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v3"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/internal/yamledit"
)

type approveOptions struct {
	source
	by, rationale string
	key           string
	on            date
	dryRun        bool
}

func newApprove(e *env) *cobra.Command {
	o := &approveOptions{source: source{env: e, kube: newKubeconfig()}}
	c := &cobra.Command{
		Use:   "approve -f FILE --by PERSON --rationale TEXT [KIND/NAME]",
		Short: "Write an approval into a record that is bound to what the record says now",
		Long: `Write the approval of a record into its file. The approval holds a hash of the
content, so that an edit afterwards shows as a stale approval (rule X-07), here and
in the cluster. Comments and layout of the file stay as they are.

Records with an approval: AccountabilityMatrix, ManagementReview, SecurityBudget,
SecurityException, StatementOfApplicability. What may change after an approval is not
part of it: actual costs of a budget, the state of controls, the completion of decisions,
evidence and reviews.

Without --key the command proves no identity: who approved is as trustworthy as who may
write to the file. With it the approval is signed (SSHSIG); what the signature is worth is
judged by the key in spec.signingKeys of the Person and by --trust-root (rule X-20).`,
		Example: examples(e, `# The one record of the file that carries an approval
%[1]s approve -f budget.yaml --by anna-keller --rationale "Covers the treatment plan"

# One of several records
%[1]s approve -R -f evidence/ --by anna-keller --rationale "As agreed" SecurityBudget/budget-2027

# Sign it as well, by a key that the Person has in spec.signingKeys
%[1]s approve -f budget.yaml --by anna-keller --rationale "Covers the plan" --key ~/.ssh/id_ed25519

# Show what would be written
%[1]s approve -f budget.yaml --by anna-keller --rationale "Covers the plan" --dry-run`),
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return o.run(c.Context(), args) },
	}
	flags := c.Flags()
	flags.StringSliceVarP(&o.files, "filename", "f", nil, "File or folder with the record")
	flags.BoolVarP(&o.recursive, "recursive", "R", false, "Look in the folders below a folder of -f, too")
	flags.StringVarP(&o.kube.overrides.Context.Namespace, "namespace", "n", "", "Namespace of the record, where several have one of that name")
	flags.StringVar(&o.by, "by", "", "Name of the Person who approves")
	flags.StringVar(&o.rationale, "rationale", "", "Why, in the words of who approves")
	flags.Var(&o.on, "on", "Day of the approval; today (UTC) where absent")
	flags.StringVar(&o.key, "key", "", "File of the private Ed25519 key that signs the approval; unsigned where absent")
	flags.BoolVar(&o.dryRun, "dry-run", false, "Show what would be written, and write nothing")
	completeApprove(c, o)
	return c
}

func (o *approveOptions) run(ctx context.Context, args []string) error {
	approval, err := o.approval()
	if err != nil {
		return err
	}
	set, err := o.load(ctx, manifest.Options{SkipEvidence: true})
	if err != nil {
		return err
	}
	target, err := o.target(set, strings.Join(args, ""))
	if err != nil {
		return err
	}
	approval.ContentHash = target.hash()
	if approval.Signature, err = target.sign(o.key, approval); err != nil {
		return err
	}
	before, err := os.ReadFile(target.at.File)
	if err != nil {
		return err
	}
	after, err := write(before, target, approval)
	if err != nil {
		return fmt.Errorf("%s, line %d, %s: %w", target.at.File, target.at.Line, target, err)
	}
	if err := verify(ctx, before, after, target, approval, o.kube.namespace()); err != nil {
		return fmt.Errorf("%s: %s: nothing was written: %w", target.at.File, target, err)
	}
	if o.dryRun {
		return showChange(o.env.out, target.at.File, before, after)
	}
	if now, err := os.ReadFile(target.at.File); err != nil || !bytes.Equal(now, before) {
		return fmt.Errorf("%s was changed by somebody else meanwhile; run again", target.at.File)
	}
	if err := replaceFile(target.at.File, after); err != nil {
		return err
	}
	fmt.Fprintf(o.env.out, "%s in %s approved by %s on %s, bound to %s\n", target, target.at.File, approval.By.Name(), approval.ApprovedOn, approval.ContentHash)
	return nil
}

// maxRationale is what the schema allows, in characters.
const maxRationale = 2048

// approval is what the flags say.
func (o *approveOptions) approval() (*api.Approval, error) {
	today := o.env.today()
	on := o.on.or(today)
	switch {
	case len(o.files) == 0:
		return nil, usagef("-f is missing: name the file with the record")
	case slices.Contains(o.files, "-"):
		return nil, usagef("standard input cannot be written to: name the file with the record")
	case o.by == "":
		return nil, usagef("--by is missing: name the Person who approves, by its metadata.name")
	case strings.TrimSpace(o.rationale) == "":
		return nil, usagef("--rationale is missing: say why it is approved, in the words of who approves")
	case utf8.RuneCountInString(o.rationale) > maxRationale:
		return nil, usagef("--rationale has %d characters; at most %d are allowed", utf8.RuneCountInString(o.rationale), maxRationale)
	case on.After(today):
		return nil, usagef("--on %s has not come: an approval has happened, today is %s", on, today)
	}
	return &api.Approval{Name: o.by, By: *api.PersonActor(o.by), ApprovedOn: on, Rationale: o.rationale}, nil
}

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
	fields, err := signatureField((*target.approvals)[at].Signature, approval.Signature)
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
