package assess

import (
	"context"
	"maps"
	"reflect"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// Timeline is what changes in a namespace from day to day while nobody edits a record.
type Timeline struct {
	// Namespace that is foretold.
	Namespace string
	// From is the day before the first that may be listed, Until the last that may be.
	From, Until api.Date
	// Verdict and Counts on the day From.
	Verdict api.Verdict
	Counts  api.FindingCounts
	// Policy is where the policy in force asks for less than the default.
	Policy []Deviation
	Beside
	// Days on which the findings differ from those of the day before, in order.
	Days []TimelineDay
}

// TimelineDay is a day on which findings differ from those of the day before.
type TimelineDay struct {
	// On is the day.
	On api.Date
	// Before and After are the verdicts on the day before and on the day.
	Before, After api.Verdict
	// Counts of the findings on the day.
	Counts api.FindingCounts
	// Arising are findings that are new or graver on the day, Resolved those that
	// are gone or were graver on the day before; worst first.
	Arising, Resolved []Change
	// Changed are findings that stay and say something else, as they are on the day;
	// worst first.
	Changed []Finding
}

// Change is a finding that comes or goes.
type Change struct {
	Finding
	// KnockOn says that nothing of the record itself fell due: it follows from
	// another record, or from other findings.
	KnockOn bool
}

// Foretell returns the days after from, up to and including until, on which the
// judgement of the world changes without an edit. Progress is told each of them as soon as
// it is known; it may be nil. When the context is done, the days before that are returned
// with its error.
func Foretell(ctx context.Context, registry *Registry, w *World, from, until api.Date, progress func(api.Date)) (*Timeline, error) {
	t := &Timeline{Namespace: w.Namespace, From: from, Until: until}
	err := Follow(ctx, registry, w, from, until, func(now *Report, day *TimelineDay) error {
		if day == nil {
			t.Verdict, t.Counts, t.Policy = now.Rollup.Verdict, now.Rollup.Counts, now.Policy
			t.Beside = now.Beside
			return nil
		}
		t.Days = append(t.Days, *day)
		if progress != nil {
			progress(day.On)
		}
		return nil
	})
	return t, err
}

// between tells what differs between the reports of two days on which nothing else
// differs between them.
func between(before, now *Report) (TimelineDay, bool) {
	day := TimelineDay{On: now.AsOf, Before: before.Rollup.Verdict, After: now.Rollup.Verdict, Counts: now.Rollup.Counts}
	arising, changed := compareReports(before.Rollup.Findings, now.Rollup.Findings)
	day.Arising, day.Changed = changes(arising), changed
	day.Resolved = changes(Arising(now.Rollup.Findings, before.Rollup.Findings))
	return day, len(day.Arising)+len(day.Resolved)+len(day.Changed) > 0
}

func changes(findings []Finding) []Change {
	if len(findings) == 0 {
		return nil
	}
	all := make([]Change, len(findings))
	for i, f := range findings {
		all[i].Finding = f
	}
	return all
}

// knockOn is what it takes to tell what follows from what lapses on a day. A record that
// lapses is as good as none: so what follows is what is found the day before in a world
// without the records that lapse, and what sums up other findings.
type knockOn struct {
	registry *Registry
	on       api.Date
	arising  []Change
	lapsed   map[Ref]bool
	// rest is the world without what lapses; nil where nothing can follow.
	rest *World
}

// whatFollows prepares to mark what follows from what. The world of it is its own, so that it
// can be marked while the world of the days is judged further.
func whatFollows(registry *Registry, w *World, on api.Date, arising []Change) *knockOn {
	k := &knockOn{registry: registry, on: on, arising: arising, lapsed: map[Ref]bool{}}
	for i := range arising {
		if arising[i].Aspect == Current {
			k.lapsed[arising[i].Record] = true
		}
	}
	if len(k.lapsed) > 0 && len(k.lapsed) < len(records(arising)) {
		k.rest = w.without(k.lapsed)
	}
	return k
}

// mark marks it. Only the records are asked that something arises on.
func (k *knockOn) mark(ctx context.Context) error {
	if k.rest == nil {
		return nil
	}
	c := newContext(k.registry, k.rest)
	found := map[sameness]bool{}
	for ref := range records(k.arising) {
		if err := ctx.Err(); err != nil {
			return err
		}
		result := Result{Kind: k.registry.kind(ref.Kind), Record: k.rest.record(ref)}
		if ref == (Ref{Kind: assessmentKind, Name: c.Assessment.Name}) { // which may be none, or not be read
			result.Record = c.Assessment
		}
		if result.Kind == nil || result.Record == nil {
			continue
		}
		c.judge(&result, nil, k.on.AddDays(-1), false)
		for i := range result.Findings {
			found[result.Findings[i].same()] = true
		}
	}
	for i := range k.arising {
		f := &k.arising[i]
		sum := f.Rule == Systemic.ID || f.Rule == Shared.ID || k.registry.after(f.Rule)
		f.KnockOn = !k.lapsed[f.Record] && (sum || found[f.same()])
	}
	return nil
}

// records returns the records that findings are about.
func records(arising []Change) map[Ref]bool {
	all := map[Ref]bool{}
	for i := range arising {
		all[arising[i].Record] = true
	}
	return all
}

// without returns the world with some records left out. What it has in common with this one
// it shares, for reading.
func (w *World) without(left map[Ref]bool) *World {
	rest := *w
	rest.tables, rest.indexes, rest.looked, rest.seen = maps.Clone(w.tables), map[any]any{}, 0, newLooks(w)
	changed := map[reflect.Type]bool{}
	for ref := range left {
		changed[w.types[ref.Kind]] = true
	}
	for kind := range changed {
		t := &table{byName: map[string]api.Record{}}
		for _, r := range w.records(kind) {
			if !left[refOf(r)] {
				t.sorted = append(t.sorted, r)
				t.byName[r.GetName()] = r
			}
		}
		rest.tables[kind] = t
	}
	for index, built := range w.indexes { // a map of the records of one kind
		if !changed[reflect.TypeOf(built).Elem().Elem()] {
			rest.indexes[index] = built
		}
	}
	return &rest
}

// after reports whether a rule judges what the others found.
func (r *Registry) after(id string) bool {
	for i := range r.Kinds {
		for j := range r.Kinds[i].Rules {
			if rule := &r.Kinds[i].Rules[j]; rule.ID == id {
				return rule.after
			}
		}
	}
	return false
}
