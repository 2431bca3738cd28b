package promql

import (
	"strings"
	"testing"
)

type board struct {
	UID        string  `json:"uid"`
	Title      string  `json:"title"`
	Editable   bool    `json:"editable"`
	Panels     []panel `json:"panels"`
	Templating struct {
		List []struct {
			Name, Type, Definition string
		} `json:"list"`
	} `json:"templating"`
}

type panel struct {
	ID          int        `json:"id"`
	Type        string     `json:"type"`
	Title       string     `json:"title"`
	Description string     `json:"description"`
	Datasource  datasource `json:"datasource"`
	GridPos     struct{ H, W, X, Y int }
	Targets     []struct {
		Expr         string
		LegendFormat string
		Datasource   datasource
	} `json:"targets"`
	FieldConfig struct {
		Defaults struct{ Unit string }
	} `json:"fieldConfig"`
}

type datasource struct{ Type, UID string }

func dashboard(t *testing.T) board {
	t.Helper()
	var b board
	read(t, "config/grafana/isms-operator.json", &b)
	return b
}

// variables are what Grafana puts in before Prometheus sees an expression.
var variables = strings.NewReplacer("$namespace", "acme", "$__rate_interval", "1m", "$__range", "1h")

func boardExpressions(t *testing.T) []expression {
	b := dashboard(t)
	var all []expression
	for _, p := range b.Panels {
		for _, target := range p.Targets {
			all = append(all, expression{"panel " + p.Title, variables.Replace(target.Expr)})
		}
	}
	for _, v := range b.Templating.List {
		if v.Type == "query" {
			metric, _, _ := strings.Cut(strings.TrimPrefix(v.Definition, "label_values("), ",")
			all = append(all, expression{"variable " + v.Name, "max(" + metric + ")"})
		}
	}
	return all
}

// TestDashboardFollowsTheConventions: those of Grafana's dashboard linter that apply.
func TestDashboardFollowsTheConventions(t *testing.T) {
	b := dashboard(t)
	if b.UID == "" || b.Title == "" || b.Editable {
		t.Errorf("uid %q, title %q, editable %v: provisioned dashboards have the first two and not the third", b.UID, b.Title, b.Editable)
	}
	want := datasource{"prometheus", "${datasource}"}
	ids := map[int]bool{}
	taken := map[[2]int]string{}
	for _, p := range b.Panels {
		if ids[p.ID] {
			t.Errorf("panel %q shares its id %d", p.Title, p.ID)
		}
		ids[p.ID] = true
		for x := range p.GridPos.W {
			for y := range p.GridPos.H {
				cell := [2]int{p.GridPos.X + x, p.GridPos.Y + y}
				if other := taken[cell]; other != "" || cell[0] >= 24 {
					t.Fatalf("panel %q overlaps %q or is out of the grid", p.Title, other)
				}
				taken[cell] = p.Title
			}
		}
		if p.Type == "row" {
			continue
		}
		if p.Title == "" || p.Description == "" || p.FieldConfig.Defaults.Unit == "" || len(p.Targets) == 0 {
			t.Errorf("panel %q lacks a title, a description, a unit or a query", p.Title)
		}
		if p.Datasource != want {
			t.Errorf("panel %q asks %v, not the variable", p.Title, p.Datasource)
		}
		for _, target := range p.Targets {
			if target.Datasource != want {
				t.Errorf("panel %q: a query asks %v, not the variable", p.Title, target.Datasource)
			}
			if strings.Contains(target.Expr, "rate(") != strings.Contains(target.Expr, "$__rate_interval") {
				t.Errorf("panel %q: a rate is over $__rate_interval: %s", p.Title, target.Expr)
			}
			if p.Type != "table" && target.LegendFormat == "" {
				t.Errorf("panel %q: a query has no legend", p.Title)
			}
		}
	}
}
