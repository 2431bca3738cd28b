package report

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/history"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// History is what is rendered of a history: how it began, and what changed when.
type History struct {
	// Since and Until are the first and the last day.
	Since, Until api.Date
	// Start is how it was on the first day that could be judged.
	Start *history.Entry
	// Days on which something changed, in order.
	Days []history.Entry
	// Commits that there are after the first day, or on it where the repository begins, and
	// how many of them are Changing records.
	Commits, Changing int
	// Notes say what a reader has to know of the commits.
	Notes []string
}

// Add adds a day that was judged. Days on which nothing changed are not kept.
func (h *History) Add(day *history.Day) {
	switch {
	case h.Start == nil:
		h.Start = &day.Entry
	case day.Changed():
		h.Days = append(h.Days, day.Entry)
	}
}

// Any reports whether there was ever a record.
func (h *History) Any() bool {
	return len(h.Days) > 0 || h.Start != nil && len(h.Start.Namespaces) > 0
}

// title says what was looked at.
func (h *History) title() string {
	return fmt.Sprintf("From %s to %s: something changed on %s; %s, of which %d changed records", h.Since, h.Until,
		wording.Number(len(h.Days), "day", "days"), wording.Number(h.Commits, "commit", "commits"), h.Changing)
}

// verdictOf is a verdict as far as what was not judged allows it.
func verdictOf(o *history.Outcome) api.Verdict { return floor(o.Verdict, o.NotJudged) }

// shortHash is how many digits of a commit people are shown.
const shortHash = 10

// short is a commit for people: its name, its subject, and the day on which it was written.
func short(c *history.Commit) string {
	return fmt.Sprintf("%.*s %s (%s)", shortHash, c.Hash, c.Subject, c.AuthoredOn)
}

// countsOf says how many findings there are.
func countsOf(o *history.Outcome) string {
	return fmt.Sprintf("%s: %s", wording.Number(total(o.Counts), "finding", "findings"), countsText(o.Counts))
}

// moved says what a day did in a namespace, in a few words.
func moved(n *history.Namespace) string {
	introduced := len(n.ByDate.Introduced) + len(n.ByCommit.Introduced)
	resolved := len(n.ByDate.Resolved) + len(n.ByCommit.Resolved)
	c := &n.ByCommit.Changes
	parts := []string{}
	for _, part := range []struct {
		n    int
		word string
	}{{introduced, "introduced"}, {resolved, "resolved"}, {len(c.Weakened), "weakened"}, {len(c.Removed), "removed"}, {len(c.Postponed), "postponed"}} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.word))
		}
	}
	return join(", ", parts...)
}
