package docs

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// What may differ between the page and what is printed today, and nothing else may:
var (
	// The age of an object, which kubectl prints as the last column, and the time of
	// an event, which it prints as the first.
	age = regexp.MustCompile(`(?m)(^|  +)(?:\d+[smhd]){1,2}( +|$)`)
	// How wide the columns of a table are, as an age in it may be wider.
	padding = regexp.MustCompile(`(?m) {2,}| +$`)
	// The hash of a commit, which holds the time, and of content, which may hold days.
	// The fingerprint of a key, which is made anew in each walk.
	hash = regexp.MustCompile(`\b(?:[0-9a-f]{64}\b|[0-9a-f]{40}\b|sha256:[0-9a-f]+\b|SHA256:[A-Za-z0-9+/]{43})`)
	// An instant, as the API server or Helm prints it.
	instant = regexp.MustCompile(`\b(?:\d{4}-\d{2}-\d{2}T|\w{3} \w{3} [ \d]\d )\d{2}:\d{2}:\d{2}(?:Z| \d{4})`)
	// A day. It must be the same, or as far from today as the one on the page is from
	// the day on which the page was printed.
	date = regexp.MustCompile(`\b\d{4}-\d{2}-\d{2}\b`)
)

// slack is by how many days a distance may differ. Where dates are months apart the
// days between them depend on the months.
const slack = 3

// Compare returns how what was printed today differs from what a page says was
// printed on its day; "" if it does not.
func Compare(page, printed string, pageDay, today time.Time) string {
	want, got := normal(page), normal(printed)
	for i := range max(len(want), len(got)) {
		switch {
		case i >= len(want):
			return fmt.Sprintf("the page lacks this line:\n  %s", got[i])
		case i >= len(got):
			return fmt.Sprintf("this line of the page is not printed:\n  %s", want[i])
		case !sameLine(want[i], got[i], pageDay, today):
			return fmt.Sprintf("the page says:\n  %s\nprinted was:\n  %s", want[i], got[i])
		}
	}
	return ""
}

// normal returns the lines of a text without what may differ, save its dates.
func normal(s string) []string {
	s = strings.TrimSpace(strings.ReplaceAll(s, "\t", "  "))
	if s == "" {
		return nil
	}
	s = hash.ReplaceAllString(s, "HASH")
	s = instant.ReplaceAllString(s, "INSTANT")
	s = age.ReplaceAllString(s, "${1}AGE${2}")
	s = padding.ReplaceAllStringFunc(s, func(string) string { return "  " })
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return lines
}

func sameLine(want, got string, pageDay, today time.Time) bool {
	if want == got {
		return true
	}
	if date.ReplaceAllString(want, "DATE") != date.ReplaceAllString(got, "DATE") {
		return false
	}
	was, is := date.FindAllString(want, -1), date.FindAllString(got, -1)
	for i := range was {
		if was[i] != is[i] && !sameDistance(was[i], is[i], pageDay, today) {
			return false
		}
	}
	return true
}

func sameDistance(was, is string, pageDay, today time.Time) bool {
	a, errA := time.Parse(time.DateOnly, was)
	b, errB := time.Parse(time.DateOnly, is)
	if errA != nil || errB != nil {
		return false
	}
	off := days(b.Sub(today)) - days(a.Sub(pageDay))
	return -slack <= off && off <= slack
}

func days(d time.Duration) int { return int(d.Hours() / 24) }
