package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sigs.k8s.io/yaml"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// samples are the records that conform, and a day on which they do.
const (
	samples    = "../../config/samples"
	samplesDay = "2026-06-01"
)

// plugin is a call of the plugin, and what came of it.
type plugin struct {
	stdin string
	today string
	env   map[string]string

	code     int
	out, err string
}

// isms runs the plugin with no cluster to fall back on.
func isms(t *testing.T, args ...string) plugin {
	t.Helper()
	return plugin{}.run(t, args...)
}

func (p plugin) run(t *testing.T, args ...string) plugin {
	t.Helper()
	if p.today == "" {
		p.today = samplesDay
	}
	var out, problem bytes.Buffer
	e := &env{
		in: strings.NewReader(p.stdin), out: &out, err: &problem, name: "kubectl-isms",
		now:    func() time.Time { return api.MustDate(p.today).Time().Add(23 * time.Hour) },
		getenv: func(name string) string { return p.env[name] },
	}
	p.code = run(context.WithoutCancel(t.Context()), e, args)
	p.out, p.err = out.String(), problem.String()
	return p
}

// must fails the test where the exit code is another.
func (p plugin) must(t *testing.T, code int) plugin {
	t.Helper()
	if p.code != code {
		t.Fatalf("exit code %d, want %d\n%s\n%s", p.code, code, p.err, p.out)
	}
	return p
}

// folder writes files into a new folder and returns its name.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		writeTo(t, filepath.Join(dir, name), content)
	}
	return dir
}

func writeTo(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// manifests writes records as a file of YAML each, and returns the folder.
func manifests(t *testing.T, records []api.Record) string {
	t.Helper()
	files := map[string]string{}
	for _, r := range records {
		text, err := yaml.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		files[strings.ToLower(strings.TrimPrefix(r.GetObjectKind().GroupVersionKind().Kind, ""))+"-"+r.GetName()+".yaml"] = string(text)
	}
	return folder(t, files)
}

// document is what "assess -o json" writes.
type document struct {
	AsOf       string
	Namespaces []struct {
		Name         string
		Verdict      api.Verdict
		NextChangeOn string
		Counts       api.FindingCounts
		Findings     []jsonFinding
	}
	Problems []map[string]any
}

type jsonFinding struct {
	Rule, Reason, Field, Message, Remedy, Since, File string
	Grade                                             api.Grade
	Record                                            struct{ Kind, Namespace, Name string }
	Line                                              int
}

func parse(t *testing.T, text string) document {
	t.Helper()
	var d document
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return d
}

// placeless is the document without the places that only files have.
func placeless(t *testing.T, text string) string {
	t.Helper()
	var d any
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	strip(d)
	out, err := json.MarshalIndent(d, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func strip(v any) {
	switch v := v.(type) {
	case map[string]any:
		delete(v, "file")
		delete(v, "line")
		delete(v, "column")
		delete(v, "foreign") // a cluster has none
		for _, child := range v {
			strip(child)
		}
	case []any:
		for _, child := range v {
			strip(child)
		}
	}
}
