package main

import "github.com/spf13/cobra"

func newKey(e *env) *cobra.Command {
	c := &cobra.Command{
		Use:   "key",
		Short: "Enter and revoke the keys by which people sign",
		Long: `Enter and revoke keys in spec.signingKeys of a Person, in the file. A key counts for
signatures of approvals once somebody who is trusted has signed its registration, or
where it is the trust root itself (--trust-root of the operator and of "assess").`,
		Example: examples(e, `# Enter a key, registered by the one of carla-novak that ssh-agent has
%[1]s key add anna-keller -R -f evidence/ --public-key anna.pub --registered-by carla-novak --sign

# It is lost
%[1]s key revoke anna-keller laptop-2026 -R -f evidence/ --reason "Lost on a train"`),
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newKeyAdd(e), newKeyRevoke(e))
	return c
}
