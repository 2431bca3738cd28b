package report

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// The one version of OpenReports, and how our report of a namespace is named in it.
const (
	OpenReportsAPIVersion = "openreports.io/v1alpha1"
	OpenReportName        = "isms"
	openReportSource      = "isms-operator"
)

// maxOpenReport is how many bytes the results of a report take, written as JSON. An
// object of a cluster cannot be larger than etcd's limit of 1.5 MiB.
const maxOpenReport = 512 << 10

// OpenReport is a Report of openreports.io/v1alpha1, as far as we fill it in. It has
// no times of its own: the same judgement gives the same report.
type OpenReport struct {
	APIVersion string             `json:"apiVersion"`
	Kind       string             `json:"kind"`
	Metadata   OpenReportMetadata `json:"metadata"`
	Source     string             `json:"source"`
	Scope      OpenReportSubject  `json:"scope"`
	// Summary counts all results, even where the list is cut.
	Summary OpenReportSummary  `json:"summary"`
	Results []OpenReportResult `json:"results,omitempty"`
}

// OpenReportMetadata names the report.
type OpenReportMetadata struct {
	Name      string            `json:"name"`
	Namespace string            `json:"namespace"`
	Labels    map[string]string `json:"labels,omitempty"`
}

// OpenReportSubject refers to an object of the cluster.
type OpenReportSubject struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Namespace  string `json:"namespace,omitempty"`
	Name       string `json:"name"`
	FieldPath  string `json:"fieldPath,omitempty"`
}

// OpenReportSummary counts results.
type OpenReportSummary struct {
	Pass  int `json:"pass"`
	Fail  int `json:"fail"`
	Warn  int `json:"warn"`
	Error int `json:"error"`
	Skip  int `json:"skip"`
}

// OpenReportResult is a finding, or a rule without findings.
type OpenReportResult struct {
	// Policy is the rule, Rule the reason, Category the point.
	Policy     string              `json:"policy"`
	Rule       string              `json:"rule,omitempty"`
	Category   string              `json:"category,omitempty"`
	Severity   string              `json:"severity,omitempty"`
	Result     string              `json:"result"`
	Scored     bool                `json:"scored,omitempty"`
	Resources  []OpenReportSubject `json:"resources,omitempty"`
	Message    string              `json:"message,omitempty"`
	Properties map[string]string   `json:"properties,omitempty"`
}

// results of OpenReports, with the severity of a finding.
var openReportResults = map[api.Grade]OpenReportResult{
	api.GradeMajor:       {Result: "fail", Severity: "high", Scored: true},
	api.GradeMinor:       {Result: "fail", Severity: "medium", Scored: true},
	api.GradeUnknown:     {Result: "error", Severity: "medium", Scored: true},
	api.GradeObservation: {Result: "warn", Severity: "low"},
	api.GradeOpportunity: {Result: "warn", Severity: "info"},
}

// NewOpenReport makes the report of a namespace: its findings, worst first, then the
// rules without any, those that were asked of no record as skipped. notJudged counts
// what could not be judged; then no rule passes.
func NewOpenReport(r *assess.Report, notJudged int) *OpenReport {
	report := &OpenReport{
		APIVersion: OpenReportsAPIVersion, Kind: "Report",
		Metadata: OpenReportMetadata{
			Name: OpenReportName, Namespace: r.Namespace,
			Labels: map[string]string{"app.kubernetes.io/managed-by": openReportSource},
		},
		Source: openReportSource,
		Scope:  OpenReportSubject{APIVersion: "v1", Kind: "Namespace", Name: r.Namespace},
	}
	size, left := 0, 0
	add := func(result OpenReportResult) {
		report.Summary.count(result.Result)
		if left == 0 {
			text, err := json.Marshal(result)
			if size += len(text); err == nil && size <= maxOpenReport {
				report.Results = append(report.Results, result)
				return
			}
		}
		left++
	}
	fired := map[string]bool{}
	for i := range r.Rollup.Findings {
		f := &r.Rollup.Findings[i]
		fired[f.Rule] = true
		add(openReportFinding(r.Namespace, f))
	}
	records := recordsByKind(r)
	rules, _ := catalogue()
	for i := range rules {
		if e := &rules[i]; !fired[e.ID] {
			add(openReportRule(e, e.unasked(records, notJudged)))
		}
	}
	if left > 0 { // it is not counted
		report.Results = append(report.Results, OpenReportResult{
			Policy: "truncated", Result: "skip",
			Message: fmt.Sprintf("%d more results are left out, because the report would be too large; the summary counts them. See them with: kubectl isms assess -n %s", left, r.Namespace),
		})
	}
	return report
}

func (s *OpenReportSummary) count(result string) {
	switch result {
	case "pass":
		s.Pass++
	case "fail":
		s.Fail++
	case "warn":
		s.Warn++
	case "error":
		s.Error++
	default:
		s.Skip++
	}
}

func openReportFinding(namespace string, f *assess.Finding) OpenReportResult {
	result := openReportResults[f.Grade]
	result.Policy, result.Rule, result.Category, result.Message = f.Rule, f.Reason, f.Point.Condition, plain(f.Message)
	if f.Record.Name != "" { // without an assessment, what is found on it is about the namespace
		result.Resources = []OpenReportSubject{{
			APIVersion: api.GroupVersion.String(), Kind: f.Record.Kind, Namespace: namespace, Name: f.Record.Name, FieldPath: plain(f.Field),
		}}
	}
	result.Properties = map[string]string{"grade": string(f.Grade), "remedy": plain(f.Remedy)}
	if !f.Since.IsZero() {
		result.Properties["since"] = f.Since.String()
	}
	return result
}

// openReportRule is the result of a rule that has no finding.
func openReportRule(e *ruleEntry, unasked string) OpenReportResult {
	result := OpenReportResult{Policy: e.ID, Category: e.Point.Condition, Result: "pass", Scored: true, Message: e.Requires}
	if unasked != "" {
		result.Result, result.Scored, result.Message = "skip", false, unasked
	}
	return result
}

// writeOpenReports writes a report for each namespace, as manifests. What a change
// brings about is not told apart: a report says how it is.
func writeOpenReports(w io.Writer, a *Assessment, _ Style) error {
	j := newJSONWriter(w)
	j.yaml = true
	for _, r := range a.Namespaces {
		_, _ = j.WriteString("---\n") // its error is kept until Flush
		j.openReport(NewOpenReport(r, a.NotJudged(r.Namespace)))
	}
	return j.Flush()
}

func (j *jsonWriter) openReport(r *OpenReport) {
	j.open("", '{')
	j.text("apiVersion", r.APIVersion)
	j.text("kind", r.Kind)
	j.open("metadata", '{')
	j.text("name", r.Metadata.Name)
	j.text("namespace", r.Metadata.Namespace)
	j.texts("labels", r.Metadata.Labels)
	j.close('}')
	j.text("source", r.Source)
	j.open("scope", '{')
	j.openReportSubject(&r.Scope)
	j.close('}')
	j.open("summary", '{')
	j.number("pass", r.Summary.Pass)
	j.number("fail", r.Summary.Fail)
	j.number("warn", r.Summary.Warn)
	j.number("error", r.Summary.Error)
	j.number("skip", r.Summary.Skip)
	j.close('}')
	j.open("results", '[')
	for i := range r.Results {
		j.openReportResult(&r.Results[i])
	}
	j.close(']')
	j.close('}')
}

func (j *jsonWriter) openReportSubject(s *OpenReportSubject) {
	j.text("apiVersion", s.APIVersion)
	j.text("kind", s.Kind)
	j.text("namespace", s.Namespace)
	j.text("name", s.Name)
	j.text("fieldPath", s.FieldPath)
}

func (j *jsonWriter) openReportResult(r *OpenReportResult) {
	j.open("", '{')
	j.text("policy", r.Policy)
	j.text("rule", r.Rule)
	j.text("category", r.Category)
	j.text("severity", r.Severity)
	j.text("result", r.Result)
	j.truth("scored", r.Scored)
	if len(r.Resources) > 0 {
		j.open("resources", '[')
		for i := range r.Resources {
			j.open("", '{')
			j.openReportSubject(&r.Resources[i])
			j.close('}')
		}
		j.close(']')
	}
	j.text("message", r.Message)
	j.texts("properties", r.Properties)
	j.close('}')
}

// texts writes a map under a key, sorted; an empty one is left out.
func (j *jsonWriter) texts(key string, m map[string]string) {
	if len(m) == 0 {
		return
	}
	j.open(key, '{')
	for _, name := range slices.Sorted(maps.Keys(m)) {
		j.text(name, m[name])
	}
	j.close('}')
}
