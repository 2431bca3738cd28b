package report

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// sheet is a table of a workbook.
type sheet struct {
	name    string
	columns []string
	rows    [][]string
}

// maxCellText is how many UTF-16 units of text a cell of a workbook may have.
const maxCellText = 32_767

// Widths of columns in characters.
const (
	minWidth = 8
	maxWidth = 45
)

// workbook writes tables as XLSX, a sheet each, to be read and printed: A4 across, as wide
// as the paper, the header on each page. Every cell is a text, so that none is a formula,
// and stays one when it is edited. The same tables give the same bytes.
func workbook(w io.Writer, title string, on api.Date, sheets []sheet) error {
	f := excelize.NewFile().SetZipWriter(NewSortedZip)
	defer func() { _ = f.Close() }() // it has no more than temporary files
	day := on.String() + "T00:00:00Z"
	if err := f.SetDocProps(&excelize.DocProperties{Title: title, Creator: "isms-operator", LastModifiedBy: "isms-operator", Created: day, Modified: day}); err != nil {
		return err
	}
	text := excelize.Style{NumFmt: textFormat, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}}
	body, err := f.NewStyle(&text)
	if err != nil {
		return err
	}
	text.Font, text.Fill = &excelize.Font{Bold: true}, excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E7E6E6"}}
	header, err := f.NewStyle(&text)
	if err != nil {
		return err
	}
	for i := range sheets {
		s := &sheets[i]
		if i == 0 {
			err = f.SetSheetName(f.GetSheetName(0), s.name)
		} else {
			_, err = f.NewSheet(s.name)
		}
		if err == nil {
			err = s.print(f, title+" on "+on.String())
		}
		if err == nil {
			err = s.fill(f, header, body)
		}
		if err != nil {
			return fmt.Errorf("sheet %s: %w", s.name, err)
		}
	}
	return f.Write(w)
}

// textFormat is the number of the format "@": what is typed into a cell of it is a text.
const textFormat = 49

// print says how a sheet is printed.
func (s *sheet) print(f *excelize.File, title string) error {
	across, a4, wide, tall, fit := "landscape", 9, 1, 0, true
	if err := f.SetPageLayout(s.name, &excelize.PageLayoutOptions{Orientation: &across, Size: &a4, FitToWidth: &wide, FitToHeight: &tall}); err != nil {
		return err
	}
	if err := f.SetSheetProps(s.name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	foot := "&L" + strings.ReplaceAll(title, "&", "&&") + "&C&A&RPage &P of &N"
	if err := f.SetHeaderFooter(s.name, &excelize.HeaderFooterOptions{OddFooter: foot}); err != nil {
		return err
	}
	return f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: "'" + s.name + "'!$1:$1", Scope: s.name})
}

// fill writes the rows of a sheet below its header, which stays in sight.
func (s *sheet) fill(f *excelize.File, header, body int) error {
	if len(s.rows) >= excelize.TotalRows {
		return fmt.Errorf("%d rows are more than a workbook can have; write csv", len(s.rows))
	}
	w, err := f.NewStreamWriter(s.name)
	if err != nil {
		return err
	}
	for i, width := range s.widths() {
		if err := w.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	line := func(n int, cells []string, style int) error {
		row := make([]any, len(cells))
		for i, cell := range cells {
			row[i] = excelize.Cell{StyleID: style, Value: cellText(cell)}
		}
		return w.SetRow(fmt.Sprintf("A%d", n), row)
	}
	if err := line(1, s.columns, header); err != nil {
		return err
	}
	for i, row := range s.rows {
		if err := line(i+2, row, body); err != nil {
			return err
		}
	}
	return w.Flush()
}

// widths are those of the columns, as wide as what they hold up to a limit.
func (s *sheet) widths() []float64 {
	all := make([]float64, len(s.columns))
	measure := func(row []string) {
		for i, cell := range row {
			all[i] = min(maxWidth, max(all[i], minWidth, float64(columns(wording.Plain(cell))+2)))
		}
	}
	measure(s.columns)
	for _, row := range s.rows {
		measure(row)
	}
	return all
}

// cellText is a text of a record as a cell can hold it.
func cellText(s string) string {
	s = wording.Plain(s)
	s = strings.Map(func(r rune) rune {
		if r == '\ufffe' || r == '\uffff' { // which XML has not
			return '\ufffd'
		}
		return r
	}, s)
	if len(s) <= maxCellText {
		return s
	}
	units := 0
	for i, r := range s {
		if units++; r > 0xffff {
			units++
		}
		if units >= maxCellText {
			return s[:i] + ellipsis
		}
	}
	return s
}

// sortedZip writes the parts of a workbook in the order of their names: those of sheets come
// in any order.
type sortedZip struct {
	to    *zip.Writer
	parts map[string]*bytes.Buffer
}

// NewSortedZip writes a workbook, the same parts as the same bytes.
func NewSortedZip(w io.Writer) excelize.ZipWriter {
	return &sortedZip{zip.NewWriter(w), map[string]*bytes.Buffer{}}
}

// Create implements excelize.ZipWriter.
func (z *sortedZip) Create(name string) (io.Writer, error) {
	z.parts[name] = &bytes.Buffer{}
	return z.parts[name], nil
}

// AddFS implements excelize.ZipWriter.
func (z *sortedZip) AddFS(fs.FS) error { return fmt.Errorf("a workbook is made of parts") }

// Close implements excelize.ZipWriter.
func (z *sortedZip) Close() error {
	for _, name := range slices.Sorted(maps.Keys(z.parts)) {
		w, err := z.to.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
		if err != nil {
			return err
		}
		if _, err := z.parts[name].WriteTo(w); err != nil {
			return err
		}
	}
	return z.to.Close()
}
