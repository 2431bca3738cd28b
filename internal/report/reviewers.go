package report

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/reviewers"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// Reviewers are who may approve changes of records.
type Reviewers struct {
	*reviewers.Review
	// Problems are what could not be read: who may approve a change of it is not told.
	Problems []input.Problem
}

// ReviewerFormats returns every format of who may approve changes, in the order in which they are
// listed.
func ReviewerFormats() []Format[*Reviewers] {
	return []Format[*Reviewers]{
		{"table", "for people: what to do first, then who may approve a change of which files", writeReviewerTable},
		{"csv", "for spreadsheets: a row for each observation and for each file", writeReviewerCSV},
		{"json", "for programs: stable, as docs/report-schema.json describes it", writeReviewerJSON},
		{"yaml", "the same as json", writeReviewerYAML},
	}
}

// maxFiles is how many files of an observation people are shown before "and N more".
const maxFiles = 3

// filesText names files and counts their records; "" where it is about all.
func filesText(files []string, records int) string {
	if len(files) == 0 {
		return ""
	}
	shown := strings.Join(files[:min(len(files), maxFiles)], ", ")
	if more := len(files) - maxFiles; more > 0 {
		shown += fmt.Sprintf(" and %d more", more)
	}
	return fmt.Sprintf("%s (%s)", shown, wording.Number(records, "record", "records"))
}

// branchText says in half a sentence what the rules of a branch ask for.
func branchText(r *reviewers.BranchRules) string {
	if r == nil {
		return "rules of the branch unknown"
	}
	text := r.What
	if len(r.Branches) > 0 {
		text += " for " + strings.Join(r.Branches, ", ")
	}
	switch {
	case !r.Enforced:
		return text + ", not enforced"
	case r.CodeOwners:
		return fmt.Sprintf("%s: %s, one of them of an owner", text, wording.Number(max(r.Approvals, 1), "approval", "approvals"))
	}
	return fmt.Sprintf("%s: %s, of no owner", text, wording.Number(r.Approvals, "approval", "approvals"))
}

// byText says what it was told by.
func (r *Reviewers) byText() string {
	if r.CodeOwners == nil {
		return "no CODEOWNERS"
	}
	return r.CodeOwners.Name
}

func writeReviewerTable(w io.Writer, r *Reviewers, style Style) error {
	b := bufio.NewWriter(w)
	p := &printer{b, style}
	files, records := 0, 0
	for i := range r.Groups {
		files, records = files+len(r.Groups[i].Files), records+r.Groups[i].Records
	}
	p.line("%s", style.paint(bold, fmt.Sprintf("Who may approve a change of %s in %s on %s", wording.Number(records, "record", "records"), wording.Number(files, "file", "files"), r.On)))
	p.text(2, fmt.Sprintf("By %s; %s", r.byText(), branchText(r.Rules)))
	p.problems(r.Problems)
	for i := range r.Observations {
		o := &r.Observations[i]
		p.line("\n  %s", style.paint(bold, o.Reason))
		p.text(4, join(": ", filesText(o.Files, o.Records), o.Message))
		p.text(4, o.Ask)
	}
	p.line("")
	var rows [][]string
	for i := range r.Groups {
		g := &r.Groups[i]
		rows = append(rows, []string{filesText(g.Files, g.Records), lineText(g.Line), ownersText(g), strings.Join(g.Reviewers(), ", ")})
	}
	if err := grid(b, []string{"FILES", "LINE", "OWNERS", "ON RECORD"}, rows, style); err != nil {
		return err
	}
	return b.Flush()
}

func lineText(line int) string {
	if line == 0 {
		return "none"
	}
	return strconv.Itoa(line)
}

func ownersText(g *reviewers.Group) string {
	var names []string
	for i := range g.Owners {
		names = append(names, g.Owners[i].Name)
	}
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, " ")
}

// reviewerColumns name the columns; they only ever grow at the end.
var reviewerColumns = []string{"what", "reason", "file", "records", "line", "owners", "on record", "message", "ask"}

func writeReviewerCSV(w io.Writer, r *Reviewers, _ Style) error {
	var rows [][]string
	for i := range r.Problems {
		p := &r.Problems[i]
		rows = append(rows, []string{"not judged", "", p.Where(), "", "", "", "", p.Message, p.Remedy})
	}
	for i := range r.Observations {
		o := &r.Observations[i]
		records := ""
		if len(o.Files) > 0 {
			records = strconv.Itoa(o.Records)
		}
		rows = append(rows, []string{"observation", o.Reason, strings.Join(o.Files, " "), records, "", "", "", o.Message, o.Ask})
	}
	for i := range r.Groups {
		g := &r.Groups[i]
		for k, file := range g.Files {
			rows = append(rows, []string{"file", "", file, strconv.Itoa(g.PerFile[k]), lineText(g.Line), ownersText(g), strings.Join(g.Reviewers(), " "), "", ""})
		}
	}
	return WriteRows(w, reviewerColumns, rows)
}

func writeReviewerJSON(w io.Writer, r *Reviewers, _ Style) error {
	return newJSONWriter(w).reviewers(r)
}

func writeReviewerYAML(w io.Writer, r *Reviewers, _ Style) error {
	j := newJSONWriter(w)
	j.yaml = true
	return j.reviewers(r)
}

func (j *jsonWriter) reviewers(r *Reviewers) error {
	j.open("", '{')
	j.text("apiVersion", APIVersion)
	j.text("kind", "Reviewers")
	j.text("asOf", r.On.String())
	if r.CodeOwners != nil {
		j.text("codeOwners", r.CodeOwners.Name)
	}
	j.branchRules(r.Rules)
	j.open("observations", '[')
	for i := range r.Observations {
		o := &r.Observations[i]
		j.open("", '{')
		j.must("reason", o.Reason)
		j.must("message", o.Message)
		j.must("ask", o.Ask)
		j.named("files", "file", o.Files)
		j.close('}')
	}
	j.close(']')
	j.open("files", '[')
	for i := range r.Groups {
		g := &r.Groups[i]
		for k, file := range g.Files {
			j.open("", '{')
			j.must("file", file)
			j.number("records", g.PerFile[k])
			if g.Line > 0 {
				j.number("line", g.Line)
			}
			j.owners(g)
			j.close('}')
		}
	}
	j.close(']')
	j.unjudged(r.Problems, nil)
	j.close('}')
	return j.Flush()
}

// owners writes the owners of a group, each with who of the register it is.
func (j *jsonWriter) owners(g *reviewers.Group) {
	j.open("owners", '[')
	for i := range g.Owners {
		o := &g.Owners[i]
		j.open("", '{')
		j.must("name", o.Name)
		j.truth("team", o.Team)
		j.named("people", "name", o.People)
		j.named("gone", "message", o.Gone)
		j.close('}')
	}
	j.close(']')
}

// branchRules writes what the rules of the branch ask for; nothing where none are given.
func (j *jsonWriter) branchRules(r *reviewers.BranchRules) {
	if r == nil {
		return
	}
	j.open("branchRules", '{')
	j.must("source", r.Name)
	j.must("what", r.What)
	j.named("branches", "name", r.Branches)
	j.truth("enforced", r.Enforced)
	j.number("approvals", r.Approvals)
	j.truth("ofOwners", r.CodeOwners)
	j.truth("dismissedOnPush", r.DismissStale)
	j.truth("lastPushBySomebodyElse", r.LastPush)
	j.truth("bypassUnknown", r.BypassUnknown)
	j.named("bypass", "name", r.Bypass)
	j.close('}')
}

// named writes texts as a list of objects with one field, so that others can be added.
func (j *jsonWriter) named(key, field string, all []string) {
	j.open(key, '[')
	for _, s := range all {
		j.openFlat("")
		j.must(field, s)
		j.close('}')
	}
	j.close(']')
}
