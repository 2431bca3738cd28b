package report_test

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/report"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// spreadsheetWork is the worklist of a register of hundreds of records.
func spreadsheetWork(owners ...string) *report.Worklist {
	world, day, until := spreadsheetWorld(), spreadsheetDay, spreadsheetDay.AddDays(60)
	return &report.Worklist{On: day, Until: until, Owners: owners, Locate: located,
		Reports:   []*assess.Report{mustRun(rules.Registry(), world, day)},
		Timelines: []*assess.Timeline{mustForetell(rules.Registry(), world, day, until)}}
}

// A worklist of a register of hundreds of records has one entry for each problem of an owner,
// and counts what it leaves out; what programs read, and --all, have every task.
func TestWorklistFolds(t *testing.T) {
	w := spreadsheetWork()
	written := func(format string, style report.Style) string {
		f, _ := report.Lookup(report.WorklistFormats(), format)
		var b bytes.Buffer
		if err := f.Write(&b, w, style); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	tasks := strings.Count(written("ics", report.Style{}), "BEGIN:VEVENT")
	if rows := strings.Count(written("csv", report.Style{}), "\n") - 1; rows != tasks || tasks < 800 {
		t.Fatalf("%d rows and %d events", rows, tasks)
	}
	for _, c := range []struct {
		format, why   string
		style         report.Style
		head, single  *regexp.Regexp
		line          *regexp.Regexp
		most, atLeast int
	}{
		{"table", "each problem of an owner once", report.Style{},
			regexp.MustCompile(`^    (?:Major|Minor|Unknown|Observation|Opportunity)  \S+ (\w+), `), regexp.MustCompile(`, (?:open|since \S+|from \S+)$`),
			regexp.MustCompile(`^      \S.*\((?:.*, )?(?:open|since \S+|from \S+)\)$`), 1, 0},
		{"markdown", "each problem of an owner once", report.Style{},
			regexp.MustCompile(`^- \[ \] \*\*\w+ (\w+)\*\*, `), regexp.MustCompile(`\*\*, (?:open|since \S+|from \S+): `),
			regexp.MustCompile(`^  - \[ \] `), 1, 0},
		{"table", "--all: each task on its own", report.Style{All: true},
			regexp.MustCompile(`^    (?:Major|Minor|Unknown|Observation|Opportunity)  \S+ (\w+), `), regexp.MustCompile(`, (?:open|since \S+|from \S+)$`),
			regexp.MustCompile(`^never$`), 1000, tasks},
	} {
		told, heads := 0, 0
		seen := map[string]int{}
		for line := range strings.SplitSeq(written(c.format, c.style), "\n") {
			switch m := c.head.FindStringSubmatch(line); {
			case strings.HasSuffix(line, "namespace acme"):
				seen = map[string]int{}
			case m != nil:
				heads++
				grade := strings.Fields(strings.Trim(line, " -[]*"))[0]
				if seen[grade+m[1]]++; seen[grade+m[1]] > c.most {
					t.Errorf("%s, %s: tells a problem of one owner again: %s", c.format, c.why, line)
				}
				if c.single.MatchString(line) {
					told++
				}
			case c.line.MatchString(line):
				told++
			case strings.HasSuffix(line, " more: --all"), strings.HasSuffix(line, ` more: \-\-all`):
				n, err := strconv.Atoi(strings.Fields(strings.TrimLeft(line, " -"))[1])
				if err != nil || n < 2 {
					t.Errorf("%q: %v", line, err)
				}
				told += n
			}
		}
		if told != tasks || heads < c.atLeast {
			t.Errorf("%s, %s: tells %d of %d tasks below %d heads", c.format, c.why, told, tasks, heads)
		}
	}
}

// Of a problem that many records have, an owner reads which come first, and the remedy once.
func TestWorklistShowsTheFirst(t *testing.T) {
	w := spreadsheetWork("IT team")
	f, _ := report.Lookup(report.WorklistFormats(), "table")
	var b bytes.Buffer
	if err := f.Write(&b, w, report.Style{}); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	_, part, _ := strings.Cut(text, "P3-02 OwnerNotARole, ")
	part, _, _ = strings.Cut(part, "\n\n")
	lines := strings.Split(part, "\n")
	if len(lines) != 13 || !strings.Contains(lines[1], "ToolLicense/tool-000") || lines[11] != "      and 5 more: --all" || !strings.HasPrefix(lines[12], "      Remedy: ") {
		t.Errorf("got %d lines:\n%s", len(lines), part)
	}
	if n := strings.Count(text, "\n"); n > 80 {
		t.Errorf("the list of one owner has %d lines", n)
	}
}
