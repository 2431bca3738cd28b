package report

import (
	"cmp"
	"fmt"
	"iter"
	"slices"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// entry is one problem: the findings that one remedy makes right, wherever they are.
type entry struct {
	// findings, those first on whose records most hangs.
	findings []Finding
	// hangs counts the records that name those of the findings.
	hangs int
}

// fold gathers findings into entries, in the order of what to do first: the graver the
// earlier, what sums up others after them; then what has lapsed before what is missing, and
// that on which more hangs before that on which less does.
func fold(r *assess.Report, list iter.Seq[Finding]) []*entry {
	named := r.Named()
	at := map[assess.Problem]*entry{}
	var all []*entry
	for f := range list {
		key := f.Problem()
		if at[key] == nil {
			at[key] = &entry{}
			all = append(all, at[key])
		}
		at[key].findings = append(at[key].findings, f)
	}
	for _, e := range all {
		seen := map[assess.Ref]bool{}
		for i := range e.findings {
			if ref := e.findings[i].Record; !seen[ref] {
				seen[ref] = true
				e.hangs += named[ref]
			}
		}
		slices.SortStableFunc(e.findings, func(a, b Finding) int { return cmp.Compare(named[b.Record], named[a.Record]) })
	}
	slices.SortStableFunc(all, func(a, b *entry) int {
		x, y := a.first(), b.first()
		return cmp.Or(
			cmp.Compare(x.Place(), y.Place()),
			cmp.Compare(lapsed(x), lapsed(y)),
			cmp.Compare(b.hangs, a.hangs),
			cmp.Compare(len(b.findings), len(a.findings)),
		)
	})
	return all
}

// lapsed is 0 for a finding on what has lapsed, and 1 for any other.
func lapsed(f *Finding) int {
	if f.Aspect == assess.Current {
		return 0
	}
	return 1
}

func (e *entry) first() *Finding { return &e.findings[0] }

// remedy of all findings: their own where they have one in common, and else that of the rule.
func (e *entry) remedy() string {
	own := e.first().Remedy
	same := !slices.ContainsFunc(e.findings, func(f Finding) bool { return f.Remedy != own })
	if asked, at := rules.AllAsked(); !same {
		if n, known := at[e.first().Rule]; known {
			return asked[n].Remedy
		}
	}
	return own
}

// records are those of the findings, each once, in order.
func (e *entry) records() []assess.Ref {
	var all []assess.Ref
	seen := map[assess.Ref]bool{}
	for i := range e.findings {
		if ref := e.findings[i].Record; !seen[ref] {
			seen[ref] = true
			all = append(all, ref)
		}
	}
	return all
}

// where names the first of the records, and says how many more there are.
func (e *entry) where() string {
	all := e.records()
	text := subject(all[0])
	if more := len(all) - 1; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// size says how many findings and records there are.
func (e *entry) size() string {
	findings, records := len(e.findings), len(e.records())
	text := wording.Number(findings, "finding", "findings")
	switch records {
	case findings:
		return fmt.Sprintf("%d records", records)
	case 1:
		return text + " on one record"
	}
	return fmt.Sprintf("%s on %d records", text, records)
}
