package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
	"github.com/isms-operator/isms-operator/internal/report"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

type approvalsOptions struct {
	source
	output[*report.SignOffs]
	asOf    date
	extract string
}

func newApprovals(e *env) *cobra.Command {
	o := &approvalsOptions{source: source{env: e}, output: output[*report.SignOffs]{env: e, formats: report.SignOffFormats()}}
	c := &cobra.Command{
		Use:   "approvals [-f FILE|DIR|-]...",
		Short: "List all approvals and signed acts, and what each is worth: bound, signed, and by which key",
		Long: `List all approvals of records, and the acts beside them that are signed or have to be, such
as appointments (ACT; the command "sign" signs them). BOUND says whether an approval is of
what the record says now. SIGNATURE says whether it counts on the day of the approval or
act, followed to --trust-root as rule X-20 does: "unknown" where no trust root is given.

STAMPED is the time of a time stamp (RFC 3161) of the signature that counts.

--extract writes of each that is signed what was signed, and the signature beside it, so
that an auditor verifies them with ssh-keygen and the keys of "allowed-signers". Of a time
stamp it writes the token (.tsr), and what that is of (.sshsig), for "openssl ts -verify
-token_in". The table ends with the command for each.

Exit codes: 0, whatever the approvals are worth; 2 for bad usage, and for input of which a
part, or nothing at all, could be read.`,
		Example: examples(e, `# What each approval is worth
%[1]s approvals -R -f evidence/ --trust-root SHA256:uNiVztksCsDhcc0u9e8BrqXVUEvAeuRIjUV3NJk2Xig

# For an auditor, to verify by hand
%[1]s approvals -R -f evidence/ --extract signed/
%[1]s allowed-signers -R -f evidence/ --trust-root SHA256:uNiVztksCsDhcc0u9e8BrqXVUEvAeuRIjUV3NJk2Xig > allowed_signers`),
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error { return o.run(c.Context()) },
	}
	o.source.addTo(c)
	o.output.addTo(c)
	c.Flags().Var(&o.asOf, "as-of", "Day of which it is told, as 2026-10-31; today (UTC) where absent")
	c.Flags().StringVar(&o.extract, "extract", "", "Folder to write into what was signed, and each signature beside it")
	must(c.MarkFlagDirname("extract"))
	return c
}

func (o *approvalsOptions) run(ctx context.Context) error {
	if err := o.check(); err != nil {
		return err
	}
	in, err := o.read(ctx)
	if err != nil {
		return err
	}
	if err := in.none(); err != nil {
		return err
	}
	all := report.SignOffsOf(o.asOf.or(o.source.env.today()), in.worlds, in.problems)
	if o.extract != "" {
		if err := extract(o.extract, all, in.worlds); err != nil {
			return err
		}
	}
	if err := o.write(all); err != nil {
		return err
	}
	if len(in.problems) > 0 {
		return status(exitUnusable)
	}
	return nil
}

// extract writes what was signed, and each signature beside it, as ssh-keygen has them.
func extract(folder string, all *report.SignOffs, worlds []*assess.World) error {
	isms := map[string]string{}
	for _, w := range worlds {
		if a := assess.InForce(w); a != nil {
			isms[w.Namespace] = a.Spec.Isms
		}
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return usagef("--extract: %w", err)
	}
	for i := range all.All {
		a := &all.All[i]
		if !a.Carried() {
			continue
		}
		statement, err := signedText(isms[a.Namespace], &a.SignOff)
		if err != nil {
			return err
		}
		name := filepath.Join(folder, a.FileName())
		if err := replaceFile(name, statement); err != nil {
			return err
		}
		if err := replaceFile(name+signatureEnd, []byte(strings.TrimSpace(a.Signature())+"\n")); err != nil {
			return err
		}
		if a.Act != nil {
			continue
		}
		if err := extractStamp(name, a.Approval); err != nil {
			return err
		}
	}
	return nil
}

// extractStamp writes the time stamp of a signature, and what it is of, as openssl has them. Of
// what cannot be read there is nothing to write.
func extractStamp(name string, a *api.Approval) error {
	token, noToken := signoff.Token(a.Timestamp)
	blob, noBlob := signoff.Blob(a.Signature)
	if noToken != nil || noBlob != nil {
		return nil
	}
	if err := replaceFile(name+".sshsig", blob); err != nil {
		return err
	}
	return replaceFile(name+".tsr", token)
}

// signedText is what the signature of an approval or act is over: of an act that has been ended
// since, what it was before where the signature is of that.
func signedText(isms string, s *facts.SignOff) ([]byte, error) {
	if s.Act == nil {
		return signoff.Approval(signoff.SubjectOf(s.Record.Kind, isms, s.Record.Name), s.Approval)
	}
	all, err := facts.ActMessages(isms, s.Record, s.Act, s.Act.By)
	for _, text := range all {
		if signoff.Verify(text, signoff.ActNamespace, s.Act.Signature).Err == nil {
			return text, nil
		}
	}
	if err != nil {
		return nil, err
	}
	return all[0], nil
}
