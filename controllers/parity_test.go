package controllers_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"sigs.k8s.io/controller-runtime/pkg/client"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/test/scenarios"
)

// TestOperatorAgreesWithTheEngine applies the samples and every audit story to the
// API server and compares what the operator publishes with what the engine says on
// files; then what the API server holds with test/statuses.
func TestOperatorAgreesWithTheEngine(t *testing.T) {
	stories := shownIn(t)
	captured := make([]map[string]string, len(stories))
	t.Run("stories", func(t *testing.T) {
		for i := range stories {
			t.Run(stories[i].Name, func(t *testing.T) {
				t.Parallel() // most of it is waiting for the register to settle
				captured[i] = capture(t, &stories[i])
			})
		}
	})
	have := map[string]string{}
	for _, manifests := range captured {
		for path, manifest := range manifests {
			keepFirst(have, path, func() string { return manifest })
		}
	}
	t.Run("statuses", func(t *testing.T) { areCurrent(t, have) })
}

// waitForAgreement waits until the operator has published the report of a namespace.
func waitForAgreement(t *testing.T, report *assess.Report, namespace string) {
	t.Helper()
	eventually(t, 30*time.Second, func() error {
		for i := range report.Results {
			if err := agrees(report, &report.Results[i], namespace); err != nil {
				return err
			}
		}
		return nil
	})
}

func agrees(report *assess.Report, result *assess.Result, namespace string) error {
	stored := result.Kind.New().(client.Object)
	key := client.ObjectKey{Namespace: namespace, Name: result.Record.GetName()}
	if err := admin.Get(context.Background(), key, stored); err != nil {
		return err
	}
	findings, until, conditions := result.Findings, result.Until, result.Conditions()
	if a, ok := stored.(*api.ClauseAssessment); ok {
		findings, until, conditions = report.Rollup.Findings, report.Until, report.Rollup.Conditions()
		if a.Status.Verdict != report.Rollup.Verdict {
			return fmt.Errorf("%s: verdict %q, want %q", key.Name, a.Status.Verdict, report.Rollup.Verdict)
		}
	}
	status := stored.(api.Record).RecordStatus()
	var have, want []string
	for _, f := range status.Findings {
		have = append(have, scenarios.Line(f.Rule, f.Reason, f.Grade, f.Message))
	}
	for _, f := range findings[:min(len(findings), api.MaxFindings)] {
		want = append(want, scenarios.Line(f.Rule, f.Reason, f.Grade, f.Message))
	}
	for _, c := range status.Conditions {
		have = append(have, fmt.Sprint(c.Type, c.Status, c.Reason, c.Message))
	}
	for _, c := range conditions {
		want = append(want, fmt.Sprint(c.Type, c.Status, c.Reason, c.Message))
	}
	if !slices.Equal(have, want) || status.NextChangeOn != until.String() {
		return fmt.Errorf("%s %s:\nhave %q until %q\nwant %q until %q", result.Kind.Name, key.Name, have, status.NextChangeOn, want, until)
	}
	return nil
}
