package controllers_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	eventsv1 "k8s.io/api/events/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/test/attacks"
)

// TestSignaturesAreTold: the status of a record says who approved with which key and that it
// was valid on that day, an event says so without a name and once, and a signature that is
// broken afterwards is told as such.
func TestSignaturesAreTold(t *testing.T) {
	ns := newNamespace(t)
	org := attacks.NewOrg()
	signed := org.Approval().Signature
	org.Approval().Signature = ""
	for _, r := range org.Records() {
		r.SetNamespace(ns)
		create(t, r.(client.Object))
	}
	o := options(clockAt(attacks.Day))
	o.Namespaces, o.TrustRoots = []string{ns}, org.Trusted
	first := startWith(t, ns, cluster.Config(), false, o)
	matrix := org.Matrix
	says := func(want ...string) func() error {
		return func() error {
			if err := admin.Get(t.Context(), client.ObjectKeyFromObject(matrix), matrix); err != nil {
				return err
			}
			have := []string{}
			for _, s := range matrix.Status.Signatures {
				have = append(have, strings.Join([]string{s.Field, string(s.Worth), s.By, s.StatedOn, s.Key, s.Fingerprint}, " "))
			}
			if matrix.Status.ObservedGeneration != matrix.Generation || !slices.Equal(have, append([]string{}, want...)) {
				return fmt.Errorf("the status of generation %d, of %d, says %q, want %q", matrix.Status.ObservedGeneration, matrix.Generation, have, want)
			}
			return nil
		}
	}
	edit := func(change func(*api.Approval)) {
		t.Helper()
		if err := admin.Get(t.Context(), client.ObjectKeyFromObject(matrix), matrix); err != nil {
			t.Fatal(err)
		}
		change(&matrix.Spec.Approvals[0])
		if err := admin.Update(t.Context(), matrix); err != nil {
			t.Fatal(err)
		}
	}
	verified := func(times int) func() error {
		return func() error {
			n := 0
			var list eventsv1.EventList
			if err := admin.List(t.Context(), &list, client.InNamespace(ns)); err != nil {
				return err
			}
			for _, e := range list.Items {
				if e.Reason != "ApprovalVerified" {
					continue
				}
				n++
				if want := "An approval was verified: its signature is valid on its day, and its key leads to the trust root"; e.Note != want || e.Type != "Normal" {
					t.Errorf("%s event %q, want %q", e.Type, e.Note, want)
				}
			}
			if n != times {
				return fmt.Errorf("%d events tell that an approval was verified, want %d", n, times)
			}
			return nil
		}
	}
	by := " boss 2026-04-20 key " + attacks.Boss.Fingerprint()
	eventually(t, 20*time.Second, says())
	edit(func(a *api.Approval) { a.Signature = signed })
	eventually(t, 20*time.Second, says("spec.approvals[board] Valid"+by))
	eventually(t, 20*time.Second, verified(1))
	first.stop()
	second := startWith(t, ns, cluster.Config(), false, o) // which finds in the status that it was told
	edit(func(a *api.Approval) { a.Rationale = "As was discussed" })
	eventually(t, 20*time.Second, says("spec.approvals[board] Invalid boss 2026-04-20  "+attacks.Boss.Fingerprint()))
	second.stop()
	third := startWith(t, ns, cluster.Config(), false, o) // which finds that it does not count
	edit(func(a *api.Approval) { a.Rationale = "As discussed" })
	eventually(t, 20*time.Second, says("spec.approvals[board] Valid"+by))
	eventually(t, 20*time.Second, verified(2))
	third.stop()
	o.TrustRoots = nil
	startWith(t, ns, cluster.Config(), false, o)
	eventually(t, 20*time.Second, says("spec.approvals[board] Unknown"+by))
}

// TestStampsAreTold: the status says by when a signature was there, as long as the time stamp counts.
func TestStampsAreTold(t *testing.T) {
	ns := newNamespace(t)
	org := attacks.NewOrg()
	org.AskForStamps()
	for _, r := range org.Records() {
		r.SetNamespace(ns)
		create(t, r.(client.Object))
	}
	o := options(clockAt(attacks.Day))
	o.Namespaces, o.TrustRoots = []string{ns}, org.Trusted
	startWith(t, ns, cluster.Config(), false, o)
	says := func(want string) func() error {
		return func() error {
			var budget api.SecurityBudget
			if err := admin.Get(t.Context(), client.ObjectKeyFromObject(org.Budget), &budget); err != nil {
				return err
			}
			have := []string{}
			for _, s := range budget.Status.Signatures {
				have = append(have, string(s.Worth)+" "+s.StampedAt)
			}
			if !slices.Equal(have, []string{want}) {
				return fmt.Errorf("the status says %q, want %q", have, want)
			}
			return nil
		}
	}
	eventually(t, 20*time.Second, says("Valid 2026-04-20T12:00:00Z"))
	if err := admin.Get(t.Context(), client.ObjectKeyFromObject(org.ISMS), org.ISMS); err != nil {
		t.Fatal(err)
	}
	org.ISMS.Spec.Policy.Signatures.TimestampAuthorities = nil // so that nobody vouches for the notary
	if err := admin.Update(t.Context(), org.ISMS); err != nil {
		t.Fatal(err)
	}
	eventually(t, 20*time.Second, says("Invalid "))
}
