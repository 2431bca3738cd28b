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

// found are the records of a kind on which a reason is found on a day, sorted.
func (d *Dataset) found(t *testing.T, kind, day string, reasons ...string) []string {
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
	names := map[string]bool{}
	for i := range report.Rollup.Findings {
		if f := &report.Rollup.Findings[i]; f.Record.Kind == kind && slices.Contains(reasons, f.Reason) {
			names[f.Record.Name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
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
		set.found(t, "Person", "2026-06-01") // the loader takes them all
	}
}

// TestOpenSAM holds what SOURCE.txt says of the licences.
func TestOpenSAM(t *testing.T) {
	set := dataset(t, "opensam")
	for _, c := range []struct {
		day   string
		ended int
	}{{"2026-06-01", 34}, {"2026-01-01", 7}, {"2025-11-11", 0}} {
		if got := set.found(t, "ToolLicense", c.day, "ContractExpired"); len(got) != c.ended {
			t.Errorf("%s: %d contracts have ended, want %d: %v", c.day, len(got), c.ended, got)
		}
	}
	if got := set.found(t, "ToolLicense", "2026-06-01", "LicenseOverused"); !slices.Equal(got, []string{"slack-enterprise"}) {
		t.Errorf("over-used: %v, want Slack Enterprise alone", got)
	}
	var unused []string
	for _, o := range set.ofKind("ToolLicense") {
		if assigned, _, _ := unstructured.NestedInt64(o.Object, "spec", "seats", "assigned"); assigned == 0 {
			unused = append(unused, o.GetName())
		}
	}
	if len(unused) != 5 {
		t.Errorf("licensed and never installed: %v, want 5", unused)
	}
}

// TestMiniSMSI holds what SOURCE.txt says of the assets.
func TestMiniSMSI(t *testing.T) {
	set := dataset(t, "mini-smsi-fr")
	for day, want := range map[string]string{"2026-06-01": "a004 a010 a015 a018 a019 a020 a023", "2026-01-01": "a015 a018 a019 a020"} {
		if got := strings.Join(set.found(t, "InfrastructureAsset", day, "VendorSupportEnded"), " "); got != want {
			t.Errorf("%s: past their end of life: %s, want %s", day, got, want)
		}
	}
	none := 0
	owners := map[string]int{}
	for _, o := range set.ofKind("InfrastructureAsset") {
		if _, there, _ := unstructured.NestedString(o.Object, "spec", "supportEndsOn"); !there {
			none++
		}
		owner, _, _ := unstructured.NestedString(o.Object, "spec", "owner", "statedAs")
		owners[owner]++
	}
	if none != 11 || owners["DSI"] != 9 || owners["RSSI"] != 4 || owners["CTO"] != 3 {
		t.Errorf("%d without end of life, want 11; owners %v", none, owners)
	}
}

// TestPayBridges holds what SOURCE.txt says of risks, controls and actions.
func TestPayBridges(t *testing.T) {
	set := dataset(t, "paybridges")
	count := func(objects []unstructured.Unstructured, path ...string) map[string]int {
		all := map[string]int{}
		for _, o := range objects {
			v, _, _ := unstructured.NestedString(o.Object, append([]string{"spec"}, path...)...)
			all[v]++
		}
		return all
	}
	risks := set.ofKind("Risk")
	if got := count(risks, "rating"); !maps.Equal(got, map[string]int{"Critical": 2, "High": 15, "Medium": 3}) {
		t.Errorf("inherent: %v", got)
	}
	if got := count(risks, "residual", "rating"); !maps.Equal(got, map[string]int{"High": 3, "Medium": 11, "Low": 6}) {
		t.Errorf("residual: %v", got)
	}
	var controls []unstructured.Unstructured
	var excluded []string
	statement := set.ofKind("StatementOfApplicability")[0]
	list, _, _ := unstructured.NestedSlice(statement.Object, "spec", "controls")
	for _, c := range list {
		control := c.(map[string]any)
		controls = append(controls, unstructured.Unstructured{Object: map[string]any{"spec": control}})
		if control["applicability"] == "Excluded" {
			excluded = append(excluded, control["id"].(string))
		}
	}
	if want := []string{"A.7.5", "A.7.6", "A.7.8", "A.7.11", "A.7.12"}; len(list) != 93 || !slices.Equal(excluded, want) {
		t.Errorf("%d controls, excluded %v, want %v", len(list), excluded, want)
	}
	if got := count(controls, "implementation"); got["Implemented"] != 80 || got["InProgress"] != 8 {
		t.Errorf("implementation: %v", got)
	}
	var high []string
	for _, o := range risks {
		residual, _, _ := unstructured.NestedMap(o.Object, "spec", "residual")
		if residual["rating"] == "High" && residual["acceptance"] == nil {
			high = append(high, o.GetName())
		}
	}
	if !slices.Equal(high, []string{"rr-01", "rr-03", "rr-05"}) {
		t.Errorf("residual High and nobody has accepted it: %v", high)
	}
	if got := set.found(t, "Improvement", "2026-06-01", "ImprovementOverdue"); !slices.Equal(got, []string{"capa-01", "capa-02", "capa-03"}) {
		t.Errorf("overdue: %v", got)
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
