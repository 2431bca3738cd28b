package access

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func bytesOf(t *testing.T, o Objects) string {
	t.Helper()
	data, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestStripped(t *testing.T) {
	plain, odd := small(), small()
	slices.Reverse(odd.ClusterRoles)
	slices.Reverse(odd.Roles)
	slices.Reverse(odd.ClusterRoleBindings)
	slices.Reverse(odd.RoleBindings)
	for i := range odd.RoleBindings {
		o := &odd.RoleBindings[i]
		o.TypeMeta = metav1.TypeMeta{Kind: "RoleBinding", APIVersion: "rbac.authorization.k8s.io/v1"}
		o.Annotations = map[string]string{"note": "of a person"}
		o.Labels = map[string]string{"team": "shop"}
		o.ManagedFields = []metav1.ManagedFieldsEntry{{Manager: "kubectl"}}
	}
	odd.Roles = append(odd.Roles, rbacv1.Role{ObjectMeta: meta("a", "empty"), Rules: []rbacv1.PolicyRule{}})
	plain.Roles = append(plain.Roles, rbacv1.Role{ObjectMeta: meta("a", "empty")})
	before := bytesOf(t, odd)
	if a, b := bytesOf(t, plain.Stripped()), bytesOf(t, odd.Stripped()); a != b {
		t.Errorf("two readings differ:\n%s\n%s", a, b)
	}
	if bytesOf(t, odd) != before {
		t.Error("the original was changed")
	}
}

func TestStripKeepsWhatIsJudged(t *testing.T) {
	labels := map[string]string{bootstrapLabel: bootstrapValue, "rbac.example/aggregate": "true"}
	for _, row := range []struct {
		why    string
		object metav1.Object
		want   int
	}{
		{"labels of cluster roles decide what is aggregated", &rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Labels: labels}}, 2},
		{"those of bindings say alone who made them", &rbacv1.ClusterRoleBinding{ObjectMeta: metav1.ObjectMeta{Labels: labels}}, 1},
		{"those of roles, too", &rbacv1.Role{ObjectMeta: metav1.ObjectMeta{Labels: labels}}, 1},
	} {
		row.object.SetAnnotations(labels)
		Strip(row.object)
		if len(row.object.GetLabels()) != row.want || row.object.GetAnnotations() != nil || !Bootstrap(row.object) {
			t.Errorf("%s: %v", row.why, row.object)
		}
	}
}

func aggregated(name, label, selects string, rules ...rbacv1.PolicyRule) rbacv1.ClusterRole {
	role := clusterRole(name, rules...)
	if label != "" {
		role.Labels = map[string]string{"to": label}
	}
	if selects != "" {
		role.AggregationRule = &rbacv1.AggregationRule{}
		for _, value := range strings.Split(selects, ",") {
			selector := metav1.LabelSelector{MatchLabels: map[string]string{"to": value}}
			if value == "?" {
				selector = metav1.LabelSelector{MatchExpressions: []metav1.LabelSelectorRequirement{{Key: "to", Operator: "Like"}}}
			}
			role.AggregationRule.ClusterRoleSelectors = append(role.AggregationRule.ClusterRoleSelectors, selector)
		}
	}
	return role
}

func TestAggregated(t *testing.T) {
	pods, jobs, nodes := rule("get", "", "pods"), rule("get", "batch", "jobs"), rule("get", "", "nodes")
	for _, row := range []struct {
		why   string
		roles []rbacv1.ClusterRole // the first is asked for
		want  string
	}{
		{"none selected: what was stored goes", []rbacv1.ClusterRole{aggregated("top", "", "x", nodes)}, ""},
		{"those with the label, by name", []rbacv1.ClusterRole{aggregated("top", "", "x", nodes), aggregated("b", "x", "", jobs), aggregated("a", "x", "", pods), aggregated("c", "y", "", nodes)}, "get||pods; get|batch|jobs"},
		{"either selector", []rbacv1.ClusterRole{aggregated("top", "", "x,y"), aggregated("a", "x", "", pods), aggregated("c", "y", "", nodes)}, "get||pods; get||nodes"},
		{"the same rule once", []rbacv1.ClusterRole{aggregated("top", "", "x"), aggregated("a", "x", "", pods), aggregated("b", "x", "", pods)}, "get||pods"},
		{"through another", []rbacv1.ClusterRole{aggregated("top", "", "x"), aggregated("mid", "x", "y", nodes), aggregated("a", "y", "", pods)}, "get||pods"},
		{"in a circle", []rbacv1.ClusterRole{aggregated("top", "y", "x"), aggregated("mid", "x", "y"), aggregated("a", "y", "", pods)}, "get||pods"},
		{"itself", []rbacv1.ClusterRole{aggregated("top", "x", "x", nodes), aggregated("a", "x", "", pods)}, "get||pods"},
		{"a selector that cannot be read", []rbacv1.ClusterRole{aggregated("top", "", "x,?", nodes), aggregated("a", "x", "", pods)}, "get||nodes"},
		{"no aggregation", []rbacv1.ClusterRole{aggregated("top", "x", "", nodes), aggregated("a", "x", "", pods)}, "get||nodes"},
	} {
		o := Objects{ClusterRoles: row.roles}
		before := bytesOf(t, o)
		if got := written(o.Aggregated().ClusterRoles[0].Rules); got != row.want {
			t.Errorf("%s: %q, want %q", row.why, got, row.want)
		}
		if bytesOf(t, o) != before {
			t.Errorf("%s: the original was changed", row.why)
		}
	}
}

func TestStoredRulesAreGranted(t *testing.T) {
	role := aggregated("top", "", "x", rule("get", "", "nodes"))
	o := Objects{
		ClusterRoles:        []rbacv1.ClusterRole{role, aggregated("a", "x", "", rule("get", "", "pods"))},
		ClusterRoleBindings: []rbacv1.ClusterRoleBinding{everywhere("b", "top", "User/alice")},
	}
	grants := New(o).Of(subjects(t, "User/alice")...)
	if got := written(grants[0].Rules); got != "get||nodes" {
		t.Errorf("the authoriser sees what is stored, we %s", got)
	}
}

func TestRenamed(t *testing.T) {
	o := small()
	o.ClusterRoles = append(o.ClusterRoles, clusterRole("as",
		rule("impersonate", "", "users", "alice"), rule("impersonate", "", "groups", "devs"), rule("get", "", "pods", "alice"), rule("create", "", "serviceaccounts/token", "builder")))
	before := bytesOf(t, o)
	renamed := o.Renamed(func(s Subject) Subject {
		s.Name = "p-" + string(s.Kind)
		return s
	})
	if bytesOf(t, o) != before {
		t.Error("the original was changed")
	}
	for _, row := range []struct{ why, got, want string }{
		{"names in bindings", renamed.ClusterRoleBindings[1].Subjects[1].Name, "p-Group"},
		{"a service account by its user name stays a user", renamed.RoleBindings[0].Subjects[1].Name, "system:serviceaccount:shop:p-ServiceAccount"},
		{"a service account", renamed.RoleBindings[2].Subjects[0].Name, "p-ServiceAccount"},
		{"kinds that grant nothing", renamed.RoleBindings[4].Subjects[0].Name, "p-User"},
		{"names in rules on people, and no other names", written(renamed.ClusterRoles[2].Rules),
			"impersonate||users|p-User; impersonate||groups|p-Group; get||pods|alice; create||serviceaccounts/token|p-ServiceAccount"},
		{"names of objects stay", renamed.ClusterRoleBindings[1].Name, "readers"},
	} {
		if row.got != row.want {
			t.Errorf("%s: %q, want %q", row.why, row.got, row.want)
		}
	}
}
