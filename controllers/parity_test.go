package controllers_test

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	apimeta "k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/types"
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
	if want := status.Of(report, &judged, status.Keep(have), report.AsOf.Time().Add(12*time.Hour)); !status.Same(status.Keep(have), status.Keep(want)) {
		return fmt.Errorf("%s %s:\nhave %+v\nwant %+v", result.Kind.Name, key.Name, have, want)
	}
	return nil
}

// TestPolicyIsTold: the status and its summary say where the policy asks for less, as the
// plugin does, and stop when it does not.
func TestPolicyIsTold(t *testing.T) {
	ns := newNamespace(t)
	isms := assessment(ns, "acme")
	months := int32(24)
	isms.Spec.Policy.Review.AuditIntervalMonths, isms.Spec.Policy.Improvement.IntervalMonths = &months, &months
	create(t, isms)
	startOperator(t, ns, clockAt("2026-06-01"), cluster.Config(), false)
	told := func(want *api.PolicyDeviations, text string) func() error {
		return func() error {
			stored := &api.ClauseAssessment{}
			if err := admin.Get(context.Background(), client.ObjectKeyFromObject(isms), stored); err != nil {
				return err
			}
			summary := apimeta.FindStatusCondition(stored.Status.Conditions, api.ConditionConforming)
			if have := stored.Status.Policy; !reflect.DeepEqual(have, want) || summary == nil || strings.Contains(summary.Message, "The policy asks for less") != (text != "") || !strings.HasSuffix(summary.Message, text) {
				return fmt.Errorf("policy %+v, summary %+v", have, summary)
			}
			return nil
		}
	}
	eventually(t, 30*time.Second, told(
		&api.PolicyDeviations{Deviations: 2, BeyondFloor: 1, Fields: []string{"review.auditIntervalMonths", "improvement.intervalMonths"}},
		"; The policy asks for less than the default in 2 fields (1 beyond the floor)"))
	patch := client.RawPatch(types.MergePatchType, []byte(`{"spec":{"policy":null}}`))
	if err := admin.Patch(t.Context(), isms, patch); err != nil {
		t.Fatal(err)
	}
	eventually(t, 30*time.Second, told(nil, ""))
}
