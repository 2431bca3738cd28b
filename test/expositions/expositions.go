// Package expositions makes what Prometheus would read of one register in either kind of
// series, scrape by scrape, over three midnights. It is made by the code that the operator
// exports metrics with; test/modules/promql lets the alerts and the dashboard loose on it.
package expositions

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	clocktesting "k8s.io/utils/clock/testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/metrics"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// Middle is the second of the three midnights.
var Middle = api.MustDate("2026-06-15")

const (
	before = 10 * time.Minute // a midnight, when its scrapes begin
	after  = 30 * time.Minute // it, when they end
	every  = time.Minute
)

// Exposition is one scrape.
type Exposition struct {
	// Mode is "record" or "aggregate", as it came about from the number of records.
	Mode string
	At   time.Time
	Text []byte
}

// All returns the scrapes of both modes, each mode in the order of time.
func All(root string) ([]Exposition, error) {
	records, err := load(root)
	if err != nil {
		return nil, err
	}
	n := len(records.acme)
	var all []Exposition
	for _, mode := range []struct {
		name  metrics.Series
		limit int // of what is left to the number of records
	}{{metrics.SeriesRecord, 10 * n}, {metrics.SeriesAggregate, n / 10}} {
		scraped, err := scrapes(records, mode.limit)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", mode.name, err)
		}
		for i := range scraped {
			scraped[i].Mode = string(mode.name)
		}
		all = append(all, scraped...)
	}
	return all, nil
}

// exporter exports what the operator would at the time of its clock.
type exporter struct {
	registry *assess.Registry
	clock    *clocktesting.FakePassiveClock
	reports  *metrics.Reports
	handler  http.Handler
	judged   api.Date
}

func newExporter(held, limit int) *exporter {
	e := &exporter{registry: rules.Registry(), clock: clocktesting.NewFakePassiveClock(time.Time{})}
	middle := func() bool { return api.DateOf(e.clock.Now()) == Middle }
	e.reports = metrics.NewReports(metrics.Options{
		Registry: e.registry, Clock: e.clock, Series: metrics.SeriesAuto, Limit: limit,
		Held: func() int { return held },
		Waiting: func() map[string]time.Time {
			if middle() { // nobody judges borealis all the while
				return map[string]time.Time{"borealis": Middle.Time().Add(5 * time.Minute)}
			}
			return nil
		},
		Listable: func() map[string]bool {
			all := map[string]bool{}
			for i := range e.registry.Kinds {
				name := e.registry.Kinds[i].Name
				all[name] = name != "Risk" || !middle()
			}
			return all
		},
	})
	e.reports.Rights = func() map[string]bool {
		return map[string]bool{"clusterrolebindings": !middle(), "clusterroles": true, "rolebindings": true, "roles": true}
	}
	e.reports.Lifecycles = func() (refusedSince time.Time, named bool) {
		if middle() {
			refusedSince = Middle.Time()
		}
		return refusedSince, true
	}
	r := prometheus.NewPedanticRegistry()
	r.MustRegister(metrics.Collector(func() *metrics.Reports { return e.reports }))
	e.handler = promhttp.HandlerFor(r, promhttp.HandlerOpts{})
	return e
}

// scrapes runs an exporter through the three midnights.
func scrapes(records *registers, limit int) ([]Exposition, error) {
	e := newExporter(len(records.acme), limit)
	var all []Exposition
	for day := -1; day <= 1; day++ {
		midnight := Middle.AddDays(day).Time()
		for at := midnight.Add(-before); !at.After(midnight.Add(after)); at = at.Add(every) {
			e.clock.SetTime(at)
			if err := e.judge(records, at); err != nil {
				return nil, err
			}
			answer := httptest.NewRecorder()
			e.handler.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/metrics", nil))
			if answer.Code != http.StatusOK {
				return nil, fmt.Errorf("a scrape is answered by %d: %s", answer.Code, answer.Body)
			}
			all = append(all, Exposition{At: at, Text: answer.Body.Bytes()})
		}
	}
	return all, nil
}

// judge judges all namespaces at midnight, as the operator does, where that was not done.
func (e *exporter) judge(records *registers, at time.Time) error {
	today := api.DateOf(at)
	if today == e.judged {
		return nil
	}
	e.judged = today
	for _, w := range []*assess.World{assess.NewWorld("acme", records.acme), records.borealis(today), cygnus(), draco(today)} {
		report, err := assess.Run(context.Background(), e.registry, w, today)
		if err != nil {
			return err
		}
		e.reports.Put(report, at)
	}
	return nil
}
