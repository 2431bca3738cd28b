package access

import (
	"fmt"
	"testing"

	rbacv1 "k8s.io/api/rbac/v1"
)

// large is a cluster of 500 roles, 5,000 bindings, 300 namespaces and 2,000 people, each in
// two of 100 groups.
func large() (o Objects, people [][]Subject) {
	const roles, bindings, namespaces, persons, teams = 500, 5000, 300, 2000, 100
	for i := range roles {
		var rules []rbacv1.PolicyRule
		for k := range 10 {
			rules = append(rules, rule("get,list,watch,update", fmt.Sprint("group", k), fmt.Sprintf("kind%d,kind%d,kind%d/status", i, k, i)))
		}
		o.ClusterRoles = append(o.ClusterRoles, clusterRole(fmt.Sprint("role", i), rules...))
	}
	for i := range bindings {
		role, person, team := fmt.Sprint("role", i*7%roles), fmt.Sprint("User/person", i%persons), fmt.Sprint("Group/team", i*3%teams)
		if i%10 == 0 {
			o.ClusterRoleBindings = append(o.ClusterRoleBindings, everywhere(fmt.Sprint("b", i), role, person, team))
		} else {
			o.RoleBindings = append(o.RoleBindings, in(fmt.Sprint("ns", i%namespaces), fmt.Sprint("b", i), "ClusterRole", role, person, team))
		}
	}
	for i := range persons {
		people = append(people, []Subject{
			{Kind: User, Name: fmt.Sprint("person", i)},
			{Kind: Group, Name: fmt.Sprint("team", i%teams)}, {Kind: Group, Name: fmt.Sprint("team", i*7%teams)},
		})
	}
	return o, people
}

// BenchmarkRights indexes a large cluster, and asks for the rights of all people.
func BenchmarkRights(b *testing.B) {
	objects, people := large()
	grants := 0
	for b.Loop() {
		grants = 0
		r := New(objects)
		for _, who := range people {
			grants += len(r.Of(who...))
		}
	}
	b.ReportMetric(float64(grants), "grants")
}

// BenchmarkBeyond compares the rights of all people with what their first groups have.
func BenchmarkBeyond(b *testing.B) {
	objects, people := large()
	r := New(objects)
	excess := 0
	for b.Loop() {
		excess = 0
		for _, who := range people {
			excess += len(Beyond(r.Of(who...), r.Of(who[1])))
		}
	}
	b.ReportMetric(float64(excess), "excesses")
}
