package rights_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/test/controlplane"
)

func contains(text, part string) bool { return strings.Contains(text, part) }

// asked counts what clients asked about roles and bindings; of administrators that is nothing
// but to write.
func asked(t *testing.T) int {
	t.Helper()
	n, err := cluster.CountRequests(func(e controlplane.AuditEvent) bool {
		return e.ObjectRef.APIGroup == rbacv1.GroupName && (e.Verb == "list" || e.Verb == "watch") && !strings.HasPrefix(e.User.Username, "system:apiserver")
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestBrokenWatchesMissNothing: the watches break, roles and bindings change while none is
// open, and each of the changes is seen once there are watches again.
func TestBrokenWatchesMissNothing(t *testing.T) {
	ns, shop := newNamespace(t), newNamespace(t)
	lea, kim := person(ns, "lea", "2026-05-01", user("lea@acme.example")), person(ns, "kim", "2026-05-01", user("kim@acme.example"))
	clause := isms(ns, whole())
	was := in(shop, "lea", "acme:edit", to(rbacv1.UserKind, "lea@acme.example"))
	reader := &rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: "reader-of-" + shop}, Rules: []rbacv1.PolicyRule{{Verbs: []string{"get"}, APIGroups: []string{""}, Resources: []string{"pods"}}}}
	kims := in(shop, "kim", reader.Name, to(rbacv1.UserKind, "kim@acme.example"))
	create(t, clause, lea, kim, was, reader, kims)
	w := &wire{}
	operate(t, w.through(cluster.Config()), observing(today()))
	eventually(t, soon, finds(lea, outlives, "Major "+outlives))
	eventually(t, soon, finds(kim, outlives, "Minor "+outlives))
	for round := range 3 {
		w.cut.Store(true)
		w.drop()
		if w.dropped == 0 {
			t.Fatal("no watch was open, so this shows nothing")
		}
		remove(t, was)
		reader.Rules[0].Verbs = []string{"get", "delete"}
		update(t, reader)
		stays(t, time.Second, finds(lea, outlives, "Major "+outlives)) // nobody can have seen it
		w.cut.Store(false)
		eventually(t, 40*time.Second, finds(lea, outlives))
		eventually(t, soon, finds(kim, outlives, "Major "+outlives))
		eventually(t, soon, finds(clause, "AccessNotObserved"))
		w.drop() // and at once again
		was = in(shop, fmt.Sprint("lea-", round), "acme:edit", to(rbacv1.UserKind, "lea@acme.example"))
		create(t, was)
		reader.Rules[0].Verbs = []string{"get"}
		update(t, reader)
		eventually(t, 40*time.Second, finds(lea, outlives, "Major "+outlives))
		eventually(t, 40*time.Second, finds(kim, outlives, "Minor "+outlives))
	}
}

// TestRefusedListsAreUnknown: the right to list is missing from the start, is given, is taken
// away while the operator runs, and is given again. What is refused is not known, and what was
// found before stays.
func TestRefusedListsAreUnknown(t *testing.T) {
	ns := newNamespace(t)
	clause, lea := isms(ns, whole()), person(ns, "lea", "2026-05-01", user("lea@acme.example"))
	create(t, clause, lea, everywhere("lea-of-"+ns, "cluster-admin", to(rbacv1.UserKind, "lea@acme.example")))
	name := "operator-of-" + ns
	cfg, err := cluster.AddUser(name)
	if err != nil {
		t.Fatal(err)
	}
	operator := &rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: name}, Rules: []rbacv1.PolicyRule{
		{Verbs: []string{"*"}, APIGroups: []string{api.GroupName}, Resources: []string{"*"}},
		{Verbs: []string{"create"}, APIGroups: []string{"events.k8s.io"}, Resources: []string{"events"}},
	}}
	create(t, operator, everywhere(name, name, to(rbacv1.UserKind, name)))
	w := &wire{}
	operate(t, w.through(cfg), observing(today()))
	const lacks = "AccessNotObserved"
	eventually(t, 40*time.Second, says(clause, lacks, "nobody looked at its roles and bindings"))

	some := rbacv1.PolicyRule{Verbs: []string{"list", "watch"}, APIGroups: []string{rbacv1.GroupName}, Resources: []string{"roles", "rolebindings", "clusterroles"}}
	operator.Rules = append(operator.Rules, some)
	update(t, operator)
	eventually(t, 40*time.Second, says(clause, lacks, "nobody looked at what holds in the whole cluster"))
	eventually(t, soon, finds(lea, outlives))

	operator.Rules[2].Resources = append(operator.Rules[2].Resources, "clusterrolebindings")
	update(t, operator)
	eventually(t, 40*time.Second, finds(clause, lacks))
	eventually(t, soon, finds(lea, outlives, "Major "+outlives))

	operator.Rules[2].Resources = operator.Rules[2].Resources[:3]
	update(t, operator)
	w.drop() // an open watch is not asked again whether it may
	eventually(t, 40*time.Second, says(clause, lacks, "cluster role bindings: whoever looked may not list them"))
	eventually(t, soon, finds(lea, outlives, "Major "+outlives))
	if err := verdictIs(clause, api.VerdictConforming); err == nil {
		t.Error("what nobody may look at is conforming")
	}

	operator.Rules[2].Resources = append(operator.Rules[2].Resources, "clusterrolebindings")
	update(t, operator)
	eventually(t, 40*time.Second, finds(clause, lacks))
}

func verdictIs(clause *api.ClauseAssessment, want api.Verdict) error {
	if have := clause.Status.Verdict; have != want {
		return errors.New(string(have))
	}
	return nil
}
