package v1alpha1

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Date is a calendar day in UTC, written "2026-10-31". The zero Date is an
// absent one.
//
// "2026-10-31T00:00:00Z" is read as the same day, because kustomize rewrites an
// unquoted date to that form.
//
// A day has ten characters. So the first is 0001-01-01 and the last 9999-12-31, and
// what is counted from days ends there too: no arithmetic leaves that range, and the
// last day, which people write for "no end", is never over.
//
// +kubebuilder:validation:Type=string
// +kubebuilder:validation:MaxLength=64
// +kubebuilder:validation:XValidation:rule="self.matches('^[0-9]{4}-[0-9]{2}-[0-9]{2}(T00:00:00Z)?$') && !self.startsWith('0000') && !format.date().validate(self.substring(0, 10)).hasValue()",message="must be a day that exists, written in quotes as year-month-day, for example \"2026-10-31\""
type Date struct {
	// days counts from 0001-01-01, which is 1, so that the zero value is no day.
	days int32 //nolint:kubeapilinter // not a field of the API: a Date writes and reads itself as a string
}

const (
	dateLayout    = "2006-01-02"
	midnight      = "T00:00:00Z"
	secondsPerDay = 24 * 60 * 60
	// epochDays is the Date number of 1970-01-01.
	epochDays = 719163
	// firstDay and lastDay are the Date numbers of 0001-01-01 and 9999-12-31.
	firstDay, lastDay   = 1, 3652059
	firstYear, lastYear = 1, 9999
	monthsPerYear       = 12
)

// within returns the day of a number, or the end of the range that is nearest to it.
func within(days int64) Date { return Date{days: int32(min(max(days, firstDay), lastDay))} }

// NewDate returns the given day. Values out of range are carried over as
// time.Date does, so NewDate(2026, 1, 32) is 1 February 2026. It ends where DateOf does.
func NewDate(year int, month time.Month, day int) Date {
	return DateOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// DateOf returns the UTC day of an instant; of one before the first day or after the
// last, that day.
func DateOf(t time.Time) Date {
	unix := t.Unix()
	day := unix / secondsPerDay
	if unix%secondsPerDay < 0 {
		day--
	}
	return within(day + epochDays)
}

// ParseDate reads "2026-10-31" or "2026-10-31T00:00:00Z". It fails for a day
// that does not exist and for every other way of writing one.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(dateLayout, strings.TrimSuffix(s, midnight))
	if err != nil || t.Year() == 0 {
		return Date{}, fmt.Errorf("%q is not a day that exists, written as year-month-day, for example \"2026-10-31\"", s)
	}
	return DateOf(t), nil
}

// MustDate is ParseDate for literals in tests and samples; it panics on error.
func MustDate(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// IsZero reports whether the date is absent.
func (d Date) IsZero() bool { return d.days == 0 }

// Time returns the first instant of the day.
func (d Date) Time() time.Time {
	return time.Unix((int64(d.days)-epochDays)*secondsPerDay, 0).UTC()
}

// String returns "2026-10-31", or "" for an absent date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.Time().Format(dateLayout)
}

// Before reports whether d is an earlier day than other.
func (d Date) Before(other Date) bool { return d.days < other.days }

// After reports whether d is a later day than other.
func (d Date) After(other Date) bool { return d.days > other.days }

// LastDate is the last day that can be written. There is none after it.
func LastDate() Date { return Date{days: lastDay} }

// AddDays returns the day n days later, or the first or last day there is where that
// would be beyond it. An absent date stays absent.
func (d Date) AddDays(n int) Date {
	if d.IsZero() {
		return d
	}
	return within(int64(d.days) + int64(min(max(n, -lastDay), lastDay)))
}

// AddMonths returns the same day n months later, or the last day of that month
// where it is shorter: 31 January and one month is 28 or 29 February. It ends where
// AddDays does, and an absent date stays absent.
func (d Date) AddMonths(n int) Date {
	if d.IsZero() {
		return d
	}
	t := d.Time()
	const most = (lastYear + 1) * monthsPerYear
	month := t.Year()*monthsPerYear + int(t.Month()) - 1 + min(max(n, -most), most)
	switch {
	case month < firstYear*monthsPerYear:
		return within(firstDay)
	case month >= most:
		return within(lastDay)
	}
	first := time.Date(month/monthsPerYear, time.Month(month%monthsPerYear+1), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return NewDate(first.Year(), first.Month(), min(t.Day(), last))
}

// MarshalJSON writes the day as a string, an absent one as null.
func (d Date) MarshalJSON() ([]byte, error) {
	if d.IsZero() {
		return []byte("null"), nil
	}
	return []byte(`"` + d.String() + `"`), nil
}

// UnmarshalJSON reads what ParseDate reads; null is an absent date.
func (d *Date) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		*d = Date{}
		return nil
	}
	var s string
	if err := json.Unmarshal(data, &s); err != nil {
		return fmt.Errorf("a date must be a string in quotes, for example \"2026-10-31\": %w", err)
	}
	parsed, err := ParseDate(s)
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}
