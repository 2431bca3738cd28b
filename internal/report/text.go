package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// columns is how many columns of a terminal a text takes.
func columns(s string) int {
	n := 0
	for _, r := range s {
		switch {
		case r < utf8.RuneSelf:
			n++
		case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		default:
			n++
			if k := width.LookupRune(r).Kind(); k == width.EastAsianWide || k == width.EastAsianFullwidth {
				n++
			}
		}
	}
	return n
}

// pad fills a text with spaces up to the given columns.
func pad(s string, to int) string {
	if n := to - columns(s); n > 0 {
		return s + strings.Repeat(" ", n)
	}
	return s
}

// wrap breaks a text into lines of at most the given columns, between words. A word
// that is longer stays whole: it may be a path or a name that is to be copied.
func wrap(s string, limit int) []string {
	if limit <= 0 || columns(s) <= limit {
		return []string{s}
	}
	var lines []string
	line, used := "", 0
	for word := range strings.FieldsSeq(s) {
		n := columns(word)
		if used > 0 && used+1+n > limit {
			lines, line, used = append(lines, line), "", 0
		}
		if used > 0 {
			line, used = line+" ", used+1
		}
		line, used = line+word, used+n
	}
	return append(lines, line)
}

// The colours of a terminal (SGR codes).
const (
	red    = "31"
	yellow = "33"
	cyan   = "36"
	green  = "32"
	bold   = "1"
)

func gradeColor(g api.Grade) string {
	switch g {
	case api.GradeMajor:
		return red
	case api.GradeMinor, api.GradeUnknown:
		return yellow
	}
	return cyan
}

func verdictColor(v api.Verdict) string {
	switch v {
	case api.VerdictMajor:
		return red
	case api.VerdictConforming:
		return green
	}
	return yellow
}

// gradeCounts are the counts of findings by grade, worst first.
func gradeCounts(n api.FindingCounts) []struct {
	Grade api.Grade
	Count int32
} {
	return []struct {
		Grade api.Grade
		Count int32
	}{
		{api.GradeMajor, n.Major}, {api.GradeMinor, n.Minor}, {api.GradeUnknown, n.Unknown},
		{api.GradeObservation, n.Observation}, {api.GradeOpportunity, n.Opportunity},
	}
}

// countsText says how many findings there are of each grade: "1 major, 2 minor".
func countsText(n api.FindingCounts) string {
	var parts []string
	for _, c := range gradeCounts(n) {
		if c.Count > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", c.Count, strings.ToLower(string(c.Grade))))
		}
	}
	if len(parts) == 0 {
		return "none"
	}
	return strings.Join(parts, ", ")
}

// total is the number of all findings.
func total(n api.FindingCounts) int {
	return int(n.Major + n.Minor + n.Unknown + n.Observation + n.Opportunity)
}

// subject names the record that a finding is about. An ISMS without ClauseAssessment
// has findings all the same.
func subject(r assess.Ref) string {
	if r.Name == "" {
		return r.Kind + " (there is none)"
	}
	return r.String()
}
