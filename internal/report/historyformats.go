package report

// HistoryFormats returns every format of a history, in the order in which they are listed.
func HistoryFormats() []Format[*History] {
	return []Format[*History]{
		{"table", "for people: what changed on which day, by which commit or by itself", writeHistoryTable},
		{"json", "for programs: stable, as docs/report-schema.json describes it", writeHistoryJSON},
		{"markdown", "a table of the days, for a report or a wiki", writeHistoryMarkdown},
	}
}
