package report

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
	// Explain names the points of which text for people tells what their verdicts rest on.
	Explain []string
	// Only is what of the findings text for people and csv show; nil shows all.
	Only *Filter
	// All shows each finding in full, where the table would fold those of one problem.
	All bool
	// Summary leaves the findings out of the table.
	Summary bool
	// Version of the program, for formats that name what made them; left out where empty.
	Version string
	// Folder that the program runs in, for formats whose places are relative to it; no
	// absolute path is below it where it is empty.
	Folder string
	// Warn is told of what a format leaves out, as well as its reader; nil where nobody is.
	Warn func(message string)
}

func (s Style) paint(code, text string) string {
	if !s.Color || code == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}
