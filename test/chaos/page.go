package chaos

import (
	"fmt"
	"strings"
	"time"
)

// outcome is what a scenario showed: a line of the table.
type outcome struct {
	fault   string // as the table calls it
	records int    // in the register at the end
	wrong   int    // of them, the most that were wrong or missing when their time was over
	tally   tally
	// most statuses and doubled ones that the fault explains
	mayWrite, mayDouble int
	exits               int // of the operator, of its own accord
	recovery            time.Duration
	late                bool // not every status was right within that time
	idle                int  // writes while nothing happened
	unmeasured          bool // it came to no end
}

// judge says what of the outcome is not as it must be.
func (o *outcome) judge() []string {
	var reasons []string
	check := func(bad bool, format string, arguments ...any) {
		if bad {
			reasons = append(reasons, fmt.Sprintf(format, arguments...))
		}
	}
	check(o.wrong > 0, "%d of %d records are wrong or missing", o.wrong, o.records)
	check(o.late, "not every status became right within the limit")
	check(o.tally.Statuses > o.mayWrite, "%d statuses were written, and the fault explains %d", o.tally.Statuses, o.mayWrite)
	check(o.tally.Doubled > o.mayDouble, "%d statuses were written twice, and the fault explains %d", o.tally.Doubled, o.mayDouble)
	check(o.tally.Others > 0, "%d writes of something that is neither a status nor an event", o.tally.Others)
	check(o.idle > 0, "%d writes while nothing happened", o.idle)
	return reasons
}

const header = `| Fault | Records | Wrong or missing | Statuses written, of at most | Fate unknown | Written twice, of at most | Recovery | Exits | Idle writes |
|---|---|---|---|---|---|---|---|---|
`

// table shows outcomes, one a line.
func table(outcomes []*outcome) string {
	var b strings.Builder
	b.WriteString(header)
	for _, o := range outcomes {
		fmt.Fprintf(&b, "| %s | %d | %d | %d of %d | %d | %d of %d | %s | %d | %d |\n", o.fault, o.records, o.wrong,
			o.tally.Statuses, o.mayWrite, o.tally.Unknown, o.tally.Doubled, o.mayDouble, o.duration(), o.exits, o.idle)
	}
	return b.String()
}

// duration shows how long recovery took.
func (o *outcome) duration() string {
	took := fmt.Sprintf("%.1f s", o.recovery.Seconds())
	switch {
	case o.unmeasured:
		return "not measured"
	case o.late:
		return "not within " + took
	}
	return took
}

const (
	// pagePath is where figures are written.
	pagePath = "../../docs/reliability.md"

	begin = "<!-- chaos: what follows is written by make chaos CHAOS=update -->\n"
	end   = "<!-- chaos: end -->\n"
)

// rewrite puts figures into a page, in the place of those that it has.
func rewrite(page, figures string) (string, error) {
	before, rest, ok := strings.Cut(page, begin)
	_, after, ended := strings.Cut(rest, end)
	if !ok || !ended {
		return "", fmt.Errorf("the page has no place for figures, which %q begins and %q ends", strings.TrimSpace(begin), strings.TrimSpace(end))
	}
	return before + begin + figures + end + after, nil
}
