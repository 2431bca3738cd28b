package rights_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/controllers"
)

// soon is how long a pass may take until it is seen, where others use the machine too.
const soon = 20 * time.Second

// outlives is the reason of what a leaver can still do.
const outlives = "AccessOutlivesEngagement"

// whole is a scope of the whole cluster.
func whole() *api.ObservedScope { return &api.ObservedScope{ClusterWide: api.ClusterWideIncluded} }

// TestLeaverIsFoundAndCleared: somebody left, and bindings of each sort still name them. What
// is found goes within a second of the binding, and comes back with it.
func TestLeaverIsFoundAndCleared(t *testing.T) {
	ns, shop := newNamespace(t), newNamespace(t)
	lea := person(ns, "lea", "2026-05-01", user("lea@acme.example"))
	account := to(rbacv1.UserKind, "lea@acme.example")
	create(t, isms(ns, whole()), lea)
	operate(t, cluster.Config(), observing(today()))
	eventually(t, soon, finds(lea, outlives))
	for _, c := range []struct {
		why     string
		binding func() client.Object
		grade   string
	}{
		{"everything, in the whole cluster", func() client.Object { return everywhere("lea", "cluster-admin", account) }, "Major"},
		{"to change something in a namespace", func() client.Object { return in(shop, "lea", "acme:edit", account) }, "Major"},
		{"to read in a namespace", func() client.Object { return in(shop, "lea", "acme:view", account) }, "Minor"},
	} {
		var took []time.Duration
		for range 3 {
			binding := c.binding()
			create(t, binding)
			eventually(t, soon, finds(lea, outlives, c.grade+" "+outlives))
			began := time.Now()
			remove(t, binding)
			eventually(t, soon, finds(lea, outlives))
			took = append(took, time.Since(began))
		}
		if fastest := slices.Min(took); fastest > time.Second { // others may use the machine, too
			t.Errorf("%s: a binding that is gone is seen within %s, want a second", c.why, fastest)
		}
	}
}

// TestLeaverThroughAGroup: who is in a group no cluster knows. That a leaver may still be in
// one that may do everything is not known, until the register says since when they are not.
func TestLeaverThroughAGroup(t *testing.T) {
	ns := newNamespace(t)
	lea := person(ns, "lea", "2026-05-01", group("acme:platform-admins"))
	create(t, isms(ns, whole()), lea, everywhere("platform-admins", "cluster-admin", to(rbacv1.GroupKind, "acme:platform-admins")))
	operate(t, cluster.Config(), observing(today()))
	eventually(t, soon, finds(lea, outlives, "Unknown "+outlives))
	lea.Spec.Accounts[0].Until = api.MustDate("2026-05-01")
	update(t, lea)
	eventually(t, soon, finds(lea, outlives))
}

// TestEngagementEndsAtMidnight: nobody edits anything, and at the end of the last day of an
// engagement the finding is there.
func TestEngagementEndsAtMidnight(t *testing.T) {
	ns := newNamespace(t)
	clk := clockAt("2026-06-29")
	sam := person(ns, "sam", "2026-06-30", user("sam@acme.example"))
	create(t, isms(ns, whole()), sam, everywhere("sam", "cluster-admin", to(rbacv1.UserKind, "sam@acme.example")))
	operate(t, cluster.Config(), observing(clk))
	eventually(t, soon, finds(sam, outlives+" UnrestrictedAccess", "Minor UnrestrictedAccess"))
	midnight := api.MustDate("2026-07-01").Time()
	for _, at := range []struct {
		why  string
		time time.Time
	}{
		{"the day before the last", midnight.Add(-24*time.Hour - time.Second)},
		{"the last day", midnight.Add(-12 * time.Hour)},
		{"its last second", midnight.Add(-time.Second)},
	} {
		clk.SetTime(at.time)
		t.Log(at.why)
		stays(t, 500*time.Millisecond, finds(sam, outlives+" UnrestrictedAccess", "Minor UnrestrictedAccess"))
	}
	clk.SetTime(midnight)
	took := eventually(t, soon, finds(sam, outlives+" UnrestrictedAccess", "Major "+outlives))
	t.Logf("found %s after midnight", took)
	clk.SetTime(midnight.Add(24 * time.Hour))
	stays(t, 500*time.Millisecond, finds(sam, outlives+" UnrestrictedAccess", "Major "+outlives))
}

// TestRightRegisterHasNoFinding: people are granted what their roles need, and nothing is
// found; until the cluster role that they are granted allows more than the one they need.
func TestRightRegisterHasNoFinding(t *testing.T) {
	ns, shop := newNamespace(t), newNamespace(t)
	clause := isms(ns, &api.ObservedScope{Namespaces: []string{shop}})
	sam := person(ns, "sam", "", user("sam@acme.example"))
	role := &api.SecurityRole{Spec: api.SecurityRoleSpec{
		Title:  "Operator of the shop",
		Access: []api.RoleAccess{{Kind: api.AccessClusterRole, Name: "acme:view", Namespaces: []string{shop}}},
		Assignments: []api.Assignment{{
			Name: "sam", PersonRef: api.Reference{Name: "sam"}, Capacity: api.CapacityPrincipal, From: api.MustDate("2020-01-01"),
		}},
	}}
	role.Namespace, role.Name = ns, "operator"
	reader := &rbacv1.ClusterRole{Rules: []rbacv1.PolicyRule{{Verbs: []string{"get"}, APIGroups: []string{""}, Resources: []string{"pods"}}}}
	reader.Name = "reader-of-" + shop
	create(t, clause, sam, role, in(shop, "sam", "acme:view", to(rbacv1.UserKind, "sam@acme.example")), reader, in(shop, "sam-reads", reader.Name, to(rbacv1.UserKind, "sam@acme.example")))
	operate(t, cluster.Config(), observing(today()))
	const all = "AccessNotObserved AccountsNotStated AccessNeedsNotStated AccessWithoutPerson AccessBeyondRole AccessMissing AccessNeedNotFound AccessOutlivesEngagement UnrestrictedAccess DutiesConflictInFact"
	for _, r := range []client.Object{clause, sam, role} {
		eventually(t, soon, finds(r, all))
	}
	reader.Rules[0].Verbs = []string{"get", "delete"}
	update(t, reader)
	eventually(t, soon, finds(sam, all, "Minor AccessBeyondRole"))
	reader.Rules[0].Verbs = []string{"list"}
	update(t, reader)
	eventually(t, soon, finds(sam, all))
}

// TestTwoISMSsInOneCluster: an account that people of one claim is no stranger to the other,
// from the moment that it is stated to the moment that it is not.
func TestTwoISMSsInOneCluster(t *testing.T) {
	mine, theirs, shop := newNamespace(t), newNamespace(t), newNamespace(t)
	clause, other := isms(mine, &api.ObservedScope{Namespaces: []string{shop}}), isms(theirs, nil)
	create(t, clause, other, person(mine, "sam", "", user("sam@acme.example")),
		in(shop, "sam", "acme:view", to(rbacv1.UserKind, "sam@acme.example")), in(shop, "kim", "view", to(rbacv1.UserKind, "kim@acme.example")))
	operate(t, cluster.Config(), observing(today()))
	const stranger = "AccessWithoutPerson"
	eventually(t, soon, finds(clause, stranger, "Minor "+stranger))
	kim := person(theirs, "kim", "", user("kim@acme.example"))
	create(t, kim)
	eventually(t, soon, finds(clause, stranger))
	eventually(t, soon, finds(other, stranger+" AccessNotObserved"))
	kim.Spec.Accounts[0].Subject = "somebody-else@acme.example"
	update(t, kim)
	eventually(t, soon, finds(clause, stranger, "Minor "+stranger))
	kim.Spec.Accounts[0].Subject = "kim@acme.example"
	update(t, kim)
	eventually(t, soon, finds(clause, stranger))
	remove(t, kim)
	eventually(t, soon, finds(clause, stranger, "Minor "+stranger))
}

// TestNamespacedOperatorSaysWhatItDoesNotSee: it judges what is granted in its namespaces, and
// says that it did not look at the whole cluster, nor at whose accounts others state.
func TestNamespacedOperatorSaysWhatItDoesNotSee(t *testing.T) {
	ns := newNamespace(t)
	clause := isms(ns, &api.ObservedScope{Namespaces: []string{ns}, ClusterWide: api.ClusterWideExcluded})
	lea := person(ns, "lea", "2026-05-01", user("lea@acme.example"))
	cleaner := &rbacv1.Role{Rules: []rbacv1.PolicyRule{{Verbs: []string{"delete"}, APIGroups: []string{""}, Resources: []string{"pods"}}}}
	cleaner.Namespace, cleaner.Name = ns, "cleaner"
	binding := in(ns, "lea", "cleaner", to(rbacv1.UserKind, "lea@acme.example"))
	binding.RoleRef.Kind = "Role"
	create(t, clause, lea, cleaner, binding)
	options := observing(today())
	options.Namespaces = []string{ns}
	operate(t, cluster.Config(), options)
	eventually(t, soon, finds(lea, outlives, "Major "+outlives))
	eventually(t, soon, finds(clause, "AccessNotObserved", "Unknown AccessNotObserved"))
	eventually(t, soon, says(clause, "AccessNotObserved", "the accounts of people of other namespaces: the operator looks at some namespaces alone"))
	clause.Spec.ObservedScope.ClusterWide = api.ClusterWideIncluded
	update(t, clause)
	eventually(t, soon, says(clause, "AccessNotObserved", "nobody looked at what holds in the whole cluster"))
}

// says waits until what is found of a record with the reason says something.
func says(r client.Object, reason, text string) func() error {
	return func() error {
		if err := admin.Get(context.Background(), client.ObjectKeyFromObject(r), r); err != nil {
			return err
		}
		told := []string{}
		for _, f := range r.(api.Record).RecordStatus().Findings {
			if f.Reason == reason {
				told = append(told, f.Message)
			}
		}
		if !slices.ContainsFunc(told, func(message string) bool { return contains(message, text) }) {
			return fmt.Errorf("%s of %s says %q, want %q", reason, r.GetName(), told, text)
		}
		return nil
	}
}

// TestOffByDefault: without the flag nobody looks, and the operator asks for nothing of it.
func TestOffByDefault(t *testing.T) {
	ns := newNamespace(t)
	clause := isms(ns, whole())
	create(t, clause)
	before := asked(t)
	operate(t, cluster.Config(), controllers.Options{Clock: today()})
	eventually(t, soon, says(clause, "AccessNotObserved", "nobody looked at its roles and bindings"))
	if n := asked(t) - before; n > 0 {
		t.Errorf("the operator has asked %d times for roles or bindings", n)
	}
}

// label changes a label of an object, and nothing else.
func label(t *testing.T, o client.Object, value string) {
	t.Helper()
	text := fmt.Sprintf(`{"metadata":{"labels":{"seen":%q}}}`, value)
	if err := admin.Patch(t.Context(), o, client.RawPatch(types.MergePatchType, []byte(text))); err != nil {
		t.Fatal(err)
	}
}
