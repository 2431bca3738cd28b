package pseudonym_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/access"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/gather"
	"github.com/isms-operator/isms-operator/internal/pseudonym"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// granted is an ISMS in whose cluster ada, who has left, and the group of ben are bound, by
// bindings that carry her name.
func granted() gather.Namespace {
	user := func(name string) rbacv1.Subject { return rbacv1.Subject{Kind: "User", Name: name} }
	edits := rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: "edit"}, Rules: []rbacv1.PolicyRule{{Verbs: []string{"update"}, APIGroups: []string{"apps"}, Resources: []string{"deployments"}}}}
	bind := func(name string, subjects ...rbacv1.Subject) rbacv1.ClusterRoleBinding {
		return rbacv1.ClusterRoleBinding{ObjectMeta: metav1.ObjectMeta{Name: name}, RoleRef: rbacv1.RoleRef{Kind: "ClusterRole", Name: "edit"}, Subjects: subjects}
	}
	rights := access.New(access.Objects{ClusterRoles: []rbacv1.ClusterRole{edits}, ClusterRoleBindings: []rbacv1.ClusterRoleBinding{
		bind("ada-lovelace-edits", user("ada@acme.example")),
		bind("devs", rbacv1.Subject{Kind: "Group", Name: "devs"}),
		bind("robot", rbacv1.Subject{Kind: "ServiceAccount", Namespace: "prod", Name: "robot"}),
		bind("elsewhere", user("zoe@other.example")),
		bind("nobody", user("mallory")),
	}})
	return gather.Namespace{
		Name: "isms",
		Records: []api.Record{
			&api.ClauseAssessment{ObjectMeta: metav1.ObjectMeta{Name: "isms"}, Spec: api.ClauseAssessmentSpec{Organization: "ACME", ObservedScope: &api.ObservedScope{ClusterWide: api.ClusterWideIncluded}}},
			&api.Person{ObjectMeta: metav1.ObjectMeta{Name: "ada-lovelace"}, Spec: api.PersonSpec{DisplayName: "Ada Lovelace", EngagedUntil: api.MustDate("2026-01-31"), Accounts: []api.Account{
				{Name: "a", Kind: api.SubjectUser, Subject: "ada@acme.example"},
			}}},
			&api.Person{ObjectMeta: metav1.ObjectMeta{Name: "ben-bitdiddle"}, Spec: api.PersonSpec{Accounts: []api.Account{
				{Name: "a", Kind: api.SubjectUser, Subject: "ben@acme.example"}, {Name: "robot", Kind: api.SubjectUser, Subject: "system:serviceaccount:prod:robot"},
			}}},
			&api.SecurityRole{ObjectMeta: metav1.ObjectMeta{Name: "dev"}, Spec: api.SecurityRoleSpec{Title: "Developer", Access: []api.RoleAccess{{Kind: api.AccessClusterRole, Name: "edit"}},
				Assignments: []api.Assignment{{Name: "b", PersonRef: api.Reference{Name: "ben-bitdiddle"}}}}},
		},
		Observation: assess.Observation{Access: &assess.Access{
			SeenAt: api.MustDate("2026-06-01").Time(), Rights: rights, ClusterWide: true, AllNamespaces: true, Unobservable: []string{"asked by ada-lovelace"},
			Members:   map[string][]string{"devs": {"ben@acme.example"}},
			Elsewhere: map[access.Subject]bool{{Kind: access.User, Name: "zoe@other.example"}: true},
		}},
	}
}

// TestRights: with pseudonyms the rights of a cluster are judged as without, and name nobody.
func TestRights(t *testing.T) {
	from := granted()
	names, err := pseudonym.New(key, pseudonym.People([]gather.Namespace{from}), pseudonym.Roles([]gather.Namespace{from})...)
	if err != nil {
		t.Fatal(err)
	}
	to, err := names.Namespace(&from)
	if err != nil {
		t.Fatal(err)
	}
	want, _ := rightsFound(t, &from)
	have, said := rightsFound(t, &to)
	if !maps.Equal(want, have) {
		t.Errorf("with pseudonyms they are judged otherwise:\n%v\n%v", want, have)
	}
	for _, found := range []string{"P8-14 AccessOutlivesEngagement Major", "P8-15 AccessWithoutPerson Minor", "P8-18 AccessNotObserved Unknown"} {
		if want[found] != 1 {
			t.Errorf("%s is found %d times in %v", found, want[found], want)
		}
	}
	for _, s := range to.Observation.Access.Rights.Subjects() {
		said += s.String() + "\n"
	}
	said += fmt.Sprint(to.Observation.Access.Members, to.Observation.Access.Elsewhere)
	for _, name := range []string{"ada", "lovelace", "ben@", "zoe", "mallory", "devs:"} {
		if strings.Contains(strings.ToLower(said), name) {
			t.Errorf("%q is said: %s", name, said)
		}
	}
}

// rightsFound are the findings on rights, and what they say.
func rightsFound(t *testing.T, n *gather.Namespace) (all map[string]int, said string) {
	r, err := assess.Run(t.Context(), rules.Registry(), n.World(), api.MustDate("2026-06-01"))
	if err != nil {
		t.Fatal(err)
	}
	all = map[string]int{}
	for _, f := range r.Rollup.Findings {
		if strings.HasPrefix(f.Rule, "P8-1") || f.Rule == "D-12" || f.Rule == "D-13" {
			all[fmt.Sprint(f.Rule, " ", f.Reason, " ", f.Grade)]++
			said += f.Message + "\n"
		}
	}
	return all, said
}
