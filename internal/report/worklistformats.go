package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	ical "github.com/arran4/golang-ical"

	"github.com/isms-operator/isms-operator/internal/wording"
)

// WorklistFormats returns every format of a worklist, in the order in which they are listed.
func WorklistFormats() []Format[*Worklist] {
	return []Format[*Worklist]{
		{"table", "for people: for each owner what is open, and what comes due", writeWorklistTable},
		{"csv", "for spreadsheets: a row for each thing to do", writeWorklistCSV},
		{"xlsx", "for spreadsheets, to be printed: an Excel workbook", writeWorklistXLSX},
		{"markdown", "a checklist for each owner, for a ticket or a wiki", writeWorklistMarkdown},
		{"ics", "for calendars: iCalendar, an event for each thing to do", writeWorklistCalendar},
	}
}

func writeWorklistTable(out io.Writer, w *Worklist, style Style) error {
	p := &printer{bufio.NewWriter(out), style}
	p.problems(w.Problems)
	if len(w.Problems) > 0 {
		p.line("")
	}
	tasks := w.tasks()
	p.line("%s", style.paint(bold, w.title(len(tasks))))
	for _, text := range w.observed() {
		p.text(2, text)
	}
	last := ""
	for _, c := range chores(tasks, style.All) {
		if who := c.who(); who != last {
			last = who
			p.line("")
			p.line("  %s", style.paint(bold, wording.Plain(who)))
		}
		p.line("")
		p.chore(c)
	}
	p.foreign(w.Foreign)
	return p.Flush()
}

// chore shows what there is to do about a problem: in full, or with a line for each task.
func (p *printer) chore(c *chore) {
	t, when := &c.tasks[0], c.size()
	if len(c.tasks) == 1 {
		when = t.when()
	}
	p.line("    %s  %s %s, %s", p.style.paint(gradeColor(t.finding.Grade), string(t.finding.Grade)), t.finding.Rule, t.finding.Reason, when)
	if len(c.tasks) > 1 {
		listed, more := c.shown()
		for i := range listed {
			p.text(6, listed[i].line())
		}
		if more != "" {
			p.text(6, more)
		}
		p.text(6, "Remedy: "+c.remedy())
		return
	}
	p.text(6, join("  ", subject(t.finding.Record), t.finding.Field))
	p.text(6, t.finding.Message)
	p.text(6, "Remedy: "+t.finding.Remedy)
	if place := t.Position.String(); place != "" {
		p.text(6, place)
	}
}

func writeWorklistCSV(out io.Writer, w *Worklist, _ Style) error {
	return WriteRows(out, taskHeader, w.rows())
}

func writeWorklistXLSX(out io.Writer, w *Worklist, _ Style) error {
	return workbook(out, "ISMS worklist", w.On, []sheet{{"worklist", taskHeader, w.rows()}})
}

// rows are a row for each thing to do; the first say that some may lack, where they do, and what
// was judged by beside the records.
func (w *Worklist) rows() (rows [][]string) {
	note := func(what, text string) {
		cells := make([]string, len(taskHeader))
		cells[1], cells[taskMessage] = what, text
		rows = append(rows, cells)
	}
	if text := w.unjudged(); text != "" {
		note("not judged", text)
	}
	for _, text := range w.observed() {
		note("judged by", text)
	}
	tasks := w.tasks()
	for i := range tasks {
		rows = append(rows, tasks[i].cells())
	}
	return rows
}

// taskLimit is how many bytes of a text a line of a checklist has at most.
const taskLimit = 1000

func writeWorklistMarkdown(out io.Writer, w *Worklist, style Style) error {
	b := bufio.NewWriter(out)
	tasks := w.tasks()
	fmt.Fprintf(b, "# %s\n", w.title(len(tasks)))
	if note := w.unjudged(); note != "" {
		fmt.Fprintf(b, "\n%s\n", inert(note, taskLimit))
	}
	for _, text := range w.observed() {
		fmt.Fprintf(b, "\n%s\n", inert(text, taskLimit))
	}
	last := ""
	for _, c := range chores(tasks, style.All) {
		if who := c.who(); who != last {
			last = who
			fmt.Fprintf(b, "\n## %s\n\n", inert(who, taskLimit))
		}
		c.checklist(b)
	}
	return b.Flush()
}

// checklist writes what there is to do about a problem: a box to tick, and below it one for
// each task where there are several.
func (c *chore) checklist(w io.Writer) {
	t := &c.tasks[0]
	if len(c.tasks) == 1 {
		fmt.Fprintf(w, "- [ ] **%s %s**, %s: %s: %s  \n      %s\n", t.finding.Grade, t.finding.Reason, t.when(),
			inert(subject(t.finding.Record), taskLimit), inert(t.finding.Message, taskLimit), inert(t.finding.Remedy, taskLimit))
		return
	}
	fmt.Fprintf(w, "- [ ] **%s %s**, %s: %s\n", t.finding.Grade, t.finding.Reason, c.size(), inert(c.remedy(), taskLimit))
	listed, more := c.shown()
	for i := range listed {
		t := &listed[i]
		fmt.Fprintf(w, "  - [ ] %s, %s: %s\n", inert(subject(t.finding.Record), taskLimit), t.when(), inert(t.finding.Message, taskLimit))
	}
	if more != "" {
		fmt.Fprintf(w, "  - %s\n", inert(more, taskLimit))
	}
}

// writeWorklistCalendar writes an event of a whole day for each thing to do: on the day from
// which it is due, and on the day that is judged where it is open. Who subscribes to it is to
// look twice a day: the list is that of a day. No two events have one identity, since a calendar
// shows one of those alone.
func writeWorklistCalendar(out io.Writer, w *Worklist, _ Style) error {
	calendar := ical.NewCalendar()
	calendar.SetProductId("-//isms-operator//kubectl-isms//EN")
	calendar.SetMethod(ical.MethodPublish)
	calendar.SetName(wording.Plain(join(": ", "ISMS worklist", strings.Join(w.Owners, ", "))))
	calendar.SetRefreshInterval("PT12H")
	calendar.SetXPublishedTTL("PT12H") // the same to those that do not know RFC 7986
	describeCalendar(calendar, w.observed())
	from := &Forecast{From: w.On}
	if note := w.unjudged(); note != "" {
		addEvent(calendar, from, w.On, "unjudged.worklist", "ISMS: not all is listed", note)
	}
	tasks, alike := w.tasks(), map[string]int{}
	for i := range tasks {
		t := &tasks[i]
		on := t.due
		if on.IsZero() {
			on = w.On
		}
		f := t.finding
		name := strings.Join([]string{t.namespace, f.Record.Kind, f.Record.Name, f.Reason, f.Field}, ".")
		if alike[name]++; alike[name] > 1 {
			name = fmt.Sprintf("%s.%d", name, alike[name])
		}
		addEvent(calendar, from, on, wording.Plain(name), fmt.Sprintf("%s: %s, %s", t.owner, f.Reason, subject(f.Record)),
			fmt.Sprintf("%s (%s)\n%s\nRemedy: %s", f.Grade, t.when(), f.Message, f.Remedy))
	}
	var b strings.Builder
	if err := calendar.SerializeTo(&b, ical.WithNewLineWindows); err != nil {
		return err
	}
	_, err := io.WriteString(out, b.String())
	return err
}
