package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/crypto/ssh"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/gather"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

type keyAddOptions struct {
	personOptions
	signing
	publicKey, name, registeredBy string
	uses                          []string
	validFrom, validUntil, on     date
	request, attach               string
}

func newKeyAdd(e *env) *cobra.Command {
	o := &keyAddOptions{personOptions: personOptions{source: source{env: e, kube: newKubeconfig()}}, signing: signing{env: e}}
	c := &cobra.Command{
		Use:   "add PERSON -f FILE|DIR... --public-key FILE",
		Short: "Enter the key of a person, with the registration by somebody who is trusted",
		Long: `Enter a public key into spec.signingKeys of a Person. Comments and layout of the file stay.

The key counts once its registration is signed by a key that counts itself and has the
use Registrations. --sign signs it here. --request writes what is to be signed, so that
whoever registers keys signs it with ssh-keygen, and --attach takes the result. What is
signed: the ISMS (spec.isms of the ClauseAssessment), the person, the key, its uses and
days, by whom and when. Whoever registers a key makes sure of whose it is first.

Without any of them the key is entered unregistered, as the trust root is: its
fingerprint is given to the operator and to "assess" as --trust-root.`,
		Example: examples(e, `# The key that vouches for the others, which is the trust root
%[1]s key add carla-novak -R -f evidence/ --public-key root.pub --uses Registrations

# A key of somebody else, registered by ssh-agent's key of carla-novak
%[1]s key add anna-keller -R -f evidence/ --public-key anna.pub --registered-by carla-novak --sign

# The same, signed elsewhere
%[1]s key add anna-keller -R -f evidence/ --public-key anna.pub --registered-by carla-novak --request key.json
ssh-keygen -Y sign -n key@isms-operator.io -f root key.json
%[1]s key add -R -f evidence/ --attach key.json.sig`),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 || len(args) == 0 && o.attach == "" {
				return usagef("name the one Person whose key it is, by metadata.name")
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error { return o.run(c.Context(), strings.Join(args, "")) },
	}
	o.flags(c)
	return c
}

func (o *keyAddOptions) flags(c *cobra.Command) {
	o.personOptions.addTo(c)
	flags := c.Flags()
	flags.StringVar(&o.publicKey, "public-key", "", "File with the public key, as ssh-keygen writes it: Ed25519, or that of a security key")
	flags.StringVar(&o.name, "name", "", "Name of the key, unique for the person; made of its kind and the day where absent")
	flags.StringSliceVar(&o.uses, "uses", nil, "What it may sign: Approvals (where absent), Registrations of other people's keys, or both")
	flags.Var(&o.validFrom, "valid-from", "First day of which signatures count; the day of registration where absent")
	flags.Var(&o.validUntil, "valid-until", "Last day of which signatures count; no end where absent")
	flags.StringVar(&o.registeredBy, "registered-by", "", "Name of the Person who registers it")
	flags.Var(&o.on, "on", "Day of the registration; today (UTC) where absent")
	o.signing.addTo(c)
	flags.StringVar(&o.request, "request", "", "File to write what is to be signed into; no record is changed")
	flags.StringVar(&o.attach, "attach", "", "File with the signature of what --request wrote, which lies beside it; all but --name is told by that")
	must(c.MarkFlagFilename("public-key", "pub"))
	must(c.MarkFlagFilename("attach", "sig"))
	complete(c, "uses", []string{string(api.UseApprovals), string(api.UseRegistrations)})
	o.completePeople(c, "registered-by")
	c.ValidArgsFunction = o.offered(func(n *gather.Namespace) (all []string) {
		for _, r := range n.Records {
			if p, ok := r.(*api.Person); ok {
				all = append(all, p.Name)
			}
		}
		return all
	})
	c.MarkFlagsMutuallyExclusive("sign", "request", "attach")
	for _, told := range []string{"public-key", "uses", "valid-from", "valid-until", "registered-by", "on"} {
		c.MarkFlagsMutuallyExclusive("attach", told)
	}
}

func (o *keyAddOptions) run(ctx context.Context, person string) error {
	if err := o.personOptions.check(); err != nil {
		return err
	}
	if o.attach != "" {
		return o.attached(ctx, person)
	}
	key, err := o.stated()
	if err != nil {
		return err
	}
	h, err := o.holder(ctx, person)
	if err != nil {
		return err
	}
	if key.RegisteredBy != nil {
		statement, err := h.statement(key)
		if err != nil {
			return err
		}
		if o.request != "" {
			return writeStatement(o.source.env, o.request, statement, signoff.RegistrationNamespace)
		}
		if key.Registration, err = o.signature(statement, signoff.RegistrationNamespace, heldKeys(h.set, h.namespace, o.registeredBy)); err != nil {
			return err
		}
	}
	return o.enter(ctx, h, key)
}

// statement is what the registration of a key is signed over.
func (h *keyHolder) statement(k *api.SigningKey) ([]byte, error) {
	if h.isms == "" {
		return nil, noISMS("a registration")
	}
	return signoff.Registration(h.isms, h.person.Name, k)
}

// stated is the key that the flags state.
func (o *keyAddOptions) stated() (*api.SigningKey, error) {
	today := o.source.env.today()
	on := o.on.or(today)
	registers := o.sign || o.request != ""
	switch {
	case o.publicKey == "":
		return nil, usagef("--public-key is missing: name the file with the public key, such as id_ed25519.pub")
	case registers != (o.registeredBy != ""):
		return nil, usagef("--registered-by is for --sign and --request, and they for it: it says whose signature the registration gets")
	case !o.on.IsZero() && !registers:
		return nil, usagef("--on is the day of a registration, which --sign or --request make")
	case on.After(today):
		return nil, usagef("--on %s has not come: a registration has happened, today is %s", on, today)
	case !o.validUntil.IsZero() && o.validUntil.Before(o.validFrom.or(on)):
		return nil, usagef("--valid-until %s is before the first day", o.validUntil)
	}
	if err := o.signing.check(); err != nil {
		return nil, err
	}
	key := &api.SigningKey{ValidFrom: o.validFrom.Date, ValidUntil: o.validUntil.Date}
	for _, use := range o.uses {
		if allowed := []string{string(api.UseApprovals), string(api.UseRegistrations)}; !slices.Contains(allowed, use) {
			return nil, oneOf("--uses", use, allowed)
		}
		key.Uses = append(key.Uses, api.KeyUse(use))
	}
	if registers {
		key.RegisteredBy, key.RegisteredOn = api.PersonActor(o.registeredBy), on
	}
	var err error
	key.PublicKey, err = readPublicKey(o.publicKey)
	return key, err
}

// readPublicKey reads a public key, and leaves its comment out, which may name somebody.
func readPublicKey(file string) (string, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return "", usagef("--public-key: %w", err)
	}
	if _, err := signoff.Fingerprint(string(content)); err != nil {
		return "", usagef("--public-key: %s: %w", file, err)
	}
	public, _, _, _, err := ssh.ParseAuthorizedKey(content)
	if err != nil {
		return "", err
	}
	return strings.TrimSpace(string(ssh.MarshalAuthorizedKey(public))), nil
}

// attached enters a key whose registration was signed elsewhere.
func (o *keyAddOptions) attached(ctx context.Context, person string) error {
	s, err := readSigned(o.attach)
	if err != nil {
		return err
	}
	isms, of, key, err := signoff.ReadRegistration(s.statement)
	if err != nil {
		return fmt.Errorf("%s: %w", s.name, err)
	}
	if person != "" && person != of {
		return usagef("what was signed is the registration of a key of %s, and not of %s", of, person)
	}
	if err := s.check(signoff.RegistrationNamespace); err != nil {
		return err
	}
	h, err := o.holder(ctx, of)
	if err != nil {
		return err
	}
	if isms != h.isms {
		return fmt.Errorf("what was signed is of the ISMS %q, and not of %q", isms, h.isms)
	}
	key.Registration = s.signature
	return o.enter(ctx, h, key)
}

// enter writes a key into the file of its person: into the place of the same key without a
// registration, or behind the others.
func (o *keyAddOptions) enter(ctx context.Context, h *keyHolder, key *api.SigningKey) error {
	fingerprint, err := signoff.Fingerprint(key.PublicKey)
	if err != nil {
		return err
	}
	if other := h.otherHolder(fingerprint); other != "" {
		return usagef("%s has this key: with two holders it would prove nothing of either", other)
	}
	if err := o.vouched(h, key, fingerprint); err != nil {
		return err
	}
	keys := slices.Clone(h.person.Spec.SigningKeys)
	at := h.unregistered(fingerprint)
	switch key.Name = o.name; {
	case at >= 0 && (o.name == "" || o.name == keys[at].Name):
		key.Name, keys[at] = keys[at].Name, *key
		keys[at].Name = key.Name
	case at >= 0:
		return usagef("%s has this key already, as %s; a registration takes its place, without --name", h.person.Name, keys[at].Name)
	default:
		if key.Name == "" {
			key.Name = keyName(key, o.source.env.today())
		}
		if h.entry(key.Name) >= 0 {
			return usagef("%s has a key %s already: give this one another --name", h.person.Name, key.Name)
		}
		keys = append(keys, *key)
	}
	if key.RegisteredBy.Person() == h.person.Name {
		fmt.Fprintln(o.source.env.err, "note: nobody but the holder registered the key, which counts only where it was signed by the trust root (KeySelfRegistered)")
	}
	if err := h.put(ctx, &o.personOptions, keys); err != nil || o.dryRun {
		return err
	}
	how := "not registered yet: it counts only as the trust root"
	if key.RegisteredBy != nil {
		how = fmt.Sprintf("registered by %s on %s", key.RegisteredBy.Name(), key.RegisteredOn)
	}
	_, err = fmt.Fprintf(o.source.env.out, "Key %s (%s) of %s entered, %s\n", key.Name, fingerprint, h.person.Name, how)
	return err
}

// vouched refuses a registration that would not count, and an entry without one of a key that has
// one: it would say that the key is not registered.
func (o *keyAddOptions) vouched(h *keyHolder, key *api.SigningKey, fingerprint string) error {
	if key.Registration == "" {
		if name := h.registered(fingerprint); name != "" {
			return usagef("%s has this key already, as %s, and it is registered", h.person.Name, name)
		}
		return nil
	}
	statement, err := h.statement(key)
	if err != nil {
		return err
	}
	return checkVoucher(o.source.env, h.set, h.namespace, key.RegisteredBy.Person(), statement, signoff.RegistrationNamespace, key.Registration)
}

// keyName is a name for a key that was given none.
func keyName(k *api.SigningKey, today api.Date) string {
	kind := "ed25519"
	if strings.HasPrefix(k.PublicKey, "sk-") {
		kind = "security-key"
	}
	return kind + "-" + today.String()
}
