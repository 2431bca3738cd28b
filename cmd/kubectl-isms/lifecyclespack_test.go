package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestPackOfLifecycles has a pack hold the files of life cycles that it was judged by, and be checked
// by them.
func TestPackOfLifecycles(t *testing.T) {
	const story = "../../test/scenarios/node-on-an-ended-version/"
	dir := t.TempDir()
	records, products := filepath.Join(dir, "isms"), filepath.Join(dir, "products", "all.json")
	if err := os.CopyFS(records, os.DirFS(manifests(t, observedStory(t, "node-on-an-ended-version")))); err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(dir, "products", "zebra.json")
	writeTo(t, products, content(t, story+"lifecycles.json"))
	writeTo(t, other, `{"result": {"name": "zebra", "releases": [{"name": "1"}]}}`)
	r := newRepo(t, dir)
	file := filepath.Join(t.TempDir(), "pack.zip")
	args := []string{"report", "-f", records, "--as-of", samplesDay, "--lifecycles", products, "--lifecycles", other}
	isms(t, append(args, "-o", "zip="+file)...).must(t, 0)
	data := []byte(content(t, file))
	if entryOf(t, data, "lifecycles/products/all.json") != content(t, products) || entryOf(t, data, "lifecycles/products/zebra.json") != content(t, other) {
		t.Error("the pack holds other files of life cycles than it was made of")
	}
	if report := entryOf(t, data, "report.json"); !strings.Contains(report, "gitlab 17.11") || !strings.Contains(report, `"source": "products/all.json"`) {
		t.Errorf("it is not judged by the life cycles:\n%.1500s", report)
	}
	if command := entryOf(t, data, "VERIFY.md"); !strings.Contains(command, "--lifecycles products/all.json --lifecycles products/zebra.json") {
		t.Error(command)
	}
	isms(t, "verify", file, "--repository", r.dir).must(t, 0)
	turned := []string{"report", "-f", records, "--as-of", samplesDay, "--lifecycles", other, "--lifecycles", products, "-o", "zip=" + file}
	if isms(t, turned...).must(t, 0); content(t, file) != string(data) {
		t.Error("the order of --lifecycles changes the pack")
	}

	key := filepath.Join(t.TempDir(), "key")
	hidden := filepath.Join(t.TempDir(), "hidden.zip")
	isms(t, append(args, "--pseudonyms", key, "-o", "zip="+hidden)...).must(t, 0)
	isms(t, "verify", hidden, "--repository", r.dir, "--pseudonyms", key).must(t, 0)

	for _, c := range []struct {
		why, name, text, says string
		commit                bool
		more                  []string
	}{
		{"it is not committed", "later.json", `{"result": {"name": "later", "releases": [{"name": "1"}]}}`, "commit it beside the records", false, nil},
		{"it is no file of life cycles", "odd.json", `[1]`, "odd.json", true, nil},
		{"it says of a product what another does", "twice.json", `{"result": {"name": "zebra", "releases": [{"name": "1"}]}}`, "a second time", true, nil},
		{"it holds the name of a person", "person.json", `{"result": {"name": "x", "releases": [{"name": "Iris Weber"}]}}`, "holds the name of a person", true, []string{"--pseudonyms", key}},
		{"its path does", "iris-weber.json", `{"result": {"name": "x", "releases": [{"name": "1"}]}}`, "holds the name of a person", true, []string{"--pseudonyms", key}},
	} {
		writeTo(t, filepath.Join(dir, c.name), c.text)
		if c.commit {
			r.commit(c.why)
		}
		p := isms(t, append(append(args, c.more...), "--lifecycles", filepath.Join(dir, c.name), "-o", "zip="+file)...).must(t, exitUnusable)
		if !strings.Contains(p.err, c.says) {
			t.Errorf("%s: %s", c.why, p.err)
		}
	}
}
