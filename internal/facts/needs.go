package facts

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/access"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// Needs are the rights that a role needs.
type Needs struct {
	Grants []access.Grant
	// Absent are objects that the role names and the cluster does not have; Unseen those of
	// which nobody looked whether it has them.
	Absent, Unseen []string
}

// Known reports whether all that is needed is known.
func (n *Needs) Known() bool { return len(n.Absent)+len(n.Unseen) == 0 }

type needsKey struct{ role *api.SecurityRole }

// NeedsOf are the rights that a role needs, as the cluster has them; none where nobody looked.
// For reading.
func NeedsOf(c *assess.Context, role *api.SecurityRole) *Needs {
	return assess.Once(c, needsKey{role}, func(c *assess.Context) *Needs {
		needs := &Needs{}
		if seen := ObservedAccess(c); seen != nil {
			for i := range role.Spec.Access {
				needs.add(c, seen, &role.Spec.Access[i])
			}
		}
		return needs
	})
}

// add adds what one entry asks for, in each of its namespaces.
func (n *Needs) add(c *assess.Context, seen *assess.Access, a *api.RoleAccess) {
	namespaces := a.Namespaces
	if len(namespaces) == 0 {
		namespaces = []string{""}
	}
	for _, namespace := range namespaces {
		ref, name, looked := access.RoleRef{Kind: string(a.Kind), Name: a.Name}, string(a.Kind)+" "+a.Name, seen.ClusterWide
		if a.Kind == api.AccessRole {
			ref.Namespace, name, looked = namespace, fmt.Sprintf("Role %s/%s", namespace, a.Name), seen.Covers(namespace)
		}
		grant, found := seen.Rights.Role(ref, namespace)
		switch {
		case found:
			n.Grants = append(n.Grants, grant)
		case looked:
			n.Absent = append(n.Absent, name)
		case namespace == "" || InScope(c, namespace):
			n.Unseen = append(n.Unseen, name) // elsewhere it covers nothing that is judged
		}
	}
}

// NeedsHeld is all that the roles need which somebody holds on the day, as deputy too, and
// reports whether all of it is known.
func NeedsHeld(c *assess.Context, p *api.Person) (all []access.Grant, known bool) {
	known = true
	for _, h := range HoldingsOf(c, p) {
		needs := NeedsOf(c, h.Role)
		all, known = append(all, needs.Grants...), known && needs.Known()
	}
	return all, known
}

// Ended is a role that somebody held, and the last day on which they did.
type Ended struct {
	Role *api.SecurityRole
	On   api.Date
}

// RolesEnded are the roles that somebody held and does not hold any more, by their names.
func RolesEnded(c *assess.Context, p *api.Person) (all []Ended) {
	for _, role := range assess.By(c.World, RolesByPerson, p.Name) {
		held := slices.ContainsFunc(HoldingsOf(c, p), func(h Holding) bool { return h.Role == role })
		var last api.Date
		for i := range role.Spec.Assignments {
			if a := &role.Spec.Assignments[i]; a.PersonRef.Name == p.Name && c.Today.Past(a.Until) {
				last = later(last, a.Until)
			}
		}
		if !held && !last.IsZero() {
			all = append(all, Ended{role, last})
		}
	}
	return all
}

// NeedsStated reports whether any role says which rights it needs. Where none does, nothing
// that is granted can be held against a need.
func NeedsStated(c *assess.Context) bool {
	return assess.Once(c, needsStatedKey{}, func(c *assess.Context) bool {
		for role := range assess.All[*api.SecurityRole](c.World) {
			if len(role.Spec.Access) > 0 {
				return true
			}
		}
		return false
	})
}

type needsStatedKey struct{}
