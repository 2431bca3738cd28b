package maintenance

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docSupportUnknown = assess.Doc{
	ID: "P6-11", Point: assess.Maintenance, Aspect: assess.Current, Clause: "7.1, A.8.8",
	Requires: "It is known until when the vendor supports weighty software",
	Fires:    "a critical tool or asset, or one that a control rests on, is in use in a stated version, or is an asset of the type Software, and neither an end of support is recorded nor where somebody looked lately that none is announced, and no life cycle that the record names tells one (unknown)",
	Reasons:  []string{"SupportEndUnknown"}, Grades: []api.Grade{api.GradeUnknown},
	Remedy: "Look the version up at the vendor, and set spec.supportEndsOn, or spec.supportLookup where no end is announced",
	Policy: []string{"maintenance.supportLookupMonths"},
}

// kept is software that somebody here keeps up to date.
type kept struct {
	// version in words; "" where there is nothing to keep up to date, or its end is known.
	version string
	lookup  *api.SupportLookup
	cycle   *api.LifecycleReference
}

// supportKnown makes rule P6-11 for a kind; what states no version is no software that
// somebody here keeps up to date, unless its type says that it is software.
func supportKnown[T api.Record](of func(T) facts.Supply, idle func(*assess.Context, T) bool, software func(T) kept) assess.Rule {
	return assess.On(docSupportUnknown, func(c *assess.Context, r T) {
		s := of(r)
		k := software(r)
		stated, lookup := k.version, k.lookup
		if s.Retired(c) || idle(c, r) || !s.Weighty() || stated == "" {
			return
		}
		if cycle, found := facts.Lifecycle(c, k.cycle); found && (cycle.Ended || !cycle.EndsOn.IsZero()) {
			return // which P6-17 asks to be recorded
		}
		c.Asked()
		f := assess.Finding{Reason: "SupportEndUnknown", Grade: api.GradeUnknown, Field: "spec.supportEndsOn"}
		f.Message = fmt.Sprintf("Nobody knows until when %s is supported%s", stated, s.Carries())
		if lookup != nil {
			due := lookup.LookedUpOn.AddMonths(c.Policy.SupportLookupAge())
			if facts.Stated(lookup.Source) && c.Today.Reached(lookup.LookedUpOn) && !c.Today.Past(due) {
				return
			}
			f.Field, f.Since = "spec.supportLookup.lookedUpOn", due.AddDays(1)
			f.Message = fmt.Sprintf("Somebody last looked on %s whether %s is supported, and was to look again by %s", lookup.LookedUpOn, stated, due)
			if !facts.Stated(lookup.Source) {
				f.Field, f.Since = "spec.supportLookup.source", api.Date{}
				f.Message = fmt.Sprintf("It is not stated where somebody looked on %s whether %s is supported", lookup.LookedUpOn, stated)
			}
		}
		c.Report(f)
	})
}

func licenceVersion(r *api.ToolLicense) kept {
	if r.Spec.Version == "" || !r.Spec.SupportEndsOn.IsZero() {
		return kept{}
	}
	return kept{"version " + facts.Quote(r.Spec.Version), r.Spec.SupportLookup, r.Spec.LifecycleRef}
}

func licenceIdle(c *assess.Context, r *api.ToolLicense) bool { return licenceUpkeep(c, r).idle }

func assetVersion(r *api.InfrastructureAsset) kept {
	switch {
	case !r.Spec.SupportEndsOn.IsZero():
		return kept{}
	case r.Spec.Version != "":
		return kept{"version " + facts.Quote(r.Spec.Version), r.Spec.SupportLookup, r.Spec.LifecycleRef}
	case r.Spec.Type == api.AssetSoftware:
		return kept{"the software, whose version is not stated,", r.Spec.SupportLookup, r.Spec.LifecycleRef}
	}
	return kept{}
}

func assetIdle(c *assess.Context, r *api.InfrastructureAsset) bool { return !facts.AssetInUse(c, r) }

var docNeverMaintained = assess.Doc{
	ID: "P6-12", Point: assess.Maintenance, Aspect: assess.Covered, Clause: "7.1, A.7.13",
	Requires: "What the ISMS runs on is maintained",
	Fires:    "from the phase Certification on, assets are in use that state neither how often they are maintained nor why they need not be, and no maintenance of any tool, asset or service is on record (major)",
	Reasons:  []string{"NothingMaintained"}, Grades: []api.Grade{api.GradeMajor},
	Remedy: "Maintain what is in use, and record that as MaintenanceRecords, or say in spec.maintenanceNotNeeded of each InfrastructureAsset why it needs none",
}

func checkNeverMaintained(c *assess.Context, _ *api.ClauseAssessment) {
	if !facts.Established(c) {
		return
	}
	for r := range assess.All[*api.MaintenanceRecord](c.World) {
		if r.Spec.Activity != api.MaintenanceContractRenewal && c.Today.Reached(r.Spec.PerformedOn) {
			return
		}
	}
	var assets []string
	for r := range assess.All[*api.InfrastructureAsset](c.World) {
		if facts.AssetInUse(c, r) && api.Months(r.Spec.MaintenanceIntervalMonths) <= 0 && !facts.Stated(r.Spec.MaintenanceNotNeeded) && !facts.Information(r) {
			assets = append(assets, r.Name)
		}
	}
	if len(assets) > 0 {
		c.Report(assess.Finding{
			Reason: "NothingMaintained", Grade: api.GradeMajor,
			Message: "No maintenance is on record, and these are in use: " + assess.List(assets),
		})
	}
}
