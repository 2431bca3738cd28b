package pages

import (
	"crypto/sha256"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/test/scenarios"
)

// undecided are the samples with their gaps in their places, with what waits for top management (a
// need that nobody decided on, one of which nobody knows whether it is paid for, and a budget that
// nobody approved), and with documents of which one was changed.
func undecided(root string, samples []api.Record) (*assess.World, error) {
	gaps, err := scenarios.LoadFolder(filepath.Join(root, "config", "samples", "gaps"))
	if err != nil {
		return nil, err
	}
	all := slices.Clone(samples)
	for _, gap := range gaps {
		same := func(r api.Record) bool {
			return r.GetName() == gap.GetName() && reflect.TypeOf(r) == reflect.TypeOf(gap)
		}
		if i := slices.IndexFunc(all, same); i >= 0 {
			all[i] = gap
		} else {
			all = append(all, gap)
		}
	}
	add := func(name string, r api.Record) { r.SetName(name); all = append(all, r) }
	day := api.MustDate
	add("second-coordinator", &api.ResourceRequirement{Spec: api.ResourceRequirementSpec{Need: "A second person who coordinates incidents", NeededBy: day("2026-09-01"),
		Drivers: &api.Drivers{RiskRefs: []api.Reference{{Name: "ransomware"}}}, EstimatedCost: &api.Money{Amount: "48000", Currency: "EUR"}}})
	add("log-storage", &api.ResourceRequirement{Spec: api.ResourceRequirementSpec{Need: "Room for the logs of a year", NeededBy: day("2026-10-01"), EstimatedCost: &api.Money{Amount: "3000", Currency: "EUR"},
		Decision: &api.RequirementDecision{State: api.RequirementApproved, DecidedOn: day("2026-05-04"), Rationale: "An incident of January could not be traced.", By: &api.Actor{RoleRef: &api.Reference{Name: "top-management"}}}}})
	planned := api.Amount("3400")
	year := func(year string) *api.Period {
		return &api.Period{Start: day(year + "-01-01"), End: day(year + "-12-31")}
	}
	add("storage-2026", &api.SecurityBudget{Spec: api.SecurityBudgetSpec{Currency: "EUR", Period: year("2026"), Approvals: []api.Approval{{ApprovedOn: day("2026-05-04"), By: api.Actor{RoleRef: &api.Reference{Name: "top-management"}}}},
		Lines: []api.BudgetLine{{Name: "logs", Currency: "USD", Planned: &planned, RequirementRefs: []api.Reference{{Name: "log-storage"}}}}}})
	add("budget-2027", &api.SecurityBudget{Spec: api.SecurityBudgetSpec{Currency: "EUR", Period: year("2027")}})
	return exhibited(all, "carla-novak-risk-management")
}

// exhibited are records of which one names two documents: one that is there, and one that is there
// and is not what was recorded.
func exhibited(all []api.Record, name string) (*assess.World, error) {
	i := slices.IndexFunc(all, func(r api.Record) bool { _, is := r.(*api.CompetencyRecord); return is && r.GetName() == name })
	if i < 0 {
		return nil, fmt.Errorf("the samples have no CompetencyRecord %s", name)
	}
	r := all[i].DeepCopyObject().(*api.CompetencyRecord)
	var seen []assess.Document
	r.Spec.Evidence = nil
	for i, of := range []string{"certificate", "course"} {
		stated := fmt.Sprintf("%x", sha256.Sum256([]byte(of)))
		e := api.Evidence{Name: of, URI: "competence/" + name + "-" + of + ".pdf", SHA256: stated}
		r.Spec.Evidence = append(r.Spec.Evidence, e)
		found := stated
		if i == 1 {
			found = fmt.Sprintf("%x", sha256.Sum256([]byte("another "+of)))
		}
		seen = append(seen, assess.Document{Field: "spec.evidence[" + of + "]", URI: e.URI, Stated: stated, SHA256: found, Exists: true})
	}
	all[i] = r
	w := assess.NewWorld("isms", all)
	w.ObserveDocuments(map[assess.Ref][]assess.Document{{Kind: "CompetencyRecord", Name: name}: seen})
	return w, nil
}
