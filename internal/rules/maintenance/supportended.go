package maintenance

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

func assetSupport(r *api.InfrastructureAsset) vendorSupport {
	what := "the InfrastructureAsset " + r.Name
	if r.Spec.Version != "" {
		what += " in version " + r.Spec.Version
	}
	return vendorSupport{what, r.Spec.SupportEndsOn, r.Spec.Replacement, r.Spec.LifecycleRef}
}

// vendorSupport is how long the vendor supports a tool or an asset.
type vendorSupport struct {
	// what is supported, for messages.
	what string
	end  api.Date
	plan *api.Replacement
	// cycle is the release by which a file of life cycles knows it.
	cycle *api.LifecycleReference
}

var docSupportEnded = assess.Doc{
	ID: "P6-04", Point: assess.Maintenance, Aspect: assess.Current, Clause: "7.1, A.8.8",
	Requires: "The vendor supports the version in use, or its replacement is planned",
	Fires:    "support has ended without a replacement plan that is in time (minor; major if it is critical or a control rests on it; one grade lower while a SecurityException waives it); it ends within the warning window without one, or has ended with one (observation). Where the record states no day, that of its life cycle counts",
	Reasons:  []string{"VendorSupportEnded", "VendorSupportEnding"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeMinor, api.GradeMajor},
	Remedy:   "Upgrade and set spec.supportEndsOn, or plan the replacement in spec.replacement",
	Policy:   []string{"maintenance.supportEndWarningDays", "review.actionHorizonMonths"},
	Alone:    "it warns before a day, and a warning is no lapse",
}

// supported makes rule P6-04 for a kind.
func supported[T api.Record](of func(T) facts.Supply, how func(T) vendorSupport) assess.Rule {
	return assess.On(docSupportEnded, func(c *assess.Context, r T) { checkSupport(c, of(r), how(r)) })
}

func checkSupport(c *assess.Context, s facts.Supply, p vendorSupport) {
	end, plan := p.end, p.plan
	if cycle, found := facts.Lifecycle(c, p.cycle); found && end.IsZero() {
		end = cycle.EndsOn // which P6-17 asks to be recorded
	}
	if !facts.Replaced(c, plan, end) {
		plan = nil
	}
	if end.IsZero() || s.Retired(c) || !c.Today.Reached(end.AddDays(-c.Policy.SupportEndWarning())) {
		return
	}
	f := assess.Finding{Reason: "VendorSupportEnding", Grade: api.GradeObservation, Field: "spec.supportEndsOn"}
	switch past := c.Today.Past(end); {
	case past && plan == nil:
		f.Reason, f.Grade, f.Since = "VendorSupportEnded", s.Grade(), end.AddDays(1)
		f.Message = fmt.Sprintf("Vendor support of %s ended on %s%s, and no replacement is planned in time", p.what, end, s.Carries())
	case past:
		f.Reason, f.Since = "VendorSupportEnded", end.AddDays(1)
		f.Message = fmt.Sprintf("Vendor support of %s ended on %s; the replacement is due on %s", p.what, end, plan.DueOn)
	case plan == nil:
		f.Message = fmt.Sprintf("Vendor support of %s ends on %s, and no replacement is planned", p.what, end)
	default:
		return
	}
	c.Report(facts.Waived(c, s.Kind, s.Name, f))
}

func licenceSupport(r *api.ToolLicense) vendorSupport {
	what := r.Spec.Product
	if r.Spec.Version != "" {
		what += " " + r.Spec.Version
	}
	return vendorSupport{what, r.Spec.SupportEndsOn, r.Spec.Replacement, r.Spec.LifecycleRef}
}
