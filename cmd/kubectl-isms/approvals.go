package main

import (
	"context"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/isms-operator/isms-operator/internal/report"
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
-token_in". The registrations of keys (key.*) and of authorities (authority.*) are written as
well, by which keys are followed to the trust root. The table ends with the command for each.

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
		if err := extract(o.extract, all); err != nil {
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

// extract writes what was signed, and each signature beside it, as ssh-keygen has them; and so the
// registrations of keys.
func extract(folder string, all *report.SignOffs) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return usagef("--extract: %w", err)
	}
	var files []report.SignedFile
	for i := range all.All {
		signed, err := all.All[i].Files()
		if err != nil {
			return err
		}
		files = append(files, signed...)
	}
	for i := range all.Vouched {
		files = append(files, all.Vouched[i].Files()...)
	}
	for _, f := range files {
		if err := replaceFile(filepath.Join(folder, f.Name), f.Content); err != nil {
			return err
		}
	}
	return nil
}
