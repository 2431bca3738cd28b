package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/isms-operator/isms-operator/internal/report"
)

type allowedSignersOptions struct{ source }

func newAllowedSigners(e *env) *cobra.Command {
	o := &allowedSignersOptions{source: source{env: e}}
	c := &cobra.Command{
		Use:   "allowed-signers [-f FILE|DIR|-]... --trust-root FINGERPRINT",
		Short: "Write the keys that count as OpenSSH and Git read them, with the days on which they do",
		Long: `Write the keys of people that lead to the trust root as a file of allowed signers of
OpenSSH: by the name of the Person, for what each may sign, from the first to the last
day (UTC) of which signatures count. "ssh-keygen -Y verify" takes it, and so does Git
(gpg.ssh.allowedSignersFile) for commits by keys that sign approvals.

OpenSSH takes the file's word for who is trusted: keys that do not lead to the trust root
are not in it, and are named on standard error. A trust root that no Person has is known
by its fingerprint only, and is not in it either.

Days with Z at their end need OpenSSH 9.1 or later.

Exit codes: 0; 2 for bad usage, and for input of which a part could not be read, of which
nothing is written.`,
		Example: examples(e, `%[1]s allowed-signers -R -f evidence/ --trust-root SHA256:uNiVztksCsDhcc0u9e8BrqXVUEvAeuRIjUV3NJk2Xig > allowed_signers

# Is this signature one of anna-keller, on the day of the approval?
ssh-keygen -Y verify -f allowed_signers -I anna-keller -n approval@isms-operator.io -O verify-time=20260601120000Z -s approval.json.sig < approval.json`),
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error { return o.run(c.Context()) },
	}
	o.addTo(c)
	return c
}

func (o *allowedSignersOptions) run(ctx context.Context) error {
	if len(o.seen.trust) == 0 {
		return usagef("--%s is missing: without it no key is vouched for, and none could be written", trustRootFlag)
	}
	in, err := o.read(ctx)
	if err != nil {
		return err
	}
	if err := in.none(); err != nil {
		return err
	}
	if len(in.problems) > 0 { // a key may be revoked in what could not be read
		p := &in.problems[0]
		return fmt.Errorf("%s could not be read, and may say that a key is revoked: %s", p.Where(), p.Message)
	}
	if len(in.worlds) > 1 {
		return usagef("there are %d namespaces, and people of several can have one name: name the files of one, or one of a cluster with -n", len(in.worlds))
	}
	text, others := report.AllowedSigners(o.env.today(), in.worlds[0])
	for i := range others {
		fmt.Fprintf(o.env.err, "left out: the key %s of %s: %s\n", others[i].Key, others[i].Signer, others[i].Why)
	}
	_, err = o.env.out.Write(text)
	return err
}
