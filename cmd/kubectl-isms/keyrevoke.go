package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/gather"
)

type keyRevokeOptions struct {
	personOptions
	reason string
	on     date
}

func newKeyRevoke(e *env) *cobra.Command {
	o := &keyRevokeOptions{personOptions: personOptions{source: source{env: e, kube: newKubeconfig()}}}
	c := &cobra.Command{
		Use:   "revoke PERSON KEY -f FILE|DIR... --reason TEXT",
		Short: "Revoke a key: what it signs from a day on does not count",
		Long: `Write into a key of a Person from which day on no signature counts any more, and why.
What was signed before that day stands: name the day on which the key was lost, and not
that on which somebody noticed. The entry stays in the file, so that old signatures can
still be verified.

A day can be made earlier later on, and never later: that would make signatures count
that do not.`,
		Example: examples(e, `# Lost today
%[1]s key revoke anna-keller laptop-2026 -R -f evidence/ --reason "Lost on a train"

# Lost some days ago
%[1]s key revoke anna-keller laptop-2026 -R -f evidence/ --reason "Stolen" --on 2026-05-28`),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usagef("name the Person, by metadata.name, and the key, by its name in spec.signingKeys")
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error { return o.run(c.Context(), args[0], args[1]) },
	}
	o.addTo(c)
	c.Flags().StringVar(&o.reason, "reason", "", "Why it is revoked")
	c.Flags().Var(&o.on, "on", "First day of which no signature counts; today (UTC) where absent")
	c.ValidArgsFunction = o.completeKeys
	return c
}

// maxReason is what the schema allows, in characters.
const maxReason = 512

func (o *keyRevokeOptions) run(ctx context.Context, person, name string) error {
	if err := o.check(); err != nil {
		return err
	}
	if n := utf8.RuneCountInString(o.reason); strings.TrimSpace(o.reason) == "" || n > maxReason {
		return usagef("--reason has %d characters: say why the key is revoked, in 1 to %d", n, maxReason)
	}
	h, err := o.holder(ctx, person)
	if err != nil {
		return err
	}
	at := h.entry(name)
	if at < 0 {
		return usagef("%s has no key %q in spec.signingKeys; there are: %s", person, name, strings.Join(keyNames(h.person), ", "))
	}
	keys := slices.Clone(h.person.Spec.SigningKeys)
	k, on := &keys[at], o.on.or(o.env.today())
	if was := k.RevokedOn; !was.IsZero() && !on.Before(was) {
		return usagef("the key %s of %s is revoked since %s already; only an earlier day can take its place", name, person, was)
	}
	k.RevokedOn, k.RevocationReason = on, o.reason
	if err := h.put(ctx, &o.personOptions, keys); err != nil || o.dryRun {
		return err
	}
	_, err = fmt.Fprintf(o.env.out, "Key %s of %s revoked: what it signs from %s on does not count\n", name, person, on)
	return err
}

func keyNames(p *api.Person) (names []string) {
	for i := range p.Spec.SigningKeys {
		names = append(names, p.Spec.SigningKeys[i].Name)
	}
	return names
}

// completeKeys offers people, and then the keys of the one that was named.
func (o *keyRevokeOptions) completeKeys(c *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
	return o.offered(func(n *gather.Namespace) (all []string) {
		for _, r := range n.Records {
			switch p, ok := r.(*api.Person); {
			case ok && len(args) == 0 && len(p.Spec.SigningKeys) > 0:
				all = append(all, p.Name)
			case ok && len(args) == 1 && p.Name == args[0]:
				all = append(all, keyNames(p)...)
			}
		}
		return all
	})(c, args, word)
}
