package controllers_test

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/controllers"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/openreports"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// reportDay is the day on which these registers are judged.
const reportDay = "2026-06-01"

// TestOpenReports goes through the life of a namespace's Report, on the kind's
// published CRD: it is not there, it comes, and each thing that can happen to it.
func TestOpenReports(t *testing.T) {
	ns := newNamespace(t)
	publishing := controllers.Options{Clock: clockAt(reportDay), OpenReports: true}
	tool := licence(ns, "scanner", "2026-05-31")
	create(t, erika(ns), manager(ns), tool)

	withoutTheKind(t, ns, tool, publishing)

	// With the kind, from the next start on, and with no rights but those of the component.
	installOpenReports(t)
	cfg := leastRights(t, ns)
	o := startWith(t, ns, cfg, false, publishing)
	eventually(t, 10*time.Second, isPublished(ns))
	honest(t, ns)

	step := func(what string, writes int, do func()) {
		t.Helper()
		before := reportRequests(t, ns, "patch", "delete", "create", "update")
		do()
		eventually(t, 10*time.Second, isPublished(ns))
		time.Sleep(1500 * time.Millisecond) // what is superfluous would come now
		if n := reportRequests(t, ns, "patch", "delete", "create", "update") - before; n != writes {
			t.Errorf("%s: the Report was written %d times, want %d", what, n, writes)
		}
	}
	step("an edit that changes no finding", 0, func() {
		tool.Spec.Vendor = "Another"
		if err := admin.Update(t.Context(), tool); err != nil {
			t.Fatal(err)
		}
		eventually(t, 5*time.Second, shows(tool, api.ConditionConforming, "False ContractExpired"))
	})
	step("a restart", 0, func() {
		o.stop()
		o = startWith(t, ns, cfg, false, publishing)
		time.Sleep(2 * time.Second)
	})
	step("a record more", 1, func() {
		create(t, licence(ns, "other", "2026-05-30"))
		eventually(t, 5*time.Second, holdsOther(ns))
	})
	// The counts below hold the write of somebody else, and the operator's answer.
	step("somebody claims that all passes", 2, func() {
		patchReport(t, ns, `{"results":[],"summary":{"pass":99,"fail":0,"warn":0,"error":0,"skip":0}}`)
	})
	step("somebody deletes it", 2, func() {
		if err := admin.Delete(t.Context(), storedReport(ns)); err != nil {
			t.Fatal(err)
		}
		time.Sleep(200 * time.Millisecond)
	})
	isms := assessment(ns, "acme")
	isms.Spec.Policy.Review.AuditIntervalMonths = new(int32(24))
	step("a policy that asks for less", 1, func() { create(t, isms) })
	step("somebody says that it does not", 2, func() {
		patchReport(t, ns, `{"metadata":{"annotations":{"`+openreports.PolicyAnnotation+`":null}}}`)
	})

	// The last record goes, and so does the Report.
	deleteRecords(t, ns)
	eventually(t, 5*time.Second, hasNoReport(ns))
	assertRightsUsed(t, ns)
}

// withoutTheKind: records are judged, and nothing else is asked for.
func withoutTheKind(t *testing.T, ns string, tool *api.ToolLicense, publishing controllers.Options) {
	t.Helper()
	o := startWith(t, ns, cluster.Config(), false, publishing)
	defer o.stop()
	eventually(t, 10*time.Second, shows(tool, api.ConditionConforming, "False ContractExpired"))
	if n := reportRequests(t, ns); n != 0 {
		t.Errorf("%d requests for Reports, and the cluster does not have the kind", n)
	}
}

// TestNoReportOutlivesItsRecords: a Report says "pass" of nothing, whether the
// records go while the Report's own event is under way or while no operator runs.
func TestNoReportOutlivesItsRecords(t *testing.T) {
	installOpenReports(t)
	ns := newNamespace(t)
	publishing := controllers.Options{Clock: clockAt(reportDay), OpenReports: true}
	o := startWith(t, ns, cluster.Config(), false, publishing)
	for i := range 20 {
		create(t, erika(ns))
		if i%2 == 0 { // at once after the write, and also before it
			eventually(t, 5*time.Second, isPublished(ns))
		} else {
			time.Sleep(time.Duration(i) * time.Millisecond)
		}
		deleteRecords(t, ns)
		eventually(t, 5*time.Second, hasNoReport(ns))
	}
	time.Sleep(time.Second)
	if err := hasNoReport(ns)(); err != nil {
		t.Error(err)
	}

	create(t, erika(ns))
	eventually(t, 5*time.Second, isPublished(ns))
	o.stop()
	deleteRecords(t, ns)
	startWith(t, ns, cluster.Config(), false, publishing)
	eventually(t, 10*time.Second, hasNoReport(ns))
}

// TestLargestReportIsAccepted: a register of many findings has a result for each problem,
// which says how many there are, and the API server takes it.
func TestLargestReportIsAccepted(t *testing.T) {
	installOpenReports(t)
	ns := newNamespace(t)
	records := []api.Record{erika(ns)}
	for i := range 8000 {
		records = append(records, licence(ns, fmt.Sprintf("tool-%05d", i), "2026-05-31"))
	}
	made := openreports.New(mustRun(rules.Registry(), assess.NewWorld(ns, records), api.MustDate(reportDay)), 0)
	body, err := json.Marshal(made)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d bytes, %d results of %d findings", len(body), len(made.Results), made.Summary.Fail)
	if err := admin.Patch(t.Context(), storedReport(ns), client.RawPatch(types.ApplyPatchType, body), client.FieldOwner("test")); err != nil {
		t.Fatal(err)
	}
	stored := readReport(t, ns)
	folded := 0
	for _, result := range stored.Results {
		if n, _, many := strings.Cut(result.Description, " findings, of which the first is: "); many {
			count, err := strconv.Atoi(n)
			if err != nil {
				t.Fatal(err)
			}
			folded += count - 1
		}
	}
	found := made.Summary.Fail + made.Summary.Warn + made.Summary.Error + made.Summary.Pass + made.Summary.Skip
	if made.Summary.Fail < 8000 || folded < 8000 || len(stored.Results)+folded != found {
		t.Errorf("%d results stand for %d findings and rules, want %d", len(stored.Results), len(stored.Results)+folded, found)
	}
}
