package report

import (
	"crypto/sha256"
	"fmt"
	"io"
	"net/url"
	"path"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

const (
	sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	homepage    = "https://github.com/isms-operator/isms-operator"
	// unjudgedRule is the rule that stands for input that could not be judged.
	unjudgedRule = "unjudged"
)

// sarifLevels are the levels of grades: what fails an audit is an error.
var sarifLevels = map[api.Grade]string{
	api.GradeMajor: "error", api.GradeMinor: "warning", api.GradeUnknown: "warning",
	api.GradeObservation: "note", api.GradeOpportunity: "note",
}

// writeSARIF writes SARIF 2.1.0, result by result. Times are left out, so that the
// same judgement gives the same bytes.
func writeSARIF(w io.Writer, a *Assessment, style Style) error {
	j := newJSONWriter(w)
	j.open("", '{')
	j.text("$schema", sarifSchema)
	j.text("version", "2.1.0")
	j.open("runs", '[')
	j.open("", '{')
	j.sarifTool(style.Version)
	j.sarifInvocation(a)
	j.text("columnKind", "unicodeCodePoints")
	j.open("results", '[')
	for i := range a.Problems {
		j.sarifProblem(&a.Problems[i])
	}
	state, seen := "", map[string]int{}
	if a.Base != nil {
		state = "new"
	}
	for _, r := range a.Namespaces {
		for f := range a.Findings(r) { // readers that do not know baselineState would show what is resolved as open
			j.sarifFinding(&f, state, seen)
		}
	}
	j.close(']')
	j.close('}')
	j.close(']')
	j.close('}')
	return j.Flush()
}

func (j *jsonWriter) sarifTool(version string) {
	j.open("tool", '{')
	j.open("driver", '{')
	j.text("name", "kubectl-isms")
	j.text("version", version)
	j.text("informationUri", homepage)
	j.open("rules", '[')
	rules, _ := catalogue()
	for i := range rules {
		j.sarifRule(&rules[i])
	}
	j.open("", '{')
	j.text("id", unjudgedRule)
	j.message("shortDescription", "Every record can be judged")
	j.message("help", "What cannot be judged may hide anything. Mend the input as the message says.")
	j.close('}')
	j.close(']')
	j.close('}')
	j.close('}')
}

func (j *jsonWriter) sarifRule(e *ruleEntry) {
	j.open("", '{')
	j.text("id", e.ID)
	j.text("name", e.Reasons[0])
	j.message("shortDescription", e.Requires)
	j.message("fullDescription", "Fires if "+e.Fires)
	help := fmt.Sprintf("ISO/IEC 27001:2022 %s: %s. %s.", e.Clause, e.Requires, e.Remedy)
	if len(e.Policy) > 0 {
		help += " Steered by spec.policy of the ClauseAssessment: " + strings.Join(e.Policy, ", ") + "."
	}
	j.message("help", help)
	j.text("helpUri", homepage+"/blob/main/docs/rules.md#"+e.Reasons[0])
	j.openFlat("defaultConfiguration")
	j.text("level", sarifLevels[e.Grades[len(e.Grades)-1]])
	j.close('}')
	j.close('}')
}

// message writes an object that holds a text. SARIF reads "[text](place)" as a link,
// which no record may set.
func (j *jsonWriter) message(key, text string) {
	j.openFlat(key)
	j.must("text", strings.ReplaceAll(text, "](", "] ("))
	j.close('}')
}

func (j *jsonWriter) sarifInvocation(a *Assessment) {
	j.open("invocations", '[')
	j.open("", '{')
	j.entry("executionSuccessful")
	j.line = fmt.Appendf(j.line, "%t", len(a.Problems) == 0)
	j.flushLine()
	if n := len(a.Problems); n > 0 {
		j.open("toolExecutionNotifications", '[')
		j.open("", '{')
		j.text("level", "error")
		j.message("message", doubt(n))
		j.close('}')
		j.close(']')
	}
	j.close('}')
	j.close(']')
}

func (j *jsonWriter) sarifProblem(p *Problem) {
	rules, _ := catalogue()
	j.open("", '{')
	j.text("ruleId", unjudgedRule)
	j.number("ruleIndex", len(rules))
	j.text("level", "error")
	j.message("message", p.Message+". "+p.Remedy+".")
	record := ""
	if p.Record != nil {
		record = p.Record.String()
	}
	j.sarifLocation(p.Position, join(" ", record, p.Field))
	j.close('}')
}

func (j *jsonWriter) sarifFinding(f *Finding, state string, seen map[string]int) {
	_, at := catalogue()
	record := Record{f.Record.Kind, f.Namespace, f.Record.Name}
	j.open("", '{')
	j.text("ruleId", f.Rule)
	if n, known := at[f.Rule]; known {
		j.number("ruleIndex", n)
	}
	j.text("level", sarifLevels[f.Grade])
	j.text("baselineState", state)
	j.message("message", fmt.Sprintf("%s, %s: %s. %s.", f.Grade, record, f.Message, f.Remedy))
	j.sarifLocation(f.Position, join(" ", record.String(), f.Field))
	key := fingerprint(f)
	seen[key]++
	j.openFlat("partialFingerprints")
	// GitHub follows an alert by this key, and would else take the text of the line.
	j.text("primaryLocationLineHash", fmt.Sprintf("%s:%d", key, seen[key]))
	j.close('}')
	j.openFlat("properties")
	j.text("reason", f.Reason)
	j.text("grade", string(f.Grade))
	j.text("point", f.Point.ID)
	j.text("since", f.Since.String())
	j.text("until", f.Until.String())
	j.close('}')
	j.close('}')
}

// fingerprint is what a finding keeps while it is the same problem, wherever its
// record is written and whatever day it is.
func fingerprint(f *Finding) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{f.Rule, f.Reason, f.Namespace, f.Record.Kind, f.Record.Name, f.Field}, "\x00")))
	return fmt.Sprintf("%x", sum[:8])
}

// sarifLocation writes the place in a file, where there is one, and the field.
func (j *jsonWriter) sarifLocation(p Position, logical string) {
	if uri := fileURI(p.File); uri != "" || logical != "" {
		j.open("locations", '[')
		j.open("", '{')
		if uri != "" {
			j.open("physicalLocation", '{')
			j.openFlat("artifactLocation")
			j.text("uri", uri)
			j.close('}')
			if p.Line > 0 {
				j.openFlat("region")
				j.number("startLine", p.Line)
				if p.Column > 0 {
					j.number("startColumn", p.Column)
				}
				j.close('}')
			}
			j.close('}')
		}
		if logical != "" {
			j.open("logicalLocations", '[')
			j.openFlat("")
			j.text("fullyQualifiedName", logical)
			j.close('}')
			j.close(']')
		}
		j.close('}')
		j.close(']')
	}
}

// fileURI is a file as a URI: relative, as the user named it, or of the scheme file.
// Standard input is no file.
func fileURI(file string) string {
	if file == "" || file == "-" {
		return ""
	}
	u := url.URL{Path: path.Clean(strings.ReplaceAll(file, `\`, "/"))}
	if path.IsAbs(u.Path) {
		u.Scheme = "file"
	}
	return u.String()
}
