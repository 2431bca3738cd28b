//go:build gitops

package flux

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/isms-operator/isms-operator/test/gitops/cluster"
)

const person = `apiVersion: isms-operator.io/v1alpha1
kind: Person
metadata: {name: erika}
spec: {sourcing: Internal, engagedFrom: "2020-01-01"}
`

// license is that of docs/gitops.md, which ends on a day.
func license(end string) string {
	return `apiVersion: isms-operator.io/v1alpha1
kind: ToolLicense
metadata: {name: scanner}
spec:
  product: Scanner
  criticality: Medium
  owner: {personRef: {name: erika}}
  controls: [A.8.8]
  term: {start: "2025-01-01", end: "` + end + `"}
`
}

const (
	lapsed  = "2026-05-31" // the day before cluster.SampleDay
	renewed = "2027-05-31"
	scanner = "ToolLicense/scanner"
)

// register writes a person, and a licence that ends on a day, into a folder.
func (s *source) register(t *testing.T, folder, end string) {
	t.Helper()
	s.Write(t, folder+"/person.yaml", person)
	s.Write(t, folder+"/license.yaml", license(end))
}

// samples writes the sample organisation into a folder.
func (s *source) samples(t *testing.T, folder string) {
	t.Helper()
	s.Copy(t, filepath.Join(s.Root, "config", "samples"), folder)
}

// namespace makes one.
func (f *flux) namespace(t *testing.T, name string) {
	t.Helper()
	f.apply(t, map[string]any{"apiVersion": "v1", "kind": "Namespace", "metadata": map[string]any{"name": name}})
}

// conforming fails the test unless the record has this status of the condition.
func (f *flux) conforming(t *testing.T, namespace, record, want string) {
	t.Helper()
	all := f.Records(t, namespace)
	if got := all[record].Conforming; got != want {
		t.Errorf("%s in %s: Conforming is %q (%s), want %s", record, namespace, got, all[record].Reason, want)
	}
}

// inventoried fails the test unless the inventory has exactly these records.
func inventoried(t *testing.T, now *status, namespace string, records map[string]cluster.Record) {
	t.Helper()
	for _, r := range records {
		if !now.has(namespace, r.Name, r.Kind) {
			t.Errorf("the inventory lacks %s/%s", r.Kind, r.Name)
		}
	}
	if got := len(now.Inventory.Entries); got != len(records) {
		t.Errorf("the inventory has %d entries, and %s has %d records", got, namespace, len(records))
	}
}

// count is how many records the files of a folder of the repository hold.
func (s *source) count(t *testing.T, folder string) int {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(s.Dir, folder, "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		n += strings.Count("\n"+string(text), "\nkind: ")
	}
	return n
}

// writers tells who wrote how often, for what a test says.
func writers(writes []cluster.Write) string {
	var b strings.Builder
	for _, w := range writes {
		fmt.Fprintf(&b, "\n%s %s %s/%s %s by %s: %s", w.At.Format("15:04:05.000"), w.Verb, w.Resource, w.Name, w.Subresource, w.User, w.Body)
	}
	return b.String()
}
