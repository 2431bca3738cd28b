package page

import (
	"slices"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// turn is what a day brings.
type turn struct {
	arising, resolved []assess.Change
	commits           []Commit
}

// day adds the day that the page opens with, or a later one on which something changes.
func (b *builder) day(now *assess.Report, changed *assess.TimelineDay) error {
	if b.progress != nil {
		b.progress(now.AsOf)
	}
	var t turn
	switch last := b.ledger.last; {
	case changed != nil:
		t.arising, t.resolved = changed.Arising, changed.Resolved
		if !changed.On.After(b.horizon) {
			b.coming = append(b.coming, *changed)
		}
	case last != nil: // what became of it since the last day of before
		t = turn{changesOf(assess.Introduced(last, now)), changesOf(assess.Arising(now.Rollup.Findings, last.Rollup.Findings)), b.commits}
	}
	b.add(now, t)
	if changed == nil {
		b.locate()
	}
	return nil
}

// add adds a day.
func (b *builder) add(now *assess.Report, t turn) {
	day := Day{On: now.AsOf.String(), Verdict: string(b.floor(now.Rollup.Verdict)), Counts: counts(now.Rollup.Counts), Commits: t.commits}
	for i := range now.Rollup.Points {
		p := &now.Rollup.Points[i]
		day.Points = append(day.Points, PointDay{string(b.floor(p.Verdict)), counts(p.Counts())})
	}
	if b.isPast {
		day.NotJudged = b.notJudged
	}
	// What is resolved was open until now.
	day.Resolved = b.places(b.ledger.open, t.resolved, func(*assess.Change) bool { return true })
	b.enter(now, len(b.shown.Days))
	day.Arising = b.places(b.ledger.open, t.arising, func(c *assess.Change) bool { return !c.KnockOn })
	day.KnockOn = b.places(b.ledger.open, t.arising, func(c *assess.Change) bool { return c.KnockOn })
	day.First = b.first(now)
	b.shown.Days = append(b.shown.Days, day)
}

// enter brings the ledger from the last day to the one at a place.
func (b *builder) enter(now *assess.Report, at int) {
	l := &b.ledger
	if l.last == nil {
		l.open, l.ever, l.whats, l.remedies = map[assess.Finding][]int{}, map[assess.Finding][]int{}, map[What]int{}, map[string]int{}
		l.last = &assess.Report{}
	}
	gone, fresh := assess.Differing(l.last, now)
	for _, f := range gone {
		open := l.open[*f]
		n := open[len(open)-1]
		spans := b.shown.Findings[n].Open
		spans[len(spans)-1][1] = at - 1
		if l.open[*f] = open[:len(open)-1]; len(open) == 1 {
			delete(l.open, *f)
		}
	}
	for _, f := range fresh {
		n := b.place(f)
		b.shown.Findings[n].Open = append(b.shown.Findings[n].Open, [2]int{at, at})
		l.open[*f] = append(l.open[*f], n)
	}
	l.last = now
}

// place of a finding that is not open: that which it had when it was, or a new one.
func (b *builder) place(f *assess.Finding) int {
	l := &b.ledger
	for _, n := range l.ever[*f] {
		if !slices.Contains(l.open[*f], n) {
			b.shown.Findings[n].Line = b.line(f)
			return n
		}
	}
	n := len(b.shown.Findings)
	l.ever[*f] = append(l.ever[*f], n)
	b.shown.Findings = append(b.shown.Findings, Finding{
		What: placeOf(l.whats, What{f.Rule, f.Reason}), Grade: slices.Index(grades, f.Grade), Point: b.points[f.Point.ID], Record: b.recordAt(f.Record),
		Field: wording.Plain(f.Field), Message: wording.Plain(f.Message), Remedy: placeOf(l.remedies, wording.Plain(f.Remedy)),
		Since: f.Since.String(), Sums: f.Sums.Reason != "", Line: b.line(f),
	})
	return n
}

// line of a finding in the files of now; 0 where nobody knows, as of one that is of before.
func (b *builder) line(f *assess.Finding) int {
	if b.isPast || b.source.Locate == nil {
		return 0
	}
	return b.source.Locate(b.world.Namespace, f.Record, f.Field).Line
}

// locate finds the lines of what is open now and was so before.
func (b *builder) locate() {
	for f, places := range b.ledger.open {
		for _, n := range places {
			b.shown.Findings[n].Line = b.line(&f)
		}
	}
}

// places of those of the changes that are meant.
func (b *builder) places(open map[assess.Finding][]int, changes []assess.Change, meant func(*assess.Change) bool) (all []int) {
	used := map[assess.Finding]int{}
	for i := range changes {
		f := changes[i].Finding
		n := used[f]
		used[f]++
		if places := open[f]; meant(&changes[i]) && n < len(places) {
			all = append(all, places[len(places)-1-n])
		}
	}
	return all
}

// close ends what is still open with the last day, and lists what findings name.
func (l *ledger) close(n *Namespace) {
	for _, places := range l.open {
		for _, at := range places {
			spans := n.Findings[at].Open
			spans[len(spans)-1][1] = len(n.Days) - 1
		}
	}
	n.Whats, n.Remedies = inOrder(l.whats), inOrder(l.remedies)
}

// placeOf is where something is listed, at the end where it is new.
func placeOf[K comparable](places map[K]int, what K) int {
	n, known := places[what]
	if !known {
		n = len(places)
		places[what] = n
	}
	return n
}

// inOrder lists things by their places.
func inOrder[K comparable](places map[K]int) []K {
	all := make([]K, len(places))
	for what, n := range places {
		all[n] = what
	}
	return all
}
