package maintenance

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
	"github.com/isms-operator/isms-operator/internal/wording"
)

var docSynced = assess.Doc{
	ID: "P6-20", Point: assess.Maintenance, Aspect: assess.Current, Clause: "7.1, A.8.9, A.8.32",
	Requires: "What runs of an Application of Argo CD that a record names as proof is what its source, such as a Git repository, says",
	Fires:    "an Application that the record names is OutOfSync, and no sync of the last hour is under way (observation); Argo CD says that it cannot compare it, or has not compared it for longer than an observation counts (unknown). One hour is given to a sync. Whether what runs is healthy is not asked",
	Reasons:  []string{"ApplicationOutOfSync", "ApplicationNotCompared"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeUnknown},
	Alone:    "it is so at the moment, and a window in which nothing is deployed makes all of them so",
	Remedy:   "Sync the Application, or bring its source to what is to run; see in Argo CD why it cannot be compared",
	Policy:   []string{"allocation.observationMaxAgeDays"},
}

// synced makes rule P6-20 for a kind.
func synced[T api.Record](of func(T) facts.Supply, idle func(*assess.Context, T) bool, how func(T) stated) assess.Rule {
	return assess.On(docSynced, func(c *assess.Context, r T) {
		if s := of(r); !s.Retired(c) && !idle(c, r) {
			for _, ref := range how(r).workloads {
				checkSynced(c, ref)
			}
		}
	})
}

func checkSynced(c *assess.Context, ref api.WorkloadReference) {
	seen, looked := c.World.Observed(ref)
	if !looked || !seen.Exists || seen.Sync == "" || !seenBy(c, &seen) {
		return
	}
	name := facts.WorkloadName(ref)
	f := assess.Finding{Reason: "ApplicationNotCompared", Grade: api.GradeUnknown, Field: "spec.workloadRefs[" + ref.Kind + "/" + ref.Name + "]"}
	switch limit := c.Policy.ObservationMaxAge(); {
	case seen.Sync == assess.OutOfSync: // that nobody compared again makes nothing better
		f.Reason, f.Grade = "ApplicationOutOfSync", api.GradeObservation
		f.Message = fmt.Sprintf("The %s is OutOfSync: what runs differs from what its source says", name)
	case seen.Sync == assess.SyncUnknown:
		f.Message = fmt.Sprintf("Whether the %s is what its source says is not known to Argo CD", name)
	case !seen.ComparedOn.IsZero() && c.Today.Past(seen.ComparedOn.AddDays(limit)):
		f.Message = fmt.Sprintf("Argo CD last compared the %s with its source on %s, and that counts for %s", name, seen.ComparedOn, wording.Number(limit, "day", "days"))
	default:
		return
	}
	c.Report(f)
}
