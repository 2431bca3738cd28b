// Package promql parses every expression of the alerts and of the dashboard with
// Prometheus's own parser, and holds the metrics and labels that they name against
// those that Prometheus read from the operator (test/prometheus/testdata/metrics.txt). It
// asks them of the two kinds of series of one register (test/expositions) as well.
// It is a module of its own so that the operator does not inherit what Prometheus
// depends on.
package promql

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"
	"sigs.k8s.io/yaml"
)

const root = "../../../"

// expression is one that somebody wrote, and where.
type expression struct{ where, text string }

func read(t *testing.T, path string, into any) {
	t.Helper()
	data, err := os.ReadFile(root + path)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(path, ".json") {
		err = json.Unmarshal(data, into)
	} else {
		err = yaml.UnmarshalStrict(data, into)
	}
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

// exported returns the labels of each metric that Prometheus read from the operator.
func exported(t *testing.T) map[string]map[string]bool {
	t.Helper()
	data, err := os.ReadFile(root + "test/prometheus/testdata/metrics.txt")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]map[string]bool{}
	for line := range strings.Lines(string(data)) {
		name, list, _ := strings.Cut(strings.TrimSpace(line), " ")
		if all[name] == nil {
			all[name] = map[string]bool{}
		}
		for label := range strings.SplitSeq(list, ",") {
			all[name][label] = true
		}
	}
	return all
}

func TestExpressionsNameWhatExists(t *testing.T) {
	metrics := exported(t)
	for _, e := range append(alertExpressions(t), boardExpressions(t)...) {
		parsed, err := parser.NewParser(parser.Options{}).ParseExpr(e.text)
		if err != nil {
			t.Errorf("%s: %v\n%s", e.where, err, e.text)
			continue
		}
		for _, problem := range problems(parsed, metrics) {
			t.Errorf("%s: %s\n%s", e.where, problem, e.text)
		}
	}
}

// problems tells which metrics and labels of an expression do not exist.
func problems(expr parser.Expr, metrics map[string]map[string]bool) []string {
	var all []string
	parser.Inspect(expr, func(node parser.Node, _ []parser.Node) error {
		switch n := node.(type) {
		case *parser.VectorSelector:
			have, ok := metrics[n.Name]
			if !ok {
				all = append(all, "no such metric: "+n.Name)
				return nil
			}
			for _, m := range n.LabelMatchers {
				if m.Name != labels.MetricName && !have[m.Name] {
					all = append(all, fmt.Sprintf("%s has no label %s", n.Name, m.Name))
				}
			}
		case *parser.AggregateExpr:
			for _, label := range n.Grouping {
				for _, name := range selected(n.Expr) {
					if have, ok := metrics[name]; ok && !have[label] {
						all = append(all, fmt.Sprintf("%s has no label %s to group by", name, label))
					}
				}
			}
		}
		return nil
	})
	return all
}

func selected(expr parser.Expr) []string {
	var names []string
	parser.Inspect(expr, func(node parser.Node, _ []parser.Node) error {
		if n, ok := node.(*parser.VectorSelector); ok {
			names = append(names, n.Name)
		}
		return nil
	})
	return names
}

// TestRecordSeriesAreAggregated: every replica that judged has series of its own for a
// while, so an expression must not add them up, nor tell them apart.
func TestRecordSeriesAreAggregated(t *testing.T) {
	for _, e := range append(alertExpressions(t), boardExpressions(t)...) {
		parsed, err := parser.NewParser(parser.Options{}).ParseExpr(e.text)
		if err != nil {
			continue // another test tells
		}
		parser.Inspect(parsed, func(node parser.Node, path []parser.Node) error {
			n, ok := node.(*parser.VectorSelector)
			if !ok || !strings.HasPrefix(n.Name, "isms_") {
				return nil
			}
			innermost := parser.ItemType(0)
			for _, p := range path {
				if a, ok := p.(*parser.AggregateExpr); ok {
					innermost = a.Op
				}
			}
			counter := strings.HasSuffix(n.Name, "_total") || strings.HasSuffix(n.Name, "_bucket")
			if counter != (innermost == parser.SUM) || innermost == 0 {
				t.Errorf("%s: %s is aggregated by %q first\n%s", e.where, n.Name, innermost, e.text)
			}
			return nil
		})
	}
}

func TestProblemsAreFound(t *testing.T) {
	metrics := map[string]map[string]bool{"isms_records": {"kind": true}}
	for _, c := range []struct {
		text string
		want []string
	}{
		{`max by (kind) (isms_records{kind="Risk"})`, nil},
		{`isms_record`, []string{"no such metric: isms_record"}},
		{`isms_records{name="x"}`, []string{"isms_records has no label name"}},
		{`max by (name) (isms_records)`, []string{"isms_records has no label name to group by"}},
	} {
		parsed, err := parser.NewParser(parser.Options{}).ParseExpr(c.text)
		if err != nil {
			t.Fatal(err)
		}
		if have := problems(parsed, metrics); !slices.Equal(have, c.want) {
			t.Errorf("%s: %q, want %q", c.text, have, c.want)
		}
	}
}
