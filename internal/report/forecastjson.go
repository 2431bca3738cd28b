package report

import (
	"io"

	"github.com/isms-operator/isms-operator/internal/assess"
)

// writeForecastJSON writes a forecast for programs.
func writeForecastJSON(w io.Writer, f *Forecast, _ Style) error {
	j := newJSONWriter(w)
	j.open("", '{')
	j.text("apiVersion", APIVersion)
	j.text("kind", "Forecast")
	j.text("from", f.From.String())
	j.text("until", f.Until.String())
	j.open("namespaces", '[')
	for _, t := range f.Timelines {
		j.timeline(f, t)
	}
	j.close(']')
	j.unjudged(f.Problems, f.Foreign)
	j.close('}')
	return j.Flush()
}

func (j *jsonWriter) timeline(f *Forecast, t *assess.Timeline) {
	notJudged := f.notJudged(t.Namespace)
	j.open("", '{')
	j.must("name", t.Namespace)
	j.text("verdict", string(floor(t.Verdict, notJudged)))
	j.number("notJudged", notJudged)
	j.counts(t.Counts)
	j.policy(t.Policy)
	j.rights(t.Access)
	j.lifecycles(t.Lifecycles)
	j.trustRoots(t.TrustRoots)
	j.open("days", '[')
	for i := range t.Days {
		day := &t.Days[i]
		before, after := outcome(day, notJudged)
		j.open("", '{')
		j.text("day", day.On.String())
		j.text("before", string(before))
		j.text("after", string(after))
		j.counts(day.Counts)
		j.changes(f, t.Namespace, "arising", day.Arising)
		j.changes(f, t.Namespace, "resolved", day.Resolved)
		j.open("changed", '[')
		for k := range day.Changed {
			j.change(f, t.Namespace, &day.Changed[k], false)
		}
		j.close(']')
		j.close('}')
	}
	j.close(']')
	j.close('}')
}

func (j *jsonWriter) changes(f *Forecast, namespace, key string, changes []assess.Change) {
	j.open(key, '[')
	for i := range changes {
		j.change(f, namespace, &changes[i].Finding, changes[i].KnockOn)
	}
	j.close(']')
}

func (j *jsonWriter) change(f *Forecast, namespace string, finding *assess.Finding, knockOn bool) {
	j.open("", '{')
	j.judgement(finding, &namespace)
	j.truth("knockOn", knockOn)
	j.position(f.locate(namespace, finding))
	j.close('}')
}
