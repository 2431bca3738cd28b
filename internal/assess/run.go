// Package assess judges the records of one ISMS on one day.
//
// Run is a pure function: the same records and the same day give the same
// report, whatever the order of the records and whenever it runs. The package
// knows no cluster, no clock and no log.
package assess

import (
	"cmp"
	"reflect"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// Result is the judgement of one record.
type Result struct {
	// Kind of the record.
	Kind *Kind
	// Record that was judged. For reading.
	Record api.Record
	// Findings on it, worst first.
	Findings []Finding
	// Counts of its findings.
	Counts api.FindingCounts
	// Until is the first day on which the findings can change without an edit; absent if never.
	Until api.Date
}

// Report is the judgement of a namespace on one day.
type Report struct {
	// Namespace that was judged.
	Namespace string
	// AsOf is the day that was judged.
	AsOf api.Date
	// Results of every record, in the order of kinds and names.
	Results []Result
	// Rollup of all results into the verdict on Clause 7.1.
	Rollup Rollup
	// Until is the first day on which anything here can change without an edit; absent if never.
	Until api.Date
}

// assessmentType is the kind that carries the policy and the verdict.
var assessmentType = reflect.TypeFor[*api.ClauseAssessment]()

// Run judges every record of the world on the given day. It changes neither the
// world's records nor the registry.
func Run(registry *Registry, w *World, today api.Date) *Report {
	assessment := InForce(w)
	if assessment == nil {
		assessment = &api.ClauseAssessment{}
	}
	c := &Context{World: w, Assessment: assessment, Policy: &assessment.Spec.Policy, memos: map[any]memo{}}
	report := &Report{Namespace: w.Namespace, AsOf: today}
	total := 0
	for i := range registry.Kinds {
		total += len(w.records(registry.Kinds[i].goType))
	}
	report.Results = make([]Result, 0, total)
	var loose []Finding // findings on an ISMS that has no assessment to carry them
	for i := range registry.Kinds {
		c.kind = &registry.Kinds[i]
		for _, r := range w.records(c.kind.goType) {
			report.add(c.judge(r, today, r == api.Record(assessment)))
		}
		if c.kind.goType == assessmentType && assessment.Name == "" {
			result := c.judge(assessment, today, true)
			loose = result.Findings
			report.Until = earlier(report.Until, result.Until)
		}
	}
	report.rollUp(registry, assessment, loose, today)
	return report
}

// InForce returns the assessment whose policy holds: the first by name, nil if
// there is none. More than one is a finding on each of them.
func InForce(w *World) *api.ClauseAssessment {
	for a := range All[*api.ClauseAssessment](w) {
		return a
	}
	return nil
}

func (r *Report) add(result Result) {
	r.Results = append(r.Results, result)
	r.Until = earlier(r.Until, result.Until)
}

// judge asks every rule of the record. Rules about the ISMS as a whole are asked
// only where inForce says that the record is the assessment in force.
func (c *Context) judge(r api.Record, today api.Date, inForce bool) Result {
	c.subject, c.Today, c.findings = r, NewDay(today), nil
	for i := range c.kind.Rules {
		if rule := &c.kind.Rules[i]; !rule.whole || inForce {
			c.ask(rule)
		}
	}
	slices.SortFunc(c.findings, compareFindings)
	return Result{Kind: c.kind, Record: r, Findings: c.findings, Counts: count(c.findings), Until: c.Today.Next()}
}

// Conditions returns the conditions of the record: the three aspects, then the summary.
func (r *Result) Conditions() []Condition {
	conditions := make([]Condition, 0, 4)
	var part []Finding
	for _, aspect := range Aspects() {
		part = part[:0]
		for _, f := range r.Findings {
			if f.Aspect == aspect {
				part = append(part, f)
			}
		}
		conditions = append(conditions, condition(string(aspect), part, aspectMessage[aspect], false))
	}
	return append(conditions, condition(api.ConditionCompliant, r.Findings, "No finding is open", false))
}

// aspectMessage says what holds where no rule of the aspect fired.
var aspectMessage = map[Aspect]string{
	Current: "Nothing that the record relies on has lapsed",
	Covered: "What the record promises is covered",
	Owned:   "Somebody answers for the record",
}

// Worst orders results for publication: the worst first, so that a reader sees
// first what needs somebody to act.
func Worst(a, b *Result) int {
	return cmp.Or(
		cmp.Compare(b.Counts.Major, a.Counts.Major),
		cmp.Compare(b.Counts.Minor, a.Counts.Minor),
		cmp.Compare(b.Counts.Unknown, a.Counts.Unknown),
		cmp.Compare(b.Counts.Observation, a.Counts.Observation),
		cmp.Compare(a.Kind.Name, b.Kind.Name),
		cmp.Compare(a.Record.GetName(), b.Record.GetName()),
	)
}
