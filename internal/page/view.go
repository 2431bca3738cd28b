package page

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// view is what the HTML shows of the first day, before a script runs or without one: the
// same words as those of the script, which takes over.
type view struct {
	*Page
	Language string
	Style    template.CSS
	Script   template.JS
	Data     template.JS
	Policy   string
}

// maxPlain is how many findings are shown without a script.
const maxPlain = 100

// Sections of the page below the first screen, in their order.
func (v *view) Sections() []string {
	return []string{"brief", "points", "work", "deadlines", "matrices", "records", "policy", "unjudged", "made"}
}

// Namespace that is shown first; nil where none could be judged.
func (v *view) Namespace() *Namespace {
	if len(v.Namespaces) == 0 {
		return nil
	}
	return v.Namespaces[0]
}

// Organization whose page it is.
func (v *view) Organization() string {
	n := v.Namespace()
	switch {
	case n == nil:
		return "ISMS"
	case n.Organization != "":
		return n.Organization
	}
	return n.Name
}

// Title of the window.
func (v *view) Title() string {
	return fmt.Sprintf("%s: %s, %s", v.Organization(), v.word("verdict."+v.Day().Verdict), v.On)
}

// Day that is shown first. What nobody could judge is unknown.
func (v *view) Day() Day {
	if n := v.Namespace(); n != nil {
		return n.Days[n.Now]
	}
	return Day{On: v.On, Verdict: string(api.VerdictUnknown)}
}

// Audit of the namespace that is shown first.
func (v *view) Audit() *Audit {
	if n := v.Namespace(); n != nil {
		return n.Audit
	}
	return nil
}

// state is a verdict or grade as it is shown: never by its colour alone.
type state struct{ Class, Shape string }

// pointRow is a point in the grid of the first screen.
type pointRow struct {
	Point
	state
	Words string
}

// PointRows are all points as they are on the first day.
func (v *view) PointRows() (rows []pointRow) {
	n := v.Namespace()
	if n == nil {
		return nil
	}
	for i, p := range v.Points {
		day := n.Days[n.Now].Points[i]
		row := pointRow{Point: p, state: stateOf(day.Verdict), Words: v.pointWords(day)}
		row.Title = v.word("point." + p.ID)
		if len(n.Bases[i].Rules) == 0 && day.Counts == (Counts{}) {
			row.state, row.Words = state{"none", "○"}, v.word("notAsked")
		}
		rows = append(rows, row)
	}
	return rows
}

// pointWords say how a point stands: what is open that counts, or that it conforms.
func (v *view) pointWords(day PointDay) string {
	if day.Verdict == string(api.VerdictConforming) {
		return v.word("conforms")
	}
	if text := v.countsText(Counts{day.Counts[0], day.Counts[1], day.Counts[2]}); text != "" {
		return text
	}
	return v.word("verdict." + day.Verdict)
}

// line is a finding in words.
type line struct {
	state
	Grade, Record, Message, Remedy, Owner, When string
}

func (v *view) line(n *Namespace, f *Finding) line {
	r := &n.Records[f.Record]
	l := line{state: gradeState(f.Grade), Grade: v.word("grade." + string(grades[f.Grade])), Record: r.Title, Message: f.Message, Remedy: n.Remedies[f.Remedy], Owner: r.Owner}
	if l.Record == "" {
		l.Record = v.Kinds[r.Kind].Name + " " + r.Name
	}
	if l.Owner == "" {
		l.Owner = v.word("nobody")
	}
	return l
}

// First is what to do first on the first day: what is open, then what comes next.
func (v *view) First() (lines []line) {
	n := v.Namespace()
	if n == nil {
		return nil
	}
	for _, first := range n.Days[n.Now].First {
		l := v.line(n, &n.Findings[first[0]])
		if first[1] > 1 {
			l.When = fill(v.word("andMore"), "n", fmt.Sprint(first[1]-1))
		}
		lines = append(lines, l)
	}
	for _, day := range n.Days[n.Now+1:] {
		for _, at := range day.Arising {
			if f := &n.Findings[at]; !f.Sums && len(lines) < maxFirst {
				l := v.line(n, f)
				l.When = fill(v.word("from"), "day", v.day(day.On))
				lines = append(lines, l)
			}
		}
	}
	return lines
}

// Findings of the first day, the first of them.
func (v *view) Findings() (lines []line) {
	n := v.Namespace()
	if n == nil {
		return nil
	}
	for i := range n.Findings {
		if f := &n.Findings[i]; f.isOpen(n.Now) && len(lines) < maxPlain {
			lines = append(lines, v.line(n, f))
		}
	}
	return lines
}

// isOpen reports whether a finding is open on a day, by its place.
func (f *Finding) isOpen(at int) bool {
	return slices.ContainsFunc(f.Open, func(span [2]int) bool { return span[0] <= at && at <= span[1] })
}

// FindingsLeft says how many findings are not shown without a script; "" where all are.
func (v *view) FindingsLeft() string {
	total := 0
	for _, n := range v.Day().Counts {
		total += int(n)
	}
	if total <= maxPlain {
		return ""
	}
	return fill(v.word("andMore"), "n", fmt.Sprint(total-maxPlain))
}

func (v *view) word(key string) string { return words()[v.Language][key] }

// functions are those of the templates.
func (v *view) functions() template.FuncMap {
	return template.FuncMap{
		"word": v.word, "day": v.day, "countsText": v.countsText, "doubt": v.doubt,
		"class": func(verdict string) string { return stateOf(verdict).Class },
		"shape": func(verdict string) string { return stateOf(verdict).Shape },
	}
}

// doubt says that something could not be judged.
func (v *view) doubt(*view) string { return fill(v.word("doubt"), "n", fmt.Sprint(v.ProblemsTotal)) }

// day is a date in words.
func (v *view) day(on string) string {
	d, err := api.ParseDate(on)
	if err != nil {
		return on
	}
	t := d.Time()
	months := strings.Split(v.word("months"), " ")
	return strings.NewReplacer("{d}", fmt.Sprint(t.Day()), "{m}", months[t.Month()-1], "{y}", fmt.Sprint(t.Year())).Replace(v.word("date"))
}

// countsText says how many findings there are of each grade: "1 major, 2 minor".
func (v *view) countsText(n Counts) string {
	var parts []string
	for i, count := range n {
		if count > 0 {
			key := "grades."
			if count == 1 {
				key = "grade."
			}
			parts = append(parts, fmt.Sprintf("%d\u00a0%s", count, v.word(key+string(grades[i]))))
		}
	}
	return strings.Join(parts, ", ")
}

func gradeState(grade int) state {
	return [...]state{{"major", "▲"}, {"minor", "◐"}, {"unknown", "?"}, {"hint", "◇"}, {"hint", "◇"}}[grade]
}

func stateOf(verdict string) state {
	switch api.Verdict(verdict) {
	case api.VerdictConforming:
		return state{"good", "●"}
	case api.VerdictMajor:
		return gradeState(0)
	case api.VerdictMinor:
		return gradeState(1)
	}
	return gradeState(2)
}

// fill puts something into a word.
func fill(word, name, what string) string { return strings.ReplaceAll(word, "{"+name+"}", what) }
