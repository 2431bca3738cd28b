package report

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
)

// csvHeader names the columns; they only ever grow at the end.
var csvHeader = []string{
	"namespace", "change", "grade", "point", "rule", "reason", "kind", "name", "field", "owner", "since", "until", "message", "remedy", "file", "line",
}

// writeCSV writes a line for each finding, for spreadsheets.
func writeCSV(w io.Writer, a *Assessment, style Style) error {
	out := csv.NewWriter(w)
	if err := out.Write(csvHeader); err != nil {
		return err
	}
	for _, r := range a.Namespaces {
		owners := map[string]string{}
		for i := range r.Results {
			owners[r.Results[i].Kind.Name+"/"+r.Results[i].Record.GetName()] = ownerOf(r.Results[i].Record)
		}
		row := func(change string, f *Finding) error {
			line := ""
			if f.Line > 0 {
				line = strconv.Itoa(f.Line)
			}
			cells := []string{
				f.Namespace, change, string(f.Grade), f.Point.ID, f.Rule, f.Reason, f.Record.Kind, f.Record.Name, f.Field, owners[f.Record.String()],
				f.Since.String(), f.Until.String(), f.Message, f.Remedy, f.File, line,
			}
			for i := range cells {
				cells[i] = cell(cells[i])
			}
			return out.Write(cells)
		}
		change := ""
		if a.Base != nil {
			change = "introduced"
		}
		hidden := newFiltered(style.Only, r)
		for f := range hidden.of(a.Findings(r)) {
			if err := row(change, &f); err != nil {
				return err
			}
		}
		for f := range hidden.of(a.Resolved(r)) {
			if err := row("resolved", &f); err != nil {
				return err
			}
		}
		if note := hidden.note(); note != "" && style.Warn != nil {
			style.Warn(note)
		}
	}
	out.Flush()
	return out.Error()
}

// cell keeps a text from being a formula: a spreadsheet takes one that begins so for it.
func cell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
