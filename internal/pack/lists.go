package pack

import (
	"bytes"
	"regexp"
	"strconv"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/report"
)

// table is a list for a spreadsheet.
func table(columns []string, rows [][]string) []byte {
	var b bytes.Buffer
	_ = report.WriteRows(&b, columns, rows) // a buffer takes all
	return b.Bytes()
}

var missingColumns = []string{"namespace", "grade", "point", "clause", "rule", "reason", "kind", "name", "message", "remedy", "file", "line"}

// absent says of the reasons of the catalogue which tell that something is not there.
var absent = regexp.MustCompile(`^No(thing)?[A-Z]|(Missing|Without[A-Za-z]+|NotFound|NotRecorded|NotStated|NotDetermined|NotPlanned|NotRegistered|Unfilled|Incomplete)$|^DanglingSource$`)

// missing lists what is required and is not there, as the findings say: what the ISMS as a
// whole lacks, what a record lacks, and what records name that does not exist.
func (j *Judgement) missing(of *Scope) (rows [][]string) {
	for _, r := range j.Assessment.Namespaces {
		for f := range j.Assessment.Findings(r) {
			if f.Sums.Reason != "" || f.Grade == api.GradeOpportunity || !absent.MatchString(f.Reason) || !of.finding(f.Finding) {
				continue
			}
			rows = append(rows, []string{f.Namespace, string(f.Grade), f.Point.ID, f.Point.Clause, f.Rule, f.Reason,
				f.Record.Kind, f.Record.Name, f.Message, f.Remedy, f.File, line(f.Line)})
		}
	}
	return rows
}

var notJudgedColumns = []string{"file", "line", "kind", "namespace", "name", "field", "message", "remedy"}

// notJudged lists what is there and could not be judged.
func (j *Judgement) notJudged(of *Scope) (rows [][]string) {
	for i := range j.Assessment.Problems {
		p := &j.Assessment.Problems[i]
		if !of.problem(p) {
			continue
		}
		row := []string{p.File, line(p.Line), "", "", "", p.Field, p.Message, p.Remedy}
		if r := p.Record; r != nil {
			row[2], row[3], row[4] = r.Kind, r.Namespace, r.Name
		}
		rows = append(rows, row)
	}
	return rows
}

// line is a line number; "" where it is not known.
func line(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

var exhibitColumns = []string{"namespace", "kind", "name", "field", "uri", "declared sha256", "state", "sha256", "bytes", "entry"}

// exhibitRows lists each document that a record names as evidence, and what of it is here.
func (c *Contents) exhibitRows(j *Judgement) (rows [][]string) {
	all := j.Set.Exhibits()
	for i := range all {
		e := &all[i]
		if !c.Scope.kind(e.Record.Kind) {
			continue
		}
		row := []string{e.Namespace, e.Record.Kind, e.Record.Name, e.Field, e.URI, e.Stated, "", "", "", ""}
		f := c.files[e.Path]
		switch {
		case e.Remote:
			row[6] = "elsewhere: not looked at, as declared"
		case f == nil:
			row[6] = "not in the repository at this revision"
		case f.folder:
			row[6] = "no document: it is a folder"
		default:
			row[6], row[7], row[8] = c.whyNotHeld(), f.sha256, strconv.FormatInt(f.size, 10)
			if f.held {
				row[6], row[9] = "in the pack", c.Scope.Folder()+documentsFolder+e.Path
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// whyNotHeld says why a document is not in the pack.
func (c *Contents) whyNotHeld() string {
	if c.Pseudonyms {
		return "not in the pack: it may hold names, and the pack has pseudonyms"
	}
	return "not in the pack: beyond its size"
}
