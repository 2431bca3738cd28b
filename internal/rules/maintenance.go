package rules

import (
	"cmp"
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

func maintenanceRecord() assess.Kind {
	return assess.KindOf[*api.MaintenanceRecord]("MaintenanceRecord", "maintenancerecords", assess.Maintenance, nil,
		append(common(maintenanceFacts, maintenanceReferences, nil),
			assess.On(docMaintenanceResult, checkMaintenanceResult))...)
}

func maintenanceFacts(r *api.MaintenanceRecord) []fact {
	return []fact{{"spec.performedOn", r.Spec.PerformedOn, "the maintenance was done"}}
}

func maintenanceReferences(w *assess.World, r *api.MaintenanceRecord) []reference {
	s := r.Spec.Subject
	all := append(ownerReferences(w, "spec.owner", r.Spec.Owner), reference{
		field: "spec.subject", kind: string(s.Kind), name: s.Name,
		found: resourceExists(w, api.ResourceReference{Kind: api.ResourceKind(s.Kind), Name: s.Name}),
	})
	if by := r.Spec.PerformedBy; by != nil {
		all = append(all, to[*api.Person](w, "spec.performedBy.personRef", "Person", by.PersonRef)...)
		all = append(all, to[*api.OutsourcedService](w, "spec.performedBy.serviceRef", "OutsourcedService", by.ServiceRef)...)
	}
	return all
}

// maintenanceBySubject finds maintenance by what was maintained, as Kind/name.
var maintenanceBySubject = &assess.Index[*api.MaintenanceRecord]{
	Keys: func(r *api.MaintenanceRecord, yield func(string)) { yield(subjectKey(r.Spec.Subject)) },
}

func subjectKey(s api.MaintenanceSubject) string { return string(s.Kind) + "/" + s.Name }

// upkeep is what rule P6-05 asks of a tool or an asset.
type upkeep struct {
	supply
	// interval in months; none is stated where it is not positive.
	interval int32
	// idle says that it is not in use.
	idle bool
	// inService is the day on which it went into service; absent where nobody knows.
	inService api.Date
	// usedBy is a day on which it was in use already; absent where nothing tells.
	usedBy api.Date
}

func assetUpkeep(c *assess.Context, r *api.InfrastructureAsset) upkeep {
	return upkeep{
		supply: assetSupply(r), interval: r.Spec.MaintenanceIntervalMonths,
		idle: !assetInUse(c, r), inService: r.Spec.InServiceFrom,
	}
}

// licenceUpkeep takes the start of the term for no more than a day on which the
// tool was in use: a renewed term starts anew, while the tool was in use before.
func licenceUpkeep(c *assess.Context, r *api.ToolLicense) upkeep {
	u := upkeep{supply: licenceSupply(r), interval: r.Spec.MaintenanceIntervalMonths}
	if r.Spec.Term != nil {
		u.usedBy = r.Spec.Term.Start
	}
	u.idle = !started(c, u.usedBy) || u.retired(c)
	return u
}

// lastMaintained is the last day on which maintenance is known to have done some
// good; absent if none did. The renewal of a contract maintains nothing.
func lastMaintained(c *assess.Context, kind, name string) api.Date {
	var last api.Date
	for _, r := range assess.By(c.World, maintenanceBySubject, kind+"/"+name) {
		good := r.Spec.Result == api.MaintenanceSucceeded || r.Spec.Result == api.MaintenancePartlySucceeded
		if good && r.Spec.Activity != api.MaintenanceContractRenewal && c.Today.Reached(r.Spec.PerformedOn) && r.Spec.PerformedOn.After(last) {
			last = r.Spec.PerformedOn
		}
	}
	return last
}

// triedSince reports whether maintenance is recorded since the start of service,
// with whatever result.
func triedSince(c *assess.Context, u upkeep) bool {
	return slices.ContainsFunc(assess.By(c.World, maintenanceBySubject, u.kind+"/"+u.name), func(r *api.MaintenanceRecord) bool {
		return r.Spec.Activity != api.MaintenanceContractRenewal && c.Today.Reached(r.Spec.PerformedOn) && !r.Spec.PerformedOn.Before(u.inService)
	})
}

var docMaintained = assess.Doc{
	ID: "P6-05", Point: assess.Maintenance, Aspect: assess.Current, Clause: "7.1, A.7.13, A.8.8",
	Requires: "What states a maintenance interval is maintained in time",
	Fires:    "the last maintenance that did not fail, or where there was none the start of service, is longer ago than the interval (minor; observation while a SecurityException waives it), or none that succeeded is recorded and nobody knows since when it is in use (unknown)",
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
	last := lastMaintained(c, u.kind, u.name)
	from, message := last, "It was last maintained on %s, and the next maintenance was due on %s"
	none := "No maintenance is recorded"
	if triedSince(c, u) {
		none = "No maintenance that succeeded is recorded"
	}
	if last.IsZero() || last.Before(u.inService) {
		from, message = u.inService, none+" since it went into service on %s, and the first was due on %s"
	}
	known := !from.IsZero()
	if !known {
		from, message = u.usedBy, none+"; it is in use since %s at the latest, and the first was due on %s"
	}
	due := from.AddMonths(int(u.interval))
	f := assess.Finding{Reason: "MaintenanceOverdue", Grade: api.GradeMinor, Field: "spec.maintenanceIntervalMonths"}
	switch {
	case c.Today.Past(due):
		f.Since, f.Message = due.AddDays(1), fmt.Sprintf(message, from, due)
	case !known:
		f.Reason, f.Grade = "MaintenanceUnknown", api.GradeUnknown
		f.Message = none + ", and nobody knows since when it is in use"
		f.Remedy = "Record the last maintenance as a MaintenanceRecord; for an asset that is new, set spec.inServiceFrom"
	default:
		return
	}
	c.Report(waived(c, u.kind, u.name, f))
}

var docMaintenanceResult = assess.Doc{
	ID: "P6-09", Aspect: assess.Covered, Clause: "7.1, A.7.13",
	Requires: "Maintenance that failed is done again",
	Fires:    "the last maintenance of one activity on what is in use failed (minor), succeeded in part (observation), or states no result (unknown)",
	Reasons:  []string{"MaintenanceFailed", "MaintenanceIncomplete", "MaintenanceResultUnknown"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeUnknown, api.GradeMinor},
	Remedy:   "Do it again, and record that as another MaintenanceRecord of the same subject and activity",
}

// taskKey names one activity on one subject.
type taskKey struct {
	subject  api.MaintenanceSubject
	activity api.MaintenanceActivity
}

// resultRanks orders results: of several on one day, the best counts.
var resultRanks = []api.MaintenanceResult{"", api.MaintenanceFailed, api.MaintenancePartlySucceeded, api.MaintenanceSucceeded}

// lastOfTask finds the last record of each activity on each subject, so that one
// trouble is one finding, however often it was tried.
func lastOfTask(c *assess.Context) map[taskKey]*api.MaintenanceRecord {
	return assess.Once(c, &docMaintenanceResult, func(c *assess.Context) map[taskKey]*api.MaintenanceRecord {
		last := map[taskKey]*api.MaintenanceRecord{}
		for r := range assess.All[*api.MaintenanceRecord](c.World) {
			key := taskKey{r.Spec.Subject, r.Spec.Activity}
			if c.Today.Reached(r.Spec.PerformedOn) && (last[key] == nil || !laterTask(last[key], r)) {
				last[key] = r
			}
		}
		return last
	})
}

// laterTask reports whether one record of a task is later than another, or of the
// same day with a better result.
func laterTask(a, b *api.MaintenanceRecord) bool {
	if a.Spec.PerformedOn != b.Spec.PerformedOn {
		return a.Spec.PerformedOn.After(b.Spec.PerformedOn)
	}
	return cmp.Compare(slices.Index(resultRanks, a.Spec.Result), slices.Index(resultRanks, b.Spec.Result)) > 0
}

func checkMaintenanceResult(c *assess.Context, r *api.MaintenanceRecord) {
	if lastOfTask(c)[taskKey{r.Spec.Subject, r.Spec.Activity}] != r || subjectRetired(c, r.Spec.Subject) {
		return
	}
	f := assess.Finding{Field: "spec.result", Since: r.Spec.PerformedOn}
	what := fmt.Sprintf("%s of %s on %s", r.Spec.Activity, subjectKey(r.Spec.Subject), r.Spec.PerformedOn)
	switch r.Spec.Result {
	case api.MaintenanceFailed:
		f.Reason, f.Grade, f.Message = "MaintenanceFailed", api.GradeMinor, what+" failed, and no later one has succeeded"
	case api.MaintenancePartlySucceeded:
		f.Reason, f.Grade, f.Message = "MaintenanceIncomplete", api.GradeObservation, what+" succeeded in part only"
	case "":
		f.Reason, f.Grade, f.Message = "MaintenanceResultUnknown", api.GradeUnknown, what+" states no result"
		f.Remedy = "As the record cannot be changed, record the result as another MaintenanceRecord of the same day"
	default:
		return
	}
	c.Report(f)
}

// subjectRetired reports whether what was maintained has gone out of use.
func subjectRetired(c *assess.Context, s api.MaintenanceSubject) bool {
	var on api.Date
	switch s.Kind {
	case api.MaintainedTool:
		if r, ok := assess.Get[*api.ToolLicense](c.World, s.Name); ok {
			on = r.Spec.RetiredOn
		}
	case api.MaintainedAsset:
		if r, ok := assess.Get[*api.InfrastructureAsset](c.World, s.Name); ok {
			on = r.Spec.RetiredOn
		}
	case api.MaintainedService:
		if r, ok := assess.Get[*api.OutsourcedService](c.World, s.Name); ok {
			on = r.Spec.RetiredOn
		}
	}
	return c.Today.Reached(on)
}
