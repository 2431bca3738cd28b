package report

import (
	"io"
)

// Style is how a format is written, as far as that is the reader's choice. No
// style changes what is said.
type Style struct {
	// Color marks grades and verdicts for a terminal.
	Color bool
	// Width in columns at which text for people is wrapped; 0 does not wrap.
	Width int
	// Foreign names the documents that are none of our records, where text for
	// people would only count them.
	Foreign bool
	// Version of the program, for formats that name what made them; left out where empty.
	Version string
	// Folder that the program runs in, for formats whose places are relative to it; no
	// absolute path is below it where it is empty.
	Folder string
	// Warn is told of what a format leaves out, as well as its reader; nil where nobody is.
	Warn func(message string)
}

// Format is a way to write a T.
type Format[T any] struct {
	// Name as the user gives it.
	Name string
	// Description is one line for the user.
	Description string
	// Write writes a T. The same T and style give the same bytes.
	Write func(w io.Writer, what T, style Style) error
}

// Formats returns every format of an assessment, in the order in which they are listed.
func Formats() []Format[*Assessment] {
	return []Format[*Assessment]{
		{"table", "for people: verdicts, then findings with what makes them right", writeTable},
		{"wide", "for people: a line for each finding, with all that is known of it", writeWide},
		{"json", "for programs: stable, as docs/report-schema.json describes it", writeJSON},
		{"yaml", "the same as json", writeYAML},
		{"sarif", "for code scanning: SARIF 2.1.0, whose lines annotate a pull request", writeSARIF},
		{"junit", "for test reports: a case for each finding and for each rule without any", writeJUnit},
		{"markdown", "for a comment on a pull request", writeMarkdown},
		{"openreports", "for policy dashboards: a Report of openreports.io for each namespace", writeOpenReports},
	}
}

// Lookup returns the format of that name, and whether it is one of those given.
func Lookup[T any](formats []Format[T], name string) (Format[T], bool) {
	for _, f := range formats {
		if f.Name == name {
			return f, true
		}
	}
	return Format[T]{}, false
}
