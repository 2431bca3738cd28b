package pages

import (
	"context"
	"iter"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/history"
	"github.com/isms-operator/isms-operator/internal/page"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// past is the page of records of which some came late: with their past, from commits whose
// subjects are hostile, and with what the engine says of each of its days.
func past(records []api.Record) (Page, error) {
	from, on, until := api.MustDate("2026-04-20"), api.MustDate("2026-06-01"), api.MustDate("2026-07-10")
	half := len(records) / 2
	steps := []history.Step{
		{On: from, Records: of(records[:half])},
		{On: api.MustDate("2026-05-04"), Records: of(records[half:]), Commits: []history.Commit{{Hash: strings.Repeat("a1", 20), Subject: texts[0]}, {Hash: strings.Repeat("b2", 20), Subject: texts[1]}}},
		{On: api.MustDate("2026-05-20"), Records: of(records), Commits: []history.Commit{{Hash: strings.Repeat("c3", 20), Subject: texts[2]}}},
	}
	walk := func() iter.Seq2[*history.Day, error] {
		return history.Walk(context.Background(), rules.Registry(), func(yield func(history.Step, error) bool) {
			for _, s := range steps {
				if !yield(s, nil) {
					return
				}
			}
		}, on)
	}
	p, err := written("past", page.Source{Worlds: of(records).Worlds, On: on, Until: until, Past: walk()}, "en")
	if err != nil {
		return p, err
	}
	judged := map[api.Date]*assess.Report{}
	for day, err := range walk() {
		if err != nil {
			return p, err
		}
		judged[day.On] = day.Reports[0]
	}
	for day := from; !day.After(until); day = day.AddDays(1) {
		r := judged[day]
		if !day.Before(on) {
			if r, err = assess.Run(context.Background(), rules.Registry(), of(records).Worlds[0], day); err != nil {
				return p, err
			}
		}
		if r != nil {
			p.Days = append(p.Days, said(r))
		} else { // as on the day before
			p.Days = append(p.Days, p.Days[len(p.Days)-1])
		}
		p.Days[len(p.Days)-1].Day = day.String()
	}
	return p, nil
}

func of(records []api.Record) *history.Records {
	return &history.Records{Worlds: []*assess.World{assess.NewWorld("isms", records)}}
}
