package metrics

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// benchReport is a namespace of licences, of which each tenth has no role of the twenty.
func benchReport(n int, at time.Time) *assess.Report {
	var records []api.Record
	for i := range n {
		records = append(records, tool(fmt.Sprintf("tool-%06d", i), api.DateOf(at).AddDays(i%400).String(), func(s *api.ToolLicenseSpec) {
			s.Owner = roleActor(fmt.Sprintf("role-%02d", i%22))
		}))
	}
	for i := range 20 {
		role := &api.SecurityRole{}
		role.Name = fmt.Sprintf("role-%02d", i)
		records = append(records, role)
	}
	return mustRun(registry, assess.NewWorld("acme", records), api.DateOf(at))
}

// BenchmarkScrape answers a whole request of Prometheus, written and compressed as it asks
// for it. docs/performance.md has the figures.
func BenchmarkScrape(b *testing.B) {
	at := midnight("2026-06-01")
	for _, n := range []int{1000, 10000, 20000, 50000, 100000} {
		report := benchReport(n, at)
		for _, series := range []Series{SeriesRecord, SeriesAggregate} {
			reports, _ := newReports(series, DefaultLimit, at)
			reports.Put(report, at)
			r := prometheus.NewRegistry()
			r.MustRegister(Collector(func() *Reports { return reports }))
			handler := promhttp.HandlerFor(r, promhttp.HandlerOpts{})
			b.Run(fmt.Sprintf("%s/%d", series, n), func(b *testing.B) {
				var sent counted
				began := processorTime(b)
				for b.Loop() {
					request := httptest.NewRequest(http.MethodGet, "/metrics", nil)
					request.Header.Set("Accept-Encoding", "gzip")
					sent = counted{header: http.Header{}}
					handler.ServeHTTP(&sent, request)
				}
				b.ReportMetric((processorTime(b)-began).Seconds()*1000/float64(b.N), "cpu-ms/op")
				b.ReportMetric(float64(sent.bytes)/1e6, "MB-sent")
			})
		}
	}
}

// processorTime is what this process has used so far, which others on the machine do not slow.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// counted is an answer of which only the size matters.
type counted struct {
	header http.Header
	bytes  int
}

func (c *counted) Header() http.Header { return c.header }
func (c *counted) WriteHeader(code int) {
	if code != http.StatusOK {
		panic(code)
	}
}
func (c *counted) Write(p []byte) (int, error) {
	c.bytes += len(p)
	return io.Discard.Write(p)
}

// BenchmarkPut is what a pass does for a scrape, and what is held for it.
func BenchmarkPut(b *testing.B) {
	at := midnight("2026-06-01")
	for _, n := range []int{20000, 100000} {
		report := benchReport(n, at)
		for _, series := range []Series{SeriesRecord, SeriesAuto} {
			b.Run(fmt.Sprintf("%s/%d", series, n), func(b *testing.B) {
				reports, _ := newReports(series, DefaultLimit, at)
				var before, after runtime.MemStats
				runtime.GC()
				runtime.ReadMemStats(&before)
				for b.Loop() {
					reports.Put(report, at)
				}
				runtime.GC()
				runtime.ReadMemStats(&after)
				b.ReportMetric((float64(after.HeapAlloc)-float64(before.HeapAlloc))/float64(n), "held-B/record")
				runtime.KeepAlive(reports)
			})
		}
	}
}
