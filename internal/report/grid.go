package report

import (
	"bufio"
	"io"
	"strings"

	"github.com/isms-operator/isms-operator/internal/wording"
)

// grid writes rows below a header in columns as wide as they need. Rows are not
// wrapped: who asks for all columns pipes them into a pager.
func grid(w io.Writer, header []string, rows [][]string, style Style) error {
	widths := make([]int, len(header))
	for i, h := range header {
		widths[i] = columns(h)
	}
	for _, row := range rows {
		for i := range row {
			widths[i] = max(widths[i], columns(wording.Plain(row[i])))
		}
	}
	b := bufio.NewWriter(w)
	line := func(cells []string, paint func(string) string) {
		var text strings.Builder
		for i, cell := range cells {
			cell = wording.Plain(cell)
			if i < len(cells)-1 {
				cell = pad(cell, widths[i]) + "  "
			}
			text.WriteString(cell)
		}
		_, _ = b.WriteString(paint(strings.TrimRight(text.String(), " ")) + "\n") // its error is kept until Flush
	}
	line(header, func(s string) string { return style.paint(bold, s) })
	for _, row := range rows {
		line(row, func(s string) string { return s })
	}
	return b.Flush()
}
