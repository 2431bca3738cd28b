package report

import (
	"io"
	"strings"
	"time"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// APIVersion is the version of what programs read. Fields may be added to it;
// none is removed or changes its meaning.
const APIVersion = "report.isms-operator.io/v1"

// writeJSON writes an assessment for programs, finding by finding.
func writeJSON(w io.Writer, a *Assessment, _ Style) error {
	return newJSONWriter(w).assessment(a)
}

func (j *jsonWriter) assessment(a *Assessment) error {
	j.open("", '{')
	j.text("apiVersion", APIVersion)
	j.text("kind", "Assessment")
	j.text("asOf", a.AsOf.String())
	if a.Base != nil {
		j.must("base", a.Base.Name)
	}
	if a.Pseudonyms {
		j.truth("pseudonyms", true)
	}
	j.open("namespaces", '[')
	for _, r := range a.Namespaces {
		j.namespace(a, r)
	}
	j.close(']')
	j.unjudged(a.Problems, a.Foreign)
	j.close('}')
	return j.Flush()
}

func (j *jsonWriter) namespace(a *Assessment, r *assess.Report) {
	notJudged := a.NotJudged(r.Namespace)
	j.open("", '{')
	j.must("name", r.Namespace)
	j.text("verdict", string(floor(r.Rollup.Verdict, notJudged)))
	judged, _ := r.Judged()
	j.number("records", judged)
	j.number("notJudged", notJudged)
	j.counts(r.Rollup.Counts)
	j.policy(r.Policy)
	j.rights(r.Access)
	j.lifecycles(r.Lifecycles)
	j.trustRoots(r.TrustRoots)
	j.signatures(r)
	j.text("nextChangeOn", r.Until.String())
	j.forecast(r.Forecast, notJudged)
	bases := rules.Explain(r)
	j.open("points", '[')
	for i := range r.Rollup.Points {
		j.point(&r.Rollup.Points[i], bases, notJudged)
	}
	j.close(']')
	j.open("findings", '[')
	for f := range a.Findings(r) {
		j.finding(&f)
	}
	j.close(']')
	if a.Base != nil {
		j.open("resolved", '[')
		for f := range a.Resolved(r) {
			j.finding(&f)
		}
		j.close(']')
		c := a.changed(r)
		j.outOfSight(&c, func(record assess.Ref) input.Position { return a.wasAt(r, record) },
			func(record assess.Ref, field string) input.Position { return a.isAt(r, record, field) })
	}
	j.close('}')
}

// policy writes where a policy deviates; nothing where it does not.
func (j *jsonWriter) policy(all []assess.Deviation) {
	if len(all) == 0 {
		return
	}
	j.open("policy", '[')
	for i := range all {
		d := &all[i]
		j.open("", '{')
		j.must("field", d.Field)
		j.must("point", d.Point.ID)
		j.must("default", d.Default)
		j.must("value", d.Value)
		j.text("floor", d.Floor)
		j.text("because", d.Because)
		j.close('}')
	}
	j.close(']')
}

// rights writes which observation of rights was used; nothing where none was.
func (j *jsonWriter) rights(a *assess.Access) {
	if a == nil {
		return
	}
	j.open("rightsObserved", '{')
	j.must("source", a.Source)
	j.text("digest", a.Digest)
	j.text("seenAt", a.SeenAt.UTC().Format(time.RFC3339))
	j.open("notObserved", '[')
	for _, lack := range a.NotObserved() {
		j.open("", '{')
		j.must("what", lack)
		j.close('}')
	}
	j.close(']')
	j.close('}')
}

// lifecycles writes which files of life cycles were used; nothing where none was.
func (j *jsonWriter) lifecycles(l *assess.Lifecycles) {
	if l == nil {
		return
	}
	j.open("lifecycles", '[')
	for _, f := range l.Files {
		j.open("", '{')
		j.must("source", f.Source)
		j.must("digest", f.Digest)
		j.text("on", f.On.String())
		j.close('}')
	}
	j.close(']')
}

// trustRoots writes to which keys signatures were followed; nothing where none was given.
func (j *jsonWriter) trustRoots(all []string) {
	if len(all) > 0 {
		j.text("trustRoots", strings.Join(all, ", "))
	}
}

// signatures writes what records carry that is signed, and what each signature is worth;
// nothing where nothing is.
func (j *jsonWriter) signatures(r *assess.Report) {
	signed := r.Signed()
	if len(signed) == 0 {
		return
	}
	j.open("signatures", '[')
	for i := range signed {
		s := &signed[i]
		j.open("", '{')
		j.text("kind", s.Record.Kind)
		j.text("name", s.Record.Name)
		j.must("field", s.Field)
		j.text("worth", string(s.Worth))
		j.text("by", s.By)
		j.text("on", s.StatedOn)
		j.text("key", s.Key)
		j.text("fingerprint", s.Fingerprint)
		j.text("stampedAt", s.StampedAt)
		j.close('}')
	}
	j.close(']')
}

// unjudged writes what was not judged.
func (j *jsonWriter) unjudged(problems []input.Problem, foreign []input.Foreign) {
	j.open("problems", '[')
	for i := range problems {
		j.problem(&problems[i])
	}
	j.close(']')
	j.open("foreign", '[')
	for i := range foreign {
		j.foreign(&foreign[i])
	}
	j.close(']')
}

func (j *jsonWriter) counts(n api.FindingCounts) {
	j.openFlat("counts")
	j.number("major", int(n.Major))
	j.number("minor", int(n.Minor))
	j.number("unknown", int(n.Unknown))
	j.number("observation", int(n.Observation))
	j.number("opportunity", int(n.Opportunity))
	j.close('}')
}

func (j *jsonWriter) forecast(f *assess.Forecast, notJudged int) {
	if f == nil {
		return
	}
	j.open("forecast", '{')
	j.text("day", f.On.String())
	j.text("verdict", string(floor(f.Verdict, notJudged)))
	j.counts(f.Counts)
	j.open("arising", '[')
	for i := range f.Arising {
		j.open("", '{')
		j.judgement(&f.Arising[i], nil)
		j.close('}')
	}
	j.close(']')
	j.close('}')
}

func (j *jsonWriter) point(p *assess.PointResult, bases []rules.Basis, notJudged int) {
	j.open("", '{')
	j.text("id", p.ID)
	j.text("condition", p.Condition)
	j.text("title", p.Title)
	j.text("clause", p.Clause)
	j.text("verdict", string(floor(p.Verdict, notJudged)))
	j.counts(p.Counts())
	if b := basisOf(bases, p); b != nil {
		j.basis(b)
	}
	j.close('}')
}

func (j *jsonWriter) finding(f *Finding) {
	j.open("", '{')
	j.judgement(f.Finding, &f.Namespace)
	j.text("until", f.Until.String())
	j.position(f.Position)
	j.close('}')
}

// judgement writes the fields that a finding of any day has. The namespace is left
// out where the object around it says it.
func (j *jsonWriter) judgement(f *assess.Finding, namespace *string) {
	j.must("rule", f.Rule)
	j.must("reason", f.Reason)
	j.must("grade", string(f.Grade))
	j.must("point", f.Point.ID)
	j.openFlat("record")
	j.must("kind", f.Record.Kind)
	if namespace != nil {
		j.must("namespace", *namespace)
	}
	j.must("name", f.Record.Name)
	j.close('}')
	j.text("field", f.Field)
	j.must("message", f.Message)
	j.must("remedy", f.Remedy)
	j.text("since", f.Since.String())
	j.text("sumsUp", f.Sums.Reason)
}

func (j *jsonWriter) position(p input.Position) {
	j.text("file", p.File)
	if p.Line > 0 {
		j.number("line", p.Line)
	}
	if p.Column > 0 {
		j.number("column", p.Column)
	}
}

func (j *jsonWriter) problem(p *input.Problem) {
	j.open("", '{')
	j.position(p.Position)
	if p.Record != nil {
		j.openFlat("record")
		j.must("kind", p.Record.Kind)
		j.must("namespace", p.Record.Namespace)
		j.must("name", p.Record.Name)
		j.close('}')
	}
	j.text("field", p.Field)
	j.must("message", p.Message)
	j.must("remedy", p.Remedy)
	j.close('}')
}

func (j *jsonWriter) foreign(f *input.Foreign) {
	j.open("", '{')
	j.position(f.Position)
	j.must("apiVersion", f.APIVersion)
	j.must("kind", f.Kind)
	j.must("name", f.Name)
	j.close('}')
}
