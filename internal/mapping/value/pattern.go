package value

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// directives are what a pattern may hold, and the text that each takes.
var directives = map[byte]string{
	'd': `(?P<d>\d{1,2})`, 'm': `(?P<m>\d{1,2})`, 'Y': `(?P<Y>\d{4})`, 'y': `(?P<y>\d{2})`,
	'b': `(?P<b>\pL+)\.?`, 'B': `(?P<b>\pL+)\.?`,
	'H': `\d{1,2}`, 'M': `\d{2}`, 'S': `\d{2}`, 'f': `\d{1,9}`, 'z': `(?:Z|[+-]\d{2}:?\d{2})`, '%': `%`,
}

// pattern compiles a pattern of strptime. A time of day in it is read over.
func pattern(name string) (Format, error) {
	var form strings.Builder
	form.WriteString("^")
	for i := 0; i < len(name); i++ {
		if name[i] != '%' {
			form.WriteString(regexp.QuoteMeta(name[i : i+1]))
			continue
		}
		if i++; i == len(name) {
			return Format{}, fmt.Errorf("%q ends in %%", name)
		}
		text, known := directives[name[i]]
		if !known {
			return Format{}, fmt.Errorf("%q has %%%c; allowed are %%d %%m %%Y %%y %%b %%B %%H %%M %%S %%f %%z, and the names default, datetime, quarter, month", name, name[i])
		}
		form.WriteString(text)
	}
	re, err := regexp.Compile(form.String() + "$")
	if err != nil {
		return Format{}, fmt.Errorf("%q is no pattern of a day", name)
	}
	count := func(names ...string) (n int) {
		for _, group := range re.SubexpNames() {
			for _, want := range names {
				if group == want {
					n++
				}
			}
		}
		return n
	}
	if count("d") != 1 || count("m", "b") != 1 || count("Y", "y") != 1 {
		return Format{}, fmt.Errorf("%q is no pattern of a day: it needs a day, a month and a year, each once, such as %%d.%%m.%%Y", name)
	}
	return Format{name, func(text string) (string, bool) { return byPattern(re, text) }}, nil
}

func byPattern(re *regexp.Regexp, text string) (string, bool) {
	match := re.FindStringSubmatch(text)
	if match == nil {
		return "", false
	}
	group := func(name string) string {
		if i := re.SubexpIndex(name); i >= 0 {
			return match[i]
		}
		return ""
	}
	day, _ := strconv.Atoi(group("d"))
	year, _ := strconv.Atoi(group("Y") + group("y"))
	if group("y") != "" { // as POSIX has it
		if year += 1900; year < 1969 {
			year += 100
		}
	}
	m, ok := monthNumber(group("m") + group("b"))
	if !ok {
		return "", false
	}
	return exact(year, m, day)
}
