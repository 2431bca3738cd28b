package report_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/changes"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/report"
)

// sizes say how much there is of each part of an assessment, and how long each text is.
type sizes struct {
	namespaces, findings, resolved, removed, points, problems, foreign, policy int

	message, name, base int
	of                  string // what long texts are made of
	change              bool
}

// assessment makes an assessment of these sizes. Each namespace has another number of
// findings, the last the most and the worst.
func (s sizes) assessment() *report.Assessment {
	long := func(n int) string { return strings.Repeat(s.of, n/len(s.of)) }
	a := &report.Assessment{AsOf: api.MustDate("2026-06-01")}
	if s.change {
		a.Base = &report.Comparison{Name: "git:" + long(s.base), Introduced: map[string][]assess.Finding{}, Resolved: map[string][]assess.Finding{}, Changes: map[string]changes.Changes{}}
	}
	grades := []api.Grade{api.GradeOpportunity, api.GradeObservation, api.GradeUnknown, api.GradeMinor, api.GradeMajor}
	for i := range s.namespaces {
		r := &assess.Report{Namespace: fmt.Sprintf("ns%d-%s", i, long(s.name)), AsOf: a.AsOf}
		r.Rollup.Verdict, r.Policy = api.VerdictConforming, weakPolicy(s.policy, long(s.message))
		finding := assess.Finding{
			Rule: "P2-07", Point: assess.Competence, Reason: "CertificationExpired", Grade: grades[i*len(grades)/s.namespaces],
			Record: assess.Ref{Kind: "CompetencyRecord", Name: "ada-" + long(s.name)}, Field: "spec.validity.validUntil",
			Message: "It lapsed " + long(s.message), Remedy: "Renew it " + long(s.message),
		}
		for range (s.findings + i) / s.namespaces {
			r.Rollup.Findings = append(r.Rollup.Findings, finding)
		}
		for j := range s.points {
			r.Rollup.Points = append(r.Rollup.Points, assess.PointResult{Point: assess.Point{ID: fmt.Sprint("P", j), Title: "Competence"}, Verdict: api.VerdictMajor})
		}
		if s.change {
			a.Base.Introduced[r.Namespace] = r.Rollup.Findings
			for range s.resolved / s.namespaces {
				a.Base.Resolved[r.Namespace] = append(a.Base.Resolved[r.Namespace], finding)
			}
			var c changes.Changes
			for range s.removed / s.namespaces {
				c.Removed = append(c.Removed, changes.Removed{Record: finding.Record, Findings: []assess.Finding{finding, finding, finding, finding}, RetainUntil: a.AsOf})
				c.Weakened = append(c.Weakened, changes.Weakened{Record: finding.Record, Field: finding.Field + long(s.name), Reason: changes.ApprovalGone, Message: finding.Message, Ask: finding.Remedy})
				c.Postponed = append(c.Postponed, changes.Postponed{Record: finding.Record, Field: finding.Field + long(s.name), From: a.AsOf, To: a.AsOf.AddDays(1)})
			}
			a.Base.Changes[r.Namespace] = c
		}
		a.Namespaces = append(a.Namespaces, r)
	}
	for i := range s.problems {
		a.Problems = append(a.Problems, input.Problem{Position: input.Position{File: "a/" + long(s.name), Line: i + 1}, Message: "bad " + long(s.message), Remedy: "Mend it " + long(s.message)})
	}
	a.Foreign = make([]input.Foreign, s.foreign)
	return a
}

var (
	leftOut      = regexp.MustCompile(`(?m)^([0-9]+) more are left out, because a comment cannot be longer\. See them with: kubectl isms assess$`)
	leftOutWhole = regexp.MustCompile(`(?m)^([0-9]+) namespaces? (?:is|are) left out, because a comment cannot be longer: .*[0-9]+ .*\. See them with: kubectl isms assess$`)
	heading      = regexp.MustCompile(`(?m)^### ns([0-9]+)-.* on 2026-06-01: `)
	rowOfMany    = regexp.MustCompile(`(?m)^\| (?:Major|Minor|Unknown|Observation|Opportunity) \| ([0-9]+) (?:records|findings on one record|findings on [0-9]+ records): `)
	row          = regexp.MustCompile(`(?m)^\| (?:Major|Minor|Unknown|Observation|Opportunity|P[0-9]+|a/.*|CompetencyRecord/.*) \|`)
)

// checkComment holds a comment against what GitHub takes, and counts that each row is
// shown or told to be left out.
func checkComment(t *testing.T, s sizes) {
	t.Helper()
	a := s.assessment()
	text := string(write(t, "markdown", a, style))
	if len(text) > 65536 || !utf8.ValidString(text) || !strings.HasPrefix(text, "<!-- kubectl-isms -->\n") {
		t.Errorf("%+v: %d bytes, UTF-8: %t, begins with %.30q", s, len(text), utf8.ValidString(text), text)
	}
	if want := fmt.Sprintf("\n%d document", s.foreign); s.foreign > 0 && s.foreign < 1_000_000 && !strings.Contains(text, want) {
		t.Errorf("%+v: documents of other kinds are not counted", s)
	}
	numbers := func(pattern *regexp.Regexp) (all []int) {
		for _, found := range pattern.FindAllStringSubmatch(text, -1) {
			n, err := strconv.Atoi(found[1])
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, n)
		}
		return all
	}
	sum := func(all []int) (n int) {
		for _, one := range all {
			n += one
		}
		return n
	}
	want, shown := s.problems, numbers(heading)
	for _, i := range shown {
		r := a.Namespaces[i]
		want += len(r.Rollup.Findings) + len(r.Rollup.Points)
		if a.Base != nil {
			want += len(a.Base.Resolved[r.Namespace]) + len(a.Base.Changes[r.Namespace].Removed) + len(a.Base.Changes[r.Namespace].Postponed) + len(a.Base.Changes[r.Namespace].Weakened)
		}
	}
	folded := numbers(rowOfMany) // each of these is counted as a row as well
	if got := len(row.FindAllString(text, -1)) - len(folded) + sum(folded) + sum(numbers(leftOut)); got != want {
		t.Errorf("%+v: %d rows are shown or told to be left out, want %d", s, got, want)
	}
	if got := len(shown) + sum(numbers(leftOutWhole)); got != s.namespaces {
		t.Errorf("%+v: %d namespaces are shown or told to be left out", s, got)
	}
	if len(shown) > 0 && shown[0] < s.namespaces*4/5 && s.findings >= 2*s.namespaces {
		t.Errorf("%+v: the first namespace is %d, which is not of the worst", s, shown[0])
	}
}

func TestCommentsFit(t *testing.T) {
	usual := sizes{namespaces: 1, findings: 10, resolved: 3, points: 13, message: 100, name: 20, of: "a b ", change: true}
	with := func(change func(*sizes)) sizes { s := usual; change(&s); return s }
	for _, tc := range []struct {
		why string
		sizes
	}{
		{"an empty one", sizes{of: "x"}},
		{"a usual one", usual},
		{"many findings", with(func(s *sizes) { s.findings = 30_000 })},
		{"many findings, and many resolved", with(func(s *sizes) { s.findings, s.resolved = 5_000, 5_000 })},
		{"many removed and postponed", with(func(s *sizes) { s.removed, s.findings = 5_000, 500 })},
		{"many removed in many namespaces with weak policies", with(func(s *sizes) {
			s.removed, s.policy, s.namespaces, s.findings, s.resolved, s.message, s.name, s.of = 5_000, 50, 60, 5_000, 5_000, 5_000, 5_000, "$@"
		})},
		{"huge messages", with(func(s *sizes) { s.message = 200_000 })},
		{"huge names", with(func(s *sizes) { s.name = 200_000 })},
		{"a huge name of the base", with(func(s *sizes) { s.base = 200_000 })},
		{"two dozen namespaces", with(func(s *sizes) { s.namespaces, s.findings = 24, 500 })},
		{"many namespaces", with(func(s *sizes) { s.namespaces, s.findings = 1_000, 5_000 })},
		{"many namespaces with huge names", with(func(s *sizes) { s.namespaces, s.findings, s.name, s.base = 60, 600, 5_000, 5_000 })},
		{"many points", with(func(s *sizes) { s.points = 5_000 })},
		{"many problems", with(func(s *sizes) { s.problems = 5_000 })},
		{"problems and nothing else", with(func(s *sizes) { s.problems, s.namespaces = 5_000, 0 })},
		{"problems, findings and namespaces", with(func(s *sizes) { s.problems, s.findings, s.namespaces = 500, 5_000, 50 })},
		{"many foreign documents", with(func(s *sizes) { s.foreign = 900_000 })},
		{"what takes twelve times its size", with(func(s *sizes) { s.findings, s.message, s.of = 500, 5_000, "&" })},
		{"what parts into many", with(func(s *sizes) { s.findings, s.message, s.name, s.of = 500, 5_000, 5_000, "$@" })},
		{"characters of four bytes", with(func(s *sizes) { s.findings, s.message, s.name, s.of = 500, 5_000, 5_000, "🌈" })},
		{"bytes that are none", with(func(s *sizes) { s.findings, s.message, s.name, s.of = 500, 5_000, 5_000, "\xff\x1b" })},
		{"hashes", with(func(s *sizes) { s.findings, s.message, s.of = 500, 5_000, "a5c3785ed8" })},
		{"a weak policy", with(func(s *sizes) { s.policy, s.findings = 50, 30_000 })},
		{"many namespaces with weak policies", with(func(s *sizes) {
			s.policy, s.namespaces, s.findings, s.message, s.name, s.base, s.of = 50, 60, 600, 5_000, 5_000, 5_000, "$@"
		})},
		{"no change", with(func(s *sizes) { s.findings, s.change = 3_000, false })},
	} {
		t.Run(tc.why, func(t *testing.T) { checkComment(t, tc.sizes) })
	}
}

// Whatever the size of each part, and however they come together.
func TestCommentsFitAnySizes(t *testing.T) {
	random := rand.New(rand.NewPCG(10, 1))
	most := func(n int) int { return upTo(random, n) }
	for range 40 {
		checkComment(t, sizes{
			namespaces: most(80), findings: most(4_000), resolved: most(4_000), removed: most(400), points: most(40), problems: most(400), foreign: most(400),
			policy: most(50), message: most(4_000), name: most(400), base: most(4_000), change: random.IntN(2) == 0,
			of: []string{"a", "& ", "@#", "🌈", "\x00", "$", "a5c3785", "|<", ":x:"}[random.IntN(9)],
		})
	}
}
