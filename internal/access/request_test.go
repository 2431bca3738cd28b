package access

import (
	"testing"

	rbacv1 "k8s.io/api/rbac/v1"
)

func TestAllowed(t *testing.T) {
	pods := Request{Verb: "get", Resource: "pods", Namespace: "shop", Name: "one"}
	with := func(change func(*Request)) Request {
		r := pods
		change(&r)
		return r
	}
	exec := with(func(r *Request) { r.Subresource = "exec" })
	health := Request{Verb: "get", NonResourceURL: "/healthz/etcd"}
	for _, row := range []struct {
		why       string
		namespace string
		rule      rbacv1.PolicyRule
		request   Request
		want      bool
	}{
		{"as asked", "", rule("get", "", "pods"), pods, true},
		{"in its namespace", "shop", rule("get", "", "pods"), pods, true},
		{"in another", "bank", rule("get", "", "pods"), pods, false},
		{"everywhere at once is not in a namespace", "shop", rule("get", "", "pods"), with(func(r *Request) { r.Namespace = "" }), false},
		{"another verb", "", rule("list", "", "pods"), pods, false},
		{"one of several verbs", "", rule("list,get", "", "pods"), pods, true},
		{"any verb", "", rule("*", "", "pods"), pods, true},
		{"any verb asked for, one given", "", rule("get", "", "pods"), with(func(r *Request) { r.Verb = "*" }), false},
		{"another group", "", rule("get", "apps", "pods"), pods, false},
		{"any group", "", rule("get", "*", "pods"), pods, true},
		{"another resource", "", rule("get", "", "secrets"), pods, false},
		{"any resource", "", rule("get", "", "*"), pods, true},
		{"any resource has its subresources", "", rule("get", "", "*"), exec, true},
		{"a resource has not", "", rule("get", "", "pods"), exec, false},
		{"a subresource is not its resource", "", rule("get", "", "pods/exec"), pods, false},
		{"a subresource", "", rule("get", "", "pods/exec"), exec, true},
		{"that of any resource", "", rule("get", "", "*/exec"), exec, true},
		{"another of any", "", rule("get", "", "*/log"), exec, false},
		{"any subresource cannot be said", "", rule("get", "", "pods/*"), exec, false},
		{"of any resource without one", "", rule("get", "", "*/"), pods, false},
		{"the object by name", "", rule("get", "", "pods", "two", "one"), pods, true},
		{"another object", "", rule("get", "", "pods", "two"), pods, false},
		{"a name, and none asked for", "", rule("list", "", "pods", "one"), with(func(r *Request) { r.Verb, r.Name = "list", "" }), false},
		{"names know no wildcard", "", rule("get", "", "pods", "*"), pods, false},
		{"a path", "", urls("get", "/healthz/etcd"), health, true},
		{"what is below it", "", urls("get", "/healthz/*"), health, true},
		{"what begins so", "", urls("get", "/healthz*"), health, true},
		{"any path", "", urls("get", "*"), health, true},
		{"a path does not have what is below it", "", urls("get", "/healthz"), health, false},
		{"a star inside is none", "", urls("get", "/*/etcd"), health, false},
		{"another verb on a path", "", urls("post", "/healthz/etcd"), health, false},
		{"a path in a namespace", "shop", urls("get", "*"), health, false},
		{"all resources are no path", "", rule("*", "*", "*"), health, false},
		{"all paths are no resource", "", urls("*", "*"), pods, false},
	} {
		grant := Grant{Namespace: row.namespace, Rules: []rbacv1.PolicyRule{row.rule}, Binding: Object{Name: "b"}}
		got, ok := Allowed([]Grant{{}, grant}, row.request)
		if ok != row.want || ok != (got.Binding.Name == "b") {
			t.Errorf("%s: %v %+v is %t by %q", row.why, row.rule, row.request, ok, got.Binding.Name)
		}
	}
}

func TestUnrestricted(t *testing.T) {
	for _, row := range []struct {
		why   string
		rules []rbacv1.PolicyRule
		want  bool
	}{
		{"as cluster-admin", []rbacv1.PolicyRule{rule("*", "*", "*"), urls("*", "*")}, true},
		{"with words beside the star", []rbacv1.PolicyRule{rule("get,*", ",*", "pods,*")}, true},
		{"in a later rule", []rbacv1.PolicyRule{rule("get", "", "pods"), rule("*", "*", "*")}, true},
		{"by several rules", []rbacv1.PolicyRule{rule("*", "*", "pods"), rule("*", "", "*"), rule("get", "*", "*")}, false},
		{"on one object", []rbacv1.PolicyRule{rule("*", "*", "*", "one")}, false},
		{"on paths alone", []rbacv1.PolicyRule{urls("*", "*")}, false},
		{"nothing", nil, false},
	} {
		if got := Unrestricted(Grant{Rules: row.rules}); got != row.want {
			t.Errorf("%s: %t", row.why, got)
		}
	}
}

func TestShown(t *testing.T) {
	approves := Sign{Verbs: []string{"approve", "update"}, APIGroups: []string{"certificates.k8s.io"}, Resources: []string{"signers", "requests/approval"}}
	for _, row := range []struct {
		why       string
		change    func(*Sign)
		namespace string
		rule      rbacv1.PolicyRule
		want      bool
	}{
		{"one combination is enough", nil, "", rule("update", "certificates.k8s.io", "requests/approval"), true},
		{"another one", nil, "", rule("approve", "*", "signers"), true},
		{"anything", nil, "", rule("*", "*", "*"), true},
		{"a verb that is no sign", nil, "", rule("get", "*", "*"), false},
		{"the resource without the subresource", nil, "", rule("*", "*", "requests"), false},
		{"another group", nil, "", rule("*", "apps", "*"), false},
		{"on one object is a right too", nil, "", rule("update", "*", "*", "one"), true},
		{"another object than meant", func(s *Sign) { s.ResourceNames = []string{"two"} }, "", rule("update", "*", "*", "one"), false},
		{"the one that is meant", func(s *Sign) { s.ResourceNames = []string{"two"} }, "", rule("update", "*", "*", "one", "two"), true},
		{"any object, one meant", func(s *Sign) { s.ResourceNames = []string{"two"} }, "", rule("update", "*", "*"), true},
		{"in any namespace", nil, "shop", rule("*", "*", "*"), true},
		{"in the one that counts", func(s *Sign) { s.Namespaces = []string{"bank", "shop"} }, "shop", rule("*", "*", "*"), true},
		{"in one that does not", func(s *Sign) { s.Namespaces = []string{"bank"} }, "shop", rule("*", "*", "*"), false},
		{"everywhere is there too", func(s *Sign) { s.Namespaces = []string{"bank"} }, "", rule("*", "*", "*"), true},
		{"what is in no namespace, granted in one", func(s *Sign) { s.ClusterScoped = true }, "shop", rule("*", "*", "*"), false},
		{"what is in no namespace, granted everywhere", func(s *Sign) { s.ClusterScoped = true }, "", rule("*", "*", "*"), true},
		{"a sign without resources is never shown", func(s *Sign) { s.Resources = nil }, "", rule("*", "*", "*"), false},
	} {
		sign := approves
		if row.change != nil {
			row.change(&sign)
		}
		if got, ok := sign.Shown([]Grant{{}, {Namespace: row.namespace, Rules: []rbacv1.PolicyRule{row.rule}, Binding: Object{Name: "b"}}}); ok != row.want || ok != (got.Binding.Name == "b") {
			t.Errorf("%s: %t by %q", row.why, ok, got.Binding.Name)
		}
	}
}
