package report

import (
	"fmt"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/history"
	"github.com/isms-operator/isms-operator/internal/input"
)

// move is a finding that comes, goes or says something else.
type move struct {
	*assess.Finding
	input.Position
	// knockOn says that it follows from another.
	knockOn bool
}

// alike gathers moves by problem, in the order of the first of each.
func alike(all []move) (groups [][]move) {
	type key struct {
		assess.Problem
		knockOn bool
	}
	at := map[key]int{}
	for _, m := range all {
		k := key{m.Problem(), m.knockOn}
		n, seen := at[k]
		if !seen {
			n = len(groups)
			at[k] = n
			groups = append(groups, nil)
		}
		groups[n] = append(groups[n], m)
	}
	return groups
}

// moves shows what a day or a commit does. Where it does one thing to many records, the first
// are shown and the others counted.
func (p *printer) moves(mark string, all []move) {
	for _, group := range alike(all) {
		shown, more := group, ""
		if len(group) > allOfEntry {
			var e entry
			for _, m := range group {
				e.findings = append(e.findings, Finding{Finding: m.Finding})
			}
			shown, more = group[:maxOfEntry], fmt.Sprintf("and %d more, of %s: -o json", len(group)-maxOfEntry, e.size())
		}
		for _, m := range shown {
			p.change(mark, m.Finding, m.knockOn, m.Position)
		}
		if more != "" {
			p.text(6, more)
		}
	}
}

// moves are those of changes of a day of a forecast.
func (f *Forecast) moves(namespace string, changes []assess.Change) (all []move) {
	for i := range changes {
		c := &changes[i]
		all = append(all, move{&c.Finding, f.locate(namespace, &c.Finding), c.KnockOn})
	}
	return all
}

// movesOf are the moves of findings of a history.
func movesOf(findings []history.Finding) (all []move) {
	for i := range findings {
		all = append(all, move{Finding: &findings[i].Finding, Position: findings[i].Position})
	}
	return all
}
