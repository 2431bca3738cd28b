package maintenance

import (
	"cmp"
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docMaintenanceResult = assess.Doc{
	ID: "P6-09", Aspect: assess.Covered, Clause: "7.1, A.7.13",
	Requires: "Maintenance that failed is done again",
	Fires:    "the last maintenance of one activity on what is in use failed (minor), succeeded in part or does not say who did it (observation), or states no result (unknown)",
	Reasons:  []string{"MaintenanceFailed", "MaintenanceIncomplete", "MaintenancePerformerUnknown", "MaintenanceResultUnknown"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeUnknown, api.GradeMinor},
	Remedy:   "Do it again, and record that as another MaintenanceRecord of the same subject and activity", Another: true,
}

// taskKey names one activity on one subject.
type taskKey struct {
	subject  api.SubjectReference
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
			key := taskKey{r.Spec.SubjectRef, r.Spec.Activity}
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
	if lastOfTask(c)[taskKey{r.Spec.SubjectRef, r.Spec.Activity}] != r || subjectRetired(c, r.Spec.SubjectRef) {
		return
	}
	c.Asked()
	what := fmt.Sprintf("%s of %s on %s", r.Spec.Activity, subjectKey(r.Spec.SubjectRef), r.Spec.PerformedOn)
	if !facts.SaysWho(c.World, r.Spec.PerformedBy) && !served(c, r) {
		c.Report(assess.Finding{
			Reason: "MaintenancePerformerUnknown", Grade: api.GradeObservation, Field: "spec.performedBy", Since: r.Spec.PerformedOn,
			Message: what + " does not say who did it",
			Remedy:  "Say in performedBy of the next MaintenanceRecord who did it",
		})
	}
	f := assess.Finding{Field: "spec.result", Since: r.Spec.PerformedOn}
	switch r.Spec.Result {
	case api.MaintenanceFailed:
		f.Reason, f.Grade, f.Message = "MaintenanceFailed", api.GradeMinor, what+" failed, and no later one has succeeded"
	case api.MaintenancePartlySucceeded:
		f.Reason, f.Grade, f.Message = "MaintenanceIncomplete", api.GradeObservation, what+" succeeded in part only"
	case "":
		f.Reason, f.Grade, f.Message = "MaintenanceResultUnknown", api.GradeUnknown, what+" states no result"
		f.Remedy = "Record the result as another MaintenanceRecord of the same day"
	default:
		return
	}
	c.Report(f)
}

// served reports whether a service did it that was in use on the day; one that is not on record
// is found by X-04.
func served(c *assess.Context, r *api.MaintenanceRecord) bool {
	service, ok := assess.Find[*api.OutsourcedService](c.World, r.Spec.ServiceRef)
	return r.Spec.ServiceRef != nil && (!ok || service.Spec.RetiredOn.IsZero() || !service.Spec.RetiredOn.Before(r.Spec.PerformedOn))
}

// subjectRetired reports whether what was maintained has gone out of use.
func subjectRetired(c *assess.Context, s api.SubjectReference) bool {
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
