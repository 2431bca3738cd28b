package metrics

import (
	"slices"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// TestHealth: what the operator cannot see or has not seen yet.
func TestHealth(t *testing.T) {
	at := midnight("2026-06-01")
	reports, waiting := newReports(SeriesRecord, DefaultLimit, at)
	listable := map[string]bool{"Risk": true}
	reports.Listable = func() map[string]bool { return listable }
	check := func(metric, why string, want ...string) {
		t.Helper()
		if have := lines(scrape(t, reports), func(name string) bool { return name == metric }); !slices.Equal(have, want) {
			t.Errorf("%s: %q, want %q: %s", metric, have, want, why)
		}
	}
	check("isms_kind_listable", "there before the first judgement", `isms_kind_listable{kind="Risk"} 1`)
	check("isms_assessment_waiting_since_timestamp_seconds", "nothing waits")
	listable["Risk"] = false
	check("isms_kind_listable", "0, not absent", `isms_kind_listable{kind="Risk"} 0`)
	reports.Rights = func() map[string]bool { return map[string]bool{"roles": false} }
	check("isms_rights_observed", "0, not absent", `isms_rights_observed{resource="roles"} 0`)
	reports.Rights = nil
	check("isms_rights_observed", "nobody is to look")
	var since time.Time
	named := false
	reports.Lifecycles = func() (time.Time, bool) { return since, named }
	check("isms_lifecycles_refused_since_timestamp_seconds", "no file is named")
	named = true
	check("isms_lifecycles_refused_since_timestamp_seconds", "0, not absent", "isms_lifecycles_refused_since_timestamp_seconds{} 0")
	since = at
	check("isms_lifecycles_refused_since_timestamp_seconds", "the day since when", "isms_lifecycles_refused_since_timestamp_seconds{} 1780272000")
	waiting["acme"] = at
	check("isms_assessment_waiting_since_timestamp_seconds", "there before the first judgement",
		`isms_assessment_waiting_since_timestamp_seconds{namespace="acme"} 1780272000`)

	unread := func(r api.Record) assess.Unread {
		return assess.Unread{Record: r, Faults: []assess.Fault{{Field: "spec", Message: "it cannot be read"}}}
	}
	world := assess.NewWorld("acme", []api.Record{tool("scanner", "2026-12-31", nil)})
	world.AddUnread([]assess.Unread{
		unread(tool("unread", "2026-06-15", nil)),
		unread(&api.Person{ObjectMeta: metav1.ObjectMeta{Name: "ada"}}),
	})
	reports.Put(mustRun(registry, world, api.DateOf(at)), at)
	check("isms_records_not_judged", "counted by kind, people too",
		`isms_records_not_judged{kind="Person",namespace="acme"} 1`, `isms_records_not_judged{kind="ToolLicense",namespace="acme"} 1`)
	for _, l := range lines(scrape(t, reports), func(string) bool { return true }) {
		if strings.Contains(l, "ada") {
			t.Errorf("a person is named: %s", l)
		}
	}
	reports.Put(mustRun(registry, assess.NewWorld("acme", []api.Record{tool("scanner", "2026-12-31", nil)}), api.DateOf(at)), at)
	check("isms_records_not_judged", "0 again once they are gone", `isms_records_not_judged{kind="ToolLicense",namespace="acme"} 0`)
}

// TestSlowPassesAreToldOnce: the gauge tells of each pass, the log of the first that is slow.
func TestSlowPassesAreToldOnce(t *testing.T) {
	at := midnight("2026-06-01")
	reports, _ := newReports(SeriesAuto, DefaultLimit, at)
	put := func() {
		reports.Put(mustRun(registry, assess.NewWorld("acme", []api.Record{tool("scanner", "2026-12-31", nil)}), api.DateOf(at)), at)
	}
	if reports.Took("acme", 2*SlowPass) {
		t.Error("a namespace that is not judged is told of")
	}
	for i, c := range []struct {
		took time.Duration
		told bool
		why  string
	}{
		{SlowPass, false, "as long as it may take"},
		{SlowPass + 1, true, "the first that takes longer"},
		{2 * SlowPass, false, "it was told"},
		{SlowPass / 2, false, "it is short again"},
		{2 * SlowPass, false, "it was told once"},
	} {
		put()
		if told := reports.Took("acme", c.took); told != c.told {
			t.Errorf("pass %d of %s: told %v, want %v: %s", i, c.took, told, c.told, c.why)
		}
	}
	reports.Forget("acme")
	put()
	if !reports.Took("acme", 2*SlowPass) {
		t.Error("a namespace that has gone and come back is another")
	}
}
