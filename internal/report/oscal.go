package report

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	oscal "github.com/defenseunicorns/go-oscal/src/types/oscal-1-1-3"
	"github.com/google/uuid"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// Versions of OSCAL that results are written in. What is written of each is the same.
const (
	oscalVersion     = "1.1.3"
	nextOSCALVersion = "1.2.2"
)

// oscalNamespace is whose the names of properties are.
const oscalNamespace = "https://isms-operator.io/ns/oscal"

// OSCALFormats returns the formats of an assessment that other tools of compliance read.
func OSCALFormats() []Format[*Assessment] {
	of := func(version string) func(io.Writer, *Assessment, Style) error {
		return func(w io.Writer, a *Assessment, _ Style) error { return writeOSCAL(w, a, version) }
	}
	return []Format[*Assessment]{
		{"oscal", "for tools of compliance: assessment-results of OSCAL " + oscalVersion, of(oscalVersion)},
		{"oscal-" + nextOSCALVersion, "the same as oscal, of OSCAL " + nextOSCALVersion, of(nextOSCALVersion)},
	}
}

// results makes assessment-results. An observation is a finding, and a finding the answer to
// a point, as the rules have it: neither is the conclusion of an auditor.
type results struct {
	a   *Assessment
	day time.Time
	// ids that were given, each to one thing.
	ids       map[string]int
	resources []oscal.Resource
	// known are the resources of records.
	known map[string]string
}

func writeOSCAL(w io.Writer, a *Assessment, version string) error {
	r := &results{a: a, day: a.AsOf.Time(), ids: map[string]int{}, known: map[string]string{}}
	plan := r.id("plan")
	r.resources = append(r.resources, oscal.Resource{UUID: plan, Title: "No assessment plan", Description: "There is no assessment plan: what was asked is the catalogue of rules of the program that made this, and the records decide what of it applies."})
	document := &oscal.AssessmentResults{
		ImportAp: oscal.ImportAp{Href: "#" + plan, Remarks: "There is no assessment plan."},
		Metadata: oscal.Metadata{
			Title: "Findings on ISO/IEC 27001:2022 Clause 7.1 on " + a.AsOf.String(), LastModified: r.day, Version: a.AsOf.String(), OscalVersion: version,
			Remarks: "What the rules find in the records. It states readiness for an audit, and is no conclusion of an auditor.",
		},
	}
	if a.Pseudonyms {
		document.Metadata.Props = properties("pseudonyms", "true")
		document.Metadata.Remarks += " " + pseudonymsText
	}
	for _, n := range a.Namespaces {
		document.Results = append(document.Results, r.result(n))
	}
	if len(a.Problems) > 0 || len(document.Results) == 0 {
		document.Results = append(document.Results, r.unjudged())
	}
	document.BackMatter = &oscal.BackMatter{Resources: &r.resources}
	text, err := json.Marshal(document)
	if err != nil {
		return err
	}
	document.UUID = r.id("document", string(text))
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(oscal.OscalCompleteSchema{AssessmentResults: document})
}

// id is a UUID made of what something is (version 5): the same findings have the same ones.
func (r *results) id(parts ...string) string {
	key := strings.Join(append([]string{r.a.AsOf.String()}, parts...), "\x00")
	r.ids[key]++
	if n := r.ids[key]; n > 1 {
		key += fmt.Sprintf("\x00%d", n)
	}
	return uuid.NewSHA1(uuid.NewSHA1(uuid.NameSpaceURL, []byte(oscalNamespace)), []byte(key)).String()
}

// result is the judgement of a namespace.
func (r *results) result(n *assess.Report) oscal.Result {
	result := oscal.Result{
		UUID: r.id("result", n.Namespace), Title: "Namespace " + words(n.Namespace), Start: r.day, End: &r.day,
		Description:      "The records of the namespace as the rules judge them on the day.",
		ReviewedControls: reviewed(),
		Props: properties("namespace", n.Namespace, "verdict", string(r.a.Verdict(n)), "weakened-policy", assess.PolicyText(n.Policy),
			"rights-observed", assess.AccessText(n.Access), "life-cycles", assess.LifecyclesText(n.Lifecycles), "trust-root", n.TrustText()),
	}
	var observations []oscal.Observation
	byPoint := map[string][]oscal.RelatedObservation{}
	for f := range r.a.Findings(n) {
		o := r.observation(&f)
		observations = append(observations, o)
		byPoint[f.Point.ID] = append(byPoint[f.Point.ID], oscal.RelatedObservation{ObservationUuid: o.UUID})
	}
	var findings []oscal.Finding
	for i := range n.Rollup.Points {
		findings = append(findings, r.finding(n, &n.Rollup.Points[i], byPoint[n.Rollup.Points[i].ID]))
	}
	result.Observations, result.Findings = some(observations), some(findings)
	return result
}

// reviewed says that all was looked at that there is to look at.
func reviewed() oscal.ReviewedControls {
	return oscal.ReviewedControls{ControlSelections: []oscal.AssessedControls{{
		Description: "ISO/IEC 27001:2022 Clause 7.1, by the points that the findings name.", IncludeAll: &oscal.IncludeAll{},
	}}}
}

// finding is the answer to a point.
func (r *results) finding(n *assess.Report, p *assess.PointResult, observations []oscal.RelatedObservation) oscal.Finding {
	verdict := floor(p.Verdict, r.a.NotJudged(n.Namespace))
	status := oscal.ObjectiveStatus{State: "not-satisfied", Reason: "fail"}
	switch verdict {
	case api.VerdictConforming:
		status = oscal.ObjectiveStatus{State: "satisfied", Reason: "pass"}
	case api.VerdictUnknown:
		status.Reason = "other"
		status.Remarks = "Something that decides is not known."
	}
	return oscal.Finding{
		UUID: r.id("finding", n.Namespace, p.ID), Title: p.ID + ": " + p.Title,
		Description: "The verdict of the rules on the point is " + string(verdict) + ".",
		Target:      oscal.FindingTarget{Type: "objective-id", TargetId: p.ID, Title: p.Title, Status: status, Props: properties("clause", p.Clause)},
		Props:       properties("verdict", string(verdict)), RelatedObservations: some(observations),
	}
}

// observation is what a rule found on a record.
func (r *results) observation(f *Finding) oscal.Observation {
	o := oscal.Observation{
		UUID:  r.id("observation", f.Namespace, f.Rule, f.Reason, f.Record.String(), f.Field, f.Sums.Reason, f.Message),
		Title: words(f.Reason), Description: words(f.Message), Methods: []string{"EXAMINE"}, Types: &[]string{"finding"}, Collected: r.day,
		Remarks:  words(f.Remedy),
		Subjects: &[]oscal.SubjectReference{{SubjectUuid: r.record(f), Type: "resource"}},
		Props: properties("rule", f.Rule, "reason", f.Reason, "grade", string(f.Grade), "point", f.Point.ID, "field", f.Field,
			"since", f.Since.String(), "sums-up", f.Sums.Reason, "place", f.Position.String()),
	}
	if !f.Until.IsZero() {
		until := f.Until.Time()
		o.Expires = &until
	}
	return o
}

// record is the resource that stands for a record.
func (r *results) record(f *Finding) string {
	key := f.Namespace + "\x00" + f.Record.String()
	if r.known[key] == "" {
		r.known[key] = r.id("record", key)
		r.resources = append(r.resources, oscal.Resource{
			UUID: r.known[key], Title: words(subject(f.Record)), Props: properties("kind", f.Record.Kind, "namespace", f.Namespace, "name", f.Record.Name, "file", f.File),
		})
	}
	return r.known[key]
}

// unjudged is the result on what could not be judged, or on nothing at all.
func (r *results) unjudged() oscal.Result {
	result := oscal.Result{
		UUID: r.id("unjudged"), Title: "What could not be judged", Start: r.day, End: &r.day, ReviewedControls: reviewed(),
		Description: "Input that is there and could not be judged: nothing that it may bear on counts as conforming.",
	}
	var observations []oscal.Observation
	for i := range r.a.Problems {
		p := &r.a.Problems[i]
		observations = append(observations, oscal.Observation{
			UUID: r.id("problem", p.Where(), p.Message), Title: "Not judged", Description: words(p.Message), Remarks: words(p.Remedy),
			Methods: []string{"EXAMINE"}, Types: &[]string{"discovery"}, Collected: r.day, Props: properties("place", p.Where()),
		})
	}
	result.Observations = some(observations)
	return result
}

// properties are names with their values. Those without a value are left out: OSCAL has
// neither empty ones nor several lines.
func properties(pairs ...string) *[]oscal.Property {
	var all []oscal.Property
	for i := 0; i < len(pairs); i += 2 {
		if value := strings.TrimSpace(wording.Plain(pairs[i+1])); value != "" {
			all = append(all, oscal.Property{Name: pairs[i], Ns: oscalNamespace, Value: value})
		}
	}
	return some(all)
}

// words are a text that readers of OSCAL render as markup, of which it has none.
func words(s string) string { return strings.TrimSpace(inert(s, math.MaxInt)) }

// some are entries of a list; nil where there are none, since OSCAL has no empty lists.
func some[T any](all []T) *[]T {
	if len(all) == 0 {
		return nil
	}
	return &all
}
