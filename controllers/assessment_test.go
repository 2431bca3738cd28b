package controllers_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	eventsv1 "k8s.io/api/events/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"
	"sigs.k8s.io/controller-runtime/pkg/client"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

func meta(namespace, name string) metav1.ObjectMeta {
	return metav1.ObjectMeta{Namespace: namespace, Name: name}
}

func erika(namespace string) *api.Person {
	return &api.Person{ObjectMeta: meta(namespace, "erika"), Spec: api.PersonSpec{Sourcing: api.SourcingInternal, EngagedFrom: api.MustDate("2020-01-01")}}
}

func licence(namespace, name, end string) *api.ToolLicense {
	return &api.ToolLicense{ObjectMeta: meta(namespace, name), Spec: api.ToolLicenseSpec{
		Common:  api.Common{Owner: &api.Actor{PersonRef: &api.Reference{Name: "erika"}}},
		Product: "Scanner", Criticality: api.CriticalityMedium, Controls: []api.ControlID{"A.8.8"},
		Term: &api.Term{Start: api.MustDate("2025-01-01"), End: api.MustDate(end)},
	}}
}

func manager(namespace string) *api.SecurityRole {
	return &api.SecurityRole{ObjectMeta: meta(namespace, "ism"), Spec: api.SecurityRoleSpec{
		Title: "Information Security Manager", Mandate: api.MandateInformationSecurityManager,
		Assignments: []api.Assignment{{Name: "erika", PersonRef: api.Reference{Name: "erika"}, AllocationPercent: ptr.To[int32](50)}},
	}}
}

func assessment(namespace, name string) *api.ClauseAssessment {
	return &api.ClauseAssessment{ObjectMeta: meta(namespace, name), Spec: api.ClauseAssessmentSpec{
		Organization: "ACME", Phase: api.PhaseImplementation,
	}}
}

func TestRecordIsJudgedWithinASecond(t *testing.T) {
	ns := newNamespace(t)
	startOperator(t, ns, clockAt("2026-06-01"), cluster.Config(), false)
	create(t, erika(ns))
	eventually(t, 10*time.Second, shows(erika(ns), api.ConditionConforming, "True NoFindings"))

	tool := licence(ns, "scanner", "2026-05-31")
	create(t, tool)
	took := eventually(t, time.Second, shows(tool, api.ConditionConforming, "False ContractExpired"))
	t.Logf("judged %s after it was created", took)
}

func TestExpiryFlipsOnTheDayAfterAndNotBefore(t *testing.T) {
	ns := newNamespace(t)
	clk := clockAt("2026-06-29")
	startOperator(t, ns, clk, cluster.Config(), false)
	tool := licence(ns, "scanner", "2026-06-30")
	tool.Spec.Term.RenewalDecision = &api.RenewalDecision{Decision: api.RenewalTerminate, DecidedOn: api.MustDate("2026-05-01")}
	create(t, erika(ns), tool)
	eventually(t, 10*time.Second, shows(tool, api.ConditionCurrent, "True NoFindings"))
	if tool.Status.NextChangeOn != "2026-07-01" {
		t.Errorf("next change on %q, want 2026-07-01", tool.Status.NextChangeOn)
	}

	clk.Step(24 * time.Hour) // the last valid day
	if tool.Spec.Criticality = api.CriticalityLow; admin.Update(t.Context(), tool) != nil {
		t.Fatal("update failed")
	}
	eventually(t, 5*time.Second, shows(tool, api.ConditionCurrent, "True NoFindings"))

	clk.Step(12*time.Hour - time.Second) // its last second
	before := statusWrites(t, ns)
	clk.Step(time.Second) // the day after, with no edit
	eventually(t, 5*time.Second, shows(tool, api.ConditionCurrent, "False ContractExpired"))
	if since := tool.Status.Findings[0].Since; since != "2026-07-01" {
		t.Errorf("since %q, want 2026-07-01", since)
	}
	if writes := statusWrites(t, ns) - before; writes != 1 {
		t.Errorf("%d statuses written for one that changed", writes)
	}
}

func TestDeletedHolderFailsRoleAndRollupByName(t *testing.T) {
	ns := newNamespace(t)
	startOperator(t, ns, clockAt("2026-06-01"), cluster.Config(), false)
	role, clause := manager(ns), assessment(ns, "acme")
	create(t, erika(ns), role, clause)
	eventually(t, 10*time.Second, shows(role, api.ConditionOwned, "False AppointmentNotFormal"))

	if err := admin.Delete(t.Context(), erika(ns)); err != nil {
		t.Fatal(err)
	}
	eventually(t, 2*time.Second, shows(role, api.ConditionOwned, "False RoleUnfilled"))
	eventually(t, 2*time.Second, func() error {
		if err := admin.Get(t.Context(), client.ObjectKeyFromObject(clause), clause); err != nil {
			return err
		}
		for _, f := range clause.Status.Findings {
			if f.Rule == "P2-12" && f.Grade == api.GradeMajor && *f.Record == (api.FindingRecord{Kind: "SecurityRole", Name: "ism"}) && strings.Contains(f.Message, "erika") {
				return nil
			}
		}
		return fmt.Errorf("roll-up does not name the role and the person: %+v", clause.Status.Findings)
	})

	create(t, erika(ns))
	eventually(t, 2*time.Second, shows(role, api.ConditionOwned, "False AppointmentNotFormal"))
	eventually(t, 2*time.Second, func() error {
		if err := admin.Get(t.Context(), client.ObjectKeyFromObject(clause), clause); err != nil {
			return err
		}
		for _, f := range clause.Status.Findings {
			if f.Rule == "P2-12" {
				return fmt.Errorf("still %s", f.Message)
			}
		}
		return nil
	})
}

// TestStandbyTakesOverInSilence: a replica that has stood by while another judged finds
// nothing to write when it takes over.
func TestStandbyTakesOverInSilence(t *testing.T) {
	ns := newNamespace(t)
	clk := clockAt("2026-06-01")
	first := startOperator(t, ns, clk, cluster.Config(), true)
	leads := licence(ns, "first", "2026-05-31")
	create(t, leads)
	eventually(t, 20*time.Second, shows(leads, api.ConditionConforming, "False ContractExpired"))
	later := clockAt("2026-06-01")
	later.Step(time.Hour) // it would give conditions other times
	startOperator(t, ns, later, cluster.Config(), true)
	time.Sleep(2 * time.Second) // it stands by, and knows what there is
	tool := licence(ns, "scanner", "2026-05-31")
	create(t, erika(ns), manager(ns), tool, assessment(ns, "acme"))
	eventually(t, 20*time.Second, shows(tool, api.ConditionConforming, "False ContractExpired"))
	settled := settle(t, ns)
	first.stop()
	probe(t, ns, "probe")
	if n := settle(t, ns) - settled; n != 2 {
		t.Errorf("a replica that takes over wrote %d statuses beside the probe's two", n-2)
	}
}

func TestSecondPassRestartAndLeaderChangeWriteNothing(t *testing.T) {
	ns := newNamespace(t)
	clk := clockAt("2026-06-01")
	tool, clause := licence(ns, "scanner", "2026-05-31"), assessment(ns, "acme")
	create(t, erika(ns), manager(ns), tool, clause)
	first := startOperator(t, ns, clk, cluster.Config(), true)
	eventually(t, 20*time.Second, shows(tool, api.ConditionConforming, "False ContractExpired"))
	settled := settle(t, ns)

	// A second pass: an edit that changes no verdict, of a record that must be judged again.
	extra := licence(ns, "extra", "2030-01-01")
	create(t, extra)
	eventually(t, 5*time.Second, shows(extra, api.ConditionCurrent, "True NoFindings"))
	// One write for the new record, one for the roll-up that counts it.
	if n := settle(t, ns) - settled; n != 2 {
		t.Errorf("a second pass wrote %d statuses, want 2 (the new record and the roll-up)", n)
	}
	settled = settle(t, ns)

	second := startOperator(t, ns, clk, cluster.Config(), true)
	first.stop() // leader change
	probe(t, ns, "probe-leader")
	if n := settle(t, ns) - settled; n != 2 {
		t.Errorf("a leader change wrote %d statuses beside the probe's two", n-2)
	}
	settled = settle(t, ns)

	second.stop() // restart
	startOperator(t, ns, clk, cluster.Config(), true)
	probe(t, ns, "probe-restart")
	if n := settle(t, ns) - settled; n != 2 {
		t.Errorf("a restart wrote %d statuses beside the probe's two", n-2)
	}
}

// probe creates a record and waits for its verdict: proof that an operator that
// is new has made its pass. It costs two writes, the record's and the roll-up's.
func probe(t *testing.T, namespace, name string) {
	t.Helper()
	o := licence(namespace, name, "2030-01-01")
	// The pass over what was there before must be over: give it the time that a pass takes.
	time.Sleep(3 * time.Second)
	create(t, o)
	eventually(t, 20*time.Second, shows(o, api.ConditionCurrent, "True NoFindings"))
}

// settle waits until the count of status writes stays the same, and returns it.
func settle(t *testing.T, namespace string) int {
	t.Helper()
	last := -1
	eventually(t, 20*time.Second, func() error {
		n := statusWrites(t, namespace)
		if n != last {
			last = n
			time.Sleep(time.Second)
			return fmt.Errorf("%d writes", n)
		}
		return nil
	})
	return last
}

func TestEventsTellTransitionsOnly(t *testing.T) {
	ns := newNamespace(t)
	startOperator(t, ns, clockAt("2026-06-01"), cluster.Config(), false)
	tool := licence(ns, "scanner", "2026-05-31")
	create(t, erika(ns), tool)
	eventually(t, 10*time.Second, shows(tool, api.ConditionConforming, "False ContractExpired"))
	eventually(t, 5*time.Second, hasEvents(ns, "Warning ContractExpired"))

	tool.Spec.Term.End = api.MustDate("2030-01-01")
	if err := admin.Update(t.Context(), tool); err != nil {
		t.Fatal(err)
	}
	eventually(t, 5*time.Second, shows(tool, api.ConditionConforming, "True NoFindings"))
	eventually(t, 5*time.Second, hasEvents(ns, "Warning ContractExpired", "Normal NoFindings"))
}

func hasEvents(namespace string, want ...string) func() error {
	return func() error {
		var list eventsv1.EventList
		if err := admin.List(context.Background(), &list, client.InNamespace(namespace)); err != nil {
			return err
		}
		var have []string
		for _, e := range list.Items {
			have = append(have, e.Type+" "+e.Reason)
		}
		if strings.Join(have, ", ") != strings.Join(want, ", ") && len(have) != len(want) {
			return fmt.Errorf("events %q, want %q", have, want)
		}
		for _, w := range want {
			if !strings.Contains(strings.Join(have, ", "), w) {
				return fmt.Errorf("events %q lack %q", have, w)
			}
		}
		return nil
	}
}

func TestTwoAssessmentsAreUnknownAndRecordsKeepTheirVerdicts(t *testing.T) {
	ns := newNamespace(t)
	startOperator(t, ns, clockAt("2026-06-01"), cluster.Config(), false)
	tool := licence(ns, "scanner", "2030-01-01")
	a, b := assessment(ns, "acme"), assessment(ns, "beta")
	create(t, erika(ns), tool, a, b)
	eventually(t, 10*time.Second, shows(tool, api.ConditionConforming, "True NoFindings"))
	for _, clause := range []*api.ClauseAssessment{a, b} {
		eventually(t, 5*time.Second, func() error {
			if err := admin.Get(t.Context(), client.ObjectKeyFromObject(clause), clause); err != nil {
				return err
			}
			for _, f := range clause.Status.Findings {
				if f.Reason == "AssessmentAmbiguous" {
					return nil
				}
			}
			return fmt.Errorf("%s does not say that it is not the only one: %+v", clause.Name, clause.Status.Findings)
		})
	}
}

func TestBadInputIsAnsweredByTheAPIServer(t *testing.T) {
	ns := newNamespace(t)
	const head = "apiVersion: isms-operator.io/v1alpha1\n"
	tests := []struct{ name, why, manifest, want string }{
		{"unknown field", "a typo must not be dropped", "kind: Person\nmetadata: {name: x}\nspec: {sourcng: Internal}", `unknown field "spec.sourcng"`},
		{"wrong enum", "the allowed values are told", "kind: Person\nmetadata: {name: x}\nspec: {sourcing: Freelance}", `supported values: "Internal", "External"`},
		{"impossible date", "30 February does not exist", "kind: Person\nmetadata: {name: x}\nspec: {engagedUntil: \"2026-02-30\"}", "must be a day that exists"},
		{"another way of writing", "only one way is read", "kind: Person\nmetadata: {name: x}\nspec: {engagedUntil: \"5//31/2026\"}", "spec.engagedUntil: Invalid value"},
		{"end before start", "the order is wrong", "kind: ToolLicense\nmetadata: {name: x}\nspec: {product: p, term: {start: \"2026-02-01\", end: \"2026-01-31\"}}", "end must not be before start"},
		{"valid until before valid from", "the order is wrong", "kind: CompetencyRecord\nmetadata: {name: x}\nspec: {personRef: {name: p}, competency: c, achievedOn: \"2025-01-01\", validity: {validFrom: \"2026-02-01\", validUntil: \"2026-01-31\"}}", "validUntil must not be before validFrom"},
		{"duplicate list key", "which one would hold?", "kind: SecurityRole\nmetadata: {name: x}\nspec: {title: t, assignments: [{name: a, personRef: {name: p}}, {name: a, personRef: {name: q}}]}", "Duplicate value"},
		{"1 MiB string", "no field is unbounded", "kind: ToolLicense\nmetadata: {name: x}\nspec: {product: \"" + strings.Repeat("x", 1<<20) + "\"}", "Too long"},
		{"reference to itself", "nobody is their own manager", "kind: Person\nmetadata: {name: x}\nspec: {managerRef: {name: x}}", "cannot be their own manager"},
		{"role that reports to itself", "a line must lead somewhere", "kind: SecurityRole\nmetadata: {name: x}\nspec: {title: t, reportsToRef: {name: x}}", "cannot report to itself"},
		{"two owners", "one answers", "kind: ToolLicense\nmetadata: {name: x}\nspec: {product: p, owner: {statedAs: HQ, personRef: {name: p}}}", "set exactly one of"},
		{"end and evergreen", "they contradict", "kind: ToolLicense\nmetadata: {name: x}\nspec: {product: p, term: {end: \"2026-01-01\", evergreen: {reason: r}}}", "set end or evergreen, not both"},
		{"date that kustomize rewrote", "it is the same day", "kind: Person\nmetadata: {name: kustomized}\nspec: {engagedUntil: \"2026-01-01T00:00:00Z\"}", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, stderr, err := cluster.Kubectl(t.Context(), strings.NewReader(head+tt.manifest), "-n", ns, "create", "-f", "-")
			if tt.want == "" {
				if err != nil {
					t.Fatalf("refused, although %s: %s", tt.why, stderr)
				}
				return
			}
			if err == nil || !strings.Contains(stderr, tt.want) {
				t.Errorf("%s: want an answer with %q, got %.600q", tt.why, tt.want, stderr)
			}
		})
	}
}

func TestDanglingReferenceIsAFinding(t *testing.T) {
	ns := newNamespace(t)
	startOperator(t, ns, clockAt("2026-06-01"), cluster.Config(), false)
	p := erika(ns)
	p.Spec.ManagerRef = &api.Reference{Name: "nobody"}
	create(t, p)
	eventually(t, 10*time.Second, shows(p, api.ConditionOwned, "False ReferenceNotFound"))
	if m := p.Status.Findings[0].Message; m != `spec.managerRef names the Person "nobody", which does not exist` {
		t.Errorf("message %q", m)
	}
}

func TestApprovedReviewIsImmutableButItsActionsAreNot(t *testing.T) {
	ns := newNamespace(t)
	r := &api.ManagementReview{ObjectMeta: meta(ns, "mr"), Spec: api.ManagementReviewSpec{
		HeldOn:    api.MustDate("2026-03-01"),
		Decisions: []api.ReviewDecision{{ID: "1", Text: "Buy", DueOn: api.MustDate("2026-05-01")}},
		Approvals: []api.Approval{{Name: "board", By: *api.PersonActor("erika"), ApprovedOn: api.MustDate("2026-03-02")}},
	}}
	create(t, r)
	r.Spec.Decisions[0].CompletedOn = api.MustDate("2026-04-01")
	if err := admin.Update(t.Context(), r); err != nil {
		t.Errorf("completing an action of an approved review: %v", err)
	}
	r.Spec.HeldOn = api.MustDate("2026-03-05")
	if err := admin.Update(t.Context(), r); !apierrors.IsInvalid(err) || !strings.Contains(err.Error(), "spec.heldOn: Forbidden: this review is approved") {
		t.Errorf("moving the day of an approved review: %v", err)
	}
}
