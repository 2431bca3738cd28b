package controllers

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	clocktesting "k8s.io/utils/clock/testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/gather"
	"github.com/isms-operator/isms-operator/internal/observation"
)

// observer are rights whose clocks stand, and which passes they have asked for.
type observer struct {
	*rights
	clk   *clocktesting.FakePassiveClock
	asked []string
}

func newObserver(namespaces ...string) *observer {
	o := &observer{clk: clocktesting.NewFakePassiveClock(api.MustDate("2026-06-01").Time().Add(12 * time.Hour))}
	o.rights = newRights(func(namespace string) { o.asked = append(o.asked, namespace) }, func() {}, o.clk, newClaims(), func() string { return "" })
	o.now = o.clk.Now
	o.some = len(namespaces) > 0
	if !o.some {
		namespaces = []string{""}
		o.add(observation.ClusterRoleBindings, "", nil)
		o.add(observation.ClusterRoles, "", nil)
	}
	for _, what := range []string{observation.RoleBindings, observation.Roles} {
		for _, namespace := range namespaces {
			o.add(what, namespace, nil)
		}
	}
	for _, l := range o.lists {
		l.follower = &follower{listed: true}
		if err := l.Replace(nil, ""); err != nil {
			panic(err)
		}
	}
	return o
}

func (o *observer) list(what string) *rightsList {
	return o.lists[slices.IndexFunc(o.lists, func(l *rightsList) bool { return l.what == what })]
}

// judge has an ISMS of a namespace judged, and returns what it is told of rights.
func (o *observer) judge(namespace string, scope *api.ObservedScope) *assess.Access {
	n := &gather.Namespace{Name: namespace, Records: []api.Record{&api.ClauseAssessment{Spec: api.ClauseAssessmentSpec{ObservedScope: scope}}}}
	o.observe(n)
	return n.Observation.Access
}

// passes are those asked for since it was asked last, each once.
func (o *observer) passes() string {
	slices.Sort(o.asked)
	asked := strings.Join(slices.Compact(o.asked), " ")
	o.asked = nil
	return asked
}

var errForbidden = apierrors.NewForbidden(schema.GroupResource{}, "", errors.New("no"))

// TestWhatIsNotSeenIsTold: of each state of a list what rules and readers are told.
func TestWhatIsNotSeenIsTold(t *testing.T) {
	whole, shop := &api.ObservedScope{ClusterWide: api.ClusterWideIncluded}, &api.ObservedScope{Namespaces: []string{"shop"}, ClusterWide: api.ClusterWideExcluded}
	refuse := func(what, namespace string, held bool) func(*observer) {
		return func(o *observer) {
			for _, l := range o.lists {
				if l.what == what && l.namespace == namespace {
					l.follower, l.held = &follower{refused: errForbidden}, held
					l.failing.at = o.clk.Now().Add(-time.Hour)
				}
			}
		}
	}
	type told struct {
		live                 bool
		old                  time.Duration
		clusterWide, all     bool
		in                   string
		unobservable, unread string
	}
	const may = ": whoever looked may not list them"
	for _, c := range []struct {
		why        string
		namespaces []string
		state      func(*observer)
		scope      *api.ObservedScope
		want       told
	}{
		{"all is seen", nil, func(*observer) {}, whole, told{true, 0, true, true, "", "", ""}},
		{"bindings were never seen: rules learn it by what is covered", nil, refuse(observation.ClusterRoleBindings, "", false), whole,
			told{true, 0, false, true, "", "", "cluster role bindings" + may}},
		{"bindings are not seen any more: what was found is of before", nil, refuse(observation.ClusterRoleBindings, "", true), whole,
			told{false, time.Hour, false, true, "", "cluster role bindings" + may, ""}},
		{"roles of namespaces are not seen any more", nil, refuse(observation.Roles, "", true), whole,
			told{false, time.Hour, true, false, "", "roles" + may, ""}},
		{"no answer for long: it grows old and is all that there is", nil, func(o *observer) {
			l := o.list(observation.RoleBindings)
			l.lost, l.failing.at = true, o.clk.Now().Add(-10*time.Minute)
		}, whole, told{false, 10 * time.Minute, true, true, "", "", "role bindings: the API server does not answer"}},
		{"no answer yet, and never one: nobody looked", nil, func(o *observer) {
			l := o.list(observation.ClusterRoleBindings)
			l.lost, l.held, l.follower, l.failing.at = true, false, &follower{}, o.clk.Now().Add(-10*time.Minute)
		}, whole, told{true, 0, false, true, "", "", "cluster role bindings: the API server does not answer"}},
		{"some namespaces alone", []string{"hall", "shop"}, func(*observer) {}, shop,
			told{true, 0, false, false, "hall shop", "", "cluster role bindings: " + someAlone + "; cluster roles: " + someAlone}},
		{"one that the scope does not have is refused", []string{"hall", "shop"}, refuse(observation.RoleBindings, "hall", true), shop,
			told{true, 0, false, false, "shop", "", "cluster role bindings: " + someAlone + "; cluster roles: " + someAlone + "; role bindings in the namespace hall" + may}},
		{"one that the scope has is refused", []string{"hall", "shop"}, refuse(observation.RoleBindings, "shop", true), shop,
			told{false, time.Hour, false, false, "hall", "role bindings in the namespace shop" + may, "cluster role bindings: " + someAlone + "; cluster roles: " + someAlone}},
	} {
		o := newObserver(c.namespaces...)
		c.state(o)
		seen := o.judge("isms", c.scope)
		have := told{seen.Live, o.clk.Now().Sub(seen.SeenAt), seen.ClusterWide, seen.AllNamespaces, strings.Join(seen.Namespaces, " "), strings.Join(seen.Unobservable, "; "), strings.Join(seen.Unread, "; ")}
		if have != c.want {
			t.Errorf("%s:\nhave %+v\nwant %+v", c.why, have, c.want)
		}
	}
	o := newObserver()
	for _, l := range o.lists {
		l.follower, l.held = &follower{refused: errForbidden}, false
	}
	if seen := o.judge("isms", whole); seen != nil {
		t.Errorf("nothing was ever seen, and it is told as %+v", seen)
	}
	if seen := newObserver().judge("isms", nil); seen != nil {
		t.Errorf("nobody has rights judged, and is told %+v", seen)
	}
}

// TestSilenceCountsAfterAWhile: an API server that is away for less than five minutes is none,
// and what turns is told once.
func TestSilenceCountsAfterAWhile(t *testing.T) {
	o := newObserver()
	scope := &api.ObservedScope{ClusterWide: api.ClusterWideIncluded}
	first := o.judge("isms", scope).SeenAt
	l := o.list(observation.ClusterRoles)
	for _, c := range []struct {
		why   string
		after time.Duration
		err   error
		live  bool
		asked string
	}{
		{"the first without an answer", 0, errors.New("lost"), true, ""},
		{"a second before", rightsLostAfter - time.Second, errors.New("lost"), true, ""},
		{"five minutes", time.Second, errors.New("lost"), false, "isms"},
		{"later", time.Minute, errors.New("lost"), false, ""},
		{"an answer", time.Second, nil, true, "isms"},
		{"another", time.Second, nil, true, ""},
		{"lost again", time.Second, errors.New("lost"), true, ""},
	} {
		o.clk.SetTime(o.clk.Now().Add(c.after))
		l.answered(t.Context(), c.err)
		if asked := o.passes(); asked != c.asked {
			t.Errorf("%s: passes over %q, want %q", c.why, asked, c.asked)
		}
		seen := o.judge("isms", scope)
		if seen.Live != c.live || !c.live && !seen.SeenAt.Equal(first) || c.live && !seen.SeenAt.Equal(o.clk.Now()) {
			t.Errorf("%s: live %v, seen at %s, want live %v", c.why, seen.Live, seen.SeenAt, c.live)
		}
		if have := o.observed()["clusterroles"]; have != c.live {
			t.Errorf("%s: the metric says %v", c.why, have)
		}
	}
}

// TestWhoIsAskedForAChange: the ISMSs that a change can touch, and no other.
func TestWhoIsAskedForAChange(t *testing.T) {
	o := newObserver()
	for namespace, scope := range map[string]*api.ObservedScope{
		"all":  {ClusterWide: api.ClusterWideIncluded},
		"shop": {Namespaces: []string{"shop"}, ClusterWide: api.ClusterWideExcluded},
		"none": nil,
	} {
		o.judge(namespace, scope)
	}
	at := func(namespace, name, version string) metav1.ObjectMeta {
		return metav1.ObjectMeta{Namespace: namespace, Name: name, ResourceVersion: version}
	}
	reads := []rbacv1.PolicyRule{{Verbs: []string{"get"}, Resources: []string{"pods"}}}
	who := []rbacv1.Subject{{Kind: rbacv1.UserKind, Name: "ada"}}
	labelled := at("shop", "b", "3")
	labelled.Labels = map[string]string{"team": "blue"}
	for _, c := range []struct {
		why    string
		list   string
		object runtime.Object
		want   string
	}{
		{"a binding in the scope of both", observation.RoleBindings, &rbacv1.RoleBinding{ObjectMeta: at("shop", "b", "1")}, "all shop"},
		{"the same, as a list shows it again", observation.RoleBindings, &rbacv1.RoleBinding{ObjectMeta: at("shop", "b", "1")}, ""},
		{"another version of the same", observation.RoleBindings, &rbacv1.RoleBinding{ObjectMeta: at("shop", "b", "2")}, ""},
		{"its labels", observation.RoleBindings, &rbacv1.RoleBinding{ObjectMeta: labelled}, ""},
		{"whom it names", observation.RoleBindings, &rbacv1.RoleBinding{ObjectMeta: at("shop", "b", "4"), Subjects: who}, "all shop"},
		{"a binding elsewhere", observation.RoleBindings, &rbacv1.RoleBinding{ObjectMeta: at("hall", "b", "5")}, "all"},
		{"one in a namespace that the cluster keeps for itself", observation.RoleBindings, &rbacv1.RoleBinding{ObjectMeta: at("kube-system", "b", "6")}, ""},
		{"a binding in the whole cluster, which holds in each namespace", observation.ClusterRoleBindings, &rbacv1.ClusterRoleBinding{ObjectMeta: at("", "b", "7")}, "all shop"},
		{"a cluster role", observation.ClusterRoles, &rbacv1.ClusterRole{ObjectMeta: at("", "r", "8")}, "all shop"},
		{"its rules", observation.ClusterRoles, &rbacv1.ClusterRole{ObjectMeta: at("", "r", "9"), Rules: reads}, "all shop"},
		{"what it aggregates, which the stored rules say", observation.ClusterRoles, &rbacv1.ClusterRole{ObjectMeta: at("", "r", "10"), Rules: reads, AggregationRule: &rbacv1.AggregationRule{}}, ""},
		{"a role that somebody may need", observation.Roles, &rbacv1.Role{ObjectMeta: at("hall", "r", "11")}, "all shop"},
	} {
		cut(c.object)
		if err := o.list(c.list).Update(c.object); err != nil {
			t.Fatal(err)
		}
		if asked := o.passes(); asked != c.want {
			t.Errorf("%s: passes over %q, want %q", c.why, asked, c.want)
		}
	}
	if b := o.judge("all", &api.ObservedScope{}).Rights.Dangling(); len(b) != 1 || b[0].Binding.ResourceVersion != "4" {
		t.Errorf("the proof is of another version: %+v", b)
	}
	o.forget("all")
	if err := o.list(observation.RoleBindings).Replace(nil, ""); err != nil {
		t.Fatal(err)
	}
	if asked := o.passes(); asked != "shop" {
		t.Errorf("all bindings are gone: passes over %q, want one over shop", asked)
	}
}
