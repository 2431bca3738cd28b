// Package openreports makes the Report of openreports.io of a judgement.
package openreports

import (
	"encoding/json"
	"fmt"
	"iter"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// The one version of OpenReports, and how our report of a namespace is named in it.
const (
	APIVersion = "openreports.io/v1alpha1"
	Name       = "isms"
	source     = "isms-operator"
	// PolicyAnnotation says that the policy asks for less than the default, and where.
	PolicyAnnotation = "isms-operator.io/policy"
	// TrustAnnotation says to which key signatures were followed.
	TrustAnnotation = "isms-operator.io/trust-root"
)

// maxSize is how many bytes the results of a report take, written as JSON. An
// object of a cluster cannot be larger than etcd's limit of 1.5 MiB.
const maxSize = 512 << 10

// Report is a Report of openreports.io/v1alpha1, as far as we fill it in. It has
// no times of its own: the same judgement gives the same report.
type Report struct {
	APIVersion string   `json:"apiVersion"`
	Kind       string   `json:"kind"`
	Metadata   Metadata `json:"metadata"`
	Source     string   `json:"source"`
	Scope      Subject  `json:"scope"`
	// Summary counts all results, even where the list is cut.
	Summary Summary  `json:"summary"`
	Results []Result `json:"results,omitempty"`
}

// Metadata names the report.
type Metadata struct {
	Name      string            `json:"name"`
	Namespace string            `json:"namespace"`
	Labels    map[string]string `json:"labels,omitempty"`
	// Annotations tell that the policy deviates; absent where it does not.
	Annotations map[string]string `json:"annotations,omitempty"`
}

// Subject refers to an object of the cluster.
type Subject struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Namespace  string `json:"namespace,omitempty"`
	Name       string `json:"name"`
	FieldPath  string `json:"fieldPath,omitempty"`
}

// Summary counts results.
type Summary struct {
	Pass  int `json:"pass"`
	Fail  int `json:"fail"`
	Warn  int `json:"warn"`
	Error int `json:"error"`
	Skip  int `json:"skip"`
}

// Result is a finding, or a rule without findings.
type Result struct {
	// Policy is the rule, Rule the reason, Category the point.
	Policy     string            `json:"policy"`
	Rule       string            `json:"rule,omitempty"`
	Category   string            `json:"category,omitempty"`
	Severity   string            `json:"severity,omitempty"`
	Result     string            `json:"result"`
	Scored     bool              `json:"scored,omitempty"`
	Resources  []Subject         `json:"resources,omitempty"`
	Message    string            `json:"message,omitempty"`
	Properties map[string]string `json:"properties,omitempty"`
}

// results of OpenReports, with the severity of a finding.
var grades = map[api.Grade]Result{
	api.GradeMajor:       {Result: "fail", Severity: "high", Scored: true},
	api.GradeMinor:       {Result: "fail", Severity: "medium", Scored: true},
	api.GradeUnknown:     {Result: "error", Severity: "medium", Scored: true},
	api.GradeObservation: {Result: "warn", Severity: "low"},
	api.GradeOpportunity: {Result: "warn", Severity: "info"},
}

// New makes the report of a namespace: its findings, worst first, then the
// rules without any, those that were asked of no record as skipped. notJudged counts
// what could not be judged; then no rule passes.
func New(r *assess.Report, notJudged int) *Report {
	report := &Report{
		APIVersion: APIVersion, Kind: "Report",
		Metadata: Metadata{
			Name: Name, Namespace: r.Namespace,
			Labels: map[string]string{"app.kubernetes.io/managed-by": source},
		},
		Source: source,
		Scope:  Subject{APIVersion: "v1", Kind: "Namespace", Name: r.Namespace},
	}
	annotate := func(name, text string) {
		if text == "" {
			return
		}
		if report.Metadata.Annotations == nil {
			report.Metadata.Annotations = map[string]string{}
		}
		report.Metadata.Annotations[name] = wording.Plain(text)
	}
	annotate(PolicyAnnotation, assess.PolicyLine(r.Policy))
	annotate(TrustAnnotation, r.TrustText())
	left := report.fill(r, notJudged, findings(r))
	if left > 0 { // a result for each problem takes less room than one for each finding
		report.Summary, report.Results = Summary{}, nil
		left = report.fill(r, notJudged, folded(r))
	}
	if left > 0 { // it is not counted
		report.Results = append(report.Results, Result{
			Policy: "truncated", Result: "skip",
			Message: fmt.Sprintf("%d more results are left out, because the report would be too large; the summary counts them. See them with: kubectl isms assess -n %s", left, r.Namespace),
		})
	}
	return report
}

// fill adds the results of findings, each with how many it stands for, and of the rules
// without any, while they fit. It counts all of them, and returns how many are left out.
func (r *Report) fill(of *assess.Report, notJudged int, found iter.Seq2[Result, int]) (left int) {
	size := 0
	add := func(result Result, n int) {
		r.Summary.count(result.Result, n)
		if left == 0 {
			text, err := json.Marshal(result)
			if size += len(text); err == nil && size <= maxSize {
				r.Results = append(r.Results, result)
				return
			}
		}
		left += n
	}
	fired := map[string]bool{}
	for result, n := range found {
		fired[result.Policy] = true
		add(result, n)
	}
	records := rules.RecordsByKind(of)
	asked, _ := rules.AllAsked()
	for i := range asked {
		if e := &asked[i]; !fired[e.ID] {
			add(ofRule(e, e.Unasked(records, notJudged, of.RightsUnasked)), 1)
		}
	}
	return left
}

// findings yields a result for each finding, worst first.
func findings(r *assess.Report) iter.Seq2[Result, int] {
	return func(yield func(Result, int) bool) {
		for i := range r.Rollup.Findings {
			if !yield(ofFinding(r.Namespace, &r.Rollup.Findings[i]), 1) {
				return
			}
		}
	}
}

// maxResources is how many records the result of a problem names.
const maxResources = 20

// folded yields a result for each problem, worst first: that of its first finding, which
// names the records of others too and says how many findings there are.
func folded(r *assess.Report) iter.Seq2[Result, int] {
	return func(yield func(Result, int) bool) {
		all := map[assess.Problem][]*assess.Finding{}
		var order []assess.Problem
		for i := range r.Rollup.Findings {
			f := &r.Rollup.Findings[i]
			if all[f.Problem()] == nil {
				order = append(order, f.Problem())
			}
			all[f.Problem()] = append(all[f.Problem()], f)
		}
		for _, problem := range order {
			some := all[problem]
			result := ofFinding(r.Namespace, some[0])
			for _, f := range some[1:min(len(some), maxResources)] {
				result.Resources = append(result.Resources, ofFinding(r.Namespace, f).Resources...)
			}
			if len(some) > 1 {
				result.Message = fmt.Sprintf("%d findings, of which the first is: %s", len(some), result.Message)
			}
			if !yield(result, len(some)) {
				return
			}
		}
	}
}

func (s *Summary) count(result string, n int) {
	switch result {
	case "pass":
		s.Pass += n
	case "fail":
		s.Fail += n
	case "warn":
		s.Warn += n
	case "error":
		s.Error += n
	default:
		s.Skip += n
	}
}

func ofFinding(namespace string, f *assess.Finding) Result {
	result := grades[f.Grade]
	result.Policy, result.Rule, result.Category, result.Message = f.Rule, f.Reason, f.Point.Condition, wording.Plain(f.Message)
	if f.Record.Name != "" { // without an assessment, what is found on it is about the namespace
		result.Resources = []Subject{{
			APIVersion: api.GroupVersion.String(), Kind: f.Record.Kind, Namespace: namespace, Name: f.Record.Name, FieldPath: wording.Plain(f.Field),
		}}
	}
	result.Properties = map[string]string{"grade": string(f.Grade), "remedy": wording.Plain(f.Remedy)}
	if !f.Since.IsZero() {
		result.Properties["since"] = f.Since.String()
	}
	if f.Sums.Reason != "" {
		result.Properties["sumsUp"] = f.Sums.Reason
	}
	return result
}

// ofRule is the result of a rule that has no finding.
func ofRule(e *rules.Asked, unasked string) Result {
	result := Result{Policy: e.ID, Category: e.Point.Condition, Result: "pass", Scored: true, Message: e.Requires}
	if unasked != "" {
		result.Result, result.Scored, result.Message = "skip", false, unasked
	}
	return result
}
