package assess

import api "github.com/isms-operator/isms-operator/api/v1alpha1"

// Day is the day that is judged. A rule can only compare it, and each
// comparison that comes out "not yet" is remembered, so that Next tells the
// first later day on which any of them comes out otherwise. A verdict is a
// function of the records and of these comparisons; so it cannot change before
// Next without an edit.
type Day struct {
	today, next api.Date
}

// NewDay starts a record of comparisons with the given day.
func NewDay(today api.Date) Day { return Day{today: today} }

// Reached reports whether the given day has come. An absent date never comes.
func (d *Day) Reached(day api.Date) bool {
	if day.IsZero() {
		return false
	}
	if !day.After(d.today) {
		return true
	}
	if d.next.IsZero() || day.Before(d.next) {
		d.next = day
	}
	return false
}

// Past reports whether the given day is over. A record valid until a day is
// valid on it and has lapsed the day after. An absent date is never past, nor is the
// last that can be written: no day comes after it.
func (d *Day) Past(day api.Date) bool { return day.Before(api.LastDate()) && d.Reached(day.AddDays(1)) }

// Next is the first day on which a comparison changes; absent if none ever does.
func (d *Day) Next() api.Date { return d.next }

// earlier returns the earlier of two dates, of which either may be absent.
func earlier(a, b api.Date) api.Date {
	if a.IsZero() || (!b.IsZero() && b.Before(a)) {
		return b
	}
	return a
}
