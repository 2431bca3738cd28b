package controllers_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"sigs.k8s.io/controller-runtime/pkg/client"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// applyPolicy installs the optional admission policies for one test, and waits
// until the API server acts on them.
func applyPolicy(t *testing.T, namespace string) {
	t.Helper()
	if _, _, err := cluster.Kubectl(t.Context(), nil, "apply", "-k", "../config/policy"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, _, err := cluster.Kubectl(context.Background(), nil, "delete", "-k", "../config/policy"); err != nil {
			t.Error(err)
		}
	})
	eventually(t, 20*time.Second, func() error {
		_, stderr, err := cluster.Kubectl(t.Context(), strings.NewReader(ownApproval), "-n", namespace, "create", "--dry-run=server", "-f", "-")
		if err == nil || !strings.Contains(stderr, "self-approval") {
			return errNotYet
		}
		return nil
	})
}

var errNotYet = errorString("the policy does not act yet")

type errorString string

func (e errorString) Error() string { return string(e) }

const ownApproval = `{apiVersion: isms-operator.io/v1alpha1, kind: SecurityBudget, metadata: {name: own},
spec: {requestedBy: {personRef: {name: erika}}, approvals: [{name: board, by: {personRef: {name: erika}}, approvedOn: "2026-01-01"}]}}`

func TestAdmissionPolicyRefusesSelfApproval(t *testing.T) {
	ns := newNamespace(t)
	applyPolicy(t, ns)
	for _, c := range []struct{ name, why, manifest, want string }{
		{"own budget", "who asks does not decide", ownApproval, "spec.approvals[board].by: who asked for it (spec.requestedBy) cannot approve it; have somebody else decide"},
		{"own conflict", "who is waived does not waive", `{apiVersion: isms-operator.io/v1alpha1, kind: SecurityException, metadata: {name: x},
			spec: {conflict: {first: a, second: b}, personRefs: [{name: erika}], approvals: [{name: board, by: {personRef: {name: erika}}, approvedOn: "2026-01-01"}]}}`, "spec.approvals[board].by: who the exception is about"},
		{"own competency", "who claims does not verify", `{apiVersion: isms-operator.io/v1alpha1, kind: CompetencyRecord, metadata: {name: x},
			spec: {personRef: {name: erika}, competency: c, verification: {by: {personRef: {name: erika}}, verifiedOn: "2026-01-01"}}}`, "erika cannot verify their own competency"},
		{"own appointment", "nobody appoints themselves", `{apiVersion: isms-operator.io/v1alpha1, kind: SecurityRole, metadata: {name: x},
			spec: {title: t, assignments: [{name: a, personRef: {name: erika}, appointedBy: {personRef: {name: erika}}}]}}`, "erika cannot appoint themselves"},
		{"own budget, in a role", "a role that asks does not decide either", `{apiVersion: isms-operator.io/v1alpha1, kind: SecurityBudget, metadata: {name: own-role},
			spec: {requestedBy: {roleRef: {name: boss}}, approvals: [{name: first, by: {personRef: {name: erika}}, approvedOn: "2026-01-01"}, {name: second, by: {roleRef: {name: boss}}, approvedOn: "2026-01-01"}]}}`, "spec.approvals[second].by: who asked for it"},
		{"own conflict, second approval", "one of several is enough", `{apiVersion: isms-operator.io/v1alpha1, kind: SecurityException, metadata: {name: x},
			spec: {conflict: {first: a, second: b}, personRefs: [{name: erika}], approvals: [{name: first, by: {roleRef: {name: boss}}, approvedOn: "2026-01-01"}, {name: second, by: {personRef: {name: erika}}, approvedOn: "2026-01-01"}]}}`, "spec.approvals[second].by: who the exception is about"},
		{"decided by another", "that is how it should be", `{apiVersion: isms-operator.io/v1alpha1, kind: SecurityBudget, metadata: {name: fine},
			spec: {requestedBy: {personRef: {name: erika}}, approvals: [{name: board, by: {personRef: {name: boss}}, approvedOn: "2026-01-01"}]}}`, ""},
		{"not decided", "a request alone is no approval", `{apiVersion: isms-operator.io/v1alpha1, kind: SecurityBudget, metadata: {name: open},
			spec: {requestedBy: {personRef: {name: erika}}}}`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, stderr, err := cluster.Kubectl(t.Context(), strings.NewReader(c.manifest), "-n", ns, "create", "-f", "-")
			if (c.want == "") != (err == nil) || !strings.Contains(stderr, c.want) {
				t.Errorf("%s: want %q, got %v %s", c.why, c.want, err, stderr)
			}
		})
	}
}

// TestAdmissionPolicyKeepsRevocations: nobody registers their own key, and what was revoked
// stays so.
func TestAdmissionPolicyKeepsRevocations(t *testing.T) {
	ns := newNamespace(t)
	applyPolicy(t, ns)
	const key, other = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIqI4910CfGVVLbLTy6XXLKZwmHZQSGN0iAG0D29c", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJrFX5pYb3HVFd2wNW2WkmMLr3Pz0uzv1fXWYFgn6xnA"
	person := func(keys string) string {
		return strings.NewReplacer("KEY", key, "OTHER", other).Replace(`{apiVersion: isms-operator.io/v1alpha1, kind: Person, metadata: {name: erika}, spec: {sourcing: Internal, engagedFrom: "2020-01-01", signingKeys: [` + keys + `]}}`)
	}
	for _, c := range []struct{ name, why, keys, want string }{
		{"registered by another", "somebody else vouches", `{name: k, publicKey: KEY, registeredBy: {personRef: {name: boss}}, registeredOn: "2026-01-01"}`, ""},
		{"registered by its holder", "nobody vouches for themselves", `{name: k, publicKey: KEY, registeredBy: {personRef: {name: erika}}, registeredOn: "2026-01-01"}`, "spec.signingKeys[k].registeredBy: nobody vouches for their own key"},
		{"revoked", "anybody may who writes the record", `{name: k, publicKey: KEY, revokedOn: "2026-03-10"}, {name: l, publicKey: OTHER}`, ""},
		{"revoked a day later", "what was signed in between would count", `{name: k, publicKey: KEY, revokedOn: "2026-03-11"}, {name: l, publicKey: OTHER}`, "was revoked, and a revocation is neither taken back"},
		{"on the same day, with a time", "a day is a day", `{name: k, publicKey: KEY, revokedOn: "2026-03-10T00:00:00Z"}, {name: l, publicKey: OTHER}`, ""},
		{"a day earlier", "it was lost before", `{name: k, publicKey: KEY, revokedOn: "2026-03-09"}, {name: l, publicKey: OTHER}`, ""},
		{"not revoked any more", "whoever holds it would sign again", `{name: k, publicKey: KEY}, {name: l, publicKey: OTHER}`, "k was revoked"},
		{"gone", "it could be entered again", `{name: l, publicKey: OTHER}`, "k was revoked"},
		{"under another name", "it is the key that is revoked", `{name: old, publicKey: KEY, revokedOn: "2026-03-09"}`, ""},
		{"no key at all", "nor all of them", ``, "old was revoked"},
	} {
		_, stderr, err := cluster.Kubectl(t.Context(), strings.NewReader(person(c.keys)), "-n", ns, "apply", "-f", "-")
		if (c.want == "") != (err == nil) || !strings.Contains(stderr, c.want) {
			t.Errorf("%s, %s: want %q, got %v %s", c.name, c.why, c.want, err, stderr)
		}
	}
}

func TestAdmissionPolicyKeepsRecordsForTheirRetentionPeriod(t *testing.T) {
	ns := newNamespace(t)
	applyPolicy(t, ns)
	clk := clockAt("2026-06-01")
	startOperator(t, ns, clk, cluster.Config(), false)
	review := &api.ManagementReview{ObjectMeta: meta(ns, "review"), Spec: api.ManagementReviewSpec{HeldOn: api.MustDate("2023-06-01")}}
	create(t, assessment(ns, "acme"), erika(ns), review)
	remove := func() (string, error) {
		_, stderr, err := cluster.Kubectl(t.Context(), nil, "-n", ns, "delete", "managementreview", "review")
		return stderr, err
	}
	eventually(t, 10*time.Second, func() error {
		if err := admin.Get(t.Context(), client.ObjectKeyFromObject(review), review); err != nil {
			return err
		}
		if review.Status.RetainUntil != "2026-06-01" {
			return errorString("retainUntil is " + review.Status.RetainUntil)
		}
		return nil
	})
	if stderr, err := remove(); err == nil || !strings.Contains(stderr, "must be kept until 2026-06-01") {
		t.Fatalf("deleted on the last day of its period: %v %s", err, stderr)
	}
	clk.SetTime(api.MustDate("2026-06-02").Time().Add(time.Hour))
	eventually(t, 10*time.Second, func() error {
		_, err := remove()
		return err
	})
}
