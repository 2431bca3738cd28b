package value

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// Format reads days that are written in one way.
type Format struct {
	name string
	read func(text string) (day string, ok bool)
}

// Formats that have a name; every other one is a pattern, such as "%d.%m.%Y".
const (
	// ISO is 2026-10-31.
	ISO = "default"
	// Instant is an instant of RFC 3339; its day is that of UTC.
	Instant = "datetime"
	// Quarter is Q3 2026, 2026-Q3, T3 2026 or 3. Quartal 2026; its day is its last.
	Quarter = "quarter"
	// Month is 2026-06, 06/2026, June 2026, Juni 2026 or juin 2026; its day is its last.
	Month = "month"
)

// NewFormat compiles a format. Patterns are those of strptime, as Frictionless Table Schema
// has them: %d %m %Y %y %b %B %H %M %S %f %z.
func NewFormat(name string) (Format, error) {
	switch name {
	case "", ISO:
		return Format{ISO, iso}, nil
	case Instant:
		return Format{Instant, instant}, nil
	case Quarter:
		return Format{Quarter, quarter}, nil
	case Month:
		return Format{Month, month}, nil
	case "any":
		return Format{}, fmt.Errorf(`"any" would guess; name the format, such as "%%d.%%m.%%Y"`)
	}
	return pattern(name)
}

// Date reads a day by the formats that are declared, and by no other: 09/12/2025 is two
// days, and nobody but the owner of the register knows which.
func Date(text string, formats []Format) (day string, ok bool) {
	for _, f := range formats {
		if day, ok := f.read(text); ok {
			return day, true
		}
	}
	return "", false
}

// Names of formats, for messages.
func Names(formats []Format) string {
	names := make([]string, len(formats))
	for i, f := range formats {
		if names[i] = f.name; f.name == ISO {
			names[i] = "YYYY-MM-DD"
		}
	}
	return strings.Join(names, ", ")
}

// isoForm keeps out instants, which api.ParseDate also takes.
var isoForm = regexp.MustCompile(`^\d{4}-\d\d-\d\d$`)

func iso(text string) (string, bool) {
	if !isoForm.MatchString(text) {
		return "", false
	}
	d, err := api.ParseDate(text)
	return d.String(), err == nil
}

func instant(text string) (string, bool) {
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return "", false
	}
	return exact(t.UTC().Year(), int(t.UTC().Month()), t.UTC().Day())
}

// exact is a day that exists, in the range that records hold.
func exact(year, month, day int) (string, bool) {
	return iso(fmt.Sprintf("%04d-%02d-%02d", year, month, day))
}

// last day of a month.
func last(year, month int) (string, bool) {
	if month < 1 || month > 12 {
		return "", false
	}
	t := time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC)
	return exact(t.Year(), int(t.Month()), t.Day())
}

var quarters = []*regexp.Regexp{
	regexp.MustCompile(`(?i)^(?:Q|T)\s?(?P<q>[1-4])(?:\s*[/.-]\s*|\s+|)(?P<y>\d{4})$`),
	regexp.MustCompile(`(?i)^(?P<y>\d{4})(?:\s*[/.-]\s*|\s+|)(?:Q|T)\s?(?P<q>[1-4])$`),
	regexp.MustCompile(`(?i)^(?P<q>[1-4])(?:\.|st|nd|rd|th|er|e|ème)?\s+(?:quarter|quartal|trimestre)\s+(?P<y>\d{4})$`),
}

func quarter(text string) (string, bool) {
	for _, form := range quarters {
		if m := form.FindStringSubmatch(text); m != nil {
			q, _ := strconv.Atoi(m[form.SubexpIndex("q")])
			y, _ := strconv.Atoi(m[form.SubexpIndex("y")])
			return last(y, 3*q)
		}
	}
	return "", false
}

var months = []*regexp.Regexp{
	regexp.MustCompile(`^(?P<y>\d{4})[-/](?P<m>\d{1,2})$`),
	regexp.MustCompile(`^(?P<m>\d{1,2})[-/.](?P<y>\d{4})$`),
	regexp.MustCompile(`^(?P<m>\pL+)\.?\s+(?P<y>\d{4})$`),
}

func month(text string) (string, bool) {
	for _, form := range months {
		if m := form.FindStringSubmatch(text); m != nil {
			y, _ := strconv.Atoi(m[form.SubexpIndex("y")])
			n, ok := monthNumber(m[form.SubexpIndex("m")])
			if !ok {
				return "", false
			}
			return last(y, n)
		}
	}
	return "", false
}

// monthNames are the months in English, German and French, folded.
var monthNames = [12][]string{
	{"january", "jan", "januar", "jaenner", "janvier", "janv"}, {"february", "feb", "februar", "fevrier", "fevr"},
	{"march", "mar", "maerz", "mrz", "mars"}, {"april", "apr", "avril", "avr"}, {"may", "mai"},
	{"june", "jun", "juni", "juin"}, {"july", "jul", "juli", "juillet", "juil"}, {"august", "aug", "aout"},
	{"september", "sep", "sept", "septembre"}, {"october", "oct", "oktober", "okt", "octobre"},
	{"november", "nov", "novembre"}, {"december", "dec", "dezember", "dez", "decembre"}, //nolint:misspell // French
}

func monthNumber(text string) (int, bool) {
	if n, err := strconv.Atoi(text); err == nil {
		return n, n >= 1 && n <= 12
	}
	name := Slug(strings.TrimSuffix(text, "."))
	for i, names := range monthNames {
		if slices.Contains(names, name) {
			return i + 1, true
		}
	}
	return 0, false
}
