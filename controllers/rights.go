package controllers

import (
	"slices"
	"sync"
	"time"

	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/utils/clock"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/access"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
	"github.com/isms-operator/isms-operator/internal/gather"
	"github.com/isms-operator/isms-operator/internal/observation"
)

// rights observes what the cluster grants: roles and bindings of it, in the whole cluster or
// in the namespaces that are judged, and whom they grant it to.
type rights struct {
	// changed is told of each namespace whose ISMS has rights judged that are not what they
	// were; looked, when it has turned out whether something can be seen.
	changed func(namespace string)
	looked  func()
	// clock tells when somebody looked; now tells how long an answer is missing.
	clock clock.PassiveClock
	now   func() time.Time
	// claims are the accounts that people of each namespace state.
	claims *claims
	// unclaimed says why accounts of people of other namespaces are not known; "" where they are.
	unclaimed func() string
	// some says that the rights of some namespaces are observed alone.
	some bool
	// lists are sorted by what they list, then by namespace; none where rights are not observed.
	lists []*rightsList

	mu sync.Mutex
	// scopes say where each namespace that has an ISMS with an observedScope has rights judged.
	scopes map[string][]*api.ObservedScope
	// built are the rights by what is held; nil where that has changed since. All namespaces
	// share them.
	built *access.Rights
}

func newRights(changed func(string), looked func(), c clock.PassiveClock, claims *claims, unclaimed func() string) *rights {
	return &rights{changed: changed, looked: looked, clock: c, now: time.Now, claims: claims, unclaimed: unclaimed, scopes: map[string][]*api.ObservedScope{}}
}

// complete reports whether it is known what the cluster grants, or that it cannot be known.
func (r *rights) complete() bool {
	return !slices.ContainsFunc(r.lists, func(l *rightsList) bool { return !l.known() })
}

// observed reports for each resource that is followed whether all of it is seen.
func (r *rights) observed() map[string]bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := map[string]bool{}
	for _, l := range r.lists {
		before, seen := all[l.resource]
		all[l.resource] = l.state() == followed && (before || !seen)
	}
	return all
}

// observe adds to a namespace what is seen of the rights in the cluster, where an ISMS of it
// has them judged.
func (r *rights) observe(n *gather.Namespace) {
	if len(r.lists) == 0 {
		return
	}
	scopes := scopesOf(n.Records)
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(scopes) == 0 {
		delete(r.scopes, n.Name)
		return
	}
	r.scopes[n.Name] = scopes
	n.Observation.Access = r.look(n.Name, scopes)
}

// forget drops what is held of a namespace that has no records any more.
func (r *rights) forget(namespace string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.scopes, namespace)
}

func scopesOf(records []api.Record) (all []*api.ObservedScope) {
	for _, record := range records {
		if a, ok := record.(*api.ClauseAssessment); ok && a.Spec.ObservedScope != nil {
			all = append(all, a.Spec.ObservedScope)
		}
	}
	return all
}

// look is what is seen of rights, for an ISMS with scopes; nil where nothing is. What was seen
// before the API server refused to show it again stays, as it makes nothing better, and is
// told to be old.
func (r *rights) look(namespace string, scopes []*api.ObservedScope) *assess.Access {
	seen := &assess.Access{SeenAt: r.clock.Now(), Live: true, Source: assess.SourceCluster}
	if !slices.ContainsFunc(r.lists, func(l *rightsList) bool { return l.held }) {
		return nil
	}
	failed := map[unseen]bool{}
	if r.some {
		for _, what := range []string{observation.ClusterRoleBindings, observation.ClusterRoles} {
			failed[unseen{what, ""}] = true
			seen.Unread = append(seen.Unread, observation.Unobservable{What: what, Why: someAlone}.String())
		}
	}
	for _, l := range r.lists {
		if l.lacks(seen, scopes) {
			failed[unseen{l.what, l.namespace}] = true
		}
	}
	if why := r.unclaimed(); why != "" {
		seen.Unobservable = append(seen.Unobservable, observation.Unobservable{What: observation.Claimed, Why: why}.String())
	}
	r.cover(seen, failed)
	seen.Rights, seen.Elsewhere = r.resolved(), r.claims.elsewhere(namespace)
	return seen
}

// unseen is a list that the API server does not show.
type unseen struct{ what, namespace string }

// someAlone says why something is not looked at.
const someAlone = "the operator looks at some namespaces alone"

// cover says what is looked at.
func (r *rights) cover(seen *assess.Access, failed map[unseen]bool) {
	seen.ClusterWide = !failed[unseen{observation.ClusterRoles, ""}] && !failed[unseen{observation.ClusterRoleBindings, ""}]
	for _, l := range r.lists {
		switch {
		case l.what != observation.Roles || failed[unseen{observation.Roles, l.namespace}] || failed[unseen{observation.RoleBindings, l.namespace}]:
		case l.namespace == "":
			seen.AllNamespaces = true
		default:
			seen.Namespaces = append(seen.Namespaces, l.namespace)
		}
	}
}

// resolved are the rights by what is held.
func (r *rights) resolved() *access.Rights {
	if r.built != nil {
		return r.built
	}
	var all access.Objects
	for _, l := range r.lists {
		for _, object := range l.objects {
			switch o := object.(type) {
			case *rbacv1.ClusterRole:
				all.ClusterRoles = append(all.ClusterRoles, *o)
			case *rbacv1.Role:
				all.Roles = append(all.Roles, *o)
			case *rbacv1.ClusterRoleBinding:
				all.ClusterRoleBindings = append(all.ClusterRoleBindings, *o)
			case *rbacv1.RoleBinding:
				all.RoleBindings = append(all.RoleBindings, *o)
			}
		}
	}
	r.built = access.New(all)
	return r.built
}

// turned asks for passes over all that have rights judged, since something can be seen, or not
// any more.
func (r *rights) turned() {
	r.mu.Lock()
	all := r.asking(func([]*api.ObservedScope) bool { return true })
	r.mu.Unlock()
	r.tell(all)
	r.looked()
}

// asking are the namespaces whose scopes are chosen.
func (r *rights) asking(chosen func([]*api.ObservedScope) bool) map[string]bool {
	all := map[string]bool{}
	for namespace, scopes := range r.scopes {
		if chosen(scopes) {
			all[namespace] = true
		}
	}
	return all
}

// covered reports whether one of the scopes has rights judged that hold in a namespace, or in
// the whole cluster where it is "".
func covered(scopes []*api.ObservedScope, namespace string) bool {
	return slices.ContainsFunc(scopes, func(s *api.ObservedScope) bool { return facts.ScopeCovers(s, namespace) })
}

// claimed asks for the passes that accounts touch which people elsewhere state now or do not
// state any more: where the subject is granted something that is judged.
func (r *rights) claimed() {
	changes := r.claims.take()
	if len(changes) == 0 {
		return
	}
	asked := map[string]bool{}
	r.mu.Lock()
	if len(r.scopes) > 0 {
		rights := r.resolved()
		for _, c := range changes {
			grants := rights.Of(c.subject)
			for namespace := range r.asking(func(scopes []*api.ObservedScope) bool {
				return slices.ContainsFunc(grants, func(g access.Grant) bool { return g.Subject == c.subject && covered(scopes, g.Namespace) })
			}) {
				asked[namespace] = asked[namespace] || namespace != c.namespace
			}
		}
	}
	r.mu.Unlock()
	r.tell(asked)
}

func (r *rights) tell(asked map[string]bool) {
	for namespace, ask := range asked {
		if ask {
			r.changed(namespace)
		}
	}
}
