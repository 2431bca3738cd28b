package report_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/openreports"
	"github.com/isms-operator/isms-operator/internal/report"
)

// large is a namespace with n findings, each on a record of its own.
func large(n int) *report.Assessment {
	r := &assess.Report{Namespace: "large", AsOf: api.MustDate("2026-06-01")}
	for i := range n {
		r.Rollup.Findings = append(r.Rollup.Findings, assess.Finding{
			Rule: "P2-07", Point: assess.Competence, Aspect: assess.Current, Reason: "CertificationExpired", Grade: api.GradeMinor,
			Record: assess.Ref{Kind: "CompetencyRecord", Name: fmt.Sprintf("record-%06d", i)}, Field: "spec.validity.validUntil",
			Message: `The proof of "Security" of somebody was valid until 2026-05-01`, Remedy: "Renew the proof and set spec.validity.validUntil",
			Since: api.MustDate("2026-05-02"),
		})
	}
	r.Rollup.Counts.Minor = int32(n)
	r.Rollup.Verdict = api.VerdictMinor
	r.Rollup.Points = []assess.PointResult{{Point: assess.Competence, Verdict: api.VerdictMinor, Findings: r.Rollup.Findings}}
	return &report.Assessment{AsOf: r.AsOf, Namespaces: []*assess.Report{r}, Locate: located}
}

// JSON and YAML are written as they come: what is alive meanwhile does not grow with
// the number of findings.
func TestStreaming(t *testing.T) {
	for _, format := range []string{"json", "yaml"} {
		t.Run(format, func(t *testing.T) { streams(t, format) })
	}
}

func streams(t *testing.T, format string) {
	a := large(50_000)
	a.Locate = nil
	var before, during runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	most := uint64(0)
	written := 0
	f, _ := report.Lookup(report.Formats(), format)
	err := f.Write(writerFunc(func(p []byte) (int, error) {
		if written += len(p); written>>22 != (written-len(p))>>22 { // every 4 MiB
			runtime.GC()
			runtime.ReadMemStats(&during)
			if during.HeapAlloc > before.HeapAlloc {
				most = max(most, during.HeapAlloc-before.HeapAlloc)
			}
		}
		return len(p), nil
	}), a, style)
	if err != nil {
		t.Fatal(err)
	}
	if written < 15<<20 || most > 2<<20 {
		t.Errorf("%d MiB were written, and %d KiB were held for it", written>>20, most>>10)
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

func BenchmarkJSON(b *testing.B) {
	a := large(10_000)
	f, _ := report.Lookup(report.Formats(), "json")
	b.ReportAllocs()
	for b.Loop() {
		if err := f.Write(io.Discard, a, style); err != nil {
			b.Fatal(err)
		}
	}
}

// A full disk or a closed pipe is told, in every format.
func TestWriteErrorsAreTold(t *testing.T) {
	full := errors.New("no space left")
	for _, size := range []int{0, 100} {
		disk := func() io.Writer {
			left := size
			return writerFunc(func(p []byte) (int, error) {
				if left -= len(p); left < 0 {
					return 0, full
				}
				return len(p), nil
			})
		}
		for _, f := range report.Formats() {
			if err := f.Write(disk(), assessments(t)["unreadable"], style); !errors.Is(err, full) {
				t.Errorf("%s after %d bytes: %v", f.Name, size, err)
			}
		}
		for _, f := range report.ForecastFormats() {
			if err := f.Write(disk(), forecasts(t)["forecast"], style); !errors.Is(err, full) {
				t.Errorf("%s of a forecast after %d bytes: %v", f.Name, size, err)
			}
		}
		s := records(t).stories["raci-in-disorder"]
		m := table(t, "raci", []*assess.World{assess.NewWorld(s.Name, s.Records)}, s.AsOf)
		for _, f := range report.MatrixFormats() {
			if err := f.Write(disk(), m, style); !errors.Is(err, full) {
				t.Errorf("%s of a matrix after %d bytes: %v", f.Name, size, err)
			}
		}
	}
}

var colour = regexp.MustCompile("\x1b\\[[0-9;]*m")

// Colour adds nothing and hides nothing; without it no escape is written.
func TestColourOnlyPaints(t *testing.T) {
	for name, a := range assessments(t) {
		for _, format := range []string{"table", "wide"} {
			style := report.Style{Width: 100, Foreign: true}
			without := string(write(t, format, a, style))
			style.Color = true
			with := string(write(t, format, a, style))
			if strings.Contains(without, "\x1b") {
				t.Errorf("%s as %s has escapes without colour", name, format)
			}
			if with == without || colour.ReplaceAllString(with, "") != without {
				t.Errorf("%s as %s says something else in colour", name, format)
			}
		}
	}
}

// A table fits the width: only a word that must not be broken may be longer.
func TestTableFitsTheWidth(t *testing.T) {
	crowded := large(3)
	ns := crowded.Namespaces[0]
	ns.Namespace = strings.Repeat("n", 63)
	for i := range ns.Rollup.Points[0].Findings {
		ns.Rollup.Points[0].Findings[i].Message += strings.Repeat(" and a word more", 20)
	}
	all := assessments(t)
	all["crowded"] = crowded
	for name, a := range all {
		for _, width := range []int{80, 120} {
			for line := range strings.Lines(string(write(t, "table", a, report.Style{Width: width, Foreign: true, Explain: []string{"P1", "P9", "S"}}))) {
				line = strings.TrimSuffix(line, "\n")
				if words := strings.Fields(line); utf8.RuneCountInString(line) > width && len(words) > 1 {
					t.Errorf("%s at %d columns has a line of %d: %q", name, width, utf8.RuneCountInString(line), line)
				}
			}
		}
	}
}

// What does not fit into a comment or into an object of the cluster is left out and
// counted; the totals stay exact.
func TestLimits(t *testing.T) {
	a := large(5_000)
	for i := range a.Namespaces[0].Rollup.Findings { // each is a problem of its own: nothing folds
		a.Namespaces[0].Rollup.Findings[i].Reason = fmt.Sprintf("Reason%04d", i)
	}
	text := string(write(t, "markdown", a, style))
	if len(text) > 65536 {
		t.Errorf("the comment has %d bytes; GitHub takes 65536", len(text))
	}
	if !strings.Contains(text, "5000 minor") || !regexp.MustCompile(`\n4[0-9]{3} more are left out`).MatchString(text) {
		t.Errorf("the comment does not say what it leaves out: %s", text[len(text)-2000:])
	}
	if !strings.Contains(text, "| P2 | Competence |") {
		t.Error("the points are left out")
	}
	r := openreports.New(a.Namespaces[0], 0)
	if r.Summary.Fail != 5_000 {
		t.Errorf("the summary counts %d findings", r.Summary.Fail)
	}
	last := r.Results[len(r.Results)-1]
	if len(r.Results) >= 5_000 || last.Policy != "truncated" || !strings.Contains(last.Message, fmt.Sprintf("%d more results", r.Summary.Fail+r.Summary.Pass+r.Summary.Skip-len(r.Results)+1)) {
		t.Errorf("%d results, the last of which is %+v", len(r.Results), last)
	}
	if text := write(t, "openreports", a, style); len(text) > 1<<20 {
		t.Errorf("the report has %d bytes", len(text))
	}
}

// What is one problem is one row and one result before anything is left out.
func TestLimitsFold(t *testing.T) {
	a := large(5_000)
	text := string(write(t, "markdown", a, style))
	if strings.Contains(text, "left out") || !strings.Contains(text, "| Minor | 5000 records: CompetencyRecord/record-000000 and 4999 more |") {
		t.Errorf("the comment does not fold: %s", text)
	}
	r := openreports.New(a.Namespaces[0], 0)
	if r.Summary.Fail != 5_000 || len(r.Results[0].Resources) != 20 || !strings.HasPrefix(r.Results[0].Message, "5000 findings, of which the first is: The proof") || r.Results[1].Policy == "P2-07" {
		t.Errorf("the report does not fold: %+v, %+v", r.Summary, r.Results[:2])
	}
	for _, result := range r.Results {
		if result.Policy == "truncated" {
			t.Errorf("something is left out: %s", result.Message)
		}
	}
}

// A rule has passed only where it was asked, and where everything could be judged.
func TestOnlyWhatWasAskedPasses(t *testing.T) {
	empty := func() *assess.Report {
		return assessRun(nil)
	}
	person := func() *assess.Report {
		p := &api.Person{}
		p.Name = "somebody"
		return assessRun([]api.Record{p})
	}
	for _, tc := range []struct {
		why       string
		report    *assess.Report
		notJudged int
		rule      string
		want      string
	}{
		{"no competency record, so its rules were not asked", empty(), 0, "P2-10", "skip"},
		{"a rule on the ISMS is asked without any record", empty(), 0, "P8-05", "fail"},
		{"a rule of the roll-up is always asked", empty(), 0, "G-02", "pass"},
		{"a person was asked for references", person(), 0, "X-04", "pass"},
		{"the same, with a file that could not be read", person(), 1, "X-04", "skip"},
	} {
		t.Run(tc.why, func(t *testing.T) {
			for _, result := range openreports.New(tc.report, tc.notJudged).Results {
				if result.Policy == tc.rule && result.Result != tc.want {
					t.Errorf("%s is %q (%s), want %q", tc.rule, result.Result, result.Message, tc.want)
				}
			}
			a := &report.Assessment{AsOf: tc.report.AsOf, Namespaces: []*assess.Report{tc.report}}
			for range tc.notJudged {
				a.Problems = append(a.Problems, input.Problem{Message: "No YAML"})
			}
			got := "pass"
			for _, testcase := range strings.Split(string(write(t, "junit", a, style)), "<testcase")[1:] {
				if strings.Contains(testcase, `name="`+tc.rule+" ") {
					switch {
					case strings.Contains(testcase, "<skipped>"):
						got = "skip"
					case strings.Contains(testcase, "<failure"):
						got = "fail"
					}
				}
			}
			if got != tc.want {
				t.Errorf("JUnit has %s as %q, want %q", tc.rule, got, tc.want)
			}
		})
	}
}

// A change shows only what it brings about; what was there before has not passed.
func TestJUnitOfAChange(t *testing.T) {
	text := string(write(t, "junit", assessments(t)["change"], style))
	for _, tc := range []struct{ why, want string }{
		{"introduced", `name="L-05 CertificateExpired ClauseAssessment/acme-software spec.certificate.expiresOn"`},
		{"there before, so neither failed nor passed", `<skipped>1 finding of before the change</skipped>`},
		{"resolved", `Resolved  Observation  D-02  Person/iris-weber`},
	} {
		if !strings.Contains(text, tc.want) {
			t.Errorf("%s is missing: %s", tc.why, tc.want)
		}
	}
	if strings.Contains(text, `name="L-04 ExternalAuditNotPlanned`) {
		t.Error("a finding of before the change is shown as its failure")
	}
}

// Whatever bytes a record holds, no format passes on what steers a terminal, and
// each stays what its readers can read.
func FuzzHostileRecords(f *testing.F) {
	f.Add(hostile, hostile)
	f.Add("\xff\xfe", "a\x00b")
	f.Add("\u2028", "\U000e0041\u2066")
	f.Fuzz(func(t *testing.T, message, name string) {
		a := large(2)
		a.Namespaces[0].Rollup.Findings[0].Message = message
		a.Namespaces[0].Rollup.Findings[0].Record.Name = name
		a.Problems = []input.Problem{{Position: input.Position{File: name}, Message: message}}
		for _, format := range report.Formats() {
			text := write(t, format.Name, a, style)
			if format.Name == "csv" {
				text = bytes.ReplaceAll(text, []byte("\"\r\n"), []byte("\"\n")) // how a row ends by RFC 4180
			}
			if !utf8.Valid(text) {
				t.Errorf("%s is no UTF-8", format.Name)
			}
			for _, r := range string(text) {
				if r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 || r == '\u202e' || r == '\u2066' {
					t.Errorf("%s passes on %q", format.Name, r)
					break
				}
			}
			if err := readBack(format.Name, text); err != nil {
				t.Errorf("%s cannot be read: %v\n%s", format.Name, err, bytes.TrimSpace(text))
			}
		}
		if one, other := decoded(t, write(t, "json", a, style)), decoded(t, write(t, "yaml", a, style)); !reflect.DeepEqual(one, other) {
			t.Errorf("JSON says %v\nand YAML says %v", one, other)
		}
	})
}
