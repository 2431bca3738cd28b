//go:build prometheus

package prometheus

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// testExpressions asks every expression of the dashboard of the real Prometheus.
func (e *environment) testExpressions(t *testing.T) {
	data, err := os.ReadFile("../../config/grafana/isms-operator.json")
	if err != nil {
		t.Fatal(err)
	}
	var board struct {
		Panels []struct {
			Title   string
			Targets []struct{ Expr string }
		}
	}
	if err := json.Unmarshal(data, &board); err != nil {
		t.Fatal(err)
	}
	variables := strings.NewReplacer("$namespace", "acme", "$__rate_interval", "1m", "$__range", "1h")
	n := 0
	for _, p := range board.Panels {
		for _, target := range p.Targets {
			n++
			if _, err := e.query(t.Context(), variables.Replace(target.Expr)); err != nil {
				t.Errorf("%s: %v", p.Title, err)
			}
		}
	}
	if n < 10 {
		t.Errorf("only %d expressions found", n)
	}
}
