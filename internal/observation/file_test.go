package observation_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/isms-operator/isms-operator/internal/access"
	"github.com/isms-operator/isms-operator/internal/observation"
)

// small is what somebody may have read of a small cluster, in one order or the other.
func small(reversed bool) *observation.Reading {
	label := map[string]string{"kubernetes.io/bootstrapping": "rbac-defaults", "team": "platform"}
	r := &observation.Reading{
		SeenAt: time.Date(2026, 11, 30, 9, 0, 0, 17, time.FixedZone("CET", 3600)), Server: "v1.36.1", ClusterWide: true, Namespaces: []string{"prod", "dev"},
		Unobservable: []observation.Unobservable{{What: "roles", Namespace: "kube-system", Why: "whoever looked may not list them"}},
		Members:      map[string][]string{"oidc:ops": {"bob", "ada", "bob"}, "empty": nil},
		Claimed:      map[string][]string{"isms": {"User/system:serviceaccount:ci:deployer", "User/ada"}},
		Workloads:    []observation.Workload{{APIVersion: "v1", Kind: "Node", Name: "n1"}, {APIVersion: "apps/v1", Kind: "Deployment", Namespace: "prod", Name: "scanner", Exists: true, Owner: "sre"}},
		Objects: access.Objects{
			ClusterRoles: []rbacv1.ClusterRole{
				{ObjectMeta: metav1.ObjectMeta{Name: "view", Labels: label, ResourceVersion: "12", Annotations: map[string]string{"token": "secret"}}, Rules: []rbacv1.PolicyRule{{Verbs: []string{"get"}, APIGroups: []string{""}, Resources: []string{"pods"}}}},
				{ObjectMeta: metav1.ObjectMeta{Name: "empty"}, Rules: []rbacv1.PolicyRule{}},
			},
			RoleBindings: []rbacv1.RoleBinding{
				{ObjectMeta: metav1.ObjectMeta{Namespace: "prod", Name: "b", ManagedFields: []metav1.ManagedFieldsEntry{{Manager: "secret"}}}, RoleRef: rbacv1.RoleRef{Kind: "ClusterRole", Name: "view"}, Subjects: []rbacv1.Subject{{Kind: "ServiceAccount", Name: "deployer"}, {Kind: "Group", Name: "*"}}},
				{ObjectMeta: metav1.ObjectMeta{Namespace: "dev", Name: "c"}, RoleRef: rbacv1.RoleRef{Kind: "Role", Name: "true"}},
			},
		},
	}
	if reversed {
		r.Namespaces[0], r.Namespaces[1] = r.Namespaces[1], r.Namespaces[0]
		r.Workloads[0], r.Workloads[1] = r.Workloads[1], r.Workloads[0]
		r.Objects.ClusterRoles[0], r.Objects.ClusterRoles[1] = r.Objects.ClusterRoles[1], r.Objects.ClusterRoles[0]
		r.Objects.RoleBindings[0], r.Objects.RoleBindings[1] = r.Objects.RoleBindings[1], r.Objects.RoleBindings[0]
	}
	return r
}

func write(t testing.TB, f *observation.File) string {
	t.Helper()
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestTwoReadingsOfEqualObjects has equal objects in another order give the same bytes, and
// nothing of annotations and managed fields.
func TestTwoReadingsOfEqualObjects(t *testing.T) {
	one, other := write(t, observation.New(small(false))), write(t, observation.New(small(true)))
	if d := cmp.Diff(one, other); d != "" {
		t.Error(d)
	}
	if strings.Contains(one, "secret") || strings.Contains(one, "platform") {
		t.Errorf("more is written than is judged:\n%s", one)
	}
	later := small(false)
	later.SeenAt = later.SeenAt.Add(time.Hour)
	var differ []string
	for i, line := range strings.Split(write(t, observation.New(later)), "\n") {
		if line != strings.Split(one, "\n")[i] {
			name, _, _ := strings.Cut(line, ":")
			differ = append(differ, name)
		}
	}
	if d := cmp.Diff([]string{"seenAt", "digest"}, differ); d != "" {
		t.Errorf("an hour later other lines differ than the time and the digest over it: %s", d)
	}
}

// TestWriteThenRead has any file be the same once it was written and read, as YAML and as JSON.
func TestWriteThenRead(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 1))
	for i := range 300 {
		r := small(false)
		if i > 0 {
			r = anything(random)
		}
		f := observation.New(r)
		text := write(t, f)
		asJSON, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, content := range []string{text, string(asJSON)} {
			read, err := observation.Read("o.yaml", []byte(content))
			if err != nil {
				t.Fatalf("%v\n%s", err, content)
			}
			if d := cmp.Diff(text, write(t, read)); d != "" {
				t.Fatalf("read and written again it is another: %s", d)
			}
			if d := cmp.Diff(granted(f), granted(read)); d != "" {
				t.Fatalf("other rights are read than were written: %s", d)
			}
		}
	}
}

func granted(f *observation.File) (all []access.Grant) {
	seen := f.Observation("").Access
	return append(seen.Rights.Of(seen.Rights.Subjects()...), seen.Rights.Dangling()...)
}

// words are names that YAML could take for something else, and such that hold anything.
var words = []string{
	"ada", "true", "no", "null", "~", "*", "", "12", "1e3", "2026-11-30", "a: b", "- a", "a #b", "<<", "&a", "'", "\"", "\\", "a\nb", " a ", "\ttab",
	"ä", "日本", "😀", "\u2028", "\u0085", "\x00\x07", "<a&b>", "system:serviceaccount:a:b", "a:", ":a", "?", "!x", "%y", "@z", "`", "{}", "[]", "0x1f", "0o7", ".inf", "=", "\r\n", "\ufeff",
}

func anything(random *rand.Rand) *observation.Reading {
	word := func() string { return words[random.IntN(len(words))] }
	name := func(i int) string { return fmt.Sprintf("%s%d", word(), i) }
	list := func() (all []string) {
		for range random.IntN(4) {
			all = append(all, word())
		}
		return all
	}
	kinds := []string{"User", "Group", "ServiceAccount"}
	subjects := func() (all []rbacv1.Subject) {
		for i := range random.IntN(4) {
			s := rbacv1.Subject{Kind: kinds[random.IntN(3)], Name: name(i)}
			if s.Kind == "ServiceAccount" {
				s.Namespace = word()
			}
			all = append(all, s)
		}
		return all
	}
	r := &observation.Reading{SeenAt: time.Unix(random.Int64N(4e9), random.Int64N(1e9)), Server: word(), ClusterWide: random.IntN(2) == 0, AllNamespaces: random.IntN(2) == 0}
	if random.IntN(2) == 0 {
		r.Unobservable = []observation.Unobservable{{What: "roles", Namespace: word(), Why: name(1)}, {What: "claimed", Why: name(2)}}
	}
	if !r.AllNamespaces {
		r.Namespaces = []string{name(1), name(2)}
	}
	for i := range random.IntN(4) {
		meta := metav1.ObjectMeta{Name: name(i), ResourceVersion: word()}
		in := metav1.ObjectMeta{Name: name(i), Namespace: name(i)}
		rules := []rbacv1.PolicyRule{{Verbs: list(), APIGroups: list(), Resources: list(), ResourceNames: list(), NonResourceURLs: list()}}
		r.Objects.ClusterRoles = append(r.Objects.ClusterRoles, rbacv1.ClusterRole{ObjectMeta: meta, Rules: rules})
		r.Objects.Roles = append(r.Objects.Roles, rbacv1.Role{ObjectMeta: in, Rules: rules})
		r.Objects.ClusterRoleBindings = append(r.Objects.ClusterRoleBindings, rbacv1.ClusterRoleBinding{ObjectMeta: meta, RoleRef: rbacv1.RoleRef{Kind: "ClusterRole", Name: meta.Name}, Subjects: subjects()})
		r.Objects.RoleBindings = append(r.Objects.RoleBindings, rbacv1.RoleBinding{ObjectMeta: in, RoleRef: rbacv1.RoleRef{Kind: "Role", Name: in.Name}, Subjects: subjects()})
	}
	if random.IntN(2) == 0 {
		r.Members = map[string][]string{name(1): {name(1), name(2)}, name(2): nil}
		r.Claimed = map[string][]string{name(3): {"User/" + name(1), "ServiceAccount/a/b"}}
	}
	return r
}

// TestUnclaimed has those told who hold rights that nobody claims, and no others.
func TestUnclaimed(t *testing.T) {
	r := &observation.Reading{SeenAt: time.Unix(1e9, 0), Claimed: map[string][]string{"isms": {"User/ada"}, "shop": {"User/ola", "Group/shop", "Group/dev", "Group/system:unauthenticated"}}, Members: map[string][]string{"ops": {"ada", "bob"}, "none": {}, "dev": {"ola", "sid"}}}
	r.Objects.ClusterRoles = []rbacv1.ClusterRole{{ObjectMeta: metav1.ObjectMeta{Name: "view"}}, {ObjectMeta: metav1.ObjectMeta{Name: "kubeadm:get-nodes"}}}
	bind := func(name, kind, subject string, label map[string]string) {
		b := rbacv1.ClusterRoleBinding{ObjectMeta: metav1.ObjectMeta{Name: name, Labels: label}, RoleRef: rbacv1.RoleRef{Kind: "ClusterRole", Name: "view"}, Subjects: []rbacv1.Subject{{Kind: kind, Name: subject}}}
		if kind == "ServiceAccount" {
			b.Subjects[0].Namespace = "ci"
		}
		r.Objects.ClusterRoleBindings = append(r.Objects.ClusterRoleBindings, b)
	}
	for i, s := range [][2]string{{"User", "ada"}, {"User", "ola"}, {"User", "eve"}, {"Group", "shop"}, {"Group", "ops"}, {"Group", "none"}, {"Group", "unseen"}, {"ServiceAccount", "deployer"}, {"Group", "system:masters"}, {"Group", "system:authenticated"}, {"Group", "dev"}, {"Group", "system:unauthenticated"}} {
		bind(fmt.Sprintf("b%d", i), s[0], s[1], nil)
	}
	bind("kubeadm:get-nodes", "Group", "system:bootstrappers:kubeadm:default-node-token", nil)
	r.Objects.ClusterRoleBindings[len(r.Objects.ClusterRoleBindings)-1].RoleRef.Name = "kubeadm:get-nodes"
	var have []string
	for _, s := range observation.Unclaimed(observation.New(r)) {
		have = append(have, s.Who.String()+" by "+s.Grant.Subject.String())
	}
	want := []string{
		"Group/system:authenticated by Group/system:authenticated", "Group/system:masters by Group/system:masters", "Group/system:unauthenticated by Group/system:unauthenticated", "Group/unseen by Group/unseen",
		"ServiceAccount/ci/deployer by ServiceAccount/ci/deployer", "User/bob by Group/ops", "User/eve by User/eve", "User/sid by Group/dev",
	}
	if d := cmp.Diff(want, have); d != "" {
		t.Error(d)
	}
}
