package exchange

import (
	"strings"

	"github.com/isms-operator/isms-operator/internal/wording"
)

// explanation is what the first sheet says.
var explanation = []string{
	"Records of an ISMS, to be edited here and imported again",
	"",
	"A sheet has the records of a kind, or the entries of one of their lists. ID is the name of the record; in the sheet of a list, it says which record the entry belongs to.",
	"Columns that no record fills are hidden: the mark [+] above the columns shows them. A blue heading is of a column that every row needs.",
	"A day is a date of the workbook, or a text such as 2026-10-31. Any other text is refused, since 09/12/2025 is not the same day everywhere.",
	"A cell that is a list has an entry in each line (Alt+Enter, or Ctrl+Enter in LibreOffice).",
	"A new row is a new record or entry; give it an ID. A row that is gone is told, and deletes nothing unless the import is asked to.",
	"Sheets, columns and rows may be moved, sorted, filtered and hidden. Headings and hidden sheets stay as they are.",
	"",
	"Import it with: kubectl isms import FILE -f DIR. That shows what would change; add --write to write it.",
}

// explain writes the first sheet: what this is, and what each column means.
func (b *workbook) explain(tabs []tab, commit string) error {
	if err := b.SetSheetName(b.GetSheetName(0), readMe); err != nil {
		return err
	}
	rows := make([][]string, 0, len(explanation))
	for _, line := range explanation {
		rows = append(rows, []string{line})
	}
	if commit != "" {
		rows = append(rows, []string{"Exported from the commit " + commit + "."})
	}
	rows = append(rows, nil, []string{"Sheet", "Column", "Field", "Holds", "What it means"})
	for _, t := range tabs {
		for _, c := range t.Columns {
			holds := string(c.Type)
			if len(c.Choices) > 0 {
				holds += ": " + wording.Shortened(strings.Join(c.Choices, ", "), 500)
			}
			rows = append(rows, []string{t.Name, c.Heading, "spec." + strings.Join(append(listPath(t.Sheet), c.Path...), "."), holds, c.Help})
		}
	}
	return b.fill(readMe, rows, []float64{30, 30, 40, 30, 80})
}

// listPath are the lists that lead to the rows of a sheet, as fields are named.
func listPath(s *Sheet) []string {
	var all []string
	for _, l := range s.Lists {
		all = append(all, l.Path...)
		all[len(all)-1] += "[]"
	}
	return all
}
