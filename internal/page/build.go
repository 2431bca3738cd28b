package page

import (
	"context"
	"errors"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/parallel"
	"github.com/isms-operator/isms-operator/internal/report"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// maxProblems is how many problems of the input a page lists. Who has more mends these first.
const maxProblems = 500

// Build judges every day and makes the page. Progress is told the namespace and the day that
// was judged last, from several goroutines; it may be nil.
func Build(ctx context.Context, s Source, progress func(namespace string, on api.Date)) (*Page, error) {
	registry := rules.Registry()
	p := &Page{
		From: s.On.String(), On: s.On.String(), Until: s.Until.String(), Rules: map[string]string{}, Namespaces: make([]*Namespace, len(s.Worlds)),
		ProblemsTotal: len(s.Problems), Problems: problems(s.Problems), Foreign: len(s.Foreign), Scope: wording.Plain(s.Scope), Pseudonyms: s.Pseudonyms,
		Made: Made{Version: s.Version, Command: wording.Plain(s.Command), Revision: s.Revision},
	}
	for _, point := range assess.Points() {
		p.Points = append(p.Points, Point{point.ID, point.Title, point.Clause})
	}
	for i := range registry.Kinds {
		p.Kinds = append(p.Kinds, Kind{registry.Kinds[i].Name, registry.Kinds[i].Plain})
	}
	catalogue := rules.Catalogue(registry)
	for _, section := range rules.Sections() {
		for _, rule := range catalogue[section] {
			p.Rules[rule.ID] = rule.Requires
		}
	}
	builders := make([]*builder, len(s.Worlds))
	for i, w := range s.Worlds {
		b := &builder{source: &s, registry: registry, world: w, shown: &Namespace{Name: wording.Plain(w.Namespace)}}
		if progress != nil {
			b.progress = func(on api.Date) { progress(b.world.Namespace, on) }
		}
		builders[i], p.Namespaces[i] = b, b.shown
	}
	err := each(ctx, builders, (*builder).begin)
	if err == nil && s.Past != nil {
		p.From, err = lookBack(builders, &s)
	}
	if err == nil {
		err = each(ctx, builders, (*builder).ahead)
	}
	if err != nil {
		return nil, err
	}
	sums := make([]string, len(builders))
	for i, b := range builders {
		sums[i] = b.sum
		p.Made.Records += b.listed
	}
	p.Made.Hash = hashOf(sums)
	return p, nil
}

// each does something with every builder, several at a time.
func each(ctx context.Context, builders []*builder, do func(*builder, context.Context) error) error {
	failures := make([]error, len(builders))
	if err := parallel.Do(ctx, len(builders), func(i int) { failures[i] = do(builders[i], ctx) }); err != nil {
		return err
	}
	return errors.Join(failures...)
}

func problems(all []input.Problem) []Problem {
	shown := make([]Problem, 0, min(len(all), maxProblems))
	for i := range all[:min(len(all), maxProblems)] {
		from := &all[i]
		p := Problem{Place: wording.Plain(from.Position.String()), Field: wording.Plain(from.Field), Message: wording.Plain(from.Message), Remedy: wording.Plain(from.Remedy)}
		if from.Record != nil {
			p.Record = wording.Plain(from.Record.String())
		}
		shown = append(shown, p)
	}
	return shown
}

// begin lists what is there now, and what the verdicts of now rest on.
func (b *builder) begin(ctx context.Context) error {
	s := b.source
	b.points, b.kinds = map[string]int{}, map[string]int{}
	for i, p := range assess.Points() {
		b.points[p.ID] = i
	}
	for i := range b.registry.Kinds {
		b.kinds[b.registry.Kinds[i].Name] = i
	}
	b.shown.NotJudged = report.NotJudged(s.Problems, b.world.Namespace)
	b.notJudged = b.shown.NotJudged
	today, err := assess.Run(ctx, b.registry, b.world, s.On)
	if err != nil {
		return err
	}
	if f := today.Forecast; f != nil {
		b.shown.Audit = &Audit{f.On.String(), string(b.floor(f.Verdict)), counts(f.Counts)}
	}
	if a := assess.InForce(b.world); a != nil {
		b.shown.Organization = wording.Plain(a.Spec.Organization)
	}
	b.today = today
	b.lookAhead()
	b.records(today)
	b.bases(today)
	b.judgedBy(today)
	return nil
}

// ahead judges the day that the page opens with, and those after it.
func (b *builder) ahead(ctx context.Context) error {
	b.isPast, b.notJudged = false, b.shown.NotJudged
	b.shown.Now = len(b.shown.Days)
	if err := assess.Follow(ctx, b.registry, b.world, b.source.On, b.source.Until, b.day); err != nil {
		return err
	}
	b.briefed()
	b.ledger.close(b.shown)
	b.matrices()
	return nil
}
