package running

import (
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// ApplicationKind is the Application of Argo CD, which compares what runs with what a source, such
// as a Git repository, says is to run.
var ApplicationKind = schema.GroupVersionKind{Group: "argoproj.io", Version: "v1alpha1", Kind: "Application"}

// SyncLag is for how long an Application may be on its way to what its source says: a change that
// was approved is not deployed in the same minute, and that it is not is no deviation.
const SyncLag = time.Hour

// application reads what Argo CD says of an Application: whether it is in sync, when it was last
// compared, whether a sync is under way, and the images of its pods. Where it says no day on which
// it compared, it has not.
func application(object map[string]any, now time.Time, into *assess.Workload) {
	images, _, _ := unstructured.NestedStringSlice(object, "status", "summary", "images") // what is no list has none
	for _, image := range images {
		into.Versions = append(into.Versions, strings.Clone(Tag(image))) // or the whole image would be held
	}
	into.ComparedOn, into.Sync = day(object, "reconciledAt"), assess.SyncUnknown
	switch sync := text(object, "status", "sync", "status"); {
	case into.ComparedOn.IsZero():
	case sync == string(assess.Synced):
		into.Sync = assess.Synced
	case sync == string(assess.OutOfSync) && underWay(object, now):
		into.Sync = assess.Syncing
	case sync == string(assess.OutOfSync):
		into.Sync = assess.OutOfSync
	}
}

// underWay reports whether a sync runs that is not late.
func underWay(object map[string]any, now time.Time) bool {
	switch text(object, "status", "operationState", "phase") {
	case "Running", "Terminating":
		return now.Sub(moment(object, "status", "operationState", "startedAt")) < SyncLag
	}
	return false
}

// Recent is what was seen without the day of a comparison that is of today or of yesterday: Argo
// CD compares every few minutes, and that it did today says no more than that it does. So what is
// kept and written changes with the day only where Argo CD does not compare any more.
func Recent(seen assess.Workload, today api.Date) assess.Workload {
	if !seen.ComparedOn.Before(today.AddDays(-1)) {
		seen.ComparedOn = api.Date{}
	}
	return seen
}
