package report

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// What a comment may be, in bytes, whatever is to be said.
const (
	maxMarkdown  = 60 << 10 // GitHub refuses a comment of more than 65536 characters
	maxCell      = 1 << 10
	maxLine      = 320
	maxName      = 128
	maxTableEnd  = 512  // what a table says of what it leaves out
	maxEnd       = 640  // what the comment says at its end
	leastSection = 4352 // what a namespace says without any row
	leastTables  = 2048 // what its tables say without any
	commentMark  = "<!-- kubectl-isms -->"
)

// markdown is Markdown as it is written.
type markdown struct {
	bytes.Buffer
	// left is how many bytes may still be written, cell how many a cell may have.
	left, cell int
}

func (m *markdown) line(format string, args ...any) {
	before := m.Len()
	fmt.Fprintf(m, format+"\n", args...)
	m.left -= m.Len() - before
}

// text writes a text of one line, which may say what records do.
func (m *markdown) text(format string, args ...any) {
	m.line("%s", inert(fmt.Sprintf(format, args...), maxLine))
}

// sections writes sections into what is left. Where they want more, those that want
// least have all of it, and the others the same.
func (m *markdown) sections(write ...func(*markdown)) {
	var whole []*markdown
	var wants []int
	for _, w := range write {
		s := &markdown{left: m.left, cell: m.cell}
		w(s)
		whole, wants = append(whole, s), append(wants, s.Len())
	}
	for i, has := range share(m.left, wants) {
		s := whole[i]
		if has < wants[i] {
			s = &markdown{left: has, cell: m.cell}
			write[i](s)
		}
		m.left -= s.Len()
		_, _ = s.WriteTo(m) // it never fails
	}
}

// share divides what there is: who wants less than the same for all leaves the rest to
// the others.
func share(what int, wants []int) []int {
	order := make([]int, len(wants))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return wants[a] - wants[b] })
	has := make([]int, len(wants))
	for n, i := range order {
		has[i] = min(wants[i], what/(len(order)-n))
		what -= has[i]
	}
	return has
}

// writeMarkdown writes a comment for a pull request: what matters first, the rest
// collapsed. What does not fit is counted.
func writeMarkdown(w io.Writer, a *Assessment, _ Style) error {
	m := &markdown{left: maxMarkdown - maxEnd, cell: maxCell}
	m.line("%s", commentMark)
	var sections []func(*markdown)
	if len(a.Problems) > 0 {
		sections = append(sections, func(m *markdown) { m.problems(a.Problems) })
	}
	shown := worstFirst(a)
	fit := min(len(shown), m.left/leastSection-len(sections))
	for _, r := range shown[:fit] {
		sections = append(sections, func(m *markdown) { m.namespace(a, r) })
	}
	m.sections(sections...)
	m.left += maxEnd
	if rest := shown[fit:]; len(rest) > 0 {
		m.text("%s left out, because a comment cannot be longer: %s. See them with: kubectl isms assess", wording.Number(len(rest), "namespace is", "namespaces are"), a.verdicts(rest))
	}
	if n := len(a.Foreign); n > 0 {
		m.text("%s of other kinds not judged.", wording.Number(n, "document", "documents"))
	}
	_, err := m.WriteTo(w)
	return err
}

// worstFirst returns the namespaces with the gravest that is shown of them first.
func worstFirst(a *Assessment) []*assess.Report {
	grade := map[*assess.Report]api.Grade{}
	for _, r := range a.Namespaces {
		if worst, some := assess.WorstGrade(a.shown(r)); some {
			grade[r] = worst
		}
	}
	all := slices.Clone(a.Namespaces)
	slices.SortStableFunc(all, func(x, y *assess.Report) int {
		gx, anyX := grade[x]
		gy, anyY := grade[y]
		switch {
		case anyX && (!anyY || assess.Graver(gx, gy)):
			return -1
		case anyY && (!anyX || assess.Graver(gy, gx)):
			return 1
		}
		return 0
	})
	return all
}

// verdicts counts the verdicts on namespaces: "2 MajorNonconformity, 7 Conforming".
func (a *Assessment) verdicts(namespaces []*assess.Report) string {
	n := map[api.Verdict]int{}
	for _, r := range namespaces {
		n[a.Verdict(r)]++
	}
	var parts []string
	for _, v := range []api.Verdict{api.VerdictMajor, api.VerdictMinor, api.VerdictUnknown, api.VerdictConforming} {
		if n[v] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n[v], v))
		}
	}
	return strings.Join(parts, ", ")
}

func (m *markdown) problems(problems []input.Problem) {
	if len(problems) == 0 {
		return
	}
	m.line("### %s of the input\n\nThis could not be judged:\n", inert(wording.Number(len(problems), "problem", "problems"), maxLine))
	m.weighed([]string{"Where", "What was found", "What makes it right"}, len(problems), func(yield func([]string, int) bool) {
		for _, r := range refusals(problems) {
			where := r.where()
			if len(r.problems) > 1 {
				where += ": " + r.places()
			}
			if !yield([]string{where, r.message(), r.problems[0].Remedy}, len(r.problems)) {
				return
			}
		}
	})
}

func (m *markdown) namespace(a *Assessment, r *assess.Report) {
	notJudged := a.NotJudged(r.Namespace)
	verdict := floor(r.Rollup.Verdict, notJudged)
	m.line("### %s on %s: %s %s\n", inert(r.Namespace, maxName), a.AsOf, sign(verdict), verdict)
	judged, _ := r.Judged()
	m.text("%s, %s: %s.", wording.Number(judged, "record", "records"), wording.Number(total(r.Rollup.Counts), "finding", "findings"), countsText(r.Rollup.Counts))
	for _, s := range append([]string{wording.Doubt(notJudged), compared(a, r), nextChange(r), foretold(r.Forecast, notJudged)}, r.Texts()...) {
		if s != "" {
			m.text("%s.", s)
		}
	}
	m.policy(r.Policy)
	m.line("")
	findings := func(m *markdown) {
		m.details(wording.Number(len(a.shown(r)), "finding", "findings"), len(a.shown(r)), func(n int) { m.findings(n, r, a.Findings(r)) })
	}
	if a.Base != nil {
		findings = func(m *markdown) {
			if n := len(a.shown(r)); n > 0 {
				m.line("**Introduced by this change**\n")
				m.findings(n, r, a.Findings(r))
			}
		}
	}
	resolved := func(m *markdown) {
		n := a.resolved(r)
		m.details(fmt.Sprintf("%d resolved by this change", len(n)), len(n), func(n int) { m.findings(n, r, a.Resolved(r)) })
	}
	points := func(m *markdown) {
		m.details("The points", len(r.Rollup.Points), func(n int) { m.points(n, r, notJudged) })
	}
	weakened := func(m *markdown) { m.weakened(a, r) }
	removed := func(m *markdown) { m.removed(a, r) }
	postponed := func(m *markdown) { m.postponed(a, r) }
	m.sections(weakened, removed, postponed, findings, resolved, points)
}

// policy says that a policy deviates, and where as far as there is room.
func (m *markdown) policy(all []assess.Deviation) {
	text := assess.PolicyText(all)
	if text == "" {
		return
	}
	m.line("\n%s:\n", text)
	for i, detail := range assess.PolicyDetails(all) {
		line := "- " + inert(detail, maxCell)
		if m.left-leastTables < len(line) {
			m.line("- and %d more", len(all)-i)
			return
		}
		m.line("%s", line)
	}
}

// sign is a verdict for who only glances.
func sign(v api.Verdict) string {
	switch v {
	case api.VerdictConforming:
		return "✅"
	case api.VerdictMajor:
		return "❌"
	}
	return "⚠️"
}

// details collapses something that is not empty.
func (m *markdown) details(title string, n int, body func(n int)) {
	if n == 0 {
		return
	}
	const end = "</details>\n"
	m.left -= len(end) + 1
	m.line("<details><summary>%s</summary>\n", inert(title, maxLine))
	body(n)
	m.left += len(end) + 1
	m.line(end)
}

func (m *markdown) points(n int, r *assess.Report, notJudged int) {
	m.table([]string{"Point", "", "Verdict", "Findings"}, n, func(yield func([]string) bool) {
		for i := range r.Rollup.Points {
			p := &r.Rollup.Points[i]
			v := floor(p.Verdict, notJudged)
			if !yield([]string{p.ID, p.Title, sign(v) + " " + string(v), countsText(p.Counts())}) {
				return
			}
		}
	})
}
