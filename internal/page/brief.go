package page

import (
	"slices"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/brief"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// briefed tells what top management is told, once all days are judged.
func (b *builder) briefed() {
	timeline := &assess.Timeline{From: b.source.On, Until: b.horizon, Days: b.coming}
	told := brief.Make(b.world, b.today, timeline, b.isAudit)
	to := &Brief{Until: b.horizon.String(), Audit: b.isAudit, Money: told.Money}
	for i := range told.Decisions {
		to.Decisions = append(to.Decisions, b.decision(&told.Decisions[i]))
	}
	days := map[string]int{}
	for i := range b.shown.Days {
		days[b.shown.Days[i].On] = i
	}
	for i := range told.Lapses {
		l := &told.Lapses[i]
		if places := b.ledger.ever[l.Finding]; len(places) > 0 {
			to.Lapses = append(to.Lapses, [2]int{days[l.On.String()], places[0]})
		}
	}
	for i := range told.Waiting {
		from := &told.Waiting[i]
		w := Waiting{Risk: b.recordAt(assess.Ref{Kind: "Risk", Name: from.Risk.Name}), Rating: string(from.Risk.Spec.Rating)}
		for j := range from.Needs {
			w.Needs = append(w.Needs, b.decision(&from.Needs[j]))
		}
		to.Waiting = append(to.Waiting, w)
	}
	for i := range told.Loaded {
		if places := b.ledger.ever[told.Loaded[i]]; len(places) > 0 {
			to.Loaded = append(to.Loaded, places[0])
		}
	}
	for i := range told.Interviews {
		to.Interviews = append(to.Interviews, b.interview(&told.Interviews[i]))
	}
	b.shown.Brief = to
}

// lookAhead sets the last day that the brief looks at.
func (b *builder) lookAhead() {
	one := []*assess.World{b.world}
	b.horizon = assess.Horizon(one, b.source.On)
	b.isAudit = b.horizon == assess.NextAudit(one, b.source.On)
	if b.source.Until.Before(b.horizon) {
		b.horizon, b.isAudit = b.source.Until, false
	}
}

func (b *builder) decision(from *brief.Decision) Decision {
	d := Decision{By: from.By.String(), What: said(from.What), Amount: from.Amount, Record: b.recordAt(from.Record)}
	if why := said(from.Why); why.Key != "" || len(why.Values) > 0 {
		d.Why = &why
	}
	return d
}

func (b *builder) interview(from *brief.Interview) Interview {
	to := Interview{Person: b.recordAt(assess.Ref{Kind: "Person", Name: from.Person}), Roles: plain(from.Roles)}
	for _, q := range from.Questions {
		to.Questions = append(to.Questions, said(q))
	}
	for i := range from.Acts {
		a := &from.Acts[i]
		to.Acts = append(to.Acts, Act{a.On.String(), said(a.What), wording.Plain(a.Why), b.recordAt(a.Record)})
	}
	return to
}

func said(p brief.Phrase) Said {
	key := p.Key
	if key != "" {
		key = briefWord + key
	}
	return Said{key, plain(p.Values)}
}

func plain(texts []string) []string {
	all := slices.Clone(texts)
	for i := range all {
		all[i] = wording.Plain(all[i])
	}
	return all
}
