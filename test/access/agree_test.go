package access_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	authorizationv1 "k8s.io/api/authorization/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/component-helpers/auth/rbac/validation"

	"github.com/isms-operator/isms-operator/internal/access"
)

const (
	requests = 6000
	pairs    = 120
	atMost   = 3 // rights of an excess that are asked for
)

// TestAgrees stores random roles and bindings, and holds every answer against the API
// server's.
func TestAgrees(t *testing.T) {
	n := seed(t)
	t.Logf("seed %d; %s gives another", n, seedEnv)
	w := world{rand.New(rand.NewPCG(n, n)), int(number(t, scaleEnv, 1))}
	client := clientset(t, cluster.Config())
	create(t, client, scaled(namespaces, w.scale), w.objects())
	objects := read(t, client)
	t.Logf("%d bindings of %d roles", len(objects.ClusterRoleBindings)+len(objects.RoleBindings), len(objects.ClusterRoles)+len(objects.Roles))
	rights := access.New(objects)

	t.Run("readings", func(t *testing.T) { equalBytes(t, objects, read(t, client)) })
	t.Run("requests", func(t *testing.T) { agreeOnRequests(t, w, client, rights) })
	t.Run("beyond", func(t *testing.T) { agreeOnExcess(t, w, client, rights) })
	t.Run("findings", func(t *testing.T) { agreeOnFindings(t, w, client, rights) })
	t.Run("credentials", func(t *testing.T) { agreeOnCredentials(t, w, client, rights) })
}

func equalBytes(t *testing.T, a, b access.Objects) {
	t.Helper()
	one, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	other, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	if string(one) != string(other) {
		t.Error("two readings of the same objects differ")
	}
}

// tally counts answers, and says where both sides differ.
type tally struct {
	sync.Mutex
	allowed, denied, differ int
}

func (c *tally) add(t *testing.T, server, ours bool, what func() string) {
	c.Lock()
	defer c.Unlock()
	if server {
		c.allowed++
	} else {
		c.denied++
	}
	if server == ours {
		return
	}
	if c.differ++; c.differ <= 5 {
		t.Errorf("the API server says %t, we %t: %s", server, ours, what())
	}
}

// check fails where the answers were of one kind: then agreement would mean little.
func (c *tally) check(t *testing.T) {
	t.Helper()
	t.Logf("%d allowed, %d denied, %d disagreements", c.allowed, c.denied, c.differ)
	if total := c.allowed + c.denied; c.allowed < total/8 || c.denied < total/8 {
		t.Errorf("%d of %d requests were allowed: too one-sided to show much", c.allowed, total)
	}
}

func agreeOnRequests(t *testing.T, w world, client kubernetes.Interface, rights *access.Rights) {
	type question struct {
		who     identity
		request access.Request
	}
	asked := make([]question, requests)
	for i := range asked {
		asked[i] = question{w.identity(), w.request()}
	}
	var count tally
	each(t, len(asked), func(ctx context.Context, i int) error {
		q := asked[i]
		server, err := review(ctx, client, q.who, q.request)
		if err != nil {
			return err
		}
		grant, ours := access.Allowed(rights.Of(q.who.subjects...), q.request)
		count.add(t, server, ours, func() string { return fmt.Sprintf("%s: %+v: by %+v", q.who, q.request, grant.Binding) })
		return nil
	})
	count.check(t)
}

// agreeOnExcess takes one's rights for held and another's for needed. What goes beyond, the
// API server must allow the one and deny the other; what it does so of random requests
// must be in what goes beyond.
func agreeOnExcess(t *testing.T, w world, client kubernetes.Interface, rights *access.Rights) {
	type pair struct {
		have, need identity
		excess     []access.Excess
		requests   []access.Request
	}
	all := make([]pair, pairs)
	for i := range all {
		p := pair{have: w.identity(), need: w.identity()}
		p.excess = access.Beyond(rights.Of(p.have.subjects...), rights.Of(p.need.subjects...))
		for range 10 {
			p.requests = append(p.requests, w.request())
		}
		all[i] = p
	}
	var claimed, random tally
	each(t, len(all), func(ctx context.Context, i int) error {
		p := all[i]
		both := func(r access.Request) (held, needed bool, err error) {
			if held, err = review(ctx, client, p.have, r); err == nil {
				needed, err = review(ctx, client, p.need, r)
			}
			return held, needed, err
		}
		for _, excess := range p.excess {
			for _, r := range sample(excess) {
				held, needed, err := both(r)
				if err != nil {
					return err
				}
				claimed.add(t, held && !needed, true, func() string {
					return fmt.Sprintf("%s beyond %s by %s: %+v: held %t, needed %t", p.have, p.need, excess.Grant.Binding.Name, r, held, needed)
				})
			}
		}
		for _, r := range p.requests {
			held, needed, err := both(r)
			if err != nil {
				return err
			}
			_, ours := access.Allowed(uncovered(p.excess), r)
			// A wildcard may go beyond where each single thing asked for is covered.
			random.add(t, held && !needed, ours && !needed, func() string { return fmt.Sprintf("%s beyond %s: %+v", p.have, p.need, r) })
		}
		return nil
	})
	t.Logf("of what goes beyond, %d rights were confirmed, %d were not; of random requests %d were beyond and %d not, %d missed",
		claimed.allowed, claimed.denied, random.allowed, random.denied, random.differ)
	if claimed.allowed < 500 || random.allowed < 50 {
		t.Error("too little went beyond to show much")
	}
}

// uncovered is the excess as grants of what it says.
func uncovered(excess []access.Excess) []access.Grant {
	var all []access.Grant
	for _, e := range excess {
		all = append(all, access.Grant{Namespace: e.Grant.Namespace, Rules: e.Rules})
	}
	return all
}

// sample are requests for single rights of the excess, evenly spread. A wildcard is asked for
// by its name, which a wildcard alone allows.
func sample(e access.Excess) []access.Request {
	var all []access.Request
	for _, rule := range e.Rules {
		for _, atom := range validation.BreakdownRule(rule) {
			r := access.Request{Verb: atom.Verbs[0], Namespace: e.Grant.Namespace}
			if len(atom.NonResourceURLs) > 0 {
				r.NonResourceURL = atom.NonResourceURLs[0]
			} else {
				r.APIGroup = atom.APIGroups[0]
				r.Resource, r.Subresource, _ = strings.Cut(atom.Resources[0], "/")
			}
			if len(atom.ResourceNames) > 0 {
				r.Name = atom.ResourceNames[0]
			}
			all = append(all, r)
		}
	}
	for len(all) > atMost {
		all = slices.Delete(all, len(all)/2, len(all)/2+1)
	}
	return all
}

// agreeOnCredentials logs in as somebody instead of saying who they are, so that the API
// server finds out their groups by itself.
func agreeOnCredentials(t *testing.T, w world, client kubernetes.Interface, rights *access.Rights) {
	user := func(name string, groups ...string) *rest.Config {
		config, err := cluster.AddUser(name, groups...)
		if err != nil {
			t.Fatal(err)
		}
		return config
	}
	account := func(namespace, name string) *rest.Config {
		object := &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name}}
		if _, err := client.CoreV1().ServiceAccounts(namespace).Create(t.Context(), object, metav1.CreateOptions{}); err != nil {
			t.Fatal(err)
		}
		config, err := cluster.ServiceAccountConfig(t.Context(), namespace, name)
		if err != nil {
			t.Fatal(err)
		}
		return config
	}
	for _, login := range []struct {
		who    string
		config *rest.Config
	}{
		{"User/alice Group/admins", user("alice", "admins")},
		{"User/frank/admin Group/team/ops Group/Audit", user("frank/admin", "team/ops", "Audit")},
		{"ServiceAccount/east/builder", account("east", "builder")},
		{"ServiceAccount/west/deployer", account("west", "deployer")},
	} {
		var subjects []access.Subject
		for _, text := range strings.Fields(login.who) {
			s, err := access.ParseSubject(text)
			if err != nil {
				t.Fatal(err)
			}
			subjects = append(subjects, s)
		}
		self, grants := clientset(t, login.config), rights.Of(subjects...)
		asked := make([]access.Request, 100)
		for i := range asked {
			asked[i] = w.request()
		}
		var count tally
		each(t, len(asked), func(ctx context.Context, i int) error {
			answer, err := self.AuthorizationV1().SelfSubjectAccessReviews().Create(ctx, &authorizationv1.SelfSubjectAccessReview{
				Spec: authorizationv1.SelfSubjectAccessReviewSpec{ResourceAttributes: resource(asked[i]), NonResourceAttributes: path(asked[i])},
			}, metav1.CreateOptions{})
			if err != nil {
				return err
			}
			_, ours := access.Allowed(grants, asked[i])
			count.add(t, answer.Status.Allowed, ours, func() string { return fmt.Sprintf("%s: %+v", login.who, asked[i]) })
			return nil
		})
		t.Logf("%s: %d allowed, %d denied, %d disagreements", login.who, count.allowed, count.denied, count.differ)
		if count.allowed == 0 || count.denied == 0 {
			t.Errorf("%s: all answers were the same", login.who)
		}
	}
}
