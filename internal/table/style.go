package table

import (
	"encoding/xml"
	"regexp"
	"strconv"
	"strings"
)

// style is how a cell shows its number.
type style struct {
	code string
	// What it shows of a day.
	year, month, day bool
	// time says that it shows a time of day, elapsed that it shows a duration.
	time, elapsed bool
}

// isDay reports whether a number of the style is a day.
func (s *style) isDay() bool { return (s.year || s.month || s.day) && !s.elapsed }

// isTime reports whether a number of the style is a time without a day.
func (s *style) isTime() bool { return s.elapsed || s.time && !s.isDay() }

// builtin are the formats that have a number and no code in a workbook (ECMA-376, 18.8.30).
// Those of days look as the computer of the reader has it.
var builtin = map[int]string{
	1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "#,##0", 6: "#,##0", 7: "#,##0.00", 8: "#,##0.00", 9: "0%", 10: "0.00%",
	11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
	18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd h:mm",
	37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00",
	45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
	27: "yyyy-mm-dd", 28: "m-d", 29: "m-d", 30: "yyyy-mm-dd", 31: "yyyy-mm-dd", 32: "h:mm", 33: "h:mm:ss", 34: "h:mm", 35: "h:mm:ss", 36: "yyyy-mm-dd",
	50: "yyyy-mm-dd", 51: "m-d", 52: "yyyy-mm", 53: "m-d", 54: "m-d", 55: "h:mm", 56: "h:mm:ss", 57: "yyyy-mm-dd", 58: "m-d",
}

// readStyles reads the formats of numbers, in the order in which cells name them.
func readStyles(a *archive, part string) (styles []style, err error) {
	codes, inCells := map[int]string{}, false
	err = a.elements(part, func(e xml.StartElement, _ *xml.Decoder) error {
		switch e.Name.Local {
		case "numFmt":
			if id, err := strconv.Atoi(attribute(e, "numFmtId")); err == nil {
				codes[id] = attribute(e, "formatCode")
			}
		case "cellXfs", "cellStyleXfs", "cellStyles", "dxfs":
			inCells = e.Name.Local == "cellXfs"
		case "xf":
			if !inCells {
				return nil
			}
			id, _ := strconv.Atoi(attribute(e, "numFmtId")) // what is none is General
			code, own := codes[id]
			if !own {
				code = builtin[id]
			}
			styles = append(styles, styleOf(code))
		}
		return nil
	})
	return styles, err
}

var (
	// literal is what a format shows as it is: in quotes, behind a backslash, as wide as a
	// character or as many as fit; AM and PM belong to a time.
	literal = regexp.MustCompile(`"[^"]*"?|\\.|_.|\*.|(?i:AM/PM|A/P)`)
	elapsed = regexp.MustCompile(`(?i)\[(h+|m+|s+)\]`)
	bracket = regexp.MustCompile(`\[[^\]]*\]`)
	runs    = regexp.MustCompile(`y+|m+|d+|h+|s+(\.0+)?|e+|g+|b+`)
)

// styleOf reads the code of a format, such as "dd/mm/yyyy" (ECMA-376, 18.8.31).
func styleOf(code string) style {
	s := style{code: code}
	// A literal may hold what ends a section.
	bare := literal.ReplaceAllString(code, "")
	s.elapsed = elapsed.MatchString(bare)
	bare = strings.ToLower(bracket.ReplaceAllString(bare, ""))
	bare, _, _ = strings.Cut(bare, ";")
	if strings.Contains(bare, "general") || strings.ContainsAny(runs.ReplaceAllString(bare, ""), "0#?") {
		s.elapsed = false
		return s
	}
	found := runs.FindAllString(bare, -1)
	for i, run := range found {
		switch run[0] {
		case 'y', 'e', 'b':
			s.year = true
		case 'd':
			s.day = s.day || len(run) < 3 // more of them are the day of the week
		case 'h', 's':
			s.time = true
		case 'm':
			if i > 0 && found[i-1][0] == 'h' || i+1 < len(found) && found[i+1][0] == 's' {
				s.time = true
			} else {
				s.month = true
			}
		}
	}
	return s
}
