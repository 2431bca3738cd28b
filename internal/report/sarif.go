package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/internal/wording"
)

const (
	sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	homepage    = "https://github.com/isms-operator/isms-operator"
	// unjudgedRule is the rule that stands for input that could not be judged.
	unjudgedRule = "unjudged"
)

// What code scanning takes of a run. It refuses all of one that has more.
const (
	maxResults = 25_000
	maxUpload  = 9_300_000 // bytes, compressed: 10 MB, less what compressing holds back
	maxText    = 2_000     // characters of a message, so that few results cannot take it all

	maxOfProblem = 100 // that have a result each, where there are more than it takes
	maxPolicies  = 50  // of namespaces that are told one by one
)

// sarifLevels are the levels of grades: what fails an audit is an error.
var sarifLevels = map[api.Grade]string{
	api.GradeMajor: "error", api.GradeMinor: "warning", api.GradeUnknown: "warning",
	api.GradeObservation: "note", api.GradeOpportunity: "note",
}

// sarif writes SARIF.
type sarif struct {
	*jsonWriter
	a      *Assessment
	places sarifPlaces
	size   *compressed
	// results that were written, and those that were not: problems, and findings by grade.
	results, problems int
	left              api.FindingCounts
	// fold says that there are more findings than code scanning takes.
	fold bool
	// seen counts fingerprints.
	seen map[string]int
}

// writeSARIF writes SARIF 2.1.0, result by result, the worst first. Times are left out,
// so that the same judgement gives the same bytes.
func writeSARIF(w io.Writer, a *Assessment, style Style) error {
	size := newCompressed()
	s := &sarif{
		jsonWriter: newJSONWriter(io.MultiWriter(w, size)), a: a, size: size, seen: map[string]int{},
		places: sarifPlaces{a: a, folder: style.Folder, first: map[string]string{}},
	}
	s.open("", '{')
	s.text("$schema", sarifSchema)
	s.text("version", "2.1.0")
	s.open("runs", '[')
	s.open("", '{')
	s.tool(style.Version)
	s.text("columnKind", "unicodeCodePoints")
	s.open("results", '[')
	s.everything()
	s.close(']')
	s.invocation()
	s.close('}')
	s.close(']')
	s.close('}')
	if text := s.leftOut(); text != "" && style.Warn != nil {
		style.Warn(text)
	}
	return s.Flush()
}

// full reports whether code scanning would take no further result.
func (s *sarif) full() bool { return s.results >= maxResults || s.size.n >= maxUpload }

// everything writes problems, then findings by grade, as long as there is room.
func (s *sarif) everything() {
	for i := range s.a.Problems {
		if s.full() {
			s.problems = len(s.a.Problems) - i
			break
		}
		s.problem(&s.a.Problems[i])
	}
	counts := s.a.counts()
	s.fold = total(counts)+len(s.a.Problems) > maxResults
	for _, g := range gradeCounts(counts) {
		if g.Count > 0 {
			s.findings(g.Grade)
		}
	}
}

// counts are those of all findings that are shown.
func (a *Assessment) counts() (n api.FindingCounts) {
	for _, r := range a.Namespaces {
		for _, f := range a.shown(r) {
			*countOf(&n, f.Grade)++
		}
	}
	return n
}

// countOf is the count of a grade.
func countOf(n *api.FindingCounts, g api.Grade) *int32 {
	switch g {
	case api.GradeMajor:
		return &n.Major
	case api.GradeMinor:
		return &n.Minor
	case api.GradeUnknown:
		return &n.Unknown
	case api.GradeObservation:
		return &n.Observation
	}
	return &n.Opportunity
}

// leftOut says what there was no room for; "" where all is there.
func (s *sarif) leftOut() string {
	var parts []string
	if s.problems > 0 {
		parts = append(parts, wording.Number(s.problems, "problem of the input", "problems of the input"))
	}
	if n := total(s.left); n > 0 {
		parts = append(parts, fmt.Sprintf("%s (%s)", wording.Number(n, "finding", "findings"), countsText(s.left)))
	}
	if len(parts) == 0 {
		return ""
	}
	return fmt.Sprintf("Left out of SARIF, because code scanning takes %d results and 10 MB: %s; the worst are in it, and all with: kubectl isms assess -o json",
		maxResults, strings.Join(parts, " and "))
}

func (s *sarif) tool(version string) {
	s.open("tool", '{')
	s.open("driver", '{')
	s.text("name", "kubectl-isms")
	s.text("version", version)
	s.text("informationUri", homepage)
	s.open("rules", '[')
	asked, _ := rules.AllAsked()
	for i := range asked {
		s.rule(&asked[i])
	}
	s.open("", '{')
	s.text("id", unjudgedRule)
	s.message("shortDescription", "Every record can be judged")
	s.message("fullDescription", "Fires if a record or a file cannot be judged")
	s.message("help", "What cannot be judged may hide anything. Mend the input as the message says.")
	s.level("error")
	s.close('}')
	s.close(']')
	s.close('}')
	s.close('}')
}

func (s *sarif) rule(e *rules.Asked) {
	s.open("", '{')
	s.text("id", e.ID)
	s.text("name", e.Reasons[0])
	s.message("shortDescription", e.Requires)
	s.message("fullDescription", "Fires if "+e.Fires)
	help := fmt.Sprintf("ISO/IEC 27001:2022 %s: %s. %s.", e.Clause, e.Requires, e.Remedy)
	if len(e.Policy) > 0 {
		help += " Steered by spec.policy of the ClauseAssessment: " + strings.Join(e.Policy, ", ") + "."
	}
	s.message("help", help)
	s.text("helpUri", homepage+"/blob/main/docs/rules.md#"+e.Reasons[0])
	s.level(sarifLevels[e.Grades[len(e.Grades)-1]])
	s.close('}')
}

func (s *sarif) level(level string) {
	s.openFlat("defaultConfiguration")
	s.text("level", level)
	s.close('}')
}

// message writes an object that holds a text. SARIF reads "[text](place)" as a link,
// which no record may set.
func (s *sarif) message(key, text string) {
	s.openFlat(key)
	s.must("text", strings.ReplaceAll(wording.Shortened(text, maxText), "](", "] ("))
	s.close('}')
}

// invocation comes after the results, because it tells what was left out of them.
func (s *sarif) invocation() {
	s.open("invocations", '[')
	s.open("", '{')
	s.entry("executionSuccessful")
	s.line = fmt.Appendf(s.line, "%t", len(s.a.Problems) == 0)
	s.flushLine()
	unjudged := ""
	if n := len(s.a.Problems); n > 0 {
		unjudged = wording.Doubt(n)
	}
	s.notifications(append(slices.Concat(s.policies(), s.beside(), s.changes()), [][2]string{{"error", unjudged}, {"warning", s.leftOut()}, {"note", s.places.note()}}...))
	s.close('}')
	s.close(']')
}

// policies says of each namespace whose policy deviates that it does, and where.
func (s *sarif) policies() (all [][2]string) {
	more := 0
	for _, r := range s.a.Namespaces {
		level := "note"
		switch _, beyond := assess.Weakened(r.Policy); {
		case len(r.Policy) == 0:
			continue
		case len(all) == maxPolicies:
			more++
			continue
		case beyond > 0:
			level = "warning"
		}
		all = append(all, [2]string{level, r.Namespace + ": " + assess.PolicyLine(r.Policy)})
	}
	if more > 0 {
		all = append(all, [2]string{"note", "The policies of " + wording.Number(more, "more namespace ask", "more namespaces ask") + " for less than the default"})
	}
	return all
}

// beside says what was judged by beside the records, once where namespaces share it.
func (s *sarif) beside() (all [][2]string) {
	for _, r := range s.a.Namespaces {
		for _, text := range r.Texts() {
			if note := [2]string{"note", text}; !slices.Contains(all, note) {
				all = append(all, note)
			}
		}
	}
	return all
}

// notifications writes those that have a text.
func (s *sarif) notifications(all [][2]string) {
	opened := false
	for _, n := range all {
		if n[1] == "" {
			continue
		}
		if !opened {
			s.open("toolExecutionNotifications", '[')
			opened = true
		}
		s.open("", '{')
		s.text("level", n[0])
		s.message("message", n[1])
		s.close('}')
	}
	if opened {
		s.close(']')
	}
}
