package controllers

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"testing"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/access"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/gather"
	"github.com/isms-operator/isms-operator/internal/observation"
)

// TestHeldIsWhatIsStored: whatever is made, changed, removed and listed anew, what is held is
// what a cluster with these objects grants, and it is resolved once until something changes.
func TestHeldIsWhatIsStored(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 1)) //nolint:gosec // the same each time
	o := newObserver()
	bindings, roles := map[types.NamespacedName]*rbacv1.RoleBinding{}, map[types.NamespacedName]*rbacv1.Role{}
	for step := range 2000 {
		name := types.NamespacedName{Namespace: fmt.Sprint("n", random.IntN(4)), Name: fmt.Sprint("o", random.IntN(4))}
		header := metav1.ObjectMeta{Namespace: name.Namespace, Name: name.Name, ResourceVersion: fmt.Sprint(step)}
		role := &rbacv1.Role{ObjectMeta: header, Rules: []rbacv1.PolicyRule{{Verbs: []string{fmt.Sprint("v", random.IntN(3))}}}}
		binding := &rbacv1.RoleBinding{ObjectMeta: header, RoleRef: rbacv1.RoleRef{Kind: "Role", Name: fmt.Sprint("o", random.IntN(4))},
			Subjects: []rbacv1.Subject{{Kind: rbacv1.UserKind, Name: fmt.Sprint("u", random.IntN(3))}}}
		var err error
		switch random.IntN(5) {
		case 0:
			roles[name], err = role, o.list(observation.Roles).Update(role)
		case 1, 2:
			bindings[name], err = binding, o.list(observation.RoleBindings).Update(binding)
		case 3:
			delete(bindings, name)
			err = o.list(observation.RoleBindings).Delete(binding)
		case 4: // the watch was lost, and with it an event
			delete(roles, name)
			var all []any
			for _, r := range roles {
				all = append(all, r)
			}
			err = o.list(observation.Roles).Replace(all, "")
		}
		if err != nil {
			t.Fatal(err)
		}
		var stored access.Objects
		for _, b := range bindings {
			stored.RoleBindings = append(stored.RoleBindings, *b)
		}
		for _, r := range roles {
			stored.Roles = append(stored.Roles, *r)
		}
		have := o.judge("isms", &api.ObservedScope{}).Rights
		if want := access.New(stored); !reflect.DeepEqual(have, want) {
			t.Fatalf("step %d: have %+v, want %+v", step, have, want)
		}
		if again := o.judge("other", &api.ObservedScope{}).Rights; again != have {
			t.Fatalf("step %d: nothing has changed, and it was resolved again", step)
		}
	}
}

// TestClaimsAreThoseOfTheRecords: whatever people state, change and leave, who claims what is
// as the records that are stored say.
func TestClaimsAreThoseOfTheRecords(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 2)) //nolint:gosec // the same each time
	c, stored := newClaims(), map[types.NamespacedName]*entry{}
	for step := range 2000 {
		person := &api.Person{ObjectMeta: metav1.ObjectMeta{Namespace: fmt.Sprint("n", random.IntN(3)), Name: fmt.Sprint("p", random.IntN(4))}}
		for i := range random.IntN(3) {
			person.Spec.Accounts = append(person.Spec.Accounts, api.Account{Name: fmt.Sprint(i), Kind: api.SubjectUser, Subject: fmt.Sprint("u", random.IntN(4))})
		}
		e := &entry{record: person}
		if random.IntN(8) == 0 {
			e.faults = []assess.Fault{{Field: "spec"}}
		}
		if gone := random.IntN(4) == 0; gone {
			delete(stored, nameOf(e))
			c.put(e, true)
		} else {
			stored[nameOf(e)] = e
			c.put(e, false)
		}
		all := gather.Namespaces{}
		for _, e := range stored {
			all.Of(e.record.GetNamespace()).Add(e.record, e.faults)
		}
		claimed := observation.Claims(all.Sorted())
		for n := range 3 {
			want := map[access.Subject]bool{}
			for namespace, subjects := range claimed {
				for _, text := range subjects {
					if s, err := access.ParseSubject(text); err == nil && namespace != fmt.Sprint("n", n) {
						want[s] = true
					}
				}
			}
			if have := c.elsewhere(fmt.Sprint("n", n)); !maps.Equal(have, want) {
				t.Fatalf("step %d, beside n%d: have %v, want %v", step, n, have, want)
			}
		}
	}
}
