package main

import (
	"path/filepath"
	"testing"

	"sigs.k8s.io/yaml"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/rules"
)

const samples = "../../config/samples"

// load reads folders of manifests into records; a later one overrides an earlier
// one of the same name, as kubectl apply does.
func load(t *testing.T, shift int, dirs ...string) []api.Record {
	t.Helper()
	kinds := map[string]assess.Kind{}
	for _, k := range rules.Registry().Kinds {
		kinds[k.Name] = k
	}
	byRef := map[assess.Ref]api.Record{}
	for _, dir := range dirs {
		objects, err := readManifests(filepath.Join(samples, dir), shift)
		if err != nil {
			t.Fatal(err)
		}
		for _, object := range objects {
			kind, ok := kinds[object.GetKind()]
			if !ok || object.GetAPIVersion() != api.GroupVersion.String() {
				t.Fatalf("%s: unknown kind %s %s", dir, object.GetAPIVersion(), object.GetKind())
			}
			if object.GetNamespace() != "" {
				t.Errorf("%s %s names a namespace; the caller chooses it", object.GetKind(), object.GetName())
			}
			data, err := yaml.Marshal(object.Object)
			if err != nil {
				t.Fatal(err)
			}
			record := kind.New()
			if err := yaml.UnmarshalStrict(data, record); err != nil {
				t.Fatalf("%s %s: %v", object.GetKind(), object.GetName(), err)
			}
			byRef[assess.Ref{Kind: kind.Name, Name: object.GetName()}] = record
		}
	}
	records := make([]api.Record, 0, len(byRef))
	for _, r := range byRef {
		records = append(records, r)
	}
	return records
}

func judge(records []api.Record, day api.Date) *assess.Report {
	return mustRun(rules.Registry(), assess.NewWorld("acme-isms", records), day)
}

// The sample organisation has nothing worse than an observation on the day that
// its dates were written for. Its verdict is Unknown for as long as rules wait for
// kinds that do not exist.
func TestSamplesConform(t *testing.T) {
	report := judge(load(t, 0, "."), sampleDay)
	for _, f := range report.Rollup.Findings {
		if f.Grade != api.GradeObservation && f.Grade != api.GradeOpportunity {
			t.Errorf("%s %s %s: %s %s: %s", f.Grade, f.Rule, f.Record, f.Field, f.Reason, f.Message)
		}
	}
	if v := report.Rollup.Verdict; v != api.VerdictUnknown && v != api.VerdictConforming {
		t.Errorf("verdict %s", v)
	}
}

// Each gap is what the demo says it is.
func TestGaps(t *testing.T) {
	report := judge(load(t, 0, ".", "gaps"), sampleDay)
	found := map[string]bool{}
	for _, f := range report.Rollup.Findings {
		found[f.Rule+" "+f.Record.String()+" "+string(f.Grade)] = true
		t.Logf("%s %s %s %s: %s", f.Grade, f.Rule, f.Record, f.Reason, f.Message)
	}
	for _, want := range []string{
		"P6-01 ToolLicense/log-monitoring Major",
		"P3-02 ToolLicense/design-tool Minor",
		"P3-05 ToolLicense/design-tool Minor",
		"P7-07 OutsourcedService/managed-hosting Minor",
		"P7-09 OutsourcedService/managed-hosting Observation",
		"P2-07 CompetencyRecord/david-lang-lead-implementer Major",
		"P2-04 SecurityRole/information-security-manager Minor",
		"X-01 Person/leo-vogt Minor",
		"P2-11 Person/leo-vogt Minor",
		"P2-13 SecurityRole/physical-security Minor",
		"P5-05 Person/henry-adams Minor",
		"P9-02 ManagementReview/review-interim Minor",
	} {
		if !found[want] {
			t.Errorf("missing: %s", want)
		}
	}
}

// The demo shows the verdict move: one major less once the licence is renewed.
func TestRepairLowersMajors(t *testing.T) {
	before := judge(load(t, 0, ".", "gaps"), sampleDay).Rollup.Counts.Major
	after := judge(load(t, 0, ".", "gaps", "repair"), sampleDay).Rollup.Counts.Major
	if after != before-1 {
		t.Errorf("majors %d before the repair and %d after, want one less", before, after)
	}
}

// Whatever day the demo runs on, the moved dates give the same counts.
func TestMovedDatesGiveTheSameVerdict(t *testing.T) {
	want := judge(load(t, 0, ".", "gaps"), sampleDay).Rollup.Counts
	for shift := -400; shift <= 1500; shift += 97 {
		got := judge(load(t, shift, ".", "gaps"), sampleDay.AddDays(shift)).Rollup.Counts
		if got != want {
			t.Fatalf("moved by %d days: %+v, want %+v", shift, got, want)
		}
	}
}
