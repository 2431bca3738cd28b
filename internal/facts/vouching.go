package facts

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

// Vouching is a registration that records carry: of the key of a person, or of an authority for
// time stamps. Whoever verifies the signatures by hand follows them from a key to the trust root.
type Vouching struct {
	// Person whose key it is, "" of an authority, and the Name of the key or authority.
	Person, Name string
	// Namespace of the signature, the Statement that it is over, and itself.
	Namespace string
	Statement []byte
	Signature string
	// By is the Person who has the key that signed, "" where nobody of the records has, and On the
	// day of the registration.
	By string
	On api.Date
}

// Vouchings are all registrations: of keys, by the names of people, and of authorities. None can
// be of an ISMS without an identifier.
func Vouchings(c *assess.Context) (all []Vouching) {
	isms := c.Assessment.Spec.Isms
	if isms == "" {
		return nil
	}
	add := func(v Vouching, statement []byte, err error) {
		if err != nil || v.Signature == "" || v.Signature == signoff.Hidden {
			return
		}
		v.Statement = statement
		if held := KeysOf(c, signoff.Verify(statement, v.Namespace, v.Signature).Fingerprint); len(held) > 0 {
			v.By = held[0].Person.Name
		}
		all = append(all, v)
	}
	for p := range assess.All[*api.Person](c.World) {
		for i := range p.Spec.SigningKeys {
			k := &p.Spec.SigningKeys[i]
			statement, err := signoff.Registration(isms, p.Name, k)
			add(Vouching{Person: p.Name, Name: k.Name, Namespace: signoff.RegistrationNamespace, Signature: k.Registration, On: k.RegisteredOn}, statement, err)
		}
	}
	for i := range c.Policy.Signatures.TimestampAuthorities {
		a := &c.Policy.Signatures.TimestampAuthorities[i]
		statement, err := signoff.Authority(isms, a)
		add(Vouching{Name: a.Name, Namespace: signoff.AuthorityNamespace, Signature: a.Registration, On: a.RegisteredOn}, statement, err)
	}
	return all
}
