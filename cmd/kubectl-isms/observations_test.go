package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/test/scenarios"
)

// TestObserveMistakes says what is wrong with how an observation is asked for, or used.
func TestObserveMistakes(t *testing.T) {
	dir := folder(t, map[string]string{
		"groups.csv": "admins,ada,bob\n", "empty.csv": "# nobody\n", "groups.yaml": "admins: ada\n",
		"broken.yaml": "kind: Observation\n", "people.yaml": person,
	})
	for _, c := range []struct {
		why  string
		args []string
		want string
	}{
		{"three columns", []string{"observe", "--members", filepath.Join(dir, "groups.csv")}, `groups.csv:1: found "admins,ada,bob"; allowed is group,user`},
		{"no group", []string{"observe", "--members", filepath.Join(dir, "empty.csv")}, "names no group"},
		{"no list", []string{"observe", "--members", filepath.Join(dir, "groups.yaml")}, "is not YAML of lists of users by group"},
		{"no file", []string{"observe", "--members", "nowhere.csv"}, "--members: open nowhere.csv"},
		{"an empty namespace", []string{"observe", "--namespaces", "a,,b"}, "--namespaces has an empty name"},
		{"workloads of no record", []string{"observe", "--observe-workloads", "v1/Node"}, "name the records with -f"},
		{"no cluster", []string{"observe", "--kubeconfig", filepath.Join(dir, "none")}, "no cluster"},
		{"an observation that is none", []string{"assess", "-f", dir, "--observations", filepath.Join(dir, "broken.yaml")}, "apiVersion: found"},
		{"no such observation", []string{"assess", "-f", dir, "--observations", "nowhere.yaml"}, "--observations: open nowhere.yaml"},
		{"an observation beside a cluster", []string{"assess", "--observations", filepath.Join(dir, "broken.yaml")}, "--observations is for files of records"},
	} {
		p := isms(t, c.args...)
		if p.code != exitUnusable || !strings.Contains(p.err, c.want) {
			t.Errorf("%s: exit code %d, %q; want %q", c.why, p.code, p.err, c.want)
		}
	}
}

// TestMembers reads who is in which group.
func TestMembers(t *testing.T) {
	dir := folder(t, map[string]string{
		"a.csv":  "group,user\n# by the directory\nadmins,ada\nadmins, bob\nempty,\n\"a,b\",eve\n",
		"b.yaml": "admins: [ada, bob]\nempty: []\n'a,b': [eve]\n",
	})
	for _, name := range []string{"a.csv", "b.yaml"} {
		members, err := readMembers(filepath.Join(dir, name))
		if err != nil || len(members) != 3 || !slices.Equal(members["admins"], []string{"ada", "bob"}) || members["empty"] == nil || len(members["empty"]) != 0 || members["a,b"][0] != "eve" {
			t.Errorf("%s: %v %v", name, members, err)
		}
	}
}

// storyOfGroup is what the story of a leaver who may do everything by a group is made of.
func storyOfGroup(t *testing.T) (records, seen string) {
	t.Helper()
	const name = "cluster-admin-by-a-group"
	return manifests(t, observedStory(t, name)), filepath.Join("../../test/scenarios", name, "observation.yaml")
}

// observedStory are the records of a story of what was seen of a cluster.
func observedStory(t *testing.T, name string) []api.Record {
	t.Helper()
	stories, err := scenarios.LoadObserved("../../test/scenarios")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range stories {
		if s.Name == name {
			return s.Records
		}
	}
	t.Fatalf("there is no story %s", name)
	return nil
}

// TestObservationsOfEveryCommand has each command that judges files take an observation.
func TestObservationsOfEveryCommand(t *testing.T) {
	records, seen := storyOfGroup(t)
	for _, args := range [][]string{
		{"assess", "--fail-on", "never"}, {"worklist"}, {"worklist", "-o", "markdown"}, {"report", "-o", "html"}, {"report", "-o", "oscal"}, {"assess", "-o", "markdown", "--fail-on", "never"},
	} {
		p := isms(t, append(args, "-f", records, "--observations", seen)...).must(t, 0)
		if !strings.Contains(p.out, "platform-admins") {
			t.Errorf("%q does not say by what somebody may do everything:\n%.600s", args, p.out)
		}
		if flat := strings.Join(strings.Fields(p.out), " "); !strings.Contains(flat, "Rights as seen at 2026-") {
			t.Errorf("%q does not say when somebody looked:\n%.600s", args, p.out)
		}
		if p = isms(t, append(args, "-f", records)...).must(t, 0); strings.Contains(p.out, "platform-admins") {
			t.Errorf("%q says what nobody saw", args)
		}
	}
	p := isms(t, "forecast", "-f", records, "--observations", seen).must(t, 0)
	if !strings.Contains(p.out, "AccessNotObserved") {
		t.Errorf("that an observation grows old is not foretold:\n%.600s", p.out)
	}
	if p = isms(t, "matrix", "competency", "-f", records, "--observations", seen); p.code != 0 {
		t.Error(p.err)
	}
}

// TestObservationsWithPseudonyms has no name of a subject in what is written with pseudonyms.
func TestObservationsWithPseudonyms(t *testing.T) {
	records, seen := storyOfGroup(t)
	key := filepath.Join(t.TempDir(), "key")
	for _, format := range []string{"html", "oscal", "brief"} {
		p := isms(t, "report", "-f", records, "--observations", seen, "--pseudonyms", key, "-o", format).must(t, 0)
		for _, name := range []string{"eva.moser@", "eva-moser", "henry.adams@"} {
			if strings.Contains(p.out, name) {
				t.Errorf("%s has %q", format, name)
			}
		}
		if format == "html" && !strings.Contains(p.out, "AccessOutlivesEngagement") {
			t.Error("the leaver's rights are not told with pseudonyms")
		}
	}
}

// TestObservationIsNoRecord has an observation that lies among the records be foreign to them.
func TestObservationIsNoRecord(t *testing.T) {
	_, seen := storyOfGroup(t)
	text, err := os.ReadFile(seen)
	if err != nil {
		t.Fatal(err)
	}
	dir := folder(t, map[string]string{"people.yaml": person, "seen.yaml": string(text)})
	if p := isms(t, "assess", "-f", dir, "--fail-on", "never", "--show-foreign").must(t, 0); !strings.Contains(p.out, "Observation") {
		t.Errorf("it is not told as foreign: %s", p.out)
	}
}
