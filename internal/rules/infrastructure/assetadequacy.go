package infrastructure

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docAssetAdequacy = assess.Doc{
	ID: "P3-04", Aspect: assess.Covered, Clause: "7.1, A.8.6",
	Requires: "Each asset in use is known to be up to its purpose",
	Fires:    "the asset, other than information itself, was found inadequate, or was not assessed within the days after it went into service, or not within the interval (minor)",
	Reasons:  []string{"AdequacyNotAssessed", "AssetInadequate"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Assess capacity, performance and protection of the asset, and set spec.adequacy",
	Policy: []string{"infrastructure.adequacyIntervalMonths", "infrastructure.newAssetDays"},
}

func checkAssetAdequacy(c *assess.Context, r *api.InfrastructureAsset) {
	if !facts.AssetInUse(c, r) || facts.Information(r) {
		return
	}
	f := assess.Finding{Reason: "AdequacyNotAssessed", Grade: api.GradeMinor, Field: "spec.adequacy"}
	switch a := r.Spec.Adequacy; {
	case a == nil || a.Verdict == "" || !c.Today.Reached(a.AssessedOn):
		if from := r.Spec.InServiceFrom; !from.IsZero() {
			due := from.AddDays(c.Policy.NewAsset())
			if !c.Today.Past(due) {
				return
			}
			f.Since = due.AddDays(1)
		}
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
