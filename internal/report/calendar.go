package report

import (
	"fmt"
	"io"
	"strings"

	ical "github.com/arran4/golang-ical"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// writeCalendar writes a forecast as iCalendar (RFC 5545): for each day on which
// something changes in a namespace, an event of that whole day. Who imports it again
// updates the events of the same days. What could not be judged is an event of the
// first day, so that an empty calendar is not taken for a calm year. What was judged by beside the
// records is told of the calendar, once.
func writeCalendar(w io.Writer, f *Forecast, _ Style) error {
	calendar := ical.NewCalendar()
	calendar.SetProductId("-//isms-operator//kubectl-isms//EN")
	calendar.SetMethod(ical.MethodPublish)
	calendar.SetName("ISMS")
	describeCalendar(calendar, f.observed())
	for _, t := range f.Timelines {
		notJudged := f.notJudged(t.Namespace)
		if notJudged > 0 {
			addEvent(calendar, f, t.From, "unjudged."+t.Namespace,
				fmt.Sprintf("ISMS %s: not all can be foretold", t.Namespace), wording.Doubt(notJudged))
		}
		policy := assess.PolicyText(t.Policy)
		for i := range t.Days {
			day := &t.Days[i]
			before, after := outcome(day, notJudged)
			verdict := string(after)
			if before != after {
				verdict = fmt.Sprintf("%s, was %s", after, before)
			}
			addEvent(calendar, f, day.On, day.On.String()+"."+t.Namespace,
				fmt.Sprintf("ISMS %s: %s (%s)", t.Namespace, movements(day), verdict), join("\n", policy, describe(day)))
		}
	}
	var b strings.Builder
	if err := calendar.SerializeTo(&b, ical.WithNewLineWindows); err != nil {
		return err
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// describeCalendar says of the whole calendar what was judged by beside the records; nothing where
// that was nothing.
func describeCalendar(calendar *ical.Calendar, texts []string) {
	if len(texts) == 0 {
		return
	}
	lines := make([]string, len(texts))
	for i, text := range texts {
		lines[i] = wording.Plain(text)
	}
	description := strings.Join(lines, "\n")
	calendar.SetDescription(description)
	calendar.SetXWRCalDesc(description) // the same to those that do not know RFC 7986
}

func addEvent(calendar *ical.Calendar, f *Forecast, on api.Date, name, summary, description string) {
	event := calendar.AddEvent(name + "@isms-operator.io")
	event.SetDtStampTime(f.From.Time())
	event.SetAllDayStartAt(on.Time())
	if on.Before(api.LastDate()) { // else no day ends it; one without an end is that day
		event.SetAllDayEndAt(on.AddDays(1).Time())
	}
	event.SetSummary(wording.Plain(summary))
	lines := strings.Split(description, "\n")
	for i := range lines {
		lines[i] = wording.Plain(lines[i])
	}
	event.SetDescription(strings.Join(lines, "\n"))
	event.SetTimeTransparency(ical.TransparencyTransparent) // nobody is busy because of it
}

// describe lists what a day brings about, a line for each finding.
func describe(day *assess.TimelineDay) string {
	var lines []string
	add := func(what string, f *assess.Finding) {
		message := strings.ReplaceAll(f.Message, "\n", " ")
		lines = append(lines, fmt.Sprintf("%s: %s %s, %s: %s", what, f.Grade, f.Rule, subject(f.Record), message))
	}
	for i := range day.Arising {
		what := "Arises"
		if day.Arising[i].KnockOn {
			what = "Follows"
		}
		add(what, &day.Arising[i].Finding)
	}
	for i := range day.Resolved {
		add("Is resolved", &day.Resolved[i].Finding)
	}
	for i := range day.Changed {
		add("Says now", &day.Changed[i])
	}
	return strings.Join(lines, "\n")
}
