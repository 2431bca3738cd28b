package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// observedRepo is a repository with the records of a story, and what was seen of its cluster.
func observedRepo(t *testing.T) (r *repo, records, seen string) {
	t.Helper()
	files, story := storyOfGroup(t)
	dir := t.TempDir()
	records, seen = filepath.Join(dir, "isms"), filepath.Join(dir, "observations", "production.yaml")
	if err := os.CopyFS(records, os.DirFS(files)); err != nil {
		t.Fatal(err)
	}
	writeTo(t, seen, content(t, story))
	return newRepo(t, dir), records, seen
}

// TestPackOfAnObservation has a pack hold what it was judged by, and be checked by it.
func TestPackOfAnObservation(t *testing.T) {
	r, records, seen := observedRepo(t)
	file := filepath.Join(t.TempDir(), "pack.zip")
	args := []string{"report", "-f", records, "--as-of", samplesDay, "--observations", seen}
	isms(t, append(args, "-o", "zip="+file)...).must(t, 0)
	data := []byte(content(t, file))
	if entryOf(t, data, "observations.yaml") != content(t, seen) {
		t.Error("the pack holds another observation than it was made of")
	}
	if report := entryOf(t, data, "report.json"); !strings.Contains(report, "AccessOutlivesEngagement") || !strings.Contains(report, `"source": "observations/production.yaml"`) {
		t.Errorf("it is not judged by the observation:\n%.1500s", report)
	}
	isms(t, "verify", file, "--repository", r.dir).must(t, 0)

	key := filepath.Join(t.TempDir(), "key")
	hidden := filepath.Join(t.TempDir(), "hidden.zip")
	isms(t, append(args, "--pseudonyms", key, "-o", "zip="+hidden)...).must(t, 0)
	data = []byte(content(t, hidden))
	for _, name := range []string{"eva.moser", "henry.adams", "eva-moser"} {
		if strings.Contains(string(data), name) { // nothing in a pack is compressed
			t.Errorf("a pack with pseudonyms has %q", name)
		}
	}
	if !strings.Contains(entryOf(t, data, "report.json"), "AccessOutlivesEngagement") {
		t.Error("with pseudonyms the leaver's rights are not told")
	}
	isms(t, "verify", hidden, "--repository", r.dir, "--pseudonyms", key).must(t, 0)

	writeTo(t, filepath.Join(r.dir, "later.yaml"), content(t, seen))
	p := isms(t, "report", "-f", records, "--as-of", samplesDay, "--observations", filepath.Join(r.dir, "later.yaml"), "-o", "zip="+file).must(t, exitUnusable)
	if !strings.Contains(p.err, "commit it beside the records") {
		t.Error(p.err)
	}
}

// TestBaseAndObservation has both sides of a comparison judged by one observation: that
// somebody looked is nothing that a change of the records brings.
func TestBaseAndObservation(t *testing.T) {
	_, records, seen := observedRepo(t)
	p := isms(t, "assess", "-f", records, "--base", "git:HEAD", "--as-of", samplesDay, "--observations", seen, "-o", "json").must(t, 0)
	if d := parse(t, p.out); len(d.Namespaces[0].Findings) != 0 {
		t.Errorf("nothing was changed, and introduced are %q", findingsOn(d))
	}
	p = isms(t, "assess", "-f", records, "--base", "git:HEAD", "--as-of", samplesDay, "-o", "json", "--fail-on", "never").must(t, 0)
	if strings.Contains(p.out, "rightsObserved") {
		t.Error("without an observation one was judged by")
	}
}

// TestHistoryWithAnObservation has the past judged by what was seen of the cluster, too.
func TestHistoryWithAnObservation(t *testing.T) {
	_, records, seen := observedRepo(t)
	history := func(args ...string) string {
		args = append([]string{"history", "-f", records, "--since", "2026-01-01", "-o", "json"}, args...)
		return plugin{today: "2026-12-31"}.run(t, args...).must(t, 0).out
	}
	if with, without := history("--observations", seen), history(); with == without {
		t.Errorf("an observation that finds a leaver changes nothing:\n%s", with)
	}
	p := isms(t, "history", "-f", records, "--observations", "nowhere.yaml")
	if p.code != exitUnusable || !strings.Contains(p.err, "--observations: open nowhere.yaml") {
		t.Errorf("exit code %d: %s", p.code, p.err)
	}
}
