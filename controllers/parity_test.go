package controllers_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"sigs.k8s.io/controller-runtime/pkg/client"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/status"
	"github.com/isms-operator/isms-operator/test/scenarios"
)

// TestOperatorAgreesWithTheEngine applies the samples and every audit story to the
// API server and compares what the operator publishes with what the engine says on
// files.
func TestOperatorAgreesWithTheEngine(t *testing.T) {
	samples, err := scenarios.LoadFolder("../config/samples")
	if err != nil {
		t.Fatal(err)
	}
	stories, err := scenarios.Load("../test/scenarios")
	if err != nil {
		t.Fatal(err)
	}
	stories = append(stories, scenarios.Scenario{Name: "samples", AsOf: api.MustDate("2026-06-01"), Records: samples})
	for i := range stories {
		s := &stories[i]
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel() // most of it is waiting for the register to settle
			report, ns := s.Judge(), newNamespace(t)
			for _, r := range s.Records {
				r.SetNamespace(ns)
				create(t, r.(client.Object))
			}
			o := startOperator(t, ns, clockAt(s.AsOf.String()), cluster.Config(), false)
			defer o.stop()
			waitForAgreement(t, report, ns)
		})
	}
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
	have := &status.Status{RecordStatus: *stored.(api.Record).RecordStatus()}
	if a, ok := stored.(*api.ClauseAssessment); ok {
		have = &a.Status
	}
	judged := *result
	judged.Record = stored.(api.Record)
	if want := status.Of(report, &judged, have, report.AsOf.Time().Add(12*time.Hour)); !status.Equal(have, want) {
		return fmt.Errorf("%s %s:\nhave %+v\nwant %+v", result.Kind.Name, key.Name, have, want)
	}
	return nil
}
