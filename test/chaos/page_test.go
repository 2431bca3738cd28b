package chaos

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestOutcomeIsJudged(t *testing.T) {
	good := outcome{records: 10, tally: tally{Statuses: 12, Doubled: 2, Events: 5, Refused: 3}, mayWrite: 12, mayDouble: 2}
	for _, row := range []struct {
		why    string
		change func(*outcome)
		want   string
	}{
		{"at the bounds", func(*outcome) {}, ""},
		{"a wrong record", func(o *outcome) { o.wrong = 1 }, "1 of 10 records are wrong or missing"},
		{"out of time", func(o *outcome) { o.late = true }, "not every status became right within the limit"},
		{"one status too many", func(o *outcome) { o.tally.Statuses++ }, "13 statuses were written, and the fault explains 12"},
		{"one too many twice", func(o *outcome) { o.tally.Doubled++ }, "3 statuses were written twice, and the fault explains 2"},
		{"no business of the operator's", func(o *outcome) { o.tally.Others = 1 }, "1 writes of something that is neither a status nor an event"},
		{"not silent", func(o *outcome) { o.idle = 1 }, "1 writes while nothing happened"},
	} {
		o := good
		row.change(&o)
		if got := strings.Join(o.judge(), "; "); got != row.want {
			t.Errorf("%s: got %q, want %q", row.why, got, row.want)
		}
	}
}

func TestTable(t *testing.T) {
	got := strings.Split(table([]*outcome{
		{fault: "one", records: 3, recovery: 1240 * time.Millisecond, tally: tally{Statuses: 3, Unknown: 2}, mayWrite: 4},
		{fault: "two", records: 3, wrong: 2, late: true, recovery: 90 * time.Second, exits: 1, idle: 7},
		{fault: "three", unmeasured: true},
	}), "\n")
	for i, want := range []string{
		"| one | 3 | 0 | 3 of 4 | 2 | 0 of 0 | 1.2 s | 0 | 0 |",
		"| two | 3 | 2 | 0 of 0 | 0 | 0 of 0 | not within 90.0 s | 1 | 7 |",
		"| three | 0 | 0 | 0 of 0 | 0 | 0 of 0 | not measured | 0 | 0 |",
	} {
		if got[2+i] != want {
			t.Errorf("line %d is %q, want %q", i, got[2+i], want)
		}
	}
}

func TestRewrite(t *testing.T) {
	got, err := rewrite("a\n"+begin+"old\n"+end+"b\n", "new\n")
	if want := "a\n" + begin + "new\n" + end + "b\n"; err != nil || got != want {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
	for _, page := range []string{"", begin, end, end + begin} {
		if _, err := rewrite(page, "new"); err == nil {
			t.Errorf("%q: no error", page)
		}
	}
}

// The page has a place for the figures, and a line for every scenario.
func TestPageHasAPlaceForFigures(t *testing.T) {
	text, err := os.ReadFile(pagePath)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := rewrite(string(text), ""); err != nil {
		t.Error(err)
	}
	if !slices.Contains(strings.Split(string(text), "\n"), strings.Split(header, "\n")[0]) {
		t.Error("the table on the page has other columns; run make chaos CHAOS=update")
	}
}
