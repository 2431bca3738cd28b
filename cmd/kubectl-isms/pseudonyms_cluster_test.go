package main

import (
	"encoding/json"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestPseudonymsOfACluster: what is read from a cluster has no names either, though the API
// server keeps with each record who wrote what; one key gives one pseudonym wherever records
// are from, and the verdict is that of the records with names.
func TestPseudonymsOfACluster(t *testing.T) {
	s := apiServer(t)
	ns, dir, out := s.namespace(t), folder(t, people), t.TempDir()
	if _, problem, err := s.Kubectl(t.Context(), nil, "apply", "-R", "-n", ns, "-f", filepath.Join(dir, "isms")); err != nil {
		t.Fatalf("%v %s", err, problem)
	}
	keyFile := filepath.Join(out, "key")
	of := func(format string) []string {
		return []string{"report", "--as-of", "2035-01-01", "--until", "2035-01-02", "-n", ns, "--pseudonyms", keyFile, "-o", format}
	}
	for _, format := range []string{"html", "brief", "oscal"} {
		p := s.isms(t, of(format)...).must(t, 0)
		silent(t, format, p.out+p.err, keyFile)
		if !strings.Contains(p.out, "seudonyms") {
			t.Errorf("%s does not say that names are pseudonyms", format)
		}
	}
	given := func(text string) []string {
		all := regexp.MustCompile(`(person|name|stated|credential|mail)-[0-9a-f]{10}`).FindAllString(text, -1)
		slices.Sort(all)
		return slices.Compact(all)
	}
	cluster := given(s.isms(t, of("html")...).must(t, 0).out)
	files := given(isms(t, append(of("html"), "-R", "-f", filepath.Join(dir, "isms"))...).must(t, 0).out)
	if !slices.Equal(cluster, files) || len(cluster) < 3 {
		t.Errorf("from the cluster %q, from files %q", cluster, files)
	}
	var results struct {
		Results struct {
			Results []struct {
				Props []struct{ Name, Value string }
			}
		} `json:"assessment-results"`
	}
	if err := json.Unmarshal([]byte(s.isms(t, of("oscal")...).must(t, 0).out), &results); err != nil {
		t.Fatal(err)
	}
	want := parse(t, s.isms(t, "assess", "-n", ns, "--as-of", "2035-01-01", "-o", "json", "--fail-on", "never").must(t, 0).out).Namespaces[0].Verdict
	if props := results.Results.Results[0].Props; !slices.ContainsFunc(props, func(p struct{ Name, Value string }) bool { return p.Name == "verdict" && p.Value == string(want) }) {
		t.Errorf("the verdict is %s, and the results say %v", want, props)
	}
}
