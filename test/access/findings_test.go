package access_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/access"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/internal/rules/granted"
)

// judgedOn is the day on which somebody looked, and that is judged.
const judgedOn = "2026-06-15"

// register is a random register of those whom the bindings name: everybody has an account, some
// are in a group, be it by their word or by a directory; some have left; and roles need some of
// what there is.
func (w world) register(rights *access.Rights) *assess.World {
	isms := &api.ClauseAssessment{Spec: api.ClauseAssessmentSpec{Organization: "ACME", Scope: "All", ObservedScope: &api.ObservedScope{ClusterWide: api.ClusterWideIncluded}}}
	isms.Name = "acme"
	records := []api.Record{isms}
	roles := make([]*api.SecurityRole, 5*w.scale)
	for i := range roles {
		roles[i] = &api.SecurityRole{ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprint("role-", i)}, Spec: api.SecurityRoleSpec{Title: fmt.Sprint("Role ", i)}}
		for range 3 {
			need := api.RoleAccess{Kind: api.AccessClusterRole, Name: fmt.Sprintf("role-%d", w.IntN(30*w.scale))}
			if w.IntN(3) > 0 {
				need.Namespaces = []string{w.one(namespaces)}
			}
			roles[i].Spec.Access = append(roles[i].Spec.Access, need)
		}
		records = append(records, roles[i])
	}
	members := map[string][]string{}
	for _, team := range scaled(teams[:2], w.scale) {
		members[team] = nil // of the others nobody looked who is in them
	}
	for i, user := range scaled(users, w.scale) {
		p := &api.Person{ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprint("person-", i)}, Spec: api.PersonSpec{
			Sourcing: api.SourcingInternal, EngagedFrom: api.MustDate("2020-01-01"), Accounts: []api.Account{{Name: "user", Kind: api.SubjectUser, Subject: user}},
		}}
		if team := w.one(teams); w.IntN(2) == 0 {
			p.Spec.Accounts = append(p.Spec.Accounts, api.Account{Name: "team", Kind: api.SubjectGroup, Subject: team})
		}
		if team := w.one(teams[:2]); w.IntN(2) == 0 {
			members[team] = append(members[team], user)
		}
		if w.IntN(3) == 0 {
			p.Spec.Accounts = append(p.Spec.Accounts, api.Account{Name: "robot", Kind: api.SubjectServiceAccount, Namespace: w.one(namespaces), Subject: pick(w, robots)})
		}
		if w.IntN(4) == 0 {
			p.Spec.EngagedUntil = api.MustDate("2026-06-14")
		} else {
			role := pick(w, roles)
			role.Spec.Assignments = append(role.Spec.Assignments, api.Assignment{Name: p.Name, PersonRef: api.Reference{Name: p.Name}, Capacity: api.CapacityPrincipal, From: api.MustDate("2020-01-01")})
		}
		records = append(records, p)
	}
	register := assess.NewWorld("isms", records)
	register.Observe(assess.Observation{Access: &assess.Access{
		SeenAt: api.MustDate(judgedOn).Time(), Source: "cluster", Rights: rights, Members: members, ClusterWide: true, AllNamespaces: true,
	}})
	return register
}

// as is whom a grant names, as the API server knows them: of a group, somebody who is in it and
// is nothing else.
func as(s access.Subject) identity {
	switch s.Kind {
	case access.ServiceAccount:
		return identity{name: "system:serviceaccount:" + s.Namespace + ":" + s.Name, groups: []string{"system:serviceaccounts", "system:serviceaccounts:" + s.Namespace, "system:authenticated"}}
	case access.Group:
		return identity{name: "somebody", groups: []string{s.Name, "system:authenticated"}}
	}
	return identity{name: s.Name, groups: []string{"system:authenticated"}}
}

// held is what the rules say of a person: what they find, and what need not be found.
type held struct {
	person *api.Person
	found  []access.Grant
	needed []access.Grant
	who    []access.Subject
}

// judged asks the rules on rights of each person.
func judged(register *assess.World) (all []held) {
	c := assess.LookWith(rules.Registry(), register, api.MustDate(judgedOn))
	for p := range assess.All[*api.Person](register) {
		h := held{person: p}
		for _, lapse := range granted.Lapses(c, p) {
			h.found = append(h.found, lapse.Grants...)
		}
		h.needed, _ = facts.NeedsHeld(c, p)
		who := map[access.Subject]bool{}
		for _, a := range facts.ClusterAccounts(p) {
			who[a.Subject] = true
			for _, group := range facts.GroupsOf(c, a.Subject) {
				who[access.Subject{Kind: access.Group, Name: group}] = true
			}
			if facts.Left(c, p) && a.Subject.Kind == access.Group && facts.MembersSeen(c, a.Subject.Name) {
				delete(who, a.Subject) // unless the directory has them in it
			}
		}
		for _, group := range facts.GroupsOf(c, access.Subject{Kind: access.User, Name: p.Spec.Accounts[0].Subject}) {
			who[access.Subject{Kind: access.Group, Name: group}] = true
		}
		h.who = slices.SortedFunc(maps.Keys(who), func(a, b access.Subject) int { return strings.Compare(a.String(), b.String()) })
		all = append(all, h)
	}
	return all
}

// agreeOnFindings has the API server confirm each right that a finding on a person names, and
// asks it at random for rights that somebody has, that none of their roles needs and that no finding
// names: there must be none.
func agreeOnFindings(t *testing.T, w world, client kubernetes.Interface, rights *access.Rights) {
	people := judged(w.register(rights))
	random := make([][]access.Request, len(people))
	for i := range random {
		for range 60 {
			random[i] = append(random[i], w.request())
		}
	}
	var claimed, passed tally
	each(t, len(people), func(ctx context.Context, i int) error {
		h := &people[i]
		for _, g := range h.found {
			for _, r := range sample(access.Excess{Grant: g, Rules: g.Rules}) {
				if r.NonResourceURL != "" && g.Namespace != "" {
					continue // which nobody is granted in a namespace
				}
				allowed, err := review(ctx, client, as(g.Subject), r)
				if err != nil {
					return err
				}
				claimed.add(t, allowed, true, func() string { return fmt.Sprintf("%s by %s: %+v", h.person.Name, g.Binding.Name, r) })
			}
		}
		for _, r := range random[i] {
			unfound, err := h.unfound(ctx, client, r)
			if err != nil {
				return err
			}
			passed.add(t, unfound, false, func() string { return fmt.Sprintf("%s, whom %q name, may %+v", h.person.Name, h.who, r) })
		}
		return nil
	})
	t.Logf("of %d people %d rights that findings name were confirmed, %d were not; of %d random requests %d were allowed, not needed and not found",
		len(people), claimed.allowed, claimed.denied, passed.allowed+passed.denied, passed.allowed)
	if claimed.allowed < 20*len(people)/7 {
		t.Error("too little was found to show much")
	}
}

// unfound reports whether the API server allows a person something, by one of their accounts, that
// it does not allow to whoever logs in, that no role of theirs needs, and that no finding names.
func (h *held) unfound(ctx context.Context, client kubernetes.Interface, r access.Request) (bool, error) {
	if _, found := access.Allowed(h.found, r); found {
		return false, nil
	}
	if _, needed := access.Allowed(h.needed, r); needed {
		return false, nil
	}
	for _, s := range h.who {
		allowed, err := review(ctx, client, as(s), r)
		if err != nil || !allowed {
			if err != nil {
				return false, err
			}
			continue
		}
		own := as(s)
		own.name = "nobody-else"
		if s.Kind == access.Group {
			own.groups = own.groups[1:]
		}
		if everybody, err := review(ctx, client, own, r); err != nil || !everybody {
			return true, err
		}
	}
	return false, nil
}
