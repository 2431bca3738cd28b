package v1alpha1

import (
	"encoding/json"
	"math"
	"math/rand"
	"testing"
	"time"
)

func TestParseDate(t *testing.T) {
	for in, want := range map[string]string{
		"2026-10-31": "2026-10-31", "2026-10-31T00:00:00Z": "2026-10-31", "2028-02-29": "2028-02-29", "0001-01-01": "0001-01-01",
	} {
		if d, err := ParseDate(in); err != nil || d.String() != want {
			t.Errorf("%q is read as %q, %v", in, d, err)
		}
	}
	for _, in := range []string{
		"", "2026-02-30", "2027-02-29", "20256-01-01", "2026-1-1", "2026-01-1", "2026-13-01", "0000-01-01", "5//31/2026", "2/29/2027",
		"2026-01-01T00:00:01Z", "2026-01-01T00:00:00", "2026-01-01T00:00:00ZT00:00:00Z", " 2026-01-01", "Rolling", "2026-Q4",
	} {
		if d, err := ParseDate(in); err == nil {
			t.Errorf("%q is read as %s", in, d)
		}
	}
}

func TestAddMonths(t *testing.T) {
	for _, c := range []struct {
		from   string
		months int
		want   string
	}{
		{"2026-01-31", 1, "2026-02-28"}, {"2028-01-31", 1, "2028-02-29"}, {"2024-02-29", 12, "2025-02-28"},
		{"2024-02-29", 48, "2028-02-29"}, {"2026-12-31", 2, "2027-02-28"}, {"2026-03-31", -1, "2026-02-28"}, {"2026-08-31", 0, "2026-08-31"},
	} {
		if got := MustDate(c.from).AddMonths(c.months); got.String() != c.want {
			t.Errorf("%s and %d months is %s, want %s", c.from, c.months, got, c.want)
		}
	}
	if !(Date{}).AddMonths(1).IsZero() || !(Date{}).AddDays(1).IsZero() {
		t.Error("an absent date must stay absent")
	}
}

func TestDateJSON(t *testing.T) {
	var d Date
	if err := json.Unmarshal([]byte(`"2026-10-31T00:00:00Z"`), &d); err != nil || d.String() != "2026-10-31" {
		t.Errorf("got %s, %v", d, err)
	}
	if data, _ := json.Marshal(d); string(data) != `"2026-10-31"` {
		t.Errorf("got %s", data)
	}
	if err := json.Unmarshal([]byte(`null`), &d); err != nil || !d.IsZero() {
		t.Errorf("null is %s, %v", d, err)
	}
	if json.Unmarshal([]byte(`20261031`), &d) == nil {
		t.Error("a number is no date")
	}
}

// TestDaysStayInRange: whatever is added to a day that is there, the result is one too,
// with ten characters, and reads back as itself.
func TestDaysStayInRange(t *testing.T) {
	extremes := []int{math.MinInt, math.MinInt32, -3652058, -730, -1, 0, 1, 31, 240, 3652058, math.MaxInt32, math.MaxInt64}
	add := map[string]func(Date, int) Date{"days": Date.AddDays, "months": Date.AddMonths}
	for _, d := range someDates() {
		for unit, plus := range add {
			before := MustDate("0001-01-01")
			for _, n := range extremes { // in order
				got := plus(d, n)
				data, err := json.Marshal(got)
				var read Date
				if err != nil || len(got.String()) != 10 || json.Unmarshal(data, &read) != nil || read != got {
					t.Fatalf("%s and %d %s is %q, written as %s (%v)", d, n, unit, got, data, err)
				}
				if got.Before(before) || (n <= 0 && got.After(d)) || (n >= 0 && got.Before(d)) {
					t.Errorf("%s and %d %s is %s: later is not later", d, n, unit, got)
				}
				before = got
			}
			if first, last := plus(d, math.MinInt), plus(d, math.MaxInt); first.String() != "0001-01-01" || last != LastDate() {
				t.Errorf("%s ends at %s and %s in %s", d, first, last, unit)
			}
		}
	}
}

// TestAddDaysIsArithmetic: within the range, days are added as package time adds them,
// and taken away again.
func TestAddDaysIsArithmetic(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	for _, d := range someDates() {
		for range 50 {
			n := random.Intn(2*3652059) - 3652059
			want := d.Time().AddDate(0, 0, n)
			got := d.AddDays(n)
			switch {
			case want.Year() < 1 && got.String() != "0001-01-01", want.Year() > 9999 && got.String() != "9999-12-31":
				t.Errorf("%s and %d days is %s, which is not the end of the range", d, n, got)
			case want.Year() >= 1 && want.Year() <= 9999 && (!got.Time().Equal(want) || got.AddDays(-n) != d):
				t.Errorf("%s and %d days is %s, want %s", d, n, got, want)
			}
			if next := d.AddDays(n + 1); next.Before(got) || next.After(got.AddDays(1)) {
				t.Errorf("%s and %d days is %s, and a day more is %s", d, n, got, next)
			}
		}
	}
}

// TestDateOfEndsInRange: an instant outside of the range is of its nearest day.
func TestDateOfEndsInRange(t *testing.T) {
	for _, r := range []struct {
		at   time.Time
		want string
		why  string
	}{
		{time.Time{}, "0001-01-01", "the zero time is the first instant"},
		{time.Time{}.Add(-time.Nanosecond), "0001-01-01", "before it there is no day"},
		{time.Unix(math.MinInt64, 0), "0001-01-01", "however long before"},
		{time.Date(9999, 12, 31, 23, 59, 59, 999999999, time.UTC), "9999-12-31", "the last instant"},
		{time.Date(9999, 12, 31, 23, 0, 0, 0, time.FixedZone("", -7200)), "9999-12-31", "in UTC it is a day later, which there is not"},
		{time.Date(9999, 12, 32, 0, 0, 0, 0, time.UTC), "9999-12-31", "after it there is no day"},
		{time.Date(5881580, 7, 12, 0, 0, 0, 0, time.UTC), "9999-12-31", "more days than 32 bits count"},
		{time.Unix(1<<62, 0), "9999-12-31", "however long after"},
	} {
		if got := DateOf(r.at); got.String() != r.want {
			t.Errorf("%s is of %q, want %s: %s", r.at, got, r.want, r.why)
		}
	}
	if got := NewDate(10000, time.December, 31); got != LastDate() {
		t.Errorf("a year after the last is %s", got)
	}
}

// someDates are the ends of the range, days beside them, and random ones.
func someDates() []Date {
	all := []Date{
		MustDate("0001-01-01"), MustDate("0001-01-02"), MustDate("0001-01-31"), MustDate("0999-12-31"), MustDate("2024-02-29"),
		MustDate("9999-11-30"), MustDate("9999-12-30"), MustDate("9999-12-31"),
	}
	random := rand.New(rand.NewSource(2))
	for range 200 {
		all = append(all, NewDate(1+random.Intn(9999), time.January, 1+random.Intn(365)))
	}
	return all
}
