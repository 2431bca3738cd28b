package exchange

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/isms-operator/isms-operator/internal/report"
)

// Sheets of a workbook beside those of records.
const (
	readMe  = "Read me"
	choice  = "_choices"
	maxWide = 45
	minWide = 10
)

// WriteXLSX writes a workbook: a sheet that explains, one for each kind and list, and two that
// are hidden. The same records give the same bytes.
func (x *Export) WriteXLSX(w io.Writer) error {
	tabs := x.tabs()
	b := &workbook{File: excelize.NewFile().SetZipWriter(report.NewSortedZip), choices: map[string]string{}}
	defer func() { _ = b.Close() }() // it has no more than temporary files
	if err := b.begin(); err != nil {
		return err
	}
	if err := b.explain(tabs, x.Commit); err != nil {
		return fmt.Errorf("sheet %s: %w", readMe, err)
	}
	for i := range tabs {
		if err := b.tab(&tabs[i]); err != nil {
			return fmt.Errorf("sheet %s: %w", tabs[i].Name, err)
		}
	}
	if err := b.hidden(choice, b.lists); err != nil {
		return err
	}
	if err := b.hidden(baseName, x.base(tabs)); err != nil {
		return err
	}
	return b.Write(w)
}

// workbook is one that is being written.
type workbook struct {
	*excelize.File
	text, day, number, head, must int
	// choices say in which cells of the hidden sheet the values stand that a column allows;
	// lists are the rows of that sheet, one for each.
	choices map[string]string
	lists   [][]string
}

// begin makes the styles.
func (b *workbook) begin() error {
	const day = "2000-01-01T00:00:00Z"
	if err := b.SetDocProps(&excelize.DocProperties{Title: "ISMS records", Creator: "isms-operator", LastModifiedBy: "isms-operator", Created: day, Modified: day}); err != nil {
		return err
	}
	isoDay := "yyyy-mm-dd"
	top := &excelize.Alignment{WrapText: true, Vertical: "top"}
	fill := func(color string) excelize.Fill {
		return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
	}
	var err error
	style := func(s *excelize.Style) (id int) {
		if err == nil {
			id, err = b.NewStyle(s)
		}
		return id
	}
	b.text = style(&excelize.Style{NumFmt: 49, Alignment: top})
	b.day = style(&excelize.Style{CustomNumFmt: &isoDay, Alignment: top})
	b.number = style(&excelize.Style{NumFmt: 1, Alignment: top})
	b.head = style(&excelize.Style{NumFmt: 49, Alignment: top, Font: &excelize.Font{Bold: true}, Fill: fill("E7E6E6")})
	b.must = style(&excelize.Style{NumFmt: 49, Alignment: top, Font: &excelize.Font{Bold: true}, Fill: fill("BDD7EE")})
	return err
}

// tab writes a sheet of records.
func (b *workbook) tab(t *tab) error {
	if len(t.rows) >= excelize.TotalRows {
		return fmt.Errorf("%d rows are more than a workbook can have; write csv", len(t.rows))
	}
	if _, err := b.NewSheet(t.Name); err != nil {
		return err
	}
	if err := b.offer(t); err != nil {
		return err
	}
	w, err := b.NewStreamWriter(t.Name)
	if err != nil {
		return err
	}
	if err := b.columns(w, t); err != nil {
		return err
	}
	line := make([]any, 0, len(t.heads)+len(t.Columns))
	for _, h := range t.heads {
		line = append(line, excelize.Cell{StyleID: b.must, Value: h})
	}
	for _, c := range t.Columns {
		style := b.head
		if c.Required {
			style = b.must
		}
		line = append(line, excelize.Cell{StyleID: style, Value: c.Heading})
	}
	if err := w.SetRow("A1", line); err != nil {
		return err
	}
	for i, row := range t.rows {
		line = line[:0]
		for n, cell := range row {
			line = append(line, b.cell(t, n, cell))
		}
		if err := w.SetRow(fmt.Sprintf("A%d", i+2), line); err != nil {
			return err
		}
	}
	return w.Flush()
}

// columns sets how wide columns are, and hides those that no row has, behind a mark that shows
// them. The heads and the heading stay in sight.
func (b *workbook) columns(w *excelize.StreamWriter, t *tab) error {
	for n := range len(t.heads) + len(t.Columns) {
		width, used := t.width(n)
		if err := w.SetColWidth(n+1, n+1, float64(width)); err != nil {
			return err
		}
		if err := w.SetColStyle(n+1, n+1, b.cell(t, n, "").StyleID); err != nil {
			return err
		}
		if used {
			continue
		}
		if err := w.SetColOutlineLevel(n+1, 1); err != nil {
			return err
		}
		if err := w.SetColVisible(n+1, n+1, false); err != nil {
			return err
		}
	}
	return w.SetPanes(&excelize.Panes{Freeze: true, XSplit: 2, YSplit: 1, TopLeftCell: "C2", ActivePane: "bottomRight"})
}

// width of a column in characters, and whether it is to be seen.
func (t *tab) width(n int) (width int, used bool) {
	width, used = minWide, n < len(t.heads)
	if n >= len(t.heads) {
		c := t.Columns[n-len(t.heads)]
		width = max(width, min(len(c.Heading)+2, maxWide/2))
		used = c.Required || len(t.rows) == 0
	}
	for _, row := range t.rows {
		used = used || row[n] != ""
		for line := range strings.SplitSeq(row[n], "\n") {
			width = min(maxWide, max(width, len(line)+2))
		}
	}
	return width, used
}

// cell is a cell of a sheet: a text that is no formula, a day, a number, or an empty one of the
// style of its column.
func (b *workbook) cell(t *tab, n int, text string) excelize.Cell {
	if n < len(t.heads) {
		return excelize.Cell{StyleID: b.text, Value: text}
	}
	switch t.Columns[n-len(t.heads)].Type {
	case Day:
		if day, err := time.Parse(time.DateOnly, text); err == nil && !day.Before(firstDay) {
			return excelize.Cell{StyleID: b.day, Value: day.Sub(dayZero).Hours() / 24}
		} else if text == "" {
			return excelize.Cell{StyleID: b.day}
		}
	case Integer:
		if v, ok := t.Columns[n-len(t.heads)].value(text).(int64); ok && text != "" && v > -maxExact && v < maxExact {
			return excelize.Cell{StyleID: b.number, Value: v}
		} else if text == "" {
			return excelize.Cell{StyleID: b.number}
		}
	}
	if text == "" {
		return excelize.Cell{StyleID: b.text}
	}
	return excelize.Cell{StyleID: b.text, Value: text}
}

var (
	// dayZero is what a workbook counts days from, and firstDay the first that all programs
	// count alike.
	dayZero  = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	firstDay = time.Date(1900, 3, 1, 0, 0, 0, 0, time.UTC)
)

// maxExact is the first number of which a workbook does not keep every digit.
const maxExact = 1_000_000_000_000_000

// room is how many rows below those of a sheet have its drop-downs as well.
const room = 1000

// offer puts drop-downs into the columns whose values are listed.
func (b *workbook) offer(t *tab) error {
	for n, c := range t.Columns {
		values := c.Choices
		if c.Type == Bool {
			values = []string{"true", "false"}
		}
		if len(values) == 0 || c.Type == List {
			continue
		}
		column, err := excelize.ColumnNumberToName(len(t.heads) + n + 1)
		if err != nil {
			return err
		}
		dv := excelize.NewDataValidation(true)
		dv.SetSqref(fmt.Sprintf("%s2:%s%d", column, column, min(len(t.rows)+1+room, excelize.TotalRows)))
		dv.SetSqrefDropList(b.choicesOf(values))
		dv.SetError(excelize.DataValidationErrorStyleStop, "Not one of the values", "Choose one of the list.")
		if err := b.AddDataValidation(t.Name, dv); err != nil {
			return err
		}
	}
	return nil
}

// choicesOf are the cells of the hidden sheet that hold values.
func (b *workbook) choicesOf(values []string) string {
	id := strings.Join(values, "\n")
	if b.choices[id] == "" {
		b.lists = append(b.lists, slices.Clone(values))
		last, _ := excelize.ColumnNumberToName(len(values)) // a column has a name
		b.choices[id] = fmt.Sprintf("'%s'!$A$%d:$%s$%d", choice, len(b.lists), last, len(b.lists))
	}
	return b.choices[id]
}

// hidden writes a sheet that nobody looks at.
func (b *workbook) hidden(name string, rows [][]string) error {
	if _, err := b.NewSheet(name); err != nil {
		return err
	}
	if err := b.SetSheetVisible(name, false); err != nil {
		return err
	}
	return b.fill(name, rows, nil)
}

// fill writes rows of texts.
func (b *workbook) fill(name string, rows [][]string, widths []float64) error {
	w, err := b.NewStreamWriter(name)
	if err != nil {
		return err
	}
	for i, width := range widths {
		if err := w.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	for i, row := range rows {
		line := make([]any, len(row))
		for n, cell := range row {
			line[n] = excelize.Cell{StyleID: b.text, Value: cell}
		}
		if err := w.SetRow(fmt.Sprintf("A%d", i+1), line); err != nil {
			return err
		}
	}
	return w.Flush()
}
