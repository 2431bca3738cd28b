package report

import (
	"bufio"
	"io"
)

// writeWide writes a line for each finding, with all that is known of it.
func writeWide(w io.Writer, a *Assessment, style Style) error {
	b := bufio.NewWriter(w)
	p := &printer{b, style}
	p.problems(a.Problems)
	if len(a.Problems) > 0 {
		p.line("")
	}
	var verdicts, rows [][]string
	header := []string{"NAMESPACE", "GRADE", "RULE", "REASON", "RECORD", "FIELD", "SINCE", "UNTIL", "PLACE", "MESSAGE", "REMEDY"}
	if a.Base != nil {
		header = append([]string{"CHANGE"}, header...)
	}
	add := func(change string, f *Finding) {
		row := []string{f.Namespace, string(f.Grade), f.Rule, f.Reason, subject(f.Record), f.Field,
			f.Since.String(), f.Until.String(), f.Position.String(), f.Message, f.Remedy}
		if a.Base != nil {
			row = append([]string{change}, row...)
		}
		rows = append(rows, row)
	}
	for _, r := range a.Namespaces {
		verdicts = append(verdicts, []string{r.Namespace, a.AsOf.String(), string(a.Verdict(r)), countsText(r.Rollup.Counts), r.Until.String()})
		for f := range a.Findings(r) {
			add("introduced", &f)
		}
		for f := range a.Resolved(r) {
			add("resolved", &f)
		}
	}
	if err := grid(b, []string{"NAMESPACE", "AS OF", "VERDICT", "FINDINGS", "NEXT CHANGE"}, verdicts, style); err != nil {
		return err
	}
	for _, r := range a.Namespaces {
		p.policy(0, r.Namespace, r.Policy)
	}
	if len(rows) > 0 {
		p.line("")
		if err := grid(b, header, rows, style); err != nil {
			return err
		}
	}
	p.foreign(a.Foreign)
	return b.Flush()
}
