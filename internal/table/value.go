package table

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// AsText is a cell as a field takes it that holds a text; "" of an empty cell. A number is a
// text only where the workbook shows just that number: of 1.10, a workbook keeps 1.1.
func (c *Cell) AsText() (string, error) {
	switch {
	case c.Kind == Unreadable || c.Kind == Covered:
		return "", fmt.Errorf("%s", c.Why)
	case c.Shown != "":
		return "", fmt.Errorf("the cell shows %s and holds %s; make it a text (format @), and write what is meant", c.Shown, c.Text)
	}
	return c.Text, nil
}

// AsDay is a cell as a field takes it that holds a day, as 2006-01-02; "" of an empty cell. A
// time of day is dropped. A text is a day in that form alone: 09/12/2025 is two days.
func (c *Cell) AsDay() (string, error) {
	switch c.Kind {
	case Empty:
		return "", nil
	case Unreadable, Covered:
		return "", fmt.Errorf("%s", c.Why)
	case Day:
		if c.Shown != "" && !strings.HasPrefix(c.Shown, c.Text) {
			return "", fmt.Errorf("the cell shows %s and holds %s; give it a format that shows day, month and year, and look whether the day is right", c.Shown, c.Text)
		}
		return c.Text, nil
	case Text:
		return textDay(c.Text)
	}
	return "", fmt.Errorf("found %s; a day is needed: give the cell the format of a date, or write the day as 2006-01-02", c.Text)
}

var (
	isoDay     = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)
	isoMoment  = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$`)
	dayNumbers = regexp.MustCompile(`^\d{1,4}([./-])\s*\d{1,2}([./-])\s*\d{1,4}$`)
)

// textDay reads a day that is written as a text.
func textDay(s string) (string, error) {
	if m := isoMoment.FindStringSubmatch(s); m != nil {
		s = m[1]
	}
	switch {
	case isoDay.MatchString(s):
		if _, err := time.Parse(time.DateOnly, s); err != nil {
			return "", fmt.Errorf("found %q, a day that no calendar has; write one as 2006-01-02", s)
		}
		return s, nil
	case dayNumbers.MatchString(s):
		return "", fmt.Errorf("found the text %q, which is not the same day everywhere; write it as 2006-01-02, or as a date of the workbook", s)
	}
	return "", fmt.Errorf("found the text %q; a day is needed: write it as 2006-01-02, or as a date of the workbook", s)
}

var (
	decimal = regexp.MustCompile(`^-?(0|[1-9]\d*)(\.\d+)?$`)
	// thousand is 1.000 or 12,000: a thousand here, one there.
	thousand = regexp.MustCompile(`^-?[1-9]\d{0,2}([.,]\d{3})+$`)
)

// AsNumber is a cell as a field takes it that holds a number, with a point before its
// decimals; "" of an empty cell. A text is one in that form alone.
func (c *Cell) AsNumber() (string, error) {
	switch c.Kind {
	case Empty:
		return "", nil
	case Unreadable, Covered:
		return "", fmt.Errorf("%s", c.Why)
	case Number:
		if shown := strings.ReplaceAll(c.Shown, ",", ""); decimal.MatchString(shown) && trimZeros(shown) != c.Text || strings.HasSuffix(c.Shown, "%") {
			return "", fmt.Errorf("the cell shows %s and holds %s; give it the format General, and look whether the number is right", c.Shown, c.Text)
		}
		return c.Text, nil
	case Text:
		switch {
		case thousand.MatchString(c.Text):
			return "", fmt.Errorf("found the text %q, which is not the same number everywhere; write it without separators, and decimals behind a point", c.Text)
		case decimal.MatchString(c.Text):
			return c.Text, nil
		}
	}
	return "", fmt.Errorf("found %q; a number is needed, such as 1200 or 0.5", c.Text)
}

// trimZeros takes the zeros at the end of decimals away.
func trimZeros(s string) string {
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// AsBool is a cell as a field takes it that is true or false, as one of these words; "" of an
// empty cell. They are understood as spreadsheets of several languages write them.
func (c *Cell) AsBool() (string, error) {
	switch c.Kind {
	case Empty:
		return "", nil
	case Unreadable, Covered:
		return "", fmt.Errorf("%s", c.Why)
	case Bool:
		return c.Text, nil
	case Text:
		if word, ok := bools[Fold(c.Text)]; ok {
			return word, nil
		}
	}
	return "", fmt.Errorf("found %q; true or false is needed", c.Text)
}

// bools are the words for true and false that LibreOffice and Excel write in English, German
// and French.
var bools = map[string]string{
	"true": "true", "wahr": "true", "vrai": "true",
	"false": "false", "falsch": "false", "faux": "false",
}
