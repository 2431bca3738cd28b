package table

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// number is the cell that a number is in a workbook, which may count days from 1904.
func number(text string, s *style, from1904 bool) Cell {
	value, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || math.IsInf(value, 0) || math.IsNaN(value) {
		return unreadable("the cell holds %q as a number, which is none; write it again", text)
	}
	exact := strconv.FormatFloat(value, 'f', -1, 64)
	switch {
	case s.isDay():
		return day(value, s, from1904)
	case s.isTime():
		return unreadable("the cell holds a time without a day, or a duration; write it as a text")
	case exact == "-0":
		exact = "0"
	}
	if len(exact) > 40 {
		exact = strconv.FormatFloat(value, 'g', -1, 64)
	}
	return Cell{Kind: Number, Text: exact, Shown: shownNumber(value, exact, s.code)}
}

// maxExact is the first number of which a workbook does not keep every digit.
const maxExact = 1e15

// fixed are the formats of which it is known for sure what they show.
var fixed = regexp.MustCompile(`^(#,##)?(0+)(\.0+)?(%?)$`)

// shownNumber is what a format shows of a number, where it is not the number itself.
func shownNumber(value float64, exact, code string) string {
	m := fixed.FindStringSubmatch(code)
	switch {
	case math.Abs(value) >= maxExact:
		return exact + ", of which a workbook keeps 15 digits,"
	case code == "" || code == "@" || strings.EqualFold(code, "general"):
		return ""
	case m == nil:
		return fmt.Sprintf("%s in the format %s", exact, code)
	}
	if m[4] != "" {
		value *= 100
	}
	shown := strconv.FormatFloat(value, 'f', max(len(m[3])-1, 0), 64)
	sign, digits := "", shown
	if strings.HasPrefix(shown, "-") {
		sign, digits = "-", shown[1:]
	}
	whole, _, _ := strings.Cut(digits, ".")
	digits = strings.Repeat("0", max(len(m[2])-len(whole), 0)) + digits
	for at := len(whole) - 3; m[1] != "" && at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	if shown = sign + digits + m[4]; shown == exact {
		return ""
	}
	return shown
}

const (
	// firstSure is the first day, 1900-03-01, that all programs count alike: one of them
	// once took 1900 for a leap year.
	firstSure = 61
	// lastDay is 9999-12-31.
	lastDay = 2_958_465
	// later1904 is how many days later some workbooks begin to count.
	later1904 = 1_462
)

var dayZero = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)

// day is the cell that a day is, which a workbook counts from the one it begins with.
func day(value float64, s *style, from1904 bool) Cell {
	if value == 0 {
		return unreadable("the cell shows 0 as a day, which is none; empty it, or write the day")
	}
	if from1904 {
		value += later1904
	}
	whole := math.Floor(value)
	if whole < firstSure || whole > lastDay {
		return unreadable("the cell shows the number %s as a day, which programs do not read alike; write the day as the text 2006-01-02", strconv.FormatFloat(value, 'f', -1, 64))
	}
	on := dayZero.AddDate(0, 0, int(whole))
	seconds := int(math.Round((value - whole) * 86_400))
	return dayCell(on, min(seconds, 86_399), s.year && s.month && s.day)
}

// dayCell is the cell of a day. Where its format does not show all of it, somebody may have
// meant a month, or no year.
func dayCell(day time.Time, seconds int, all bool) Cell {
	c := Cell{Kind: Day, Text: day.Format(time.DateOnly)}
	switch {
	case !all:
		c.Shown = "a part of the day alone"
	case seconds > 0:
		c.Shown = day.Add(time.Duration(seconds) * time.Second).Format(time.DateTime)
	}
	return c
}

// moment is the cell of a day in the words of ISO 8601, by which few programs write one.
func moment(text string, s *style) Cell {
	for _, layout := range []string{"2006-01-02T15:04:05.999999999", "2006-01-02T15:04:05Z07:00", "2006-01-02T15:04", time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return dayCell(t.Truncate(24*time.Hour), t.Hour()*3600+t.Minute()*60+t.Second(), !s.isDay() || s.year && s.month && s.day)
		}
	}
	return unreadable("the cell holds %q as a day, which is none; write it again", text)
}

func unreadable(format string, a ...any) Cell {
	return Cell{Kind: Unreadable, Why: fmt.Sprintf(format, a...)}
}
