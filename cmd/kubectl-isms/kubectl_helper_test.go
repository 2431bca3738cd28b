package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// created is what the real kubectl and the real API server make of files: the records
// that would be stored, and what kubectl said beside.
type created struct {
	records map[string]string
	refused string
}

// dryRun has kubectl create the records of files, which the API server takes and does
// not store.
func (s *server) dryRun(t *testing.T, stdin io.Reader, args ...string) created {
	t.Helper()
	out, said, err := s.Kubectl(t.Context(), stdin, append([]string{"create", "--dry-run=server", "-o", "json"}, args...)...)
	c := created{records: map[string]string{}}
	if err != nil {
		c.refused = said
	}
	decoder := json.NewDecoder(strings.NewReader(out))
	for {
		var text json.RawMessage
		err := decoder.Decode(&text)
		if errors.Is(err, io.EOF) {
			return c
		}
		if err != nil {
			t.Fatalf("%v\n%s\n%s", err, out, said)
		}
		var object struct{ APIVersion, Kind string }
		if err := json.Unmarshal(text, &object); err != nil {
			t.Fatal(err)
		}
		if object.APIVersion == api.GroupVersion.String() {
			record := newRecord(t, object.Kind)
			if err := json.Unmarshal(text, record); err != nil {
				t.Fatal(err)
			}
			c.add(t, object.Kind, record)
		}
	}
}

func newRecord(t *testing.T, kind string) api.Record {
	t.Helper()
	for _, k := range rules.Registry().Kinds {
		if k.Name == kind {
			return k.New()
		}
	}
	t.Fatalf("no kind %s", kind)
	return nil
}

// add notes what a record says, without what the API server adds to it.
func (c *created) add(t *testing.T, kind string, record api.Record) {
	t.Helper()
	text, err := json.Marshal(record)
	if err != nil {
		t.Fatal(err)
	}
	var object map[string]any
	if err := json.Unmarshal(text, &object); err != nil {
		t.Fatal(err)
	}
	text, err = json.Marshal([]any{record.GetLabels(), record.GetAnnotations(), object["spec"]})
	if err != nil {
		t.Fatal(err)
	}
	c.records[kind+" "+record.GetNamespace()+"/"+record.GetName()] = string(text)
}

// read is what the plugin reads. The command must say as much as the loader: that it
// was all right, and of how many records.
func read(t *testing.T, stdin string, recursive bool, paths ...string) created {
	t.Helper()
	set, err := manifest.Load(t.Context(), paths, manifest.Options{Recursive: recursive, Stdin: strings.NewReader(stdin)})
	c := created{records: map[string]string{}}
	args := []string{"assess", "-o", "json", "--fail-on", "never"}
	if recursive {
		args = append(args, "-R")
	}
	for _, p := range paths {
		args = append(args, "--filename="+asOne(p))
	}
	p := plugin{stdin: stdin}.run(t, args...)
	if err != nil {
		c.refused = err.Error()
		p.must(t, exitUnusable)
		return c
	}
	for _, n := range set.Namespaces {
		for _, r := range n.Records {
			c.add(t, r.GetObjectKind().GroupVersionKind().Kind, r)
		}
	}
	for _, problem := range set.Problems {
		c.refused += fmt.Sprintf("%s:%d %s. %s.\n", problem.File, problem.Line, problem.Message, problem.Remedy)
	}
	if bad := c.refused != "" || len(c.records) == 0; bad != (p.code == exitUnusable) {
		t.Errorf("the command ends with %d\n%s\nof problems\n%s", p.code, p.err, c.refused)
	}
	if len(c.records) > 0 {
		var d struct{ Namespaces []struct{ Records int } }
		if err := json.Unmarshal([]byte(p.out), &d); err != nil {
			t.Fatalf("%v\n%s", err, p.out)
		}
		n := 0
		for _, ns := range d.Namespaces {
			n += ns.Records
		}
		if n != len(c.records) {
			t.Errorf("the command judges %d records of %d", n, len(c.records))
		}
	}
	return c
}

// asOne keeps a comma in a name from being one between names.
func asOne(name string) string {
	if strings.ContainsAny(name, ",\"") {
		return `"` + strings.ReplaceAll(name, `"`, `""`) + `"`
	}
	return name
}
