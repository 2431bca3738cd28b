package report

import (
	"io"
	"maps"
	"slices"

	"github.com/isms-operator/isms-operator/internal/openreports"
)

// writeOpenReports writes a report for each namespace, as manifests. What a change
// brings about is not told apart: a report says how it is.
func writeOpenReports(w io.Writer, a *Assessment, _ Style) error {
	j := newJSONWriter(w)
	j.yaml = true
	for _, r := range a.Namespaces {
		_, _ = j.WriteString("---\n") // its error is kept until Flush
		j.openReport(openreports.New(r, a.NotJudged(r.Namespace)))
	}
	return j.Flush()
}

func (j *jsonWriter) openReport(r *openreports.Report) {
	j.open("", '{')
	j.text("apiVersion", r.APIVersion)
	j.text("kind", r.Kind)
	j.open("metadata", '{')
	j.text("name", r.Metadata.Name)
	j.text("namespace", r.Metadata.Namespace)
	j.texts("labels", r.Metadata.Labels)
	j.texts("annotations", r.Metadata.Annotations)
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

func (j *jsonWriter) openReportSubject(s *openreports.Subject) {
	j.text("apiVersion", s.APIVersion)
	j.text("kind", s.Kind)
	j.text("namespace", s.Namespace)
	j.text("name", s.Name)
	j.text("fieldPath", s.FieldPath)
}

func (j *jsonWriter) openReportResult(r *openreports.Result) {
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
