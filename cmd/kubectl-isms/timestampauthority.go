package main

import (
	"context"
	"encoding/pem"
	"fmt"
	"os"
	"slices"

	"github.com/spf13/cobra"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/internal/signoff"
	"github.com/isms-operator/isms-operator/internal/yamledit"
)

func newTimestampAuthority(e *env) *cobra.Command {
	c := &cobra.Command{
		Use:   "timestamp-authority",
		Short: "Enter the authorities whose time stamps count",
		Long: `Enter authorities for time stamps (RFC 3161) in the policy of a ClauseAssessment, in the
file. Time stamps of an authority count once somebody who is trusted has signed its
registration, as for keys.`,
		Example: examples(e, `# Enter an authority, registered by the key of carla-novak that ssh-agent has
%[1]s timestamp-authority add notary -R -f evidence/ --certificate tsa-ca.pem --registered-by carla-novak --sign`),
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newAuthorityAdd(e))
	return c
}

type authorityAddOptions struct {
	personOptions
	signing
	certificate, registeredBy string
	on                        date
	request, attach           string
}

func newAuthorityAdd(e *env) *cobra.Command {
	o := &authorityAddOptions{personOptions: personOptions{source: source{env: e, kube: newKubeconfig()}}, signing: signing{env: e}}
	c := &cobra.Command{
		Use:   "add NAME -f FILE|DIR... --certificate FILE",
		Short: "Enter an authority for time stamps, with the registration by somebody who is trusted",
		Long: `Enter an authority into spec.policy.signatures.timestampAuthorities of the
ClauseAssessment. Comments and layout of the file stay.

The certificate is that of the authority, or of the CA that issued it, which lasts longer.
Its time stamps count once the registration is signed by the trust root, or by a key that
counts and has the use Registrations. --sign signs it here. --request writes what is to be
signed, so that whoever registers signs it with ssh-keygen, and --attach takes the result.
What is signed: the ISMS, the SHA-256 of the certificate, by whom and when. Whoever registers
an authority has its certificate from the authority itself.`,
		Example: examples(e, `# Registered by the key of carla-novak that ssh-agent has
%[1]s timestamp-authority add notary -R -f evidence/ --certificate tsa-ca.pem --registered-by carla-novak --sign

# The same, signed elsewhere
%[1]s timestamp-authority add notary -R -f evidence/ --certificate tsa-ca.pem --registered-by carla-novak --request authority.json
ssh-keygen -Y sign -n timestamp-authority@isms-operator.io -f root authority.json
%[1]s timestamp-authority add notary -R -f evidence/ --certificate tsa-ca.pem --attach authority.json.sig`),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 || args[0] == "" {
				return usagef("give the authority one name, such as notary-2026")
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error { return o.run(c.Context(), args[0]) },
	}
	o.personOptions.addTo(c)
	flags := c.Flags()
	flags.StringVar(&o.certificate, "certificate", "", "File with one certificate in PEM: of the authority, or of the CA that issued its own")
	flags.StringVar(&o.registeredBy, "registered-by", "", "Name of the Person who registers it")
	flags.Var(&o.on, "on", "Day of the registration; today (UTC) where absent")
	o.signing.addTo(c)
	flags.StringVar(&o.request, "request", "", "File to write what is to be signed into; no record is changed")
	flags.StringVar(&o.attach, "attach", "", "File with the signature of what --request wrote, which lies beside it")
	must(c.MarkFlagFilename("certificate", "pem", "crt", "cer"))
	must(c.MarkFlagFilename("attach", "sig"))
	o.completePeople(c, "registered-by")
	c.MarkFlagsMutuallyExclusive("sign", "request", "attach")
	for _, told := range []string{"registered-by", "on"} {
		c.MarkFlagsMutuallyExclusive("attach", told)
	}
	return c
}

func (o *authorityAddOptions) run(ctx context.Context, name string) error {
	if err := o.personOptions.check(); err != nil {
		return err
	}
	if err := o.signing.check(); err != nil {
		return err
	}
	certificate, err := readCertificate(o.certificate)
	if err != nil {
		return err
	}
	p, err := o.policy(ctx)
	if err != nil {
		return err
	}
	var a *api.TimestampAuthority
	if o.attach != "" {
		a, err = o.attached(p, certificate)
	} else {
		a, err = o.stated(p, certificate)
	}
	if err != nil || a == nil {
		return err
	}
	a.Name = name
	return o.enter(ctx, p, a)
}

// readCertificate reads a certificate, and leaves out what stands around it.
func readCertificate(file string) (string, error) {
	if file == "" {
		return "", usagef("--certificate is missing: name the file with the certificate of the authority, or of its CA, in PEM")
	}
	content, err := os.ReadFile(file)
	if err != nil {
		return "", usagef("--certificate: %w", err)
	}
	c, err := signoff.Certificate(string(content))
	if err != nil {
		return "", usagef("--certificate: %s: %w", file, err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})), nil
}

// policyHolder is the ClauseAssessment whose policy is edited.
type policyHolder struct {
	set        *manifest.Set
	namespace  string
	assessment *api.ClauseAssessment
}

// policy finds the one ClauseAssessment.
func (o *authorityAddOptions) policy(ctx context.Context) (*policyHolder, error) {
	set, err := o.loadWhole(ctx)
	if err != nil {
		return nil, err
	}
	var found []*policyHolder
	for i := range set.Namespaces {
		n := &set.Namespaces[i]
		if a := assess.InForce(n.World()); a != nil && (o.kube.namespace() == "" || o.kube.namespace() == n.Name) {
			found = append(found, &policyHolder{set, n.Name, a})
		}
	}
	switch {
	case len(found) == 0:
		return nil, usagef("there is no ClauseAssessment among the files of -f")
	case len(found) > 1:
		return nil, usagef("several namespaces have a ClauseAssessment, such as %s and %s; name one with -n", found[0].namespace, found[1].namespace)
	case found[0].assessment.Spec.Isms == "":
		return nil, usagef("the ClauseAssessment has no spec.isms, so that a registration would be of no ISMS: give it an identifier")
	}
	return found[0], nil
}

// stated is the authority that the flags state, registered; nil where what is to be signed was
// written.
func (o *authorityAddOptions) stated(p *policyHolder, certificate string) (*api.TimestampAuthority, error) {
	today := o.source.env.today()
	on := o.on.or(today)
	switch {
	case !o.sign && o.request == "":
		return nil, usagef("--sign, --request or --attach is missing: an authority without a registration counts for nothing")
	case o.registeredBy == "":
		return nil, usagef("--registered-by is missing: it says whose signature the registration gets")
	case on.After(today):
		return nil, usagef("--on %s has not come: a registration has happened, today is %s", on, today)
	}
	a := &api.TimestampAuthority{Certificate: certificate, RegisteredBy: api.PersonActor(o.registeredBy), RegisteredOn: on}
	statement, err := signoff.Authority(p.assessment.Spec.Isms, a)
	if err != nil {
		return nil, err
	}
	if o.request != "" {
		return nil, writeStatement(o.source.env, o.request, statement, signoff.AuthorityNamespace)
	}
	a.Registration, err = o.signature(statement, signoff.AuthorityNamespace, heldKeys(p.set, p.namespace, o.registeredBy))
	return a, err
}

// attached is the authority whose registration was signed elsewhere.
func (o *authorityAddOptions) attached(p *policyHolder, certificate string) (*api.TimestampAuthority, error) {
	s, err := readSigned(o.attach)
	if err != nil {
		return nil, err
	}
	isms, of, a, err := signoff.ReadAuthority(s.statement)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.name, err)
	}
	if err := s.check(signoff.AuthorityNamespace); err != nil {
		return nil, err
	}
	hash, err := signoff.CertificateHash(certificate)
	switch {
	case err != nil:
		return nil, err
	case isms != p.assessment.Spec.Isms:
		return nil, fmt.Errorf("what was signed is of the ISMS %q, and not of %q", isms, p.assessment.Spec.Isms)
	case of != hash:
		return nil, fmt.Errorf("what was signed is of the certificate %s, and --certificate is %s", of, hash)
	}
	a.Certificate, a.Registration = certificate, s.signature
	return a, nil
}

// enter writes an authority into the file of the policy, behind the others.
func (o *authorityAddOptions) enter(ctx context.Context, p *policyHolder, a *api.TimestampAuthority) error {
	statement, err := signoff.Authority(p.assessment.Spec.Isms, a)
	if err != nil {
		return err
	}
	if err := checkVoucher(o.source.env, p.set, p.namespace, a.RegisteredBy.Person(), statement, signoff.AuthorityNamespace, a.Registration); err != nil {
		return err
	}
	to := p.assessment.DeepCopy()
	all := &to.Spec.Policy.Signatures.TimestampAuthorities
	if slices.ContainsFunc(*all, func(has api.TimestampAuthority) bool { return has.Name == a.Name }) {
		return usagef("the policy has an authority %s already: give this one another name", a.Name)
	}
	*all = append(*all, *a)
	from, err := policyText(p.assessment)
	if err != nil {
		return err
	}
	into, err := policyText(to)
	if err != nil {
		return err
	}
	if err := o.put(ctx, p.set, p.namespace, to, from, into); err != nil || o.dryRun {
		return err
	}
	hash, err := signoff.CertificateHash(a.Certificate)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(o.source.env.out, "Authority %s (%s) entered, registered by %s on %s\n", a.Name, hash, a.RegisteredBy.Name(), a.RegisteredOn)
	return err
}

// policyText is the policy as a spec is to have it; no spec where there is none.
func policyText(a *api.ClauseAssessment) (yamledit.Mapping, error) {
	policy, err := fieldsText(a.Spec.Policy)
	if err != nil || len(policy) == 0 {
		return yamledit.Mapping{}, err
	}
	return yamledit.Mapping{{Name: "policy", Value: policy}}, nil
}
