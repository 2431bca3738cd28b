package report_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/report"
)

// upload is what code scanning reads of SARIF.
type upload struct {
	Version string
	Runs    []struct {
		Tool struct {
			Driver struct {
				Name  string
				Rules []struct {
					ID, Name                                string
					ShortDescription, FullDescription, Help struct{ Text string }
					DefaultConfiguration                    struct{ Level string }
					Properties                              struct{ Tags []string }
				}
			}
		}
		Invocations []struct {
			ToolExecutionNotifications []struct {
				Level   string
				Message struct{ Text string }
			}
		}
		Results []uploadResult
	}
}

type uploadResult struct {
	RuleID, Level, BaselineState string
	RuleIndex                    int
	Message                      struct{ Text string }
	Locations                    []struct {
		PhysicalLocation struct {
			ArtifactLocation struct{ URI string }
			Region           struct{ StartLine, StartColumn, EndLine, EndColumn int }
		}
	}
	PartialFingerprints map[string]string
	CodeFlows           []any
	Properties          struct{ Findings int }
}

// stands is how many findings the result stands for.
func (r uploadResult) stands() int { return max(r.Properties.Findings, 1) }

var (
	levels      = []string{"none", "note", "warning", "error"}
	fingerprint = regexp.MustCompile(`^[0-9a-f]{16}:[1-9][0-9]*$`)
)

// checkUpload holds SARIF against what code scanning refuses, by GitHub's pages "SARIF
// support for code scanning" and "SARIF results exceed one or more limits", by the rules
// GH1001 to GH1007 of Microsoft's validator, and by reports of uploads that failed.
func checkUpload(t *testing.T, data []byte) upload {
	t.Helper()
	var u upload
	if err := json.Unmarshal(data, &u); err != nil || !utf8.Valid(data) {
		t.Fatalf("it cannot be read: %v", err)
	}
	var compressed bytes.Buffer
	z := gzip.NewWriter(&compressed)
	if _, err := z.Write(data); err != nil || z.Close() != nil || compressed.Len() > 10_000_000 {
		t.Errorf("it has %d bytes compressed: %v", compressed.Len(), err)
	}
	if u.Version != "2.1.0" || len(u.Runs) == 0 || len(u.Runs) > 20 {
		t.Fatalf("version %q, %d runs", u.Version, len(u.Runs))
	}
	for i := range u.Runs {
		run := &u.Runs[i]
		rules := run.Tool.Driver.Rules
		if len(rules) > 25_000 || len(run.Results) > 25_000 || run.Tool.Driver.Name == "" {
			t.Errorf("%q has %d rules, %d results", run.Tool.Driver.Name, len(rules), len(run.Results))
		}
		for _, r := range rules {
			for what, text := range map[string]string{"an ID": r.ID, "a short description": r.ShortDescription.Text, "a full description": r.FullDescription.Text, "help": r.Help.Text} {
				if text == "" || what != "help" && utf8.RuneCountInString(text) > 1024 {
					t.Errorf("the rule %s lacks %s, or has too much of it: %.80q", r.ID, what, text)
				}
			}
			if len(r.Name) > 255 || len(r.Properties.Tags) > 20 || !slices.Contains(levels, r.DefaultConfiguration.Level) {
				t.Errorf("the rule %+v has too much, or no level", r)
			}
		}
		prints := map[string]bool{}
		for n := range run.Results {
			r := &run.Results[n]
			if problem := r.problem(); problem != "" {
				t.Errorf("result %d %s: %.300s", n, problem, fmt.Sprintf("%+v", *r))
			}
			if r.RuleIndex >= len(rules) || rules[r.RuleIndex].ID != r.RuleID {
				t.Errorf("result %d has the rule %s at %d, which is another", n, r.RuleID, r.RuleIndex)
			}
			key := r.PartialFingerprints["primaryLocationLineHash"]
			if !fingerprint.MatchString(key) || prints[key] {
				t.Errorf("result %d has the fingerprint %q, which is none or another's", n, key)
			}
			prints[key] = true
		}
		for _, n := range run.Invocations {
			for _, n := range n.ToolExecutionNotifications {
				if n.Message.Text == "" || !slices.Contains(levels, n.Level) {
					t.Errorf("a notification says %+v", n)
				}
			}
		}
	}
	return u
}

// problem says what code scanning would refuse a result for.
func (r *uploadResult) problem() string {
	switch {
	case r.Message.Text == "" || len(r.Message.Text) > 32<<10:
		return "has no message, or one that is too long"
	case !slices.Contains(levels, r.Level):
		return "has no level"
	case r.BaselineState != "" && r.BaselineState != "new":
		return "has a state that is not shown"
	case len(r.Locations) == 0 || len(r.Locations) > 1000 || len(r.CodeFlows) > 0:
		return "has no place, or too many"
	}
	for _, l := range r.Locations {
		uri, at := l.PhysicalLocation.ArtifactLocation.URI, l.PhysicalLocation.Region
		u, err := url.Parse(uri)
		switch {
		case uri == "" || err != nil:
			return "has no physical location"
		case u.Scheme != "" || u.Host != "" || u.RawQuery != "" || u.Fragment != "" || path.IsAbs(u.Path) || strings.Contains(uri, `\`):
			return "is not at a relative path"
		case !utf8.ValidString(u.Path) || slices.Contains(strings.Split(u.Path, "/"), ".."):
			return "is outside of the repository"
		case at.StartLine < 1 || at.StartColumn < 0 || at.EndLine != 0 && at.EndLine < at.StartLine:
			return "has a region that is none"
		}
	}
	return ""
}

func TestUploadsOfStories(t *testing.T) {
	for name, a := range assessments(t) {
		t.Run(name, func(t *testing.T) { checkUpload(t, write(t, "sarif", a, style)) })
	}
	t.Run("no record at all", func(t *testing.T) {
		checkUpload(t, write(t, "sarif", &report.Assessment{Namespaces: []*assess.Report{assessRun(nil)}}, style))
	})
}

// odd are names of files, namespaces and records, some of which nobody should have.
var odd = []string{"", "-", ".", "..", "../up.yaml", "../../up.yaml", "a/../../up.yaml", "/srv/repo/in.yaml", "/srv/repo/../out.yaml", "/srv/repo", "/etc/passwd",
	"in.yaml", "./in.yaml", "folder/in.yaml", "a b#c?d%e.yaml", "a:b.yaml", "c:/x.yaml", `C:\x.yaml`, `folder\in.yaml`, "//host/x", "http://host/x", "%2e%2e/x",
	"x\ny", "\xff\x00", "\u202e", "🌈.yaml", strings.Repeat("n", 5000), hostile, "isms"}

// upTo is a number below n, small ones more often.
func upTo(random *rand.Rand, n int) int { return random.IntN(random.IntN(n) + 1) }

// anyAssessment is one of any shape: many namespaces or none, from files, from a cluster
// or both, with places, without lines, or without any.
func anyAssessment(random *rand.Rand, most int) *report.Assessment {
	name := func() string { return odd[random.IntN(len(odd))] }
	grades := []api.Grade{api.GradeMajor, api.GradeMinor, api.GradeUnknown, api.GradeObservation, api.GradeOpportunity}
	a := &report.Assessment{AsOf: api.MustDate("2026-06-01")}
	if random.IntN(4) > 0 {
		a.Locate = func(string, assess.Ref, string) input.Position {
			return input.Position{File: name(), Line: random.IntN(3), Column: random.IntN(3)}
		}
	}
	for i := range upTo(random, 30) {
		r := &assess.Report{Namespace: fmt.Sprint(name(), i), AsOf: a.AsOf}
		for range random.IntN(3) {
			p := &api.Person{}
			p.Name = name()
			r.Results = append(r.Results, assess.Result{Kind: &assess.Kind{Name: "Person"}, Record: p})
		}
		for range upTo(random, most) {
			r.Rollup.Findings = append(r.Rollup.Findings, assess.Finding{Rule: "P2-07", Reason: name(), Grade: grades[random.IntN(len(grades))],
				Record: assess.Ref{Kind: "Person", Name: name()}, Field: name(), Message: name(), Remedy: name()})
		}
		a.Namespaces = append(a.Namespaces, r)
	}
	for range upTo(random, 10) {
		p := input.Problem{Position: input.Position{File: name(), Line: random.IntN(3)}, Message: name(), Remedy: name()}
		if random.IntN(2) == 0 {
			p.Record = &input.Record{Kind: "Risk", Namespace: name(), Name: name()}
		}
		a.Problems = append(a.Problems, p)
	}
	return a
}

// Whatever is judged, and wherever it comes from, code scanning takes it.
func TestUploadsAreTaken(t *testing.T) {
	random := rand.New(rand.NewPCG(10, 2))
	for range 40 {
		a := anyAssessment(random, 40)
		checkUpload(t, write(t, "sarif", a, report.Style{Folder: "/srv/repo"}))
	}
}

// rank orders levels, worst first.
func rank(level string) int { return -slices.Index(levels, level) }

// What code scanning has no room for is told, and is the least grave.
func TestUploadsAreLimited(t *testing.T) {
	random := rand.New(rand.NewPCG(10, 3))
	noise := func() string { // cannot be compressed
		var b strings.Builder
		for range 3_000 {
			b.WriteRune(rune(0x4e00 + random.IntN(0x5000)))
		}
		return b.String()
	}
	for _, tc := range []struct {
		why                string
		findings, problems int
		reasons            int
		message            func() string
		wantAll            bool
		least              int
	}{
		{"as many as there may be", 24_990, 10, 1, nil, true, 25_000},
		{"one more, each of its own reason", 24_991, 10, 24_991, nil, false, 25_000},
		{"one more of one reason is told by one result for each grade and namespace", 24_991, 10, 1, nil, true, 20},
		{"thirty thousand, of each reason few", 30_000, 0, 3_000, nil, false, 25_000},
		{"thirty thousand, of each reason many", 30_000, 0, 40, nil, true, 80},
		{"problems alone", 0, 30_000, 1, nil, false, 25_000},
		{"few that are large", 9_000, 100, 1, noise, false, 1_000},
	} {
		t.Run(tc.why, func(t *testing.T) {
			a := large(tc.findings)
			grades := []api.Grade{api.GradeMajor, api.GradeMinor, api.GradeUnknown, api.GradeObservation, api.GradeOpportunity}
			other := *a.Namespaces[0]
			other.Namespace, other.Rollup.Findings = "another", nil
			for i := range a.Namespaces[0].Rollup.Findings {
				f := &a.Namespaces[0].Rollup.Findings[i]
				f.Grade, f.Reason = grades[i*len(grades)/tc.findings], fmt.Sprint("Reason", i%tc.reasons)
				if tc.message != nil {
					f.Message = tc.message()
				}
			}
			half := a.Namespaces[0].Rollup.Findings
			for i := range half { // both have some of each grade
				if i%2 == 1 {
					other.Rollup.Findings = append(other.Rollup.Findings, half[i])
				}
			}
			own := slices.Clone(half[:0])
			for i := range half {
				if i%2 == 0 {
					own = append(own, half[i])
				}
			}
			a.Namespaces[0].Rollup.Findings = own
			a.Namespaces = append(a.Namespaces, &other)
			for i := range tc.problems {
				a.Problems = append(a.Problems, input.Problem{Position: input.Position{File: "a.yaml", Line: i + 1}, Message: fmt.Sprint("bad ", i), Remedy: "Mend it"})
			}
			var warned []string
			style := report.Style{Warn: func(message string) { warned = append(warned, message) }}
			u := checkUpload(t, write(t, "sarif", a, style))
			checkLimited(t, u, a, warned, tc.wantAll, tc.least)
		})
	}
}

func checkLimited(t *testing.T, u upload, a *report.Assessment, warned []string, wantAll bool, least int) {
	t.Helper()
	run := u.Runs[0]
	if !slices.IsSortedFunc(run.Results, func(a, b uploadResult) int { return rank(a.Level) - rank(b.Level) }) {
		t.Error("results are not in the order of grades")
	}
	all := len(a.Problems)
	for _, r := range a.Namespaces {
		all += len(r.Rollup.Findings)
	}
	left := all
	for _, r := range run.Results {
		left -= r.stands()
	}
	if (left == 0) != wantAll || len(run.Results) < least {
		t.Errorf("%d of %d results are there", len(run.Results), all)
	}
	told := ""
	for _, n := range run.Invocations[0].ToolExecutionNotifications {
		if strings.HasPrefix(n.Message.Text, "Left out of SARIF") {
			told = n.Message.Text
		}
	}
	if wantAll != (told == "") || wantAll != (len(warned) == 0) || len(warned) > 0 && warned[0] != told {
		t.Errorf("the run tells %q, and the user is told %q", told, warned)
	}
	if want := fmt.Sprintf(": %d ", left); !wantAll && !strings.Contains(told, want) {
		t.Errorf("%d are left out, and it says: %s", left, told)
	}
}
