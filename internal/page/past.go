package page

import (
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/history"
	"github.com/isms-operator/isms-operator/internal/report"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// hashShown is how much of the name of a commit is shown.
const hashShown = 12

// lookBack enters the days of before, and returns the first of the slider. A namespace that
// has no record any more is not shown.
func lookBack(builders []*builder, s *Source) (first string, err error) {
	first = s.On.String()
	for day, err := range s.Past {
		if err != nil {
			return "", err
		}
		if day.On.After(s.On) {
			break
		}
		first = min(first, day.On.String())
		for _, b := range builders {
			b.past(day)
		}
	}
	return first, nil
}

// past enters a day of before.
func (b *builder) past(day *history.Day) {
	commits := commitsOf(day.Commits)
	at := slices.IndexFunc(day.Reports, func(r *assess.Report) bool { return r.Namespace == b.world.Namespace })
	switch {
	case !day.On.Before(b.source.On):
		b.commits = commits // what they left is judged as it is now
		return
	case b.progress != nil:
		b.progress(day.On)
	}
	b.isPast = true
	if at < 0 {
		if len(b.shown.Days) == 0 {
			b.none(day.On)
		}
		return
	}
	now, n := day.Reports[at], &day.Namespaces[at]
	if last := b.ledger.last; last != nil && len(commits) == 0 {
		if gone, fresh := assess.Differing(last, now); len(gone)+len(fresh) == 0 {
			return
		}
	}
	b.notJudged = n.After.NotJudged
	b.gone(now)
	b.add(now, turn{moved(n.ByDate.Introduced, n.ByCommit.Introduced), moved(n.ByDate.Resolved, n.ByCommit.Resolved), commits})
}

// none enters the first day, on which the namespace has no record yet: nothing is known of it.
func (b *builder) none(on api.Date) {
	day := Day{On: on.String(), Verdict: string(api.VerdictUnknown), First: [][2]int{}}
	for range assess.Points() {
		day.Points = append(day.Points, PointDay{Verdict: string(api.VerdictUnknown)})
	}
	b.shown.Days = append(b.shown.Days, day)
}

// gone lists the records that findings are about and that are not there any more.
func (b *builder) gone(then *assess.Report) {
	for i := range then.Rollup.Findings {
		ref := then.Rollup.Findings[i].Record
		if _, known := b.at[ref]; known {
			continue
		}
		n := b.recordAt(ref)
		if at := slices.IndexFunc(then.Results, func(r assess.Result) bool { return refOf(&r) == ref }); at >= 0 {
			r := then.Results[at].Record
			b.shown.Records[n].Title, b.shown.Records[n].Owner = wording.Plain(titleOf(r)), wording.Plain(report.Owner(&then.Results[at]))
		}
	}
}

func commitsOf(all []history.Commit) (shown []Commit) {
	for _, c := range all {
		shown = append(shown, Commit{wording.Plain(c.Hash[:min(len(c.Hash), hashShown)]), wording.Plain(c.Subject)})
	}
	return shown
}

// moved are findings that came or went, for whatever reason.
func moved(lists ...[]history.Finding) (all []assess.Change) {
	for _, list := range lists {
		for i := range list {
			all = append(all, assess.Change{Finding: list[i].Finding})
		}
	}
	return all
}

func changesOf(findings []assess.Finding) (all []assess.Change) {
	for _, f := range findings {
		all = append(all, assess.Change{Finding: f})
	}
	return all
}
