package promql

import (
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
)

type alertFile struct {
	Groups []struct {
		Name  string `json:"name"`
		Rules []rule `json:"rules"`
	} `json:"groups"`
}

type rule struct {
	Alert       string            `json:"alert"`
	Expr        string            `json:"expr"`
	For         string            `json:"for"`
	Labels      map[string]string `json:"labels"`
	Annotations map[string]string `json:"annotations"`
}

func alerts(t *testing.T) []rule {
	t.Helper()
	var file alertFile
	read(t, "config/prometheus/alerts.yaml", &file)
	var all []rule
	for _, g := range file.Groups {
		all = append(all, g.Rules...)
	}
	if len(all) == 0 {
		t.Fatal("no alert")
	}
	return all
}

func alertExpressions(t *testing.T) []expression {
	var all []expression
	for _, r := range alerts(t) {
		all = append(all, expression{r.Alert, r.Expr})
	}
	return all
}

// TestPlainAlertsAreThoseOfTheOperator compares the two files by what they mean.
func TestPlainAlertsAreThoseOfTheOperator(t *testing.T) {
	var plain alertFile
	read(t, "config/prometheus/alerts.yaml", &plain)
	var custom struct {
		APIVersion string         `json:"apiVersion"`
		Kind       string         `json:"kind"`
		Metadata   map[string]any `json:"metadata"`
		Spec       alertFile      `json:"spec"`
	}
	read(t, "config/prometheus/rules.yaml", &custom)
	if !reflect.DeepEqual(plain, custom.Spec) {
		t.Error("config/prometheus/alerts.yaml differs from rules.yaml: run make generate")
	}
}

// TestAlertsFollowTheConventions: those of the monitoring mixins, and a runbook and a
// line of docs/metrics.md for each.
func TestAlertsFollowTheConventions(t *testing.T) {
	page, err := os.ReadFile(root + "docs/metrics.md")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, r := range alerts(t) {
		known[r.Alert+".md"] = true
		if !strings.HasPrefix(r.Alert, "Isms") {
			t.Errorf("%s does not begin with Isms", r.Alert)
		}
		if !slices.Contains([]string{"critical", "warning", "info"}, r.Labels["severity"]) {
			t.Errorf("%s has the severity %q", r.Alert, r.Labels["severity"])
		}
		if r.For == "" {
			t.Errorf("%s has no slack", r.Alert)
		}
		if s := r.Annotations["summary"]; s == "" || !strings.HasSuffix(s, ".") || strings.Contains(s, "{{") {
			t.Errorf("%s: the summary %q is not one fixed sentence", r.Alert, s)
		}
		if r.Annotations["description"] == "" {
			t.Errorf("%s has no description", r.Alert)
		}
		if want := "https://github.com/isms-operator/isms-operator/blob/main/docs/runbooks/" + r.Alert + ".md"; r.Annotations["runbook_url"] != want {
			t.Errorf("%s: runbook_url is %q, want %q", r.Alert, r.Annotations["runbook_url"], want)
		}
		if line := fmt.Sprintf("| [%s](runbooks/%s.md) | %s", r.Alert, r.Alert, r.Labels["severity"]); !strings.Contains(string(page), line) && r.Alert != "IsmsVerdictWorse" {
			t.Errorf("docs/metrics.md has no line %q", line)
		}
	}
	entries, err := os.ReadDir(root + "docs/runbooks")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if !known[entry.Name()] {
			t.Errorf("docs/runbooks/%s is of no alert", entry.Name())
		}
		delete(known, entry.Name())
	}
	for name := range known {
		t.Errorf("docs/runbooks/%s is missing", name)
	}
}

// TestEachAlertHasCases: promtool runs them; this tells that one was forgotten.
func TestEachAlertHasCases(t *testing.T) {
	cases := ""
	for _, name := range []string{"records", "verdict", "health"} {
		data, err := os.ReadFile(root + "test/prometheus/alerts/" + name + "_test.yaml")
		if err != nil {
			t.Fatal(err)
		}
		cases += string(data)
	}
	for _, r := range alerts(t) {
		query := fmt.Sprintf("ALERTS{alertstate=\"firing\",alertname=%q}", r.Alert)
		fires, silent := false, false
		for _, c := range strings.Split(cases, "- expr: ")[1:] {
			if strings.HasPrefix(c, query) {
				silent = silent || strings.Contains(c, "exp_samples: []")
				fires = fires || strings.Contains(c, fmt.Sprintf("severity=%q", r.Labels["severity"]))
			}
		}
		if !fires || !silent {
			t.Errorf("%s (%s): a case where it fires: %v, one where it does not: %v", r.Alert, r.Labels["severity"], fires, silent)
		}
	}
}
