package promql

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"maps"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/value"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/tsdb/chunkenc"
	"github.com/prometheus/prometheus/tsdb/chunks"
	"github.com/prometheus/prometheus/util/annotations"
)

// scraped is what Prometheus holds after it has scraped the files of a folder of
// test/expositions.
type scraped struct {
	times  []time.Time
	series map[string]*scrapedSeries
}

type scrapedSeries struct {
	labels  labels.Labels
	samples []chunks.Sample
}

// expose has test/expositions write its scrapes, and returns the folder of each mode.
func expose(t *testing.T) (record, aggregate *scraped) {
	t.Helper()
	out := t.TempDir()
	c := exec.Command("go", "run", "./test/expositions/cmd/expositions", "-out", out)
	c.Dir, c.Stderr = root, os.Stderr
	if err := c.Run(); err != nil {
		t.Fatalf("the expositions cannot be made: %v", err)
	}
	return scrape(t, filepath.Join(out, "record")), scrape(t, filepath.Join(out, "aggregate"))
}

// scrape reads a folder in the order of time. A series that a scrape lacks ends there, as
// Prometheus has it.
func scrape(t *testing.T, dir string) *scraped {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	s := &scraped{series: map[string]*scrapedSeries{}}
	var last map[string]float64
	for _, f := range files { // by name, which are numbers of one length
		seconds, err := strconv.ParseInt(strings.TrimSuffix(f.Name(), ".prom"), 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		at := time.Unix(seconds, 0).UTC()
		text, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		now := s.take(t, at, text)
		for key := range last {
			if _, goesOn := now[key]; !goesOn {
				s.series[key].add(at, math.Float64frombits(value.StaleNaN))
			}
		}
		s.times, last = append(s.times, at), now
	}
	if len(s.times) == 0 {
		t.Fatalf("no scrape in %s", dir)
	}
	return s
}

// take adds the samples of one scrape. All are gauges.
func (s *scraped) take(t *testing.T, at time.Time, text []byte) map[string]float64 {
	t.Helper()
	p := expfmt.NewTextParser(model.UTF8Validation)
	families, err := p.TextToMetricFamilies(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	now := map[string]float64{}
	for name, f := range families {
		for _, m := range f.GetMetric() {
			b := labels.NewScratchBuilder(8)
			b.Add(labels.MetricName, name)
			for _, l := range m.GetLabel() {
				if l.GetValue() != "" { // which is no label to Prometheus
					b.Add(l.GetName(), l.GetValue())
				}
			}
			b.Sort()
			key := b.Labels().String()
			if s.series[key] == nil {
				s.series[key] = &scrapedSeries{labels: b.Labels()}
			}
			s.series[key].add(at, m.GetGauge().GetValue())
			now[key] = m.GetGauge().GetValue()
		}
	}
	return now
}

func (s *scrapedSeries) add(at time.Time, v float64) {
	s.samples = append(s.samples, sample{at.UnixMilli(), v})
}

// Querier implements storage.Queryable.
func (s *scraped) Querier(int64, int64) (storage.Querier, error) { return querier{s}, nil }

type querier struct{ *scraped }

func (q querier) Select(_ context.Context, _ bool, _ *storage.SelectHints, matchers ...*labels.Matcher) storage.SeriesSet {
	set := &found{at: -1}
	for _, key := range slices.Sorted(maps.Keys(q.series)) {
		one := q.series[key]
		if !slices.ContainsFunc(matchers, func(m *labels.Matcher) bool { return !m.Matches(one.labels.Get(m.Name)) }) {
			set.all = append(set.all, storage.NewListSeries(one.labels, one.samples))
		}
	}
	return set
}

func (querier) LabelValues(context.Context, string, *storage.LabelHints, ...*labels.Matcher) ([]string, annotations.Annotations, error) {
	return nil, nil, nil
}

func (querier) LabelNames(context.Context, *storage.LabelHints, ...*labels.Matcher) ([]string, annotations.Annotations, error) {
	return nil, nil, nil
}

func (querier) Close() error { return nil }

type found struct {
	all []storage.Series
	at  int
}

func (f *found) Next() bool                        { f.at++; return f.at < len(f.all) }
func (f *found) At() storage.Series                { return f.all[f.at] }
func (f *found) Err() error                        { return nil }
func (f *found) Warnings() annotations.Annotations { return nil }

type sample struct {
	t int64
	v float64
}

func (s sample) T() int64                      { return s.t }
func (s sample) ST() int64                     { return 0 }
func (s sample) F() float64                    { return s.v }
func (s sample) H() *histogram.Histogram       { return nil }
func (s sample) FH() *histogram.FloatHistogram { return nil }
func (s sample) Type() chunkenc.ValueType      { return chunkenc.ValFloat }
func (s sample) Copy() chunks.Sample           { return s }

var engine = promql.NewEngine(promql.EngineOpts{
	Logger: slog.New(slog.DiscardHandler), MaxSamples: 1e7, Timeout: time.Minute, Parser: parser.NewParser(parser.Options{}),
})

// ask answers an expression at an instant.
func (s *scraped) ask(t *testing.T, expression string, at time.Time) promql.Vector {
	t.Helper()
	q, err := engine.NewInstantQuery(t.Context(), s, nil, expression, at)
	if err != nil {
		t.Fatalf("%v\n%s", err, expression)
	}
	defer q.Close()
	vector, err := q.Exec(t.Context()).Vector()
	if err != nil {
		t.Fatalf("%v\n%s", err, expression)
	}
	return slices.Clone(vector)
}

// firing is what fires at each scrape: the labels of each alert, with its value.
func (s *scraped) firing(t *testing.T, r rule) map[time.Time]map[string]float64 {
	t.Helper()
	hold, err := model.ParseDuration(r.For)
	if err != nil {
		t.Fatal(err)
	}
	all := map[time.Time]map[string]float64{}
	since := map[string]time.Time{}
	for _, at := range s.times {
		all[at] = map[string]float64{}
		pending := map[string]time.Time{}
		for _, one := range s.ask(t, r.Expr, at) {
			b := labels.NewBuilder(one.Metric).Del(labels.MetricName)
			for name, text := range r.Labels {
				b.Set(name, text)
			}
			key := fmt.Sprintf("%s%s", r.Alert, b.Labels())
			pending[key] = at
			if began, was := since[key]; was {
				pending[key] = began
			}
			if at.Sub(pending[key]) >= time.Duration(hold) {
				all[at][key] = one.F
			}
		}
		since = pending
	}
	return all
}
