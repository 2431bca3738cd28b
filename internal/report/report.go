// Package report renders judgements for readers and programs, one file for each
// format. It knows no cluster and no file system.
package report

import (
	"iter"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/changes"
	"github.com/isms-operator/isms-operator/internal/input"
)

// Assessment is what is rendered: the judgements of all namespaces, and what could
// not be judged. Findings are not copied into it: a register may have many.
type Assessment struct {
	// AsOf is the day that was judged.
	AsOf api.Date
	// Namespaces that were judged, by name.
	Namespaces []*assess.Report
	// Locate tells where a field of a record is written: its own place, or that of
	// the nearest field above it; nil where records came from a cluster.
	Locate func(namespace string, record assess.Ref, field string) input.Position
	// Problems of the input, in the order of files and lines.
	Problems []input.Problem
	// Foreign documents, in the order of files and lines.
	Foreign []input.Foreign
	// Pseudonyms says that names of people are pseudonyms.
	Pseudonyms bool
	// Base is set where only what a change brings about is shown.
	Base *Comparison
}

// Comparison is what a change does to the findings.
type Comparison struct {
	// Name of what was compared with, such as "git:main".
	Name string
	// Introduced and Resolved hold findings by namespace, worst first.
	Introduced, Resolved map[string][]assess.Finding
	// Changes hold what the change weakens, removes and postpones, by namespace. They count for no
	// verdict: what is removed has no finding any more.
	Changes map[string]changes.Changes
	// Locate tells where the base has a record; nil where nobody knows.
	Locate func(namespace string, record assess.Ref, field string) input.Position
}

// Finding is a finding with its place.
type Finding struct {
	*assess.Finding
	Namespace string
	// Until is the first day on which the findings of the record can change without an edit.
	Until api.Date
	input.Position
}

// Findings yields what is shown of a namespace, worst first: all its findings, or
// those that the change introduces.
func (a *Assessment) Findings(r *assess.Report) iter.Seq[Finding] { return a.located(r, a.shown(r)) }

// Resolved yields the findings of a namespace that the change resolves.
func (a *Assessment) Resolved(r *assess.Report) iter.Seq[Finding] {
	return a.located(r, a.resolved(r))
}

func (a *Assessment) shown(r *assess.Report) []assess.Finding {
	if a.Base != nil {
		return a.Base.Introduced[r.Namespace]
	}
	return r.Rollup.Findings
}

func (a *Assessment) resolved(r *assess.Report) []assess.Finding {
	if a.Base == nil {
		return nil
	}
	return a.Base.Resolved[r.Namespace]
}

func (a *Assessment) located(r *assess.Report, list []assess.Finding) iter.Seq[Finding] {
	return func(yield func(Finding) bool) {
		until := make(map[assess.Ref]api.Date, len(r.Results))
		for i := range r.Results {
			until[assess.Ref{Kind: r.Results[i].Kind.Name, Name: r.Results[i].Record.GetName()}] = r.Results[i].Until
		}
		for i := range list {
			f := Finding{Finding: &list[i], Namespace: r.Namespace, Until: until[list[i].Record]}
			if a.Locate != nil {
				f.Position = a.Locate(r.Namespace, list[i].Record, list[i].Field)
			}
			if !yield(f) {
				return
			}
		}
	}
}

// Worst returns the gravest grade that is shown, and whether anything is; beside a base also
// of what removed records took with them.
func (a *Assessment) Worst() (worst api.Grade, found bool) {
	for _, r := range a.Namespaces {
		if a.Base != nil {
			c := a.Base.Changes[r.Namespace]
			if grade, some := c.Hides(); some && (!found || assess.Graver(grade, worst)) {
				worst, found = grade, true
			}
		}
		if grade, some := assess.WorstGrade(a.shown(r)); some && (!found || assess.Graver(grade, worst)) {
			worst, found = grade, true
		}
	}
	return worst, found
}
