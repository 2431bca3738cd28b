package page

import (
	"cmp"
	"slices"

	"github.com/isms-operator/isms-operator/internal/assess"
)

// maxFirst is how many things to do first are named.
const maxFirst = 5

// problem is findings that one act mends, or many alike.
type problem struct {
	rule, reason string
	grade, point int
}

// group is the findings of a problem.
type group struct {
	finding *assess.Finding
	// lapsed says that something ran out, and named counts the records that name one of
	// those that the findings are about.
	lapsed   bool
	n, named int
	// most is how many name the record of the finding that stands for the others.
	most int
}

// first is what to do first: by grade, then by how much hangs on it, what lapsed before what
// is merely missing. What sums up others is left out: it is gone once they are.
func (b *builder) first(now *assess.Report) [][2]int {
	groups := map[problem]*group{}
	var all []*group
	for i := range now.Rollup.Findings {
		f := &now.Rollup.Findings[i]
		if f.Sums.Reason != "" {
			continue
		}
		key := problem{f.Rule, f.Reason, slices.Index(grades, f.Grade), b.points[f.Point.ID]}
		g := groups[key]
		if g == nil {
			g = &group{finding: f, most: -1, lapsed: f.Aspect == assess.Current}
			groups[key] = g
			all = append(all, g)
		}
		named := b.named[b.recordAt(f.Record)]
		g.n, g.named = g.n+1, g.named+named
		if named > g.most {
			g.most, g.finding = named, f
		}
	}
	slices.SortStableFunc(all, func(x, y *group) int {
		return cmp.Or(
			cmp.Compare(slices.Index(grades, x.finding.Grade), slices.Index(grades, y.finding.Grade)),
			cmp.Compare(rank(y.lapsed), rank(x.lapsed)), cmp.Compare(y.named, x.named), cmp.Compare(y.n, x.n),
		)
	})
	first := make([][2]int, 0, maxFirst)
	for _, g := range all[:min(len(all), maxFirst)] {
		places := b.ledger.open[*g.finding]
		first = append(first, [2]int{places[0], g.n})
	}
	return first
}

func rank(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
