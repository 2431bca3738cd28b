package controllers

import (
	"reflect"
	"strconv"
	"testing"

	"k8s.io/apimachinery/pkg/types"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/internal/signoff"
	"github.com/isms-operator/isms-operator/internal/status"
	"github.com/isms-operator/isms-operator/test/scenarios"
)

// TestWhatIsComputedOfARecordLasts: as long as it says the same, and no longer. A hash of what a
// record said before an edit would call an approval bound that is not.
func TestWhatIsComputedOfARecordLasts(t *testing.T) {
	registry := rules.Registry()
	kind := &registry.Kinds[0]
	for i := range registry.Kinds {
		if registry.Kinds[i].Name == "SecurityBudget" {
			kind = &registry.Kinds[i]
		}
	}
	r := newRegister(func(string, change, *entry) {}, func() bool { return true })
	s := r.shelf(kind, "")
	s.follower = &follower{}
	version := 0
	arrives := func(uid types.UID, generation int64, currency api.Currency, faults ...assess.Fault) func() {
		return func() {
			version++
			budget := &api.SecurityBudget{Spec: api.SecurityBudgetSpec{Currency: currency}}
			budget.Namespace, budget.Name, budget.UID, budget.Generation, budget.ResourceVersion = "isms", "budget", uid, generation, strconv.Itoa(version)
			s.take(newEntry(budget, faults, status.Keep(&status.Status{})))
		}
	}
	var before *assess.Lasting
	for _, step := range []struct {
		why     string
		happens func()
		lasts   bool
	}{
		{"it arrives", arrives("a", 1, "EUR"), false},
		{"its labels or status change", arrives("a", 1, "EUR"), true},
		{"the operator writes its status", func() {
			version++
			e := s.entries["isms"]["budget"]
			r.startWrite(e)
			r.endWrite(kind.Name, e, status.Keep(&status.Status{}), strconv.Itoa(version))
		}, true},
		{"it is edited", arrives("a", 2, "USD"), false},
		{"it is edited back", arrives("a", 3, "EUR"), false},
		{"its definition shows it otherwise, and no generation tells", arrives("a", 3, "USD"), false},
		{"it cannot be read", arrives("a", 3, "USD", assess.Fault{Field: "spec"}), false},
		{"it is deleted and made anew", arrives("b", 1, "USD"), false},
	} {
		step.happens()
		gathered, entries := r.gather(registry, "isms")
		for record, e := range entries {
			now := gathered.Lasting(record)
			if now == nil || now != e.lasting {
				t.Fatalf("%s: the world is not given what lasts of the record", step.why)
			}
			if (now == before) != step.lasts {
				t.Errorf("%s: what was computed lasts: %v, want %v", step.why, now == before, step.lasts)
			}
			before = now
		}
	}
}

// TestHashesOutlastAPass: what the rules compute of records that are approved is there for the
// next pass.
func TestHashesOutlastAPass(t *testing.T) {
	samples, err := scenarios.LoadFolder("../config/samples")
	if err != nil {
		t.Fatal(err)
	}
	day := api.MustDate("2026-06-01")
	held := Hold(rules.Registry(), "isms", scenarios.Copies(samples, "isms", len(samples)), day.Time())
	gathered, _ := held.register.gather(held.registry, "isms")
	world, bound, kept := gathered.World(), 0, 0
	for i := range held.registry.Kinds {
		kind := &held.registry.Kinds[i]
		for _, record := range gathered.Records {
			if reflect.TypeOf(record).Elem().Name() != kind.Name || kind.Approvals == nil || len(kind.Approvals(record)) == 0 {
				continue
			}
			bound++
			computed := false
			assess.OfRecord(world, record, func() *signoff.Hashes { computed = true; return new(signoff.Hashes) })
			if !computed {
				kept++
			}
		}
	}
	if bound == 0 || kept != bound {
		t.Errorf("of %d records that are approved, the hashes of %d are kept", bound, kept)
	}
}
