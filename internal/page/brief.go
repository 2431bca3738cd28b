package page

import (
	"slices"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/brief"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// Brief is what top management is told on the day that the page opens with, as internal/brief
// finds it. Records, findings and days are named by their places.
type Brief struct {
	// Until is the last day that is looked at: that of the next external audit where Audit says
	// so, a year ahead without one, or the last of the slider where that comes before.
	Until string `json:"until"`
	Audit bool   `json:"audit,omitempty"`
	// Decisions that are needed, and what those on needs cost, a sum for each currency.
	Decisions []Decision `json:"decisions,omitempty"`
	Money     []string   `json:"money,omitempty"`
	// Lapses are a day and a finding each.
	Lapses  [][2]int  `json:"lapses,omitempty"`
	Waiting []Waiting `json:"waiting,omitempty"`
	// Loaded are the findings that say who has too much to do.
	Loaded     []int       `json:"loaded,omitempty"`
	Interviews []Interview `json:"interviews,omitempty"`
}

// Said is a text of a record or a rule, or with a key one of the page's own words, in whose gaps
// it stands.
type Said struct {
	Key    string   `json:"k,omitempty"`
	Values []string `json:"v,omitempty"`
}

// Decision that somebody has to take, by a day where one is on record.
type Decision struct {
	By     string `json:"by,omitempty"`
	What   Said   `json:"w"`
	Why    *Said  `json:"y,omitempty"`
	Amount string `json:"a,omitempty"`
	Record int    `json:"r"`
}

// Waiting is a risk whose treatment waits for decisions or for what was decided.
type Waiting struct {
	Risk   int        `json:"r"`
	Rating string     `json:"g"`
	Needs  []Decision `json:"n"`
}

// Interview is of a person, who is a record.
type Interview struct {
	Person    int      `json:"r"`
	Roles     []string `json:"o"`
	Questions []Said   `json:"q"`
	Acts      []Act    `json:"a,omitempty"`
}

// Act is what somebody decided. Why is in their words; "" where none are on record.
type Act struct {
	On     string `json:"on"`
	What   Said   `json:"w"`
	Why    string `json:"y,omitempty"`
	Record int    `json:"r"`
}

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
