package access

import "slices"

// Renamed is a copy in which subjects have the names that rename gives, as in
// Objects.Renamed, and roles, bindings and namespaces those that text gives: they may hold a
// person's name too. Two that would get one name are one then.
func (r *Rights) Renamed(rename func(Subject) Subject, text func(string) string) *Rights {
	to := &Rights{grants: map[Subject][]Grant{}, roles: map[RoleRef]role{}}
	for ref, held := range r.roles {
		held.rules = renamedRules(held.rules, ref.Namespace, rename)
		to.roles[renamedRole(ref, text)] = held
	}
	grant := func(g Grant) Grant {
		g.Subject, g.Role = rename(g.Subject), renamedRole(g.Role, text)
		g.Namespace, g.Binding.Namespace, g.Binding.Name = text(g.Namespace), text(g.Binding.Namespace), text(g.Binding.Name)
		g.Rules = to.roles[g.Role].rules
		return g
	}
	for _, grants := range r.grants {
		for _, g := range grants {
			g = grant(g)
			to.grants[g.Subject] = append(to.grants[g.Subject], g)
		}
	}
	for _, grants := range to.grants {
		slices.SortFunc(grants, compareGrants)
	}
	for _, g := range r.dangling {
		to.dangling = append(to.dangling, grant(g))
	}
	slices.SortFunc(to.dangling, compareGrants)
	return to
}

func renamedRole(ref RoleRef, text func(string) string) RoleRef {
	ref.Namespace, ref.Name = text(ref.Namespace), text(ref.Name)
	return ref
}
