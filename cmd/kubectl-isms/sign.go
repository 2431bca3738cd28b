package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/facts"
	"github.com/isms-operator/isms-operator/internal/gather"
	"github.com/isms-operator/isms-operator/internal/handover"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

type signOptions struct {
	source
	signing
	act, entry      string
	request, attach string
	dryRun          bool
}

func newSign(e *env) *cobra.Command {
	o := &signOptions{source: source{env: e, kube: newKubeconfig()}, signing: signing{env: e}}
	c := &cobra.Command{
		Use:   "sign KIND/NAME -f FILE|DIR... --act ACT [--entry NAME]",
		Short: "Sign an appointment, acceptance, verification or decision that a record states",
		Long: `Sign what a record states beside approvals (which "approve" signs), by a key of who the
record says did it, and write the signature into its file. Comments and layout stay.

  Appointment          assignments of a SecurityRole, by appointedBy
  Delegation           delegations of a SecurityRole, by its by
  RiskAcceptance       acceptance of a Risk, and "residual" of what is left of it
  Verification         verification of a CompetencyRecord
  RequirementDecision  decision of a ResourceRequirement
  RenewalDecision      renewalDecision of a ToolLicense or OutsourcedService
  ReplacementDecision  replacement of a ToolLicense or InfrastructureAsset, by decidedBy

What is signed is who did it, on which day, and what they decided on. What happens after
it is no part of it, such as the end of an assignment or another look at an acceptance.
A later edit of what is shows as SignatureInvalid (rule X-20), here and in the cluster.

Without --request or --attach it is signed here. --request writes what is to be signed,
so that somebody without the plugin signs it with ssh-keygen, and --attach takes the
result. A signature that would not count is refused, and nothing is written.`,
		Example: examples(e, `# An appointment, by the key that ssh-agent has, or by that of a file
%[1]s sign SecurityRole/isms-manager -R -f evidence/ --act Appointment --entry erik
%[1]s sign SecurityRole/isms-manager -R -f evidence/ --act Appointment --entry erik --key ~/.ssh/id_ed25519

# The acceptance of what is left of a risk
%[1]s sign Risk/phishing -R -f evidence/ --act RiskAcceptance --entry residual

# Have it signed by somebody who has ssh-keygen and nothing else
%[1]s sign CompetencyRecord/erik-auditor -R -f evidence/ --act Verification --request act.json
ssh-keygen -Y sign -n act@isms-operator.io -f ~/.ssh/id_ed25519 act.json
%[1]s sign -R -f evidence/ --attach act.json.sig

# Show what would be written
%[1]s sign Risk/phishing -R -f evidence/ --act RiskAcceptance --dry-run`),
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return o.run(c.Context(), strings.Join(args, "")) },
	}
	o.flags(c)
	return c
}

func (o *signOptions) flags(c *cobra.Command) {
	flags := c.Flags()
	flags.StringSliceVarP(&o.files, "filename", "f", nil, "Files and folders with the record, the people and the ClauseAssessment")
	flags.BoolVarP(&o.recursive, "recursive", "R", false, "Look in the folders below a folder of -f, too")
	flags.StringVarP(&o.kube.overrides.Context.Namespace, "namespace", "n", "", "Namespace of the record, where several have one of that name")
	flags.StringVar(&o.act, "act", "", "What is signed, such as Appointment; the only one that the record states where absent")
	flags.StringVar(&o.entry, "entry", "", "Entry of the record that states it, such as the name of an assignment, or its field, such as spec.delegations[1]")
	o.addKey(c)
	flags.StringVar(&o.request, "request", "", "File to write what is to be signed into; no record is changed")
	flags.StringVar(&o.attach, "attach", "", "File with the signature of what --request wrote, which lies beside it and tells the record, act and entry")
	flags.BoolVar(&o.dryRun, "dry-run", false, "Show what would be written, and write nothing")
	must(c.MarkFlagFilename("filename", "yaml", "yml"))
	must(c.MarkFlagFilename("attach", "sig"))
	c.MarkFlagsMutuallyExclusive("key", "request", "attach")
	c.MarkFlagsMutuallyExclusive("attach", "act")
	c.MarkFlagsMutuallyExclusive("attach", "entry")
	acts := make([]string, 0, len(api.Acts()))
	for _, act := range api.Acts() {
		acts = append(acts, string(act))
	}
	complete(c, "act", acts)
	o.completeActs(c)
}

// completeActs offers the records of the files that state an act, and their entries.
func (o *signOptions) completeActs(c *cobra.Command) {
	offer := func(text func(t *actTarget) string) cobra.CompletionFunc {
		return o.offered(func(n *gather.Namespace) (all []string) {
			for t := range actsIn(n) {
				if word := text(t); word != "" && (o.act == "" || o.act == string(t.act.What)) {
					all = append(all, word)
				}
			}
			return all
		})
	}
	records := offer(func(t *actTarget) string { return t.ref.Kind + "/" + t.ref.Name })
	c.ValidArgsFunction = func(c *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return records(c, args, word)
	}
	must(c.RegisterFlagCompletionFunc("entry", func(c *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
		return offer(func(t *actTarget) string {
			if len(args) > 0 && !t.named(args[0]) {
				return ""
			}
			return t.act.Entry
		})(c, args, word)
	}))
}

func (o *signOptions) run(ctx context.Context, record string) error {
	var made *signed
	w := wantedAct{record: record, what: o.act, entry: o.entry}
	switch {
	case len(o.files) == 0:
		return usagef("-f is missing: name the files with the record, the people and the ClauseAssessment")
	case slices.Contains(o.files, "-"):
		return usagef("standard input cannot be written to: name files and folders")
	case o.attach != "":
		var err error
		if made, err = w.attached(o.attach); err != nil {
			return err
		}
	}
	if err := w.check(); err != nil {
		return err
	}
	t, err := o.target(ctx, &w)
	if err != nil {
		return err
	}
	if o.request != "" {
		return writeStatement(o.source.env, o.request, t.message, signoff.ActNamespace)
	}
	if made != nil {
		t.act.Signature = made.signature
	} else if t.act.Signature, err = o.signature(t.message, signoff.ActNamespace, t.heldKeys()); err != nil {
		return err
	}
	worth := facts.SignedAct(t.context, t.ref, t.act)
	if worth.Grade == api.GradeMinor {
		return t.errorf(t.act.SignatureField, "nothing was written, since the signature would not count: %s (%s). Sign by a key that the record of %s has (\"key add\")", worth.Why, worth.Reason, t.act.By.Name())
	}
	return o.put(ctx, t, worth)
}

// put writes the signature of an act into its file, and reads it back before.
func (o *signOptions) put(ctx context.Context, t *actTarget, worth facts.Signed) error {
	at := t.set.Locate(t.namespace.Name, t.ref, "")
	e := newEdits(t.set, t.namespace.Name)
	change := handover.Change{
		Record: t.record, Ref: t.ref, Field: t.act.Field(t.act.SignatureField),
		Path: append(slices.Clone(t.act.Place), t.act.SignatureField), New: t.act.Signature,
	}
	if err := e.record(t.ref, at, []handover.Change{change}); err != nil {
		return t.errorf(t.act.SignatureField, "%w", err)
	}
	if _, err := e.load(ctx, &o.source); err != nil {
		return err
	}
	if o.dryRun {
		return showChange(o.source.env.out, at.File, e.before[at.File], e.after[at.File])
	}
	if err := e.write(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(o.source.env.out, "%s of %s in %s signed by %s (%s)\n", strings.TrimSpace(string(t.act.What)+" "+t.act.Entry), t.ref, at.File, worth.Signer, worth.Fingerprint)
	return err
}

// attached reads a signature and what was signed, which tells the record, act and entry.
func (w *wantedAct) attached(file string) (*signed, error) {
	s, err := readSigned(file)
	if err != nil {
		return nil, err
	}
	of, what, entry, err := signoff.ReadAct(s.statement)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.name, err)
	}
	if err := s.check(signoff.ActNamespace); err != nil {
		return nil, err
	}
	record := of.Kind + "/" + of.Name
	if w.record != "" && !strings.EqualFold(w.record, record) {
		return nil, usagef("what was signed is of %s, and not of %s", record, w.record)
	}
	w.record, w.what, w.entry, w.statement = record, string(what), entry, s.statement
	return s, nil
}

// check refuses what names no act.
func (w *wantedAct) check() error {
	if w.record == "" {
		return usagef("name the record that states what is signed, as KIND/NAME")
	}
	acts := make([]string, 0, len(api.Acts()))
	for _, act := range api.Acts() {
		acts = append(acts, string(act))
	}
	if w.what != "" && !slices.Contains(acts, w.what) {
		return oneOf("--act", w.what, acts)
	}
	return nil
}
