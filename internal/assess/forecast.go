package assess

import (
	"context"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// forecast judges the world on a later day and tells what is new then. What today's report
// says until beyond that day is not asked for again.
func forecast(ctx context.Context, registry *Registry, w *World, today *Report, on api.Date) (*Forecast, error) {
	then, err := next(ctx, registry, w, on, today)
	if err != nil {
		return nil, err
	}
	return &Forecast{
		On: on, Verdict: then.Rollup.Verdict, Counts: then.Rollup.Counts,
		Arising: Arising(today.Rollup.Findings, then.Rollup.Findings),
	}, nil
}

// sameness is what makes two findings on two days the same problem; its message
// may change with the day, as a warning becomes a lapse.
type sameness struct {
	rule   string
	record Ref
	field  string
	reason string
	sums   string
}

// same is what the finding keeps from day to day.
func (f *Finding) same() sameness {
	return sameness{f.Rule, f.Record, f.Field, f.Reason, f.Sums.Reason}
}

// Arising returns the findings of a later report that the earlier one does not
// have, or has with a lower grade. Both must be sorted; the result is.
func Arising(earlier, later []Finding) []Finding {
	arising, _ := compareReports(earlier, later)
	return arising
}

// Introduced returns the findings of a report that the report before a change does not
// have, or has with a lower grade, and those on a field of the policy that asks for even
// less since. The result is sorted.
func Introduced(before, after *Report) []Finding {
	arising, changed := compareReports(before.Rollup.Findings, after.Rollup.Findings)
	weaker := map[string]bool{}
	for i := range after.Policy {
		now := &after.Policy[i]
		for j := range before.Policy {
			if was := &before.Policy[j]; was.Field == now.Field && was.Rule == now.Rule && now.exceeds(was) {
				weaker[now.Path()] = true
			}
		}
	}
	n := len(arising)
	for i := range changed {
		if weaker[changed[i].Field] {
			arising = append(arising, changed[i])
		}
	}
	if len(arising) > n {
		arising = sorted(arising)
	}
	return arising
}

// compareReports returns the findings of a later report that the earlier one does
// not have or has with a lower grade, and those that it has in other words. Both
// must be sorted; the results are.
func compareReports(earlier, later []Finding) (arising, changed []Finding) {
	gone, fresh := differing(earlier, later)
	open := make(map[sameness][]int, len(gone)) // grades, worst first
	for _, f := range gone {
		open[f.same()] = append(open[f.same()], gradeRank(f.Grade))
	}
	for _, f := range fresh {
		key := f.same()
		if ranks := open[key]; len(ranks) > 0 && ranks[0] <= gradeRank(f.Grade) {
			open[key] = ranks[1:] // a rule may report a record's field more than once
			if ranks[0] == gradeRank(f.Grade) {
				changed = append(changed, *f)
			}
			continue
		}
		arising = append(arising, *f)
	}
	return arising, changed
}

// differing leaves out what two sorted lists share. Most findings of two days are
// the same ones, so this is what keeps comparing them cheap.
func differing(earlier, later []Finding) (gone, fresh []*Finding) {
	i, j := 0, 0
	for i < len(earlier) && j < len(later) {
		a, b := &earlier[i], &later[j]
		switch n := compare(a, b); {
		case n < 0:
			gone, i = append(gone, a), i+1
		case n > 0:
			fresh, j = append(fresh, b), j+1
		default:
			if *a != *b {
				gone, fresh = append(gone, a), append(fresh, b)
			}
			i, j = i+1, j+1
		}
	}
	for ; i < len(earlier); i++ {
		gone = append(gone, &earlier[i])
	}
	for ; j < len(later); j++ {
		fresh = append(fresh, &later[j])
	}
	return gone, fresh
}
