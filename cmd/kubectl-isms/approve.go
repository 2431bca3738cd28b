package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

type approveOptions struct {
	source
	signing
	stamping
	by, rationale   string
	request, attach string
	on              date
	dryRun          bool
}

func newApprove(e *env) *cobra.Command {
	o := &approveOptions{source: source{env: e, kube: newKubeconfig()}, signing: signing{env: e}}
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

Unsigned, an approval proves no identity: who approved is as trustworthy as who may
write to the file. Signed (SSHSIG), it is worth what its key is worth: one in
spec.signingKeys of the Person ("key add"), followed to --trust-root (rule X-20).
--sign signs it here. --request writes what is to be signed, so that ssh-keygen signs it
without the plugin, and --attach takes the result. What would not count is refused.

By when it was signed a time stamp (RFC 3161) shows: --timestamp-url asks an authority of
the policy ("timestamp-authority add") for one, which learns nothing but a hash, and
--timestamp takes one that was asked for elsewhere, on the day of the approval.`,
		Example: examples(e, `# The one record of the file that carries an approval
%[1]s approve -f budget.yaml --by anna-keller --rationale "Covers the treatment plan"

# One of several records
%[1]s approve -R -f evidence/ --by anna-keller --rationale "As agreed" SecurityBudget/budget-2027

# Sign it as well, by the key that ssh-agent has, or by that of a file
%[1]s approve -f budget.yaml --by anna-keller --rationale "Covers the plan" --sign
%[1]s approve -f budget.yaml --by anna-keller --rationale "Covers the plan" --sign --key ~/.ssh/id_ed25519

# With a time stamp, which shows on which day it was signed
%[1]s approve -f evidence/ --by anna-keller --rationale "Covers the plan" --sign --timestamp-url https://tsa.example.org/tsr SecurityBudget/budget-2027

# Have it signed by somebody who has ssh-keygen and nothing else
%[1]s approve -f budget.yaml --by anna-keller --rationale "Covers the plan" --request approval.json
ssh-keygen -Y sign -n approval@isms-operator.io -f ~/.ssh/id_ed25519 approval.json
%[1]s approve -f budget.yaml --attach approval.json.sig

# Show what would be written
%[1]s approve -f budget.yaml --by anna-keller --rationale "Covers the plan" --dry-run`),
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return o.run(c.Context(), args) },
	}
	o.flags(c)
	completeApprove(c, o)
	return c
}

func (o *approveOptions) flags(c *cobra.Command) {
	flags := c.Flags()
	flags.StringSliceVarP(&o.files, "filename", "f", nil, "File or folder with the record")
	flags.BoolVarP(&o.recursive, "recursive", "R", false, "Look in the folders below a folder of -f, too")
	flags.StringVarP(&o.kube.overrides.Context.Namespace, "namespace", "n", "", "Namespace of the record, where several have one of that name")
	flags.StringVar(&o.by, "by", "", "Name of the Person who approves")
	flags.StringVar(&o.rationale, "rationale", "", "Why, in the words of who approves")
	flags.Var(&o.on, "on", "Day of the approval; today (UTC) where absent")
	o.signing.addTo(c)
	flags.StringVar(&o.request, "request", "", "File to write what is to be signed into; no record is changed")
	flags.StringVar(&o.attach, "attach", "", "File with the signature of what --request wrote, which lies beside it; who approves, when and why is told by that")
	o.stamping.addTo(c)
	flags.BoolVar(&o.dryRun, "dry-run", false, "Show what would be written, and write nothing")
	must(c.MarkFlagFilename("attach", "sig"))
	c.MarkFlagsMutuallyExclusive("sign", "request", "attach")
	for _, told := range []string{"by", "rationale", "on"} {
		c.MarkFlagsMutuallyExclusive("attach", told)
	}
}

func (o *approveOptions) run(ctx context.Context, args []string) error {
	approval, of, err := o.approval()
	if err != nil {
		return err
	}
	set, err := o.load(ctx, manifest.Options{SkipEvidence: true})
	if err != nil {
		return err
	}
	name := strings.Join(args, "")
	if of != nil && name == "" {
		name = of.Kind + "/" + of.Name
	}
	target, err := o.approvable(set, name)
	if err != nil {
		return err
	}
	if of != nil {
		if err := target.signedFor(*of, approval); err != nil {
			return err
		}
	} else if err := o.bind(set, target, approval); err != nil || o.request != "" {
		return err
	}
	if err := target.counts(o.source.env, approval); err != nil {
		return err
	}
	if err := o.stamp(ctx, approval, target.authorities); err != nil {
		return err
	}
	return o.put(ctx, target, approval)
}

// bind binds an approval to what a record says. It signs it, or writes what is to be signed,
// where that is asked for.
func (o *approveOptions) bind(set *manifest.Set, target *approvable, approval *api.Approval) error {
	approval.ContentHash = target.hash()
	if !o.sign && o.request == "" {
		return nil
	}
	message, err := target.message(approval)
	if err != nil {
		return err
	}
	if o.request != "" {
		return writeStatement(o.source.env, o.request, message, signoff.ApprovalNamespace)
	}
	approval.Signature, err = o.signature(message, signoff.ApprovalNamespace, heldKeys(set, target.namespace, approval.By.Person()))
	return err
}

// put writes an approval into its file.
func (o *approveOptions) put(ctx context.Context, target *approvable, approval *api.Approval) error {
	out := o.source.env.out
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
		return showChange(out, target.at.File, before, after)
	}
	if now, err := os.ReadFile(target.at.File); err != nil || !bytes.Equal(now, before) {
		return fmt.Errorf("%s was changed by somebody else meanwhile; run again", target.at.File)
	}
	if err := replaceFile(target.at.File, after); err != nil {
		return err
	}
	fmt.Fprintf(out, "%s in %s approved by %s on %s, bound to %s\n", target, target.at.File, approval.By.Name(), approval.ApprovedOn, approval.ContentHash)
	return nil
}

// maxRationale is what the schema allows, in characters.
const maxRationale = 2048

// approval is what the flags say, or what was signed, and of which record.
func (o *approveOptions) approval() (*api.Approval, *signoff.Subject, error) {
	if err := o.stamping.check(o.sign || o.attach != ""); err != nil {
		return nil, nil, err
	}
	switch {
	case len(o.files) == 0:
		return nil, nil, usagef("-f is missing: name the file with the record")
	case slices.Contains(o.files, "-"):
		return nil, nil, usagef("standard input cannot be written to: name the file with the record")
	case o.attach != "":
		return attached(o.attach)
	}
	approval, err := o.stated()
	return approval, nil, err
}

// stated is what the flags say.
func (o *approveOptions) stated() (*api.Approval, error) {
	today := o.source.env.today()
	on := o.on.or(today)
	switch {
	case o.by == "":
		return nil, usagef("--by is missing: name the Person who approves, by its metadata.name")
	case strings.TrimSpace(o.rationale) == "":
		return nil, usagef("--rationale is missing: say why it is approved, in the words of who approves")
	case utf8.RuneCountInString(o.rationale) > maxRationale:
		return nil, usagef("--rationale has %d characters; at most %d are allowed", utf8.RuneCountInString(o.rationale), maxRationale)
	case on.After(today):
		return nil, usagef("--on %s has not come: an approval has happened, today is %s", on, today)
	}
	if err := o.signing.check(); err != nil {
		return nil, err
	}
	return &api.Approval{Name: o.by, By: *api.PersonActor(o.by), ApprovedOn: on, Rationale: o.rationale}, nil
}
