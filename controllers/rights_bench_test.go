package controllers_test

import (
	"encoding/json"
	"fmt"
	"runtime"
	"syscall"
	"testing"
	"time"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/controllers"
	"github.com/isms-operator/isms-operator/internal/observation"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// The size of a large cluster and of who works with it.
const (
	benchPeople, benchRoles, benchBindings, benchSpaces = 2000, 500, 5000, 300
	// benchDuties are the SecurityRoles that people hold.
	benchDuties = 50
)

// BenchmarkRightsObserved has the rights in a large cluster observed and judged, beside a
// register that was judged before; then single bindings change.
func BenchmarkRightsObserved(b *testing.B) {
	lists := benchLists()
	held := controllers.Hold(rules.Registry(), "isms", benchPeopleAndRoles(), api.MustDate("2026-06-01").Time().Add(time.Hour))
	var observed, edited, grown float64
	for n := range b.N {
		before, began := heap(), processor()
		held.Grant(lists)
		if statuses := held.Pass(); statuses < benchPeople/2 {
			b.Fatalf("of %d people the status of %d is another, so this measures little", benchPeople, statuses)
		}
		observed += (processor() - began).Seconds()
		if n == 0 { // later on the same is held again
			grown = (heap() - before) / 1e6
		}
		began = processor()
		const edits = 5
		for i := range edits {
			binding := benchBinding(i*10+1, fmt.Sprintf("edit-%d-%d", n, i))
			binding.Subjects = binding.Subjects[:1]
			if held.Bind(binding) != 1 {
				b.Fatal("an edit asks for no pass")
			}
			held.Pass()
		}
		edited += (processor() - began).Seconds() / edits
	}
	b.ReportMetric(observed/float64(b.N), "observed-CPU-s")
	b.ReportMetric(edited*1000/float64(b.N), "edit-CPU-ms")
	b.ReportMetric(grown, "held-MB")
	b.ReportMetric(0, "ns/op")
}

// heap is what is in use, without garbage.
func heap() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}

// processor is what this process has used of processors.
func processor() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		panic(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// benchPeopleAndRoles is an ISMS that has the whole cluster judged: people with an account
// each, every tenth of whom has left, and roles that say what they need.
func benchPeopleAndRoles() []api.Record {
	records := []api.Record{&api.ClauseAssessment{ObjectMeta: metav1.ObjectMeta{Namespace: "isms", Name: "acme"}, Spec: api.ClauseAssessmentSpec{
		Organization: "ACME", Scope: "All of it", ObservedScope: &api.ObservedScope{ClusterWide: api.ClusterWideIncluded},
	}}}
	duties := make([]*api.SecurityRole, benchDuties)
	for i := range duties {
		duties[i] = &api.SecurityRole{ObjectMeta: metav1.ObjectMeta{Namespace: "isms", Name: fmt.Sprint("role-", i)}, Spec: api.SecurityRoleSpec{
			Title: fmt.Sprint("Role ", i), Access: []api.RoleAccess{{Kind: api.AccessClusterRole, Name: fmt.Sprint("role-", i), Namespaces: []string{fmt.Sprint("space-", i)}}},
		}}
		records = append(records, duties[i])
	}
	for i := range benchPeople {
		p := &api.Person{ObjectMeta: metav1.ObjectMeta{Namespace: "isms", Name: fmt.Sprint("person-", i)}, Spec: api.PersonSpec{
			Sourcing: api.SourcingInternal, EngagedFrom: api.MustDate("2020-01-01"),
			Accounts: []api.Account{{Name: "cluster", Kind: api.SubjectUser, Subject: fmt.Sprintf("person-%d@acme.example", i)}},
		}}
		if i%10 == 0 {
			p.Spec.EngagedUntil = api.MustDate("2026-05-01")
		}
		records = append(records, p)
		duty := duties[i%benchDuties]
		duty.Spec.Assignments = append(duty.Spec.Assignments, api.Assignment{
			Name: p.Name, PersonRef: api.Reference{Name: p.Name}, Capacity: api.CapacityPrincipal, From: api.MustDate("2020-01-01"),
		})
	}
	return records
}

func benchBinding(i int, version string) *rbacv1.RoleBinding {
	return &rbacv1.RoleBinding{
		ObjectMeta: metav1.ObjectMeta{Namespace: fmt.Sprint("space-", i%benchSpaces), Name: fmt.Sprint("binding-", i), ResourceVersion: version,
			Labels: map[string]string{"team": fmt.Sprint(i)}, Annotations: map[string]string{"made": "by a tool that writes much of what it does and why"}},
		RoleRef: rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: fmt.Sprint("role-", i*7%benchRoles)},
		Subjects: []rbacv1.Subject{
			{Kind: rbacv1.UserKind, APIGroup: rbacv1.GroupName, Name: fmt.Sprintf("person-%d@acme.example", i%benchPeople)},
			{Kind: rbacv1.UserKind, APIGroup: rbacv1.GroupName, Name: fmt.Sprintf("person-%d@acme.example", i*3%benchPeople)},
		},
	}
}

// benchLists are what the API server lists.
func benchLists() map[string][]byte {
	var (
		roles    rbacv1.ClusterRoleList
		everyone rbacv1.ClusterRoleBindingList
		bindings rbacv1.RoleBindingList
	)
	for i := range benchRoles {
		role := rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprint("role-", i), ResourceVersion: "1"}}
		for k := range 10 {
			role.Rules = append(role.Rules, rbacv1.PolicyRule{
				Verbs: []string{"get", "list", "watch", "update"}, APIGroups: []string{fmt.Sprint("group", k)},
				Resources: []string{fmt.Sprint("kind", i), fmt.Sprint("kind", k), fmt.Sprintf("kind%d/status", i)},
			})
		}
		roles.Items = append(roles.Items, role)
	}
	for i := range benchBindings {
		b := benchBinding(i, "1")
		if i%10 == 0 {
			b.Namespace = ""
			everyone.Items = append(everyone.Items, rbacv1.ClusterRoleBinding{ObjectMeta: b.ObjectMeta, RoleRef: b.RoleRef, Subjects: b.Subjects})
			continue
		}
		bindings.Items = append(bindings.Items, *b)
	}
	all := map[string][]byte{}
	for what, list := range map[string]any{
		observation.ClusterRoles: roles, observation.ClusterRoleBindings: everyone, observation.RoleBindings: bindings, observation.Roles: rbacv1.RoleList{},
	} {
		text, err := json.Marshal(list)
		must(err)
		all[what] = text
	}
	return all
}
