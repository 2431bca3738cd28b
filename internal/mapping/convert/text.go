package convert

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/isms-operator/isms-operator/internal/mapping/source"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// maxTold is how many of a thing are told to people; programs are told all.
const maxTold = 50

// WriteTable writes the report for people: what was rejected first, then what went nowhere.
func (r *Report) WriteTable(to io.Writer) error {
	w := bufio.NewWriter(to)
	r.writeRead(w)
	told(w, "Rejected", r.Rejected, Rejected.String)
	if slices.ContainsFunc(r.Rejected, func(x Rejected) bool { return x.Field != "" }) {
		fmt.Fprintln(w, "  Mend the cells in the register, or say in the mapping what they mean: values for words, format and words for days")
	}
	told(w, "Columns that went nowhere", r.Columns, Column.String)
	told(w, "Words without counterpart", r.Values, Value.String)
	told(w, "Names that no record has, or several", r.Unresolved, Unresolved.String)
	var made []string
	for _, kind := range slices.Sorted(maps.Keys(r.Records)) {
		made = append(made, fmt.Sprintf("%d %s", r.Records[kind], kind))
	}
	if made == nil {
		made = []string{"none"}
	}
	fmt.Fprintf(w, "Records: %s\n\n", strings.Join(made, ", "))
	return w.Flush()
}

func (r *Report) writeRead(w io.Writer) {
	for _, read := range r.Read {
		fmt.Fprintf(w, "Read     %s  %s: %s", wording.Plain(where(read.File, read.Sheet)), read.Resource, wording.Number(read.Rows, "row", "rows"))
		if read.Skipped > 0 {
			fmt.Fprintf(w, ", %d skipped", read.Skipped)
		}
		if read.Rejected > 0 {
			fmt.Fprintf(w, ", %d rejected", read.Rejected)
		}
		fmt.Fprintln(w)
	}
	for _, name := range r.Unread {
		why := source.WhyNot(name)
		if why == "" {
			why = "no resource of the mapping is in it"
		}
		fmt.Fprintf(w, "Not read %s: %s\n", wording.Plain(name), why)
	}
}

// String is the row and why nothing was made of it.
func (x Rejected) String() string {
	text := x.Place
	if x.Field != "" {
		text += "  " + x.Field
	}
	if x.Found == "" {
		return text + ": " + x.Message + nearest(x.Nearest)
	}
	return text + fmt.Sprintf(": found %q; ", wording.Shortened(x.Found, 80)) + x.Message + nearest(x.Nearest)
}

// String is the column with its cells.
func (c Column) String() string {
	text := fmt.Sprintf("%s: %q, %s", c.Resource, c.Heading, wording.Number(c.Count, "cell", "cells"))
	if c.Why != "" {
		text += " (" + c.Why + ")"
	}
	return text
}

// String is the word with its cells.
func (v Value) String() string {
	return fmt.Sprintf("%s, %s: %q, %s, %s%s", v.Resource, v.Field, wording.Shortened(v.Found, 80), wording.Number(v.Count, "cell", "cells"), v.Became, nearest(v.Nearest))
}

// String is the name, where it stands, and what became of it.
func (u Unresolved) String() string {
	who := "somebody"
	if u.Kind != "" {
		who = u.Kind
	}
	text := fmt.Sprintf("%s: %q, %s, first in %s, %s", who, wording.Shortened(u.Found, 80), wording.Number(u.Count, "time", "times"), u.Place, map[string]string{"stated": "stated as it stands", "absent": "left out"}[u.Became])
	if u.Several {
		text += "; several records have it"
	}
	return text + nearest(u.Nearest)
}

func where(file, sheet string) string {
	if sheet == "" {
		return file
	}
	return file + ": " + sheet
}

func nearest(word string) string {
	if word == "" {
		return ""
	}
	return fmt.Sprintf("; the nearest is %q", word)
}

// told writes the first of a list below a heading, and how many more there are.
func told[T any](w io.Writer, heading string, all []T, line func(T) string) {
	if len(all) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%s (%d)\n", heading, len(all))
	for _, item := range all[:min(len(all), maxTold)] {
		fmt.Fprintf(w, "  %s\n", wording.Plain(line(item)))
	}
	if more := len(all) - maxTold; more > 0 {
		fmt.Fprintf(w, "  and %d more; -o json has all\n", more)
	}
}
