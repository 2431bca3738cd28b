package maintenance

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// maintenanceBySubject finds maintenance by what was maintained, as Kind/name.
var maintenanceBySubject = &assess.Index[*api.MaintenanceRecord]{
	Keys: func(r *api.MaintenanceRecord, yield func(string)) { yield(subjectKey(r.Spec.SubjectRef)) },
}

func subjectKey(s api.SubjectReference) string { return string(s.Kind) + "/" + s.Name }

// upkeep is what rule P6-05 asks of a tool or an asset.
type upkeep struct {
	facts.Supply
	// interval in months; none is stated where it is not positive.
	interval int
	// idle says that it is not in use.
	idle bool
	// inService is the day on which it went into service; absent where nobody knows.
	inService api.Date
	// usedBy is a day on which it was in use already; absent where nothing tells.
	usedBy api.Date
}

func assetUpkeep(c *assess.Context, r *api.InfrastructureAsset) upkeep {
	return upkeep{
		Supply: facts.AssetSupply(r), interval: api.Months(r.Spec.MaintenanceIntervalMonths),
		idle: !facts.AssetInUse(c, r), inService: r.Spec.InServiceFrom,
	}
}

// licenceUpkeep takes the start of the term for no more than a day on which the
// tool was in use: a renewed term starts anew, while the tool was in use before.
func licenceUpkeep(c *assess.Context, r *api.ToolLicense) upkeep {
	u := upkeep{Supply: facts.ToolSupply(r), interval: api.Months(r.Spec.MaintenanceIntervalMonths)}
	if r.Spec.Term != nil {
		u.usedBy = r.Spec.Term.Start
	}
	u.idle = !facts.Started(c, u.usedBy) || u.Retired(c)
	return u
}

// lastMaintained is the last day on which maintenance is known to have done some
// good, and the last on which it was tried; absent if none did or was. The renewal of
// a contract maintains nothing.
func lastMaintained(c *assess.Context, kind, name string) (last, tried api.Date) {
	for _, r := range assess.By(c.World, maintenanceBySubject, kind+"/"+name) {
		on := r.Spec.PerformedOn
		if r.Spec.Activity == api.MaintenanceContractRenewal || !c.Today.Reached(on) {
			continue
		}
		if on.After(tried) {
			tried = on
		}
		if (r.Spec.Result == api.MaintenanceSucceeded || r.Spec.Result == api.MaintenancePartlySucceeded) && on.After(last) {
			last = on
		}
	}
	return last, tried
}

var docMaintained = assess.Doc{
	ID: "P6-05", Point: assess.Maintenance, Aspect: assess.Current, Clause: "7.1, A.7.13, A.8.8",
	Requires: "What states a maintenance interval is maintained in time",
	Fires:    "the last maintenance that did not fail, or where there was none the start of service, is longer ago than the interval (minor; observation while a SecurityException waives it), or no maintenance is recorded and nobody knows since when it is in use (unknown)",
	Reasons:  []string{"MaintenanceOverdue", "MaintenanceUnknown"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeUnknown, api.GradeMinor},
	Remedy:   "Maintain it, and record that as a MaintenanceRecord with its result",
}

// maintained makes rule P6-05 for a kind.
func maintained[T api.Record](of func(*assess.Context, T) upkeep) assess.Rule {
	return assess.On(docMaintained, func(c *assess.Context, r T) { checkUpkeep(c, of(c, r)) })
}

func checkUpkeep(c *assess.Context, u upkeep) {
	if u.idle || u.interval <= 0 {
		return
	}
	last, tried := lastMaintained(c, u.Kind, u.Name)
	from, message := last, "It was last maintained on %s, and the next maintenance was due on %s"
	none := "No maintenance is recorded"
	if tried.After(last) {
		message = "It was last maintained with success on %s, and the next maintenance was due on %s"
		none = fmt.Sprintf("No maintenance is known to have succeeded, last tried on %s", tried)
	}
	if last.IsZero() || last.Before(u.inService) {
		from, message = u.inService, none+"; it went into service on %s, and the first was due on %s"
	}
	known := !from.IsZero()
	if !known {
		from, message = u.usedBy, none+"; it is in use since %s at the latest, and the first was due on %s"
	}
	due := from.AddMonths(u.interval)
	f := assess.Finding{Reason: "MaintenanceOverdue", Grade: api.GradeMinor, Field: "spec.maintenanceIntervalMonths"}
	switch {
	case c.Today.Past(due):
		f.Since, f.Message = due.AddDays(1), fmt.Sprintf(message, from, due)
	case !known:
		f.Reason, f.Grade = "MaintenanceUnknown", api.GradeUnknown
		f.Message = none + "; nobody knows since when it is in use"
		f.Remedy = "Record the last maintenance as a MaintenanceRecord; for an asset that is new, set spec.inServiceFrom"
	default:
		return
	}
	c.Report(facts.Waived(c, u.Kind, u.Name, f))
}
