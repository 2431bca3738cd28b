package assess

import (
	"slices"
	"strings"
)

// Beside is what was judged by beside the records: what they do not say themselves.
type Beside struct {
	// Access is what was seen of rights, where rules on them were asked; nil elsewhere.
	Access *Access
	// Lifecycles are what files say of the support of products, as it was judged by; nil
	// where no file was named.
	Lifecycles *Lifecycles
	// TrustRoots are the fingerprints of keys that signatures were followed to; none where none
	// was given.
	TrustRoots []string
	// signed says that the policy asks for signatures.
	signed bool
}

// Texts says what was judged by, each in a sentence without full stop. Every format that tells
// a verdict tells it.
func (b *Beside) Texts() []string {
	all := []string{AccessText(b.Access), LifecyclesText(b.Lifecycles), b.TrustText()}
	return slices.DeleteFunc(all, func(text string) bool { return text == "" })
}

// TrustText says which keys signatures were followed to; "" where there is none and no policy
// asks for signatures.
func (b *Beside) TrustText() string {
	if len(b.TrustRoots) > 0 {
		return "Signatures of approvals are followed to the trust root " + strings.Join(b.TrustRoots, ", ")
	}
	if b.signed {
		return "The policy asks for signatures of approvals, and no trust root was given to follow them to"
	}
	return ""
}

// Trust is what of signatures a context judges by, for tables that show what the rules see.
func Trust(c *Context) Beside {
	return Beside{TrustRoots: c.World.TrustRoots(), signed: !c.Policy.Signatures.RequiredFrom.IsZero()}
}
