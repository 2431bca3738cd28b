package controllers_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/test/realdata"
)

// createAll creates real records and returns the errors of those refused, by name.
func createAll(t *testing.T, namespace string, objects []unstructured.Unstructured) map[string]error {
	t.Helper()
	refused := map[string]error{}
	for i := range objects {
		o := &objects[i]
		o.SetNamespace(namespace)
		if err := admin.Create(t.Context(), o); apierrors.IsInvalid(err) {
			refused[o.GetName()] = err
		} else if err != nil {
			t.Fatal(err)
		}
	}
	return refused
}

func realSource(t *testing.T) string {
	t.Helper()
	dir, ok := realdata.Source()
	if !ok {
		t.Skipf("NOT TESTED: the real records are absent at %s", dir)
	}
	return dir
}

// TestFedRAMPAuthorisations judges 629 real authorisations on the day on which
// they were published, a day later and a year later.
func TestFedRAMPAuthorisations(t *testing.T) {
	set, err := realdata.Convert(t.Context(), realSource(t), "fedramp-marketplace")
	if err != nil {
		t.Fatal(err)
	}
	objects := set.Objects
	ns := newNamespace(t)
	refused := createAll(t, ns, objects)
	if len(refused) > 0 {
		t.Errorf("refused, and the import rejects what is malformed: %v", refused)
	}
	clk := clockAt("2025-01-30")
	startOperator(t, ns, clk, cluster.Config(), false)
	for _, c := range []struct {
		why                         string
		days                        int
		unknown, lapsed, soon, rest int
	}{
		{"the day of publication", 0, 276, 51, 14, 288},
		{"a day later", 1, 276, 53, 12, 288},
		{"a year later", 364, 276, 158, 13, 182},
	} {
		clk.Step(time.Duration(c.days) * 24 * time.Hour)
		eventually(t, 60*time.Second, func() error {
			have, err := countTerms(ns)
			if err != nil {
				return err
			}
			want := map[string]int{"EndDateUnknown": c.unknown, "ContractExpired": c.lapsed, "RenewalDecisionDue": c.soon, "": c.rest}
			if fmt.Sprint(have) != fmt.Sprint(want) {
				return fmt.Errorf("%s: %v, want %v", c.why, have, want)
			}
			return nil
		})
	}
	assertNoneConforming(t, ns)
}

// countTerms counts what the services' terms are found to be; "" where they run.
// What else is found on a service, such as that nobody reviewed it, is left aside.
func countTerms(namespace string) (map[string]int, error) {
	var list api.OutsourcedServiceList
	if err := admin.List(context.Background(), &list, client.InNamespace(namespace)); err != nil {
		return nil, err
	}
	have := map[string]int{}
	for i := range list.Items {
		status := &list.Items[i].Status
		if status.ObservedGeneration < 1 {
			return nil, fmt.Errorf("%s is not judged", list.Items[i].Name)
		}
		reason := ""
		for _, f := range status.Findings {
			switch f.Reason {
			case "EndDateUnknown", "ContractExpired", "RenewalDecisionDue":
				reason = f.Reason
			}
		}
		have[reason]++
	}
	return have, nil
}

// assertNoneConforming fails for a record without an end that is called conforming.
func assertNoneConforming(t *testing.T, namespace string) {
	t.Helper()
	var list api.OutsourcedServiceList
	if err := admin.List(t.Context(), &list, client.InNamespace(namespace)); err != nil {
		t.Fatal(err)
	}
	for i := range list.Items {
		s := &list.Items[i]
		for _, c := range s.Status.Conditions {
			if c.Type == api.ConditionConforming && c.Status == "True" && (s.Spec.Term == nil || s.Spec.Term.End.IsZero()) {
				t.Errorf("%s has no end and is called conforming", s.Name)
			}
		}
	}
}

// TestRealRolesAndReviews finds the roles that nobody fills and the minutes that
// nobody approved, in the records of two real organisations.
func TestRealRolesAndReviews(t *testing.T) {
	dir := realSource(t)
	for _, c := range []struct {
		name string
		// unfilled roles, and reviews, that the source holds
		unfilled []string
		reviews  int
	}{
		{"18f-tts-tech-portfolio", nil, 0},
		{"rust-project", []string{"infra-admins-lead", "leadership-council-lead", "security-response-lead"}, 9},
	} {
		t.Run(c.name, func(t *testing.T) {
			set, err := realdata.Convert(t.Context(), dir, c.name)
			if err != nil {
				t.Fatal(err)
			}
			objects := set.Objects
			ns := newNamespace(t)
			if refused := createAll(t, ns, objects); len(refused) > 0 {
				t.Fatalf("refused: %v", refused)
			}
			startOperator(t, ns, clockAt("2026-08-23"), cluster.Config(), false)
			eventually(t, 30*time.Second, func() error { return findings(ns, c.unfilled, c.reviews) })
		})
	}
}

func findings(namespace string, unfilled []string, reviews int) error {
	var roles api.SecurityRoleList
	if err := admin.List(context.Background(), &roles, client.InNamespace(namespace)); err != nil {
		return err
	}
	var have []string
	for i := range roles.Items {
		if roles.Items[i].Status.ObservedGeneration < 1 {
			return fmt.Errorf("%s is not judged", roles.Items[i].Name)
		}
		for _, f := range roles.Items[i].Status.Findings {
			if f.Reason == "RoleUnfilled" {
				have = append(have, roles.Items[i].Name)
			}
		}
	}
	if fmt.Sprint(have) != fmt.Sprint(unfilled) {
		return fmt.Errorf("unfilled roles %v, want %v", have, unfilled)
	}
	var list api.ManagementReviewList
	if err := admin.List(context.Background(), &list, client.InNamespace(namespace)); err != nil {
		return err
	}
	deficient := 0
	for i := range list.Items {
		for _, f := range list.Items[i].Status.Findings {
			if f.Reason == "MinutesNotApproved" {
				deficient++
			}
		}
	}
	if deficient != reviews {
		return fmt.Errorf("%d of %d reviews found without approval, want %d", deficient, len(list.Items), reviews)
	}
	return nil
}
