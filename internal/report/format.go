package report

import (
	"io"
)

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
		{"csv", "for spreadsheets: a row for each finding", writeCSV},
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

// ForecastFormats returns every format of a forecast, in the order in which they are listed.
func ForecastFormats() []Format[*Forecast] {
	return []Format[*Forecast]{
		{"table", "for people: what changes on which day, and what follows from it", writeForecastTable},
		{"json", "for programs: stable, as docs/report-schema.json describes it", writeForecastJSON},
		{"ics", "for calendars: iCalendar, an event for each day on which something changes", writeCalendar},
	}
}

// ForFiles reports whether nobody reads a format of that name on a terminal.
func ForFiles(name string) bool { return Binary(name) || name == "html" }

// Binary reports whether a format of that name is not text, which a terminal cannot show.
func Binary(name string) bool { return name == "xlsx" || name == "zip" }
