package realdata

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// needSource returns the folder of the published records, or skips the test.
func needSource(t *testing.T) string {
	t.Helper()
	dir, ok := Source()
	if !ok {
		t.Skipf("real data absent at %s: NOT TESTED", dir)
	}
	return dir
}

func dataset(t *testing.T, name string) Dataset {
	t.Helper()
	set, err := Convert(t.Context(), needSource(t), name)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// judged is what the records come to on a day.
func (d *Dataset) judged(t *testing.T, day string) *assess.Report {
	t.Helper()
	text, err := Marshal(d.Objects)
	if err != nil {
		t.Fatal(err)
	}
	set, err := manifest.Load(t.Context(), []string{"-"}, manifest.Options{Stdin: bytes.NewReader(text), SkipEvidence: true})
	if err != nil || len(set.Problems) > 0 || len(set.Worlds()) != 1 {
		t.Fatalf("%d worlds, %v, problems %+v", len(set.Worlds()), err, set.Problems)
	}
	report, err := assess.Judge(t.Context(), rules.Registry(), set.Worlds()[0], api.MustDate(day))
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// found are the records of a kind on which a reason is found on a day, sorted; of any grade
// where none is given.
func (d *Dataset) found(t *testing.T, kind, day, reason string, grades ...api.Grade) []string {
	t.Helper()
	names := map[string]bool{}
	report := d.judged(t, day)
	for i := range report.Rollup.Findings {
		f := &report.Rollup.Findings[i]
		if f.Record.Kind == kind && f.Reason == reason && (len(grades) == 0 || slices.Contains(grades, f.Grade)) {
			names[f.Record.Name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// counted are the values of a field below the spec of objects, and how often each is there.
func counted(objects []unstructured.Unstructured, path ...string) map[string]int {
	all := map[string]int{}
	for _, o := range objects {
		v, _, _ := unstructured.NestedString(o.Object, append([]string{"spec"}, path...)...)
		all[v]++
	}
	return all
}

// TestEverySourceComesIn: by mappings alone, and what is rejected is malformed at the source.
func TestEverySourceComesIn(t *testing.T) {
	entries, err := os.ReadDir(needSource(t))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]struct {
		rejected int
		records  map[string]int
	}{
		"18f-tts-tech-portfolio":     {0, map[string]int{"Person": 5, "SecurityRole": 17, "OutsourcedService": 6}},
		"endoflife-date":             {0, map[string]int{"InfrastructureAsset": 302}},
		"fedramp-marketplace":        {5, map[string]int{"OutsourcedService": 629}},
		"lmodel-iso27001":            {4, map[string]int{"CompetencyRecord": 2, "Improvement": 3, "InternalAudit": 2, "ManagementReview": 1, "Person": 2, "ResourceRequirement": 1, "Risk": 1, "SecurityRole": 1, "StatementOfApplicability": 1}},
		"mini-smsi-fr":               {0, map[string]int{"InfrastructureAsset": 25, "Improvement": 15}},
		"moj-modernisation-platform": {0, map[string]int{"InfrastructureAsset": 50}},
		"opensam":                    {0, map[string]int{"ToolLicense": 40, "Person": 128}},
		"paybridges":                 {0, map[string]int{"Improvement": 3, "InternalAudit": 2, "Risk": 20, "StatementOfApplicability": 1}},
		"rust-project":               {0, map[string]int{"Person": 81, "SecurityRole": 19, "ManagementReview": 9}},
	}
	for _, e := range entries {
		set := dataset(t, e.Name())
		w := want[e.Name()]
		if !maps.Equal(set.Report.Records, w.records) || len(set.Report.Rejected) != w.rejected {
			t.Errorf("%s: records %v, want %v; rejected %+v, want %d", e.Name(), set.Report.Records, w.records, set.Report.Rejected, w.rejected)
		}
		set.judged(t, "2026-06-01") // the loader takes them all
	}
}

// TestNothingPersonalIsAdded: of a person, a mapping writes the name that the source prints.
func TestNothingPersonalIsAdded(t *testing.T) {
	for _, name := range []string{"18f-tts-tech-portfolio", "rust-project"} {
		set := dataset(t, name)
		var text strings.Builder
		err := filepath.WalkDir(filepath.Join(needSource(t), name), func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			text.Write(data)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range set.ofKind("Person") {
			called, _, _ := unstructured.NestedString(o.Object, "spec", "displayName")
			if called == "" || !strings.Contains(text.String(), called) {
				t.Errorf("%s is called %q, which the source does not say", o.GetName(), called)
			}
		}
	}
}
