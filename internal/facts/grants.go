package facts

import (
	"fmt"
	"slices"

	"github.com/isms-operator/isms-operator/internal/access"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// readVerbs change nothing.
var readVerbs = []string{"get", "list", "watch"}

// Writes reports whether rights change something: whether they allow anything but to read.
func Writes(grants []access.Grant) bool {
	return slices.ContainsFunc(grants, func(g access.Grant) bool {
		for i := range g.Rules {
			if slices.ContainsFunc(g.Rules[i].Verbs, func(verb string) bool { return !slices.Contains(readVerbs, verb) }) {
				return true
			}
		}
		return false
	})
}

// BindingName names the object that grants something, and not whom it grants it to: what is
// found is read by more than may read who has an account.
func BindingName(g *access.Grant) string {
	if g.Binding.Namespace == "" {
		return g.Binding.Kind + " " + g.Binding.Name
	}
	return fmt.Sprintf("%s %s/%s", g.Binding.Kind, g.Binding.Namespace, g.Binding.Name)
}

// GrantName says what is granted, where, and by which object.
func GrantName(g *access.Grant) string {
	where := "in the whole cluster"
	if g.Namespace != "" {
		where = "in the namespace " + g.Namespace
	}
	return fmt.Sprintf("the %s %s %s (%s)", g.Role.Kind, g.Role.Name, where, BindingName(g))
}

// GrantNames lists what is granted: three, and how many more.
func GrantNames(grants []access.Grant) string {
	names := make([]string, len(grants))
	for i := range grants {
		names[i] = GrantName(&grants[i])
	}
	return assess.And(names)
}
