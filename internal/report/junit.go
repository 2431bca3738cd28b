package report

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// junitCase is a test case: a finding, a rule without findings, or a problem.
type junitCase struct {
	class, name string
	// outcome is "failure", "error" or "skipped"; "" has passed.
	outcome, kind, message, text string
}

// writeJUnit writes a suite for each namespace: a case for each finding that does
// not conform, and one for each rule without any. The form is one that
// the schemas of Jenkins and of Ant have in common.
func writeJUnit(w io.Writer, a *Assessment, _ Style) error {
	b := bufio.NewWriter(w)
	fmt.Fprint(b, xml.Header, "<testsuites>\n")
	id := 0
	if len(a.Problems) > 0 {
		junitSuite(b, id, "input", a.AsOf, api.VerdictUnknown, "", junitProblems(a.Problems), nil)
		id++
	}
	for _, r := range a.Namespaces {
		cases, notes := junitCases(a, r)
		junitSuite(b, id, r.Namespace, a.AsOf, a.Verdict(r), assess.PolicyLine(r.Policy), cases, slices.Concat(r.Texts(), notes))
		id++
	}
	fmt.Fprint(b, "</testsuites>\n")
	return b.Flush()
}

func junitProblems(problems []input.Problem) []junitCase {
	var cases []junitCase
	for i := range problems {
		p := &problems[i]
		cases = append(cases, junitCase{
			class: "input", name: p.Where(), outcome: "error", kind: "NotJudged",
			message: p.Message, text: join("\n", p.Message, "Remedy: "+p.Remedy, p.Position.String()),
		})
	}
	return cases
}

// junitOutcomes are the outcomes of findings that do not conform.
var junitOutcomes = map[api.Grade]string{api.GradeMajor: "failure", api.GradeMinor: "failure", api.GradeUnknown: "error"}

// junitCases returns the cases of a namespace, and notes on findings that conform.
func junitCases(a *Assessment, r *assess.Report) (cases []junitCase, notes []string) {
	open := map[string]int{} // findings by rule, those before a change too
	for i := range r.Rollup.Findings {
		open[r.Rollup.Findings[i].Rule]++
	}
	shown := map[string]int{}
	for f := range a.Findings(r) {
		if junitOutcomes[f.Grade] == "" {
			notes = append(notes, join("  ", string(f.Grade), f.Rule, subject(f.Record), f.Field, f.Message))
			open[f.Rule]-- // conforms, and so does a rule that finds nothing worse
			continue
		}
		shown[f.Rule]++
		cases = append(cases, junitCase{
			class: r.Namespace + "." + f.Point.Condition, name: join(" ", f.Rule, f.Reason, subject(f.Record), f.Field, f.Sums.Reason),
			outcome: junitOutcomes[f.Grade], kind: string(f.Grade), message: f.Message,
			text: join("\n", f.Message, "Remedy: "+f.Remedy, f.Position.String(), since(&f)),
		})
	}
	for f := range a.Resolved(r) {
		notes = append(notes, join("  ", "Resolved", string(f.Grade), f.Rule, subject(f.Record), f.Field, f.Message))
	}
	notes = append(notes, changeNotes(a, r)...)
	records, notJudged := rules.RecordsByKind(r), a.NotJudged(r.Namespace)
	asked, _ := rules.AllAsked()
	for i := range asked {
		e := &asked[i]
		if shown[e.ID] > 0 {
			continue
		}
		c := junitCase{class: join(".", r.Namespace, e.Point.Condition), name: e.ID + " " + e.Requires}
		switch reason := e.Unasked(records, notJudged, r.RightsUnasked); {
		case open[e.ID] > 0: // a change is shown, which did not bring them about
			c.outcome, c.message = "skipped", wording.Number(open[e.ID], "finding", "findings")+" of before the change"
		case reason != "":
			c.outcome, c.message = "skipped", reason
		}
		cases = append(cases, c)
	}
	return cases, notes
}

func junitSuite(b *bufio.Writer, id int, name string, asOf api.Date, verdict api.Verdict, policy string, cases []junitCase, notes []string) {
	n := map[string]int{}
	for i := range cases {
		n[cases[i].outcome]++
	}
	fmt.Fprintf(b, `  <testsuite id="%d" name="%s" package="isms" timestamp="%sT00:00:00" hostname="localhost" tests="%d" failures="%d" errors="%d" skipped="%d" time="0">`+"\n",
		id, attribute(name), asOf, len(cases), n["failure"], n["error"], n["skipped"])
	fmt.Fprintf(b, "    <properties>\n      <property name=\"asOf\" value=\"%s\"/>\n      <property name=\"verdict\" value=\"%s\"/>\n", asOf, verdict)
	if policy != "" {
		fmt.Fprintf(b, "      <property name=\"policy\" value=\"%s\"/>\n", attribute(policy))
	}
	fmt.Fprint(b, "    </properties>\n")
	for i := range cases {
		cases[i].write(b)
	}
	fmt.Fprintf(b, "    <system-out>%s</system-out>\n    <system-err/>\n  </testsuite>\n", content(strings.Join(notes, "\n")))
}

func (c *junitCase) write(b *bufio.Writer) {
	fmt.Fprintf(b, `    <testcase classname="%s" name="%s" time="0"`, attribute(c.class), attribute(c.name))
	switch c.outcome {
	case "":
		fmt.Fprint(b, "/>\n")
		return
	case "skipped":
		fmt.Fprintf(b, "><skipped>%s</skipped></testcase>\n", attribute(c.message))
	default:
		fmt.Fprintf(b, ">\n      <%s type=\"%s\" message=\"%s\">%s</%s>\n    </testcase>\n", c.outcome, c.kind, attribute(c.message), content(c.text), c.outcome)
	}
}

// attribute makes a text safe between the quotes of an attribute.
func attribute(s string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(wording.Plain(s))); err != nil {
		panic(err) // a strings.Builder takes everything
	}
	return b.String()
}

// content makes lines of text safe between tags.
func content(s string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = attribute(line)
	}
	return strings.Join(lines, "\n")
}
