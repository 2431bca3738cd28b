package observation_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/isms-operator/isms-operator/internal/observation"
)

// TestMistakes has each mistake told with its line and field, what was found and what is
// allowed.
func TestMistakes(t *testing.T) {
	good := write(t, observation.New(small(false)))
	for _, c := range []struct{ why, from, to, want string }{
		{"another kind", "kind: Observation", "kind: Observations", `o.yaml:2: kind: found "Observations"; allowed is Observation`},
		{"another version", "v1alpha1", "v2", `o.yaml:1: apiVersion: found "observation.isms-operator.io/v2"; allowed is observation.isms-operator.io/v1alpha1`},
		{"a day for a time", `"2026-11-30T08:00:00Z"`, "2026-11-30", "o.yaml:3: seenAt: found timestamp \"2026-11-30\"; allowed is a time in UTC"},
		{"not UTC", `08:00:00Z`, "09:00:00+01:00", "o.yaml:3: seenAt: found str \"2026-11-30T09:00:00+01:00\"; allowed is a time in UTC"},
		{"a text for a truth", "clusterWide: true", `clusterWide: "true"`, `clusterWide: found str "true"; allowed is true or false`},
		{"a field that there is not", "clusterWide: true", "clusterwide: true", "clusterwide: found a field that there is not; allowed is apiVersion, kind,"},
		{"a field of a rule that there is not", "verbs:", "verb:", "clusterRoles[1].rules[0].verb: found a field that there is not; allowed is verbs, apiGroups"},
		{"a field twice", "clusterWide: true", "clusterWide: true\nclusterWide: true", "clusterWide: found the key a second time; allowed is one of each"},
		{"a map for a list", "namespaces:\n  - dev\n  - prod", "namespaces: {dev: prod}", "namespaces: found a map; allowed is a list"},
		{"all and some", "allNamespaces: false", "allNamespaces: true", "namespaces: found a list beside allNamespaces: true; allowed is one of them"},
		{"a number for a name", "name: view", "name: 12", `clusterRoles[1].name: found int "12"; allowed is a text, in quotes`},
		{"no name", "name: view", `name: ""`, "clusterRoles[1].name: found nothing; allowed is a name"},
		{"a name twice", "name: view\n    resourceVersion", "name: empty\n    resourceVersion", "clusterRoles[1]: found one of this name a second time; allowed is one of each"},
		{"no such kind of subject", "kind: Group", "kind: Team", `roleBindings[1].subjects[1].kind: found "Team"; allowed is User or Group or ServiceAccount`},
		{"no such kind of role", "kind: Role\n", "kind: Roles\n", `roleBindings[0].roleRef.kind: found "Roles"; allowed is ClusterRole or Role`},
		{"a role without namespace", "- namespace: dev\n    name: c", "- name: c", "roleBindings[0].namespace: found nothing; allowed is a name"},
		{"a claim of nobody", "User/ada", "ada", `claimed.isms[1]: found "ada"; allowed is User/name`},
		{"an alias", "server: v1.36.1", "server: &s v1.36.1\nkind: *s", "kind: found"},
		{"changed after it was written", "name: deployer", "name: deployed", "it proves no tampering"},
		{"another time than it was written with", "08:00:00Z", "08:00:01Z", "the file was changed after it was written"},
		{"no digest", "digest: sha256", "#", "digest: found nothing; allowed is sha256:"},
		{"two documents", "server:", "---\nserver:", "found more than one document"},
		{"a sync that there is not", "exists: false", "exists: false\n    sync: Paused", `workloads[1].sync: found "Paused"; allowed is Synced or OutOfSync or Syncing or Unknown`},
		{"a comparison on no day", "exists: false", "exists: false\n    comparedOn: lately", `workloads[1].comparedOn: found "lately"; allowed is a day such as 2026-10-27`},
	} {
		if !strings.Contains(good, c.from) {
			t.Fatalf("%s: no %q in\n%s", c.why, c.from, good)
		}
		f, err := observation.Read("o.yaml", []byte(strings.Replace(good, c.from, c.to, 1)))
		if err == nil || f != nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: have %v, want %q", c.why, err, c.want)
		}
	}
	for content, want := range map[string]string{
		"":    "o.yaml: found nothing; allowed is one document",
		"{":   "o.yaml: it can be read neither as YAML nor as JSON",
		"[]":  "o.yaml:1: the document: found a list; allowed is a map with apiVersion",
		"~":   "the document: found nothing",
		"- a": "the document: found a list",
	} {
		if _, err := observation.Read("o.yaml", []byte(content)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: have %v, want %q", content, err, want)
		}
	}
}

// TestManyMistakes has a file in which everything is wrong tell a few of it, and how much more
// there is.
func TestManyMistakes(t *testing.T) {
	_, err := observation.Read("o.yaml", []byte("roles: ["+strings.Repeat("1,", 50)+"]"))
	if err == nil || strings.Count(err.Error(), "\n") != 10 || !strings.HasSuffix(err.Error(), "o.yaml: and 40 more") {
		t.Error(err)
	}
}

var update = flag.Bool("update", false, "rewrite testdata/small.yaml")

// TestForm has the form of the file stay what users have.
func TestForm(t *testing.T) {
	const golden = "testdata/small.yaml"
	have := write(t, observation.New(small(false)))
	if *update {
		if err := os.WriteFile(golden, []byte(have), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if have != string(want) {
		t.Errorf("the form of the file changed; it is in the hands of users:\n%s", have)
	}
}

// FuzzRead has no file make it panic, and what it reads be read again the same.
func FuzzRead(f *testing.F) {
	f.Add([]byte(write(f, observation.New(small(false)))))
	f.Add([]byte("{}"))
	f.Add([]byte("roles: [{name: a, rules: [{verbs: ~}]}]\nmembers: {a: ~}\nclaimed: {a: [User/b]}"))
	f.Add([]byte("a: &a [*a]"))
	f.Fuzz(func(t *testing.T, content []byte) {
		read, err := observation.Read("o.yaml", content)
		if err != nil {
			return
		}
		if again, err := observation.Read("o.yaml", []byte(write(t, read))); err != nil || write(t, again) != write(t, read) {
			t.Errorf("%v", err)
		}
	})
}
