package rules

import (
	"fmt"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

func infrastructureAsset() assess.Kind {
	retired := func(c *assess.Context, r *api.InfrastructureAsset) bool { return assetSupply(r).retired(c) }
	custodian := func(r *api.InfrastructureAsset) *api.Owner { return r.Spec.Custodian }
	rules := append(common(assetFacts, assetReferences, nil),
		owned(retired, custodian),
		controlsExist("spec.controls", func(r *api.InfrastructureAsset) []api.ControlID { return r.Spec.Controls }),
		assess.On(docAssetAdequacy, checkAssetAdequacy),
		assess.On(docAssetClassification, checkAssetClassification),
		supported(assetSupply, assetSupport),
		maintained(assetUpkeep),
		assess.On(docNoSchedule, checkNoSchedule),
		purposed(assetPurpose),
		observed(assetWorkloads))
	return assess.KindOf("InfrastructureAsset", "infrastructureassets", assess.Infrastructure,
		func(r *api.InfrastructureAsset) api.Date { return unlessClosed(r.Spec.SupportEndsOn, r.Spec.RetiredOn) }, rules...)
}

// assetSupply is an asset as what a control can rest on; it has no term.
func assetSupply(r *api.InfrastructureAsset) supply {
	return supply{
		kind: "InfrastructureAsset", name: r.Name,
		retiredOn: r.Spec.RetiredOn, criticality: r.Spec.Criticality, controls: existing(r.Spec.Controls),
	}
}

func assetSupport(r *api.InfrastructureAsset) vendorSupport {
	what := "the InfrastructureAsset " + r.Name
	if r.Spec.Version != "" {
		what += " in version " + r.Spec.Version
	}
	return vendorSupport{what, r.Spec.SupportEndsOn, r.Spec.Replacement}
}

func assetPurpose(r *api.InfrastructureAsset) purpose {
	return purpose{r.Spec.Controls, r.Spec.RequirementRefs, api.ResourceInfrastructureAsset, r.Name, assetSupply(r).retired}
}

func assetWorkloads(c *assess.Context, r *api.InfrastructureAsset) []api.WorkloadReference {
	if !assetInUse(c, r) {
		return nil
	}
	return r.Spec.WorkloadRefs
}

// assetInUse reports whether the asset is in service on the day.
func assetInUse(c *assess.Context, r *api.InfrastructureAsset) bool {
	return started(c, r.Spec.InServiceFrom) && !c.Today.Reached(r.Spec.RetiredOn)
}

func assetFacts(r *api.InfrastructureAsset) []fact {
	facts := []fact{{"spec.retiredOn", r.Spec.RetiredOn, "it went out of use"}}
	if a := r.Spec.Adequacy; a != nil {
		facts = append(facts, fact{"spec.adequacy.assessedOn", a.AssessedOn, "its adequacy was assessed"})
	}
	return facts
}

// assetReferences leaves owner and custodian to rule P3-02, which judges them.
func assetReferences(w *assess.World, r *api.InfrastructureAsset) []reference {
	return eachTo[*api.ResourceRequirement](w, "spec.requirementRefs", "ResourceRequirement", r.Spec.RequirementRefs)
}

var docAssetAdequacy = assess.Doc{
	ID: "P3-04", Aspect: assess.Covered, Clause: "7.1, A.8.6",
	Requires: "Each asset in use is known to be up to its purpose",
	Fires:    "the asset was found inadequate, or was never assessed, or not within the interval (minor)",
	Reasons:  []string{"AdequacyNotAssessed", "AssetInadequate"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Assess capacity, performance and protection of the asset, and set spec.adequacy",
	Policy: []string{"adequacyIntervalMonths"},
}

func checkAssetAdequacy(c *assess.Context, r *api.InfrastructureAsset) {
	if !assetInUse(c, r) {
		return
	}
	f := assess.Finding{Reason: "AdequacyNotAssessed", Grade: api.GradeMinor, Field: "spec.adequacy"}
	switch a := r.Spec.Adequacy; {
	case a == nil || a.Verdict == "" || !c.Today.Reached(a.AssessedOn):
		f.Since = r.Spec.InServiceFrom
		f.Message = "No assessment says whether the asset is up to its purpose"
	case a.Verdict == api.AssetInadequate:
		f.Reason, f.Field, f.Since = "AssetInadequate", "spec.adequacy.verdict", a.AssessedOn
		f.Message = fmt.Sprintf("The asset was found inadequate on %s", a.AssessedOn)
		f.Remedy = "Make the asset adequate or replace it, assess it again and set spec.adequacy"
	default:
		due := a.AssessedOn.AddMonths(c.Policy.AdequacyInterval())
		if !c.Today.Past(due) {
			return
		}
		f.Field, f.Since = "spec.adequacy.assessedOn", due.AddDays(1)
		f.Message = fmt.Sprintf("The adequacy of the asset was last assessed on %s, and the next assessment was due on %s", a.AssessedOn, due)
	}
	c.Report(f)
}

var docAssetClassification = assess.Doc{
	ID: "P3-07", Aspect: assess.Covered, Clause: docClassification.Clause,
	Requires: "It is known how critical an asset is, and how sensitive the information that it holds",
	Fires:    "the criticality or the classification is not stated, which other grades and controls hang on (unknown)",
	Reasons:  docClassification.Reasons, Grades: docClassification.Grades,
	Remedy: "Set spec.criticality and spec.classification",
}

func checkAssetClassification(c *assess.Context, r *api.InfrastructureAsset) {
	if assetSupply(r).retired(c) {
		return
	}
	for _, missing := range []struct{ value, field, message, remedy string }{
		{string(r.Spec.Criticality), "spec.criticality", "Nobody has stated how critical it is", "Set spec.criticality"},
		{string(r.Spec.Classification), "spec.classification", "Nobody has stated how sensitive the information is that it holds", "Set spec.classification to that of the most sensitive information that it holds"},
	} {
		if missing.value == "" {
			c.Report(assess.Finding{
				Reason: "ClassificationMissing", Grade: api.GradeUnknown, Field: missing.field,
				Message: missing.message, Remedy: missing.remedy,
			})
		}
	}
}

var docNoSchedule = assess.Doc{
	ID: "P6-06", Point: assess.Maintenance, Aspect: assess.Covered, Clause: "7.1, A.7.13",
	Requires: "It is determined how often a critical asset is maintained",
	Fires:    "a critical asset has neither a maintenance interval nor a reason why it needs none (minor)",
	Reasons:  []string{"NoMaintenanceSchedule"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Set spec.maintenanceIntervalMonths, or spec.maintenanceNotNeeded with the reason",
}

func checkNoSchedule(c *assess.Context, r *api.InfrastructureAsset) {
	if r.Spec.Criticality == api.CriticalityCritical && r.Spec.MaintenanceIntervalMonths <= 0 &&
		strings.TrimSpace(r.Spec.MaintenanceNotNeeded) == "" && !assetSupply(r).retired(c) {
		c.Report(assess.Finding{
			Reason: "NoMaintenanceSchedule", Grade: api.GradeMinor, Field: "spec.maintenanceIntervalMonths",
			Message: "It is not determined how often the critical asset is maintained",
		})
	}
}
