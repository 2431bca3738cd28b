package exchange

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/isms-operator/isms-operator/internal/wording"
)

// Result is what an import does, or would do.
type Result struct {
	// Commit that the sheets were exported from.
	Commit string `json:"commit,omitempty"`
	// Rows are the records, by kind, namespace and name.
	Rows []Line `json:"rows"`
	// Sums of them by outcome; they add up to Total.
	Sums  map[Outcome]int `json:"sums"`
	Total int             `json:"total"`
	// Files that change, are new, or go.
	Files []FileChange `json:"files"`
	// StaleApprovals is how many approvals do not bind any more what their records say.
	StaleApprovals int `json:"staleApprovals"`
	// Notes say what of the sheets is not looked at.
	Notes []string `json:"notes,omitempty"`
	// Written says that the files were written.
	Written bool `json:"written"`
	// Withheld says that they were not, since something is refused or in conflict.
	Withheld bool `json:"withheld"`
}

// FileChange is a file, and what becomes of it.
type FileChange struct {
	File string `json:"file"`
	// Change is changed, new or deleted.
	Change string `json:"change"`
}

// Sum counts the outcomes.
func (r *Result) Sum() {
	r.Sums, r.Total = map[Outcome]int{}, len(r.Rows)
	for _, o := range Outcomes {
		r.Sums[o] = 0
	}
	for i := range r.Rows {
		r.Sums[r.Rows[i].Outcome]++
	}
}

// Rejects reports whether something is refused or in conflict.
func (r *Result) Rejects() bool { return r.Sums[Refused]+r.Sums[Conflict] > 0 }

// WriteJSON writes it for programs.
func (r *Result) WriteJSON(w io.Writer) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(r)
}

// WriteTable writes it for people: every record that does not stay as it is, then the sums.
func (r *Result) WriteTable(to io.Writer) error {
	w := bufio.NewWriter(to)
	for i := range r.Rows {
		if l := &r.Rows[i]; l.Outcome != Unchanged || len(l.Notes) > 0 {
			l.write(w)
		}
	}
	for _, f := range r.Files {
		fmt.Fprintf(w, "%s %s\n", f.File, f.Change)
	}
	for _, note := range r.Notes {
		fmt.Fprintf(w, "Note: %s\n", wording.Plain(note))
	}
	sums := make([]string, 0, len(Outcomes))
	for _, o := range Outcomes {
		sums = append(sums, fmt.Sprintf("%d %s", r.Sums[o], o))
	}
	fmt.Fprintf(w, "%s: %s\n", wording.Number(r.Total, "record", "records"), strings.Join(sums, ", "))
	if r.StaleApprovals > 0 {
		fmt.Fprintf(w, "%s what the records say now; approve them again\n", wording.Number(r.StaleApprovals, "approval does not bind", "approvals do not bind"))
	}
	switch {
	case r.Withheld:
		fmt.Fprintln(w, "Nothing was written: mend what is refused or in conflict, or write the rest with --partial")
	case !r.Written && len(r.Files) > 0:
		fmt.Fprintln(w, "Nothing was written; write it with --write")
	}
	return w.Flush()
}

// write writes a record and what is to be told of it.
func (l *Line) write(w io.Writer) {
	name := l.Kind + "/" + l.Name
	if l.Name == "" {
		name = l.Kind
	}
	where := l.Row
	if at := l.Position.String(); at != "" {
		where = strings.TrimPrefix(where+" -> "+at, " -> ")
	}
	fmt.Fprintf(w, "%-9s %s  %s\n", l.Outcome, wording.Plain(name), wording.Plain(where))
	for _, c := range l.Changes {
		fmt.Fprintf(w, "  %s: %s -> %s\n", wording.Plain(c.Field), shown(c.From), shown(c.To))
	}
	for _, c := range l.Conflicts {
		fmt.Fprintf(w, "  %s: the sheet says %s, the files say %s, and it was %s\n", wording.Plain(c.Field), shown(c.Sheet), shown(c.Files), shown(c.Base))
	}
	for _, why := range append(l.Reasons, l.Notes...) {
		fmt.Fprintf(w, "  %s\n", wording.Plain(why))
	}
}

// shown is a value, as long as people read one.
func shown(s string) string {
	if s == "" {
		return "(none)"
	}
	return fmt.Sprintf("%q", wording.Shortened(s, 120))
}
