package facts

import (
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/access"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// SeenOn is the day on which somebody looked at the rights in the cluster; absent where an
// observation does not say.
func SeenOn(seen *assess.Access) api.Date {
	if seen.SeenAt.IsZero() {
		return api.Date{}
	}
	return api.DateOf(seen.SeenAt)
}

// ObservedAccess is what was seen of rights, where the ISMS has them judged; nil where it does
// not, and where nothing was seen that says anything of the day, which P8-18 says. What is old
// counts: that nobody looked again makes nothing better.
func ObservedAccess(c *assess.Context) *assess.Access {
	seen := c.World.Access()
	if c.Assessment.Spec.ObservedScope == nil || seen == nil || seen.Rights == nil || !c.Today.Reached(SeenOn(seen)) {
		return nil
	}
	return seen
}

// ownNamespaces are those that a cluster keeps for itself.
var ownNamespaces = []string{"kube-system", "kube-public", "kube-node-lease"}

// InScope reports whether rights that hold in a namespace, or in the whole cluster where it is
// "", are judged.
func InScope(c *assess.Context, namespace string) bool {
	return ScopeCovers(c.Assessment.Spec.ObservedScope, namespace)
}

// ScopeCovers reports whether a scope, which may be absent, has rights judged that hold in a
// namespace, or in the whole cluster where it is "".
func ScopeCovers(scope *api.ObservedScope, namespace string) bool {
	switch {
	case scope == nil:
		return false
	case namespace == "":
		return scope.WholeCluster()
	case len(scope.Namespaces) > 0:
		return slices.Contains(scope.Namespaces, namespace)
	}
	return scope.WholeCluster() && !slices.Contains(ownNamespaces, namespace)
}

// SubjectOf is the subject that an account is; false for accounts of other systems, and for
// names that no subject can have.
func SubjectOf(a *api.Account) (access.Subject, bool) {
	if !a.InCluster() {
		return access.Subject{}, false
	}
	s, err := access.ParseSubject(access.Subject{Kind: access.SubjectKind(a.Kind), Namespace: a.Namespace, Name: a.Subject}.String())
	return s, err == nil
}

// claims finds people by the subjects that they state as accounts.
var claims = &assess.Index[*api.Person]{
	Keys: func(p *api.Person, yield func(string)) {
		for i := range p.Spec.Accounts {
			if s, ok := SubjectOf(&p.Spec.Accounts[i]); ok {
				yield(s.String())
			}
		}
	},
}

// Claimed reports whether a person of this ISMS or of another in the cluster states a subject
// as an account. Of a user or a service account it counts whether or not it has ended: what is
// left of one that has is P8-14's. Of a group it counts on the day: that somebody was in it, or
// will be, says nothing of who is. What all who can reach the cluster are is nobody's account.
func Claimed(c *assess.Context, s access.Subject) bool {
	switch by := assess.By(c.World, claims, s.String()); {
	case s.Wide():
		return false
	case ClaimedElsewhere(c, s):
		return true
	case s.Kind == access.Group:
		return slices.ContainsFunc(by, func(p *api.Person) bool { return has(AccountsOf(c, p), s) })
	default:
		return len(by) > 0
	}
}

// has reports whether one of the accounts is the subject.
func has(accounts []Account, s access.Subject) bool {
	return slices.ContainsFunc(accounts, func(a Account) bool { return a.Subject == s })
}

// ClaimedElsewhere reports whether people of another ISMS in the cluster state a subject as an
// account.
func ClaimedElsewhere(c *assess.Context, s access.Subject) bool {
	return c.World.Access() != nil && c.World.Access().Elsewhere[s]
}

// User is somebody who is engaged and has a subject as an account.
type User struct {
	Person *api.Person
	// Since is the first day on which they had it, as far as the register says; absent where it
	// does not.
	Since api.Date
}

// UsersOf are those who are engaged and have the subject as an account on the day.
func UsersOf(c *assess.Context, s access.Subject) (all []User) {
	for _, p := range assess.By(c.World, claims, s.String()) {
		if !Present(c, p) {
			continue
		}
		for _, a := range AccountsOf(c, p) {
			if a.Subject == s {
				all = append(all, User{p, later(a.From, p.Spec.EngagedFrom)})
			}
		}
	}
	return all
}

// Account is an account of a person in the cluster.
type Account struct {
	*api.Account
	Subject access.Subject
}

// AccountsOf are the accounts in the cluster that a person has on the day, whether or not they
// are engaged.
func AccountsOf(c *assess.Context, p *api.Person) []Account {
	return slices.DeleteFunc(ClusterAccounts(p), func(a Account) bool { return !Started(c, a.From) || c.Today.Past(a.Until) })
}

// ClusterAccounts are the accounts in the cluster that a person states, those that have ended
// included.
func ClusterAccounts(p *api.Person) (all []Account) {
	for i := range p.Spec.Accounts {
		if s, ok := SubjectOf(&p.Spec.Accounts[i]); ok {
			all = append(all, Account{&p.Spec.Accounts[i], s})
		}
	}
	return all
}

// accountsHeld are the accounts by which it is judged what a person is granted: those that they
// have on the day, and those that are planned for a later one and that nobody else has or had.
// Whoever is granted something today can use it today, whatever day the register names; else a
// day that never comes would hide it. Who is in a group from a later day on is not in it yet.
func accountsHeld(c *assess.Context, p *api.Person) []Account {
	return slices.DeleteFunc(ClusterAccounts(p), func(a Account) bool {
		if Started(c, a.From) {
			return c.Today.Past(a.Until)
		}
		return a.Subject.Kind == access.Group || slices.ContainsFunc(assess.By(c.World, claims, a.Subject.String()), func(of *api.Person) bool {
			return slices.ContainsFunc(ClusterAccounts(of), func(b Account) bool { return b.Subject == a.Subject && Started(c, b.From) })
		})
	})
}

type memberKey struct{}

// GroupsOf are the groups in which a directory was seen to have a user.
func GroupsOf(c *assess.Context, user access.Subject) []string {
	if user.Kind != access.User || c.World.Access() == nil {
		return nil
	}
	return assess.Once(c, memberKey{}, func(c *assess.Context) map[string][]string {
		groups := map[string][]string{}
		for group, users := range c.World.Access().Members {
			for _, name := range users {
				groups[name] = append(groups[name], group)
			}
		}
		return groups
	})[user.Name]
}

// MembersSeen reports whether somebody looked who is in a group.
func MembersSeen(c *assess.Context, group string) bool {
	if c.World.Access() == nil {
		return false
	}
	_, seen := c.World.Access().Members[group]
	return seen
}

// GrantedTo is what accounts are granted by name or by groups that they are seen in, wherever
// it holds. What the cluster grants to all who log in is nobody's own and left out.
func GrantedTo(c *assess.Context, accounts []Account) []access.Grant {
	subjects, own := subjectsOf(c, accounts)
	seen := ObservedAccess(c)
	if seen == nil || len(subjects) == 0 {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(seen.Rights.Of(subjects...)), func(g access.Grant) bool { return !own[g.Subject] || g.Subject.Wide() })
}

// PromisedTo is what GrantedTo would be more if the roles existed that bindings name: who makes
// such a role grants it. Whether a role exists that nobody could read is not known, and its
// bindings are left out.
func PromisedTo(c *assess.Context, accounts []Account) (all []access.Grant) {
	_, own := subjectsOf(c, accounts)
	seen := ObservedAccess(c)
	if seen == nil {
		return nil
	}
	for _, g := range seen.Rights.Dangling() {
		read := seen.ClusterWide
		if g.Role.Namespace != "" {
			read = seen.Covers(g.Role.Namespace)
		}
		if read && own[g.Subject] && !g.Subject.Wide() {
			all = append(all, g)
		}
	}
	return all
}

// subjectsOf are the subjects that accounts are, and the groups that they are seen in, each once.
func subjectsOf(c *assess.Context, accounts []Account) (subjects []access.Subject, own map[access.Subject]bool) {
	own = map[access.Subject]bool{}
	add := func(s access.Subject) {
		if !own[s] {
			own[s] = true
			subjects = append(subjects, s)
		}
	}
	for _, a := range accounts {
		add(a.Subject)
		for _, group := range GroupsOf(c, a.Subject) {
			add(access.Subject{Kind: access.Group, Name: group})
		}
	}
	return subjects, own
}

type grantsKey struct{ person *api.Person }

// GrantsOf is what a person is granted on the day and is judged, by accounts that have not ended.
// For reading.
func GrantsOf(c *assess.Context, p *api.Person) []access.Grant {
	return assess.Once(c, grantsKey{p}, func(c *assess.Context) []access.Grant {
		return Judged(c, GrantedTo(c, accountsHeld(c, p)))
	})
}

// Judged are the grants that hold where rights are judged.
func Judged(c *assess.Context, grants []access.Grant) (all []access.Grant) {
	for _, g := range grants {
		if InScope(c, g.Namespace) {
			all = append(all, g)
		}
	}
	return all
}
