package metrics

import (
	"slices"
	"sort"
	"time"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// dayCounts are days, each with how many records carry it or an earlier one: registers have
// far fewer days than records. They are added first and sorted once.
type dayCounts struct {
	added []api.Date
	days  []dayCount // earliest first
}

type dayCount struct {
	day     api.Date
	through int32
}

// add takes in the day of one record; none where it has none.
func (d *dayCounts) add(day api.Date) {
	if !day.IsZero() {
		d.added = append(d.added, day)
	}
}

// sort makes the counts of what was added.
func (d *dayCounts) sort() {
	slices.SortFunc(d.added, compareDates)
	for i, day := range d.added {
		if i > 0 && day == d.added[i-1] {
			d.days[len(d.days)-1].through++
			continue
		}
		d.days = append(d.days, dayCount{day, int32(i) + 1})
	}
	d.added, d.days = nil, slices.Clip(d.days)
}

// over counts the records whose day is over at the given instant.
func (d *dayCounts) over(at time.Time) int {
	if i := d.index(at); i > 0 {
		return int(d.days[i-1].through)
	}
	return 0
}

// next is the first day that is not over at the given instant; absent if all are.
func (d *dayCounts) next(at time.Time) api.Date {
	if i := d.index(at); i < len(d.days) {
		return d.days[i].day
	}
	return api.Date{}
}

// first is the earliest day; absent if there is none.
func (d *dayCounts) first() api.Date {
	if len(d.days) == 0 {
		return api.Date{}
	}
	return d.days[0].day
}

// earlier is the earlier of two days, of which either may be absent.
func earlier(a, b api.Date) api.Date {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// index is that of the first day that is not over at the given instant.
func (d *dayCounts) index(at time.Time) int {
	return sort.Search(len(d.days), func(i int) bool { return over(d.days[i].day).After(at) })
}

func compareDates(a, b api.Date) int {
	switch {
	case a.Before(b):
		return -1
	case a.After(b):
		return 1
	}
	return 0
}

// over is the first instant after a day. The last day that can be written has one too.
func over(day api.Date) time.Time { return day.Time().Add(24 * time.Hour) }
