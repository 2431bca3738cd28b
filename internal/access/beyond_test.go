package access

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/component-helpers/auth/rbac/validation"
)

func grant(namespace string, rules ...rbacv1.PolicyRule) Grant {
	return Grant{Namespace: namespace, Rules: rules, Role: RoleRef{Kind: "ClusterRole", Name: "r"}, Binding: Object{Kind: "ClusterRoleBinding", Name: "b"}, Subject: Subject{Kind: User, Name: "alice"}}
}

// written is verbs|groups|resources|names of each rule, or verbs|paths.
func written(rules []rbacv1.PolicyRule) string {
	var all []string
	for _, r := range rules {
		words := [][]string{r.Verbs, r.APIGroups, r.Resources}
		if len(r.NonResourceURLs) > 0 {
			words = [][]string{r.Verbs, r.NonResourceURLs}
		}
		if len(r.ResourceNames) > 0 {
			words = append(words, r.ResourceNames)
		}
		var parts []string
		for _, list := range words {
			parts = append(parts, strings.Join(list, ","))
		}
		all = append(all, strings.Join(parts, "|"))
	}
	return strings.Join(all, "; ")
}

func TestBeyond(t *testing.T) {
	for _, row := range []struct {
		why        string
		have, need []Grant
		want       string // of the one excess; empty is none
	}{
		{"nothing held", nil, []Grant{grant("", rule("get", "", "pods"))}, ""},
		{"nothing needed", []Grant{grant("", rule("get", "", "pods"))}, nil, "get||pods"},
		{"just what is needed", []Grant{grant("", rule("get", "", "pods"))}, []Grant{grant("", rule("get", "", "pods"))}, ""},
		{"less than is needed", []Grant{grant("", rule("get", "", "pods"))}, []Grant{grant("", rule("get,list", "", "pods,secrets"))}, ""},
		{"a verb more", []Grant{grant("", rule("get,list", "", "pods"))}, []Grant{grant("", rule("get", "", "pods"))}, "list||pods"},
		{"words of one rule are put together again", []Grant{grant("", rule("list,get,watch", "", "secrets,pods"))}, []Grant{grant("", rule("get", "", "pods,secrets"))}, "list,watch||pods,secrets"},
		{"covered by two needs", []Grant{grant("", rule("get,list", "", "pods"))}, []Grant{grant("", rule("get", "", "pods")), grant("", rule("list", "", "pods"))}, ""},
		{"everywhere covers a namespace", []Grant{grant("shop", rule("get", "", "pods"))}, []Grant{grant("", rule("get", "", "pods"))}, ""},
		{"a namespace does not cover everywhere", []Grant{grant("", rule("get", "", "pods"))}, []Grant{grant("shop", rule("get", "", "pods"))}, "get||pods"},
		{"nor another namespace", []Grant{grant("bank", rule("get", "", "pods"))}, []Grant{grant("shop", rule("get", "", "pods"))}, "get||pods"},
		{"partly everywhere, partly there", []Grant{grant("shop", rule("get,list,watch", "", "pods"))}, []Grant{grant("", rule("get", "", "pods")), grant("shop", rule("list", "", "pods"))}, "watch||pods"},
		{"verbs by name do not cover all", []Grant{grant("", rule("*", "", "pods"))}, []Grant{grant("", rule("get,list", "", "pods"))}, "*||pods"},
		{"one object is less than all", []Grant{grant("", rule("get", "", "pods", "one"))}, []Grant{grant("", rule("get", "", "pods"))}, ""},
		{"all objects are more than one", []Grant{grant("", rule("get", "", "pods"))}, []Grant{grant("", rule("get", "", "pods", "one"))}, "get||pods"},
		{"an object more", []Grant{grant("", rule("get", "", "pods", "one", "two"))}, []Grant{grant("", rule("get", "", "pods", "one"))}, "get||pods|two"},
		{"a resource does not cover its subresource", []Grant{grant("", rule("get", "", "pods/log"))}, []Grant{grant("", rule("get", "", "pods"))}, "get||pods/log"},
		{"any resource's subresource does", []Grant{grant("", rule("get", "", "pods/log"))}, []Grant{grant("", rule("get", "", "*/log"))}, ""},
		{"paths count everywhere", []Grant{grant("", urls("get", "/a/b", "/c"))}, []Grant{grant("", urls("get", "/a/*"))}, "get|/c"},
		{"paths in a namespace are nobody's", []Grant{grant("shop", urls("get", "/a"))}, nil, ""},
		{"a path needed in a namespace is none", []Grant{grant("", urls("get", "/a"))}, []Grant{grant("shop", urls("get", "/a"))}, "get|/a"},
		{"a role without rules", []Grant{grant("")}, nil, ""},
		{"a rule that allows nothing", []Grant{grant("", rbacv1.PolicyRule{Verbs: []string{"get"}})}, nil, ""},
	} {
		var got string
		excess := Beyond(row.have, row.need)
		for _, e := range excess {
			got += written(e.Rules)
		}
		if got != row.want || len(excess) > 1 {
			t.Errorf("%s: %q, want %q", row.why, got, row.want)
		}
		got = ""
		for _, e := range Missing(row.have, row.need) {
			got += written(e.Rules)
		}
		if got != row.want {
			t.Errorf("%s: the reverse is missing %q", row.why, got)
		}
	}
}

func TestBeyondByBinding(t *testing.T) {
	objects := small()
	r := New(objects)
	have := r.Of(subjects(t, "Group/devs User/alice")...)
	var got []string
	for _, e := range Beyond(have, nil) {
		got = append(got, fmt.Sprint(e.Grant.Binding.Name, e.Subjects, written(e.Rules)))
	}
	want := "readers[Group/devs User/alice]get,list||pods z[Group/system:authenticated]get,list||pods deploy[Group/devs]update|apps|deployments"
	if all := strings.Join(got, " "); all != want {
		t.Errorf("once for each binding:\n got %s\nwant %s", all, want)
	}
	need, _ := r.Role(RoleRef{Kind: "ClusterRole", Name: "reader"}, "")
	if excess := Beyond(have, []Grant{need}); len(excess) != 1 || excess[0].Grant.Binding.Name != "deploy" {
		t.Errorf("a role covers itself: %v", excess)
	}
	admin, _ := r.Role(RoleRef{Kind: "ClusterRole", Name: "admin"}, "bank")
	if missing := Missing([]Grant{need, admin}, have); len(missing) != 1 || missing[0].Grant.Role.Name != "admin" || missing[0].Grant.Namespace != "bank" || missing[0].Subjects != nil {
		t.Errorf("what is needed and not held: %+v", missing)
	}
}

// TestCoversAsUpstream holds what is left of random rules against upstream, right by right.
func TestCoversAsUpstream(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	some := func(words ...string) []string {
		random.Shuffle(len(words), func(i, k int) { words[i], words[k] = words[k], words[i] })
		return words[:1+random.IntN(3)]
	}
	rules := func() []rbacv1.PolicyRule {
		var all []rbacv1.PolicyRule
		for range 1 + random.IntN(6) {
			if random.IntN(4) == 0 {
				all = append(all, rbacv1.PolicyRule{Verbs: some("get", "post", "put", "*"), NonResourceURLs: some("/a", "/a/*", "/a/b", "/a*", "/b/**", "/b", "*")})
				continue
			}
			r := rbacv1.PolicyRule{Verbs: some("get", "list", "watch", "*"), APIGroups: some("", "apps", "batch", "*"), Resources: some("pods", "pods/log", "jobs/log", "*/log", "jobs", "pods/*", "*/*", "*")}
			if random.IntN(3) == 0 {
				r.ResourceNames = some("one", "two", "three")
			}
			all = append(all, r)
		}
		return all
	}
	whole, partly := 0, 0
	for range 4000 {
		have, need := rules(), rules()
		_, left := validation.Covers(need, have)
		var ours []rbacv1.PolicyRule
		for _, e := range Beyond([]Grant{grant("", have...)}, []Grant{grant("", need...)}) {
			ours = append(ours, e.Rules...)
		}
		if a, b := rights(left), rights(ours); !slices.Equal(a, b) {
			t.Fatalf("%s\nbeyond %s\nupstream %v\n    ours %v", written(have), written(need), a, b)
		} else if len(a) == 0 {
			whole++
		} else {
			partly++
		}
	}
	if whole < 100 || partly < 100 {
		t.Errorf("%d covered, %d not: too one-sided to show much", whole, partly)
	}
}

func rights(rules []rbacv1.PolicyRule) []string {
	var all []string
	for _, r := range rules {
		for _, atom := range validation.BreakdownRule(r) {
			all = append(all, written([]rbacv1.PolicyRule{atom}))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// TestHugeRoles: what an API server stores, at most 1.5 MB for an object, may not stop us.
func TestHugeRoles(t *testing.T) {
	words := func(prefix string, n int) []string {
		all := make([]string, n)
		for i := range all {
			all[i] = fmt.Sprint(prefix, i)
		}
		return all
	}
	box := func(prefix string, n int) []rbacv1.PolicyRule {
		return []rbacv1.PolicyRule{{Verbs: words(prefix, n), APIGroups: words(prefix, n), Resources: words(prefix, n), ResourceNames: words(prefix, n)}}
	}
	diagonal := func(n int) []rbacv1.PolicyRule {
		var all []rbacv1.PolicyRule
		for i, word := range words("a", n) {
			all = append(all, rule(word, word, word, fmt.Sprint(i%7)))
		}
		return all
	}
	for _, row := range []struct {
		why        string
		have, need []rbacv1.PolicyRule
		left       bool
	}{
		{"long lists, the same", box("a", 20000), box("a", 20000), false},
		{"long lists, one word more", box("a", 20001), box("a", 20000), true},
		{"long lists, others", box("a", 20000), box("b", 20000), true},
		{"many rules, others", diagonal(20000), diagonal(19999), true},
		{"long paths", []rbacv1.PolicyRule{urls("get", words("/a", 50000)...)}, []rbacv1.PolicyRule{urls("get", append(words("/a", 49999), words("/b", 50000)...)...)}, true},
	} {
		begin := time.Now()
		got := Beyond([]Grant{grant("", row.have...)}, []Grant{grant("", row.need...)})
		if (len(got) > 0) != row.left {
			t.Errorf("%s: something is left: %t", row.why, len(got) > 0)
		}
		if took := time.Since(begin); took > 20*time.Second {
			t.Errorf("%s: took %s", row.why, took)
		} else {
			t.Logf("%s: %s", row.why, took)
		}
	}
}
