package controllers_test

import (
	"context"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/test/scenarios"
)

var update = flag.Bool("update", false, "rewrite test/statuses")

// statuses is where the manifests are kept that the tests of GitOps tools read.
const statuses = "../test/statuses"

// The states of a record, as GitOps tools see it.
const (
	unjudged  = "unjudged"  // created, and the operator has not seen it
	compliant = "compliant" // Compliant is True
	lapsed    = "lapsed"    // Compliant is False, and so is Current
	lacking   = "lacking"   // Compliant is False, and nothing has lapsed
	unknown   = "unknown"   // Compliant is Unknown
	edited    = "edited"    // judged, then edited while no operator ran
	deleted   = "deleted"   // deleted, and held back by a finalizer of somebody else
)

// history are the kinds whose records nobody can edit, so that they have no state "edited".
var history = []string{"MaintenanceRecord", "ServiceReview"}

// areCurrent compares what the API server held with test/statuses: full manifests of
// every kind in every state that it reaches in a story.
func areCurrent(t *testing.T, have map[string]string) {
	t.Helper()
	for _, kind := range rules.Registry().Kinds {
		must := []string{unjudged, compliant, deleted, edited}
		if slices.Contains(history, kind.Name) {
			must = must[:3]
		}
		for _, state := range must {
			if have[pathOf(kind.Name, state)] == "" {
				t.Fatalf("%s is in no story in the state %s; all stories must run for this comparison", kind.Name, state)
			}
		}
	}
	if *update {
		rewriteStatuses(t, have)
	}
	want := readStatuses(t)
	const again = "run go test ./controllers -run TestOperatorAgreesWithTheEngine -update"
	for _, path := range slices.Sorted(maps.Keys(have)) {
		if want[path] != have[path] {
			t.Errorf("test/statuses/%s is not what the operator writes now; %s and look at the difference:\n%s", path, again, have[path])
		}
	}
	for path := range want {
		if have[path] == "" {
			t.Errorf("test/statuses/%s is in no story any more; %s", path, again)
		}
	}
}

// shown is a story, and the records of it that are kept, by kind and state.
type shown struct {
	scenarios.Scenario
	records map[string]api.Record
}

// shownIn returns the samples and every story, each with the records in which it is
// the first to show a state of a kind.
func shownIn(t *testing.T) []shown {
	t.Helper()
	samples, err := scenarios.LoadFolder("../config/samples")
	if err != nil {
		t.Fatal(err)
	}
	stories, err := scenarios.Load("../test/scenarios")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	var all []shown
	for _, s := range append([]scenarios.Scenario{{Name: "samples", AsOf: api.MustDate("2026-06-01"), Records: samples}}, stories...) {
		records := statesIn(&s)
		maps.DeleteFunc(records, func(path string, _ api.Record) bool { return seen[path] })
		for path := range records {
			seen[path] = true
		}
		all = append(all, shown{s, records})
	}
	return all
}

// statesIn returns the first record of a story in each state of each kind.
func statesIn(s *scenarios.Scenario) map[string]api.Record {
	report, records := s.Judge(), map[string]api.Record{}
	for i := range report.Results {
		result := &report.Results[i]
		if path := pathOf(result.Kind.Name, stateOf(report, result)); records[path] == nil {
			records[path] = result.Record
		}
	}
	return records
}

func pathOf(kind, state string) string { return strings.ToLower(kind) + "/" + state + ".yaml" }

func stateOf(report *assess.Report, result *assess.Result) string {
	conditions := result.Conditions()
	if _, ok := result.Record.(*api.ClauseAssessment); ok {
		conditions = report.Rollup.Conditions()
	}
	status := map[string]metav1.ConditionStatus{}
	for _, c := range conditions {
		status[c.Type] = c.Status
	}
	switch {
	case status[api.ConditionCompliant] == metav1.ConditionTrue:
		return compliant
	case status[api.ConditionCompliant] == metav1.ConditionUnknown:
		return unknown
	case status[api.ConditionCurrent] == metav1.ConditionFalse:
		return lapsed
	}
	return lacking
}

// capture applies a story, compares what the operator publishes with the engine's
// report, and returns the records that are kept, in the states that they go through.
func capture(t *testing.T, s *shown) map[string]string {
	t.Helper()
	have := map[string]string{}
	report := s.Judge()
	ns := newNamespace(t)
	for _, r := range s.Records {
		r.SetNamespace(ns)
		create(t, r.(client.Object))
	}
	paths := slices.Sorted(maps.Keys(s.records))
	for _, path := range paths {
		keepFirst(have, pathOf(kindOf(path), unjudged), func() string { return manifestOf(t, s.records[path]) })
	}
	o := startOperator(t, ns, clockAt(s.AsOf.String()), cluster.Config(), false)
	waitForAgreement(t, report, ns)
	o.stop()
	for _, path := range paths {
		have[path] = manifestOf(t, s.records[path])
	}
	for _, path := range paths {
		kind, record := kindOf(path), s.records[path]
		if have[pathOf(kind, edited)] == "" && edit(t, record) {
			have[pathOf(kind, edited)] = manifestOf(t, record)
		}
		keepFirst(have, pathOf(kind, deleted), func() string { return holdBack(t, record) })
	}
	return have
}

func kindOf(path string) string { return filepath.Dir(path) }

func keepFirst(have map[string]string, path string, manifest func() string) {
	if have[path] == "" {
		have[path] = manifest()
	}
}

// edit changes something that every kind has, and reports whether the API server let it.
func edit(t *testing.T, record api.Record) bool {
	t.Helper()
	patch := client.RawPatch(types.MergePatchType, []byte(`{"spec":{"review":{"intervalMonths":13}}}`))
	return admin.Patch(t.Context(), storedRecord(t, record), patch) == nil
}

// holdBack deletes a record that a finalizer keeps, and returns it as it then is.
func holdBack(t *testing.T, record api.Record) string {
	t.Helper()
	hold := func(finalizers string) {
		patch := client.RawPatch(types.MergePatchType, []byte(`{"metadata":{"finalizers":`+finalizers+`}}`))
		if err := admin.Patch(t.Context(), storedRecord(t, record), patch); err != nil {
			t.Fatal(err)
		}
	}
	hold(`["example.org/archive"]`)
	if err := admin.Delete(t.Context(), storedRecord(t, record)); err != nil {
		t.Fatal(err)
	}
	defer hold(`null`)
	return manifestOf(t, record)
}

// storedRecord returns the record as the API server holds it.
func storedRecord(t *testing.T, record api.Record) *unstructured.Unstructured {
	t.Helper()
	kinds, _, err := scheme.ObjectKinds(record.(client.Object))
	if err != nil {
		t.Fatal(err)
	}
	o := &unstructured.Unstructured{}
	o.SetGroupVersionKind(kinds[0])
	if err := admin.Get(context.Background(), client.ObjectKeyFromObject(record.(client.Object)), o); err != nil {
		t.Fatal(err)
	}
	return o
}

// manifestOf is what "kubectl get -o yaml" shows, with what differs from run to run evened out.
func manifestOf(t *testing.T, record api.Record) string {
	t.Helper()
	o := storedRecord(t, record)
	namespace := o.GetNamespace()
	o.SetManagedFields(nil)
	o.SetNamespace("acme")
	o.SetUID("00000000-0000-4000-8000-000000000000")
	o.SetResourceVersion("1")
	day := metav1.NewTime(time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC))
	o.SetCreationTimestamp(day)
	if o.GetDeletionTimestamp() != nil {
		o.SetDeletionTimestamp(&day)
	}
	text, err := yaml.Marshal(o.Object)
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(text), namespace, "acme")
}

func readStatuses(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob(statuses + "/*/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		path, err := filepath.Rel(statuses, file)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.ToSlash(path)] = string(text)
	}
	return all
}

func rewriteStatuses(t *testing.T, have map[string]string) {
	t.Helper()
	for path := range readStatuses(t) {
		if err := os.Remove(filepath.Join(statuses, path)); err != nil {
			t.Fatal(err)
		}
	}
	for path, text := range have {
		file := filepath.Join(statuses, path)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("wrote %d manifests", len(have))
}
