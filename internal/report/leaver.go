package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	ical "github.com/arran4/golang-ical"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/handover"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// Leaver is what is in the hands of somebody who leaves, for the hand-over.
type Leaver struct {
	// On is the day of which it is told.
	On api.Date
	// Name of who leaves, and what is in their hands in each namespace, by name.
	Name    string
	Leaving []*handover.Leaving
	// Locate, Problems and Foreign are as those of an Assessment.
	Locate   func(namespace string, record assess.Ref, field string) input.Position
	Problems []input.Problem
	Foreign  []input.Foreign
}

// LeaverFormats returns every format of what is in the hands of somebody who leaves: those of
// a worklist, of which it is one.
func LeaverFormats() []Format[*Leaver] {
	return []Format[*Leaver]{
		{"table", "for people: what is to be done, and what stays", writeLeaverTable},
		{"csv", "for spreadsheets: a row for each thing", writeLeaverCSV},
		{"xlsx", "for spreadsheets, to be printed: an Excel workbook", writeLeaverXLSX},
		{"markdown", "a checklist, for a ticket or a wiki", writeLeaverMarkdown},
		{"ics", "for calendars: iCalendar, an event for each thing to do that has a day", writeLeaverCalendar},
	}
}

// title says what the list is of.
func (l *Leaver) title() string {
	open, kept := 0, 0
	for item := range l.items {
		if item.Do == handover.Keep {
			kept++
		} else {
			open++
		}
	}
	return fmt.Sprintf("In the hands of %s on %s: %s, and %s as history", l.Name, l.On,
		wording.Number(open, "thing to hand over", "things to hand over"), wording.Number(kept, "mention that stays", "mentions that stay"))
}

// leaverItem is an item with its place.
type leaverItem struct {
	*handover.Item
	namespace string
	input.Position
}

// items yields all items, by what is to be done.
func (l *Leaver) items(yield func(leaverItem) bool) {
	for _, do := range handover.Dos() {
		for _, of := range l.Leaving {
			for i := range of.Items {
				item := leaverItem{Item: &of.Items[i], namespace: of.Namespace}
				if item.Do != do {
					continue
				}
				if l.Locate != nil {
					item.Position = l.Locate(of.Namespace, item.Record, item.Field)
				}
				if !yield(item) {
					return
				}
			}
		}
	}
}

// by says by when it is to be done.
func (i *leaverItem) by() string {
	if i.On.IsZero() || i.Do == handover.Keep {
		return ""
	}
	return "by " + i.On.String()
}

// unjudged says that the list may lack something; "" where it does not.
func (l *Leaver) unjudged() string {
	if len(l.Problems) == 0 {
		return ""
	}
	return wording.Number(len(l.Problems), "problem", "problems") + " of the input: what could not be read may name them, too"
}

func writeLeaverTable(out io.Writer, l *Leaver, style Style) error {
	p := &printer{bufio.NewWriter(out), style}
	p.problems(l.Problems)
	if len(l.Problems) > 0 {
		p.line("")
	}
	p.line("%s", style.paint(bold, wording.Plain(l.title())))
	last := handover.Do("")
	for item := range l.items {
		if item.Do != last {
			last = item.Do
			p.line("")
			p.line("  %s", style.paint(bold, string(last)))
		}
		p.line("")
		p.text(4, join(", ", item.Record.String()+"  "+item.Field, item.by()))
		p.text(6, item.What)
		if place := item.Position.String(); place != "" {
			p.text(6, place)
		}
	}
	p.foreign(l.Foreign)
	return p.Flush()
}

func writeLeaverCSV(out io.Writer, l *Leaver, _ Style) error {
	c := &csvWriter{bufio.NewWriter(out)}
	c.row(leaverHeader...)
	for _, row := range l.rows() {
		c.row(row...)
	}
	return c.Flush()
}

func writeLeaverXLSX(out io.Writer, l *Leaver, _ Style) error {
	return workbook(out, "ISMS hand-over", l.On, []sheet{{"hand-over", leaverHeader, l.rows()}})
}

var leaverHeader = []string{"namespace", "person", "do", "on", "record", "field", "what", "place"}

// rows are a row for each thing; the first says that some may lack, where they do.
func (l *Leaver) rows() (rows [][]string) {
	if note := l.unjudged(); note != "" {
		rows = append(rows, []string{"", l.Name, "not judged", "", "", "", note, ""})
	}
	for i := range l.items {
		on := i.On.String()
		if i.Do == handover.Keep {
			on = ""
		}
		rows = append(rows, []string{i.namespace, l.Name, string(i.Do), on, i.Record.String(), i.Field, i.What, i.Position.String()})
	}
	return rows
}

func writeLeaverMarkdown(out io.Writer, l *Leaver, _ Style) error {
	b := bufio.NewWriter(out)
	fmt.Fprintf(b, "# %s\n", inert(l.title(), taskLimit))
	if note := l.unjudged(); note != "" {
		fmt.Fprintf(b, "\n%s\n", inert(note, taskLimit))
	}
	last := handover.Do("")
	for i := range l.items {
		if i.Do != last {
			last = i.Do
			fmt.Fprintf(b, "\n## %s\n\n", inert(string(last), taskLimit))
		}
		box := "[ ] "
		if i.Do == handover.Keep {
			box = "" // there is nothing to tick
		}
		fmt.Fprintf(b, "- %s**%s** %s: %s\n", box, inert(i.Record.String(), taskLimit), inert(join(", ", i.Field, i.by()), taskLimit),
			inert(join(", ", i.What, i.Position.String()), taskLimit))
	}
	return b.Flush()
}

// writeLeaverCalendar writes an event of a whole day for each thing to do that has a day.
func writeLeaverCalendar(out io.Writer, l *Leaver, _ Style) error {
	calendar := ical.NewCalendar()
	calendar.SetProductId("-//isms-operator//kubectl-isms//EN")
	calendar.SetMethod(ical.MethodPublish)
	calendar.SetName("ISMS hand-over")
	from := &Forecast{From: l.On}
	if note := l.unjudged(); note != "" {
		addEvent(calendar, from, l.On, "unjudged.handover", "ISMS: not all is listed", note)
	}
	for i := range l.items {
		if i.On.IsZero() || i.Do == handover.Keep {
			continue
		}
		name := strings.Join([]string{i.namespace, "handover", i.Record.Kind, i.Record.Name, i.Field}, ".")
		addEvent(calendar, from, i.On, wording.Plain(name), fmt.Sprintf("%s: %s", i.Do, i.Record), fmt.Sprintf("%s %s\n%s", l.Name, i.What, i.Field))
	}
	var b strings.Builder
	if err := calendar.SerializeTo(&b, ical.WithNewLineWindows); err != nil {
		return err
	}
	_, err := io.WriteString(out, b.String())
	return err
}
