package metrics

import "fmt"

// Series says how fine the metrics about records are.
type Series string

const (
	// SeriesAuto makes series for each record while there are few enough records, and
	// else for each kind alone. It is the default.
	SeriesAuto Series = "auto"
	// SeriesRecord makes series for each record, and for each kind.
	SeriesRecord Series = "record"
	// SeriesAggregate makes series for each kind alone, however many records there are.
	SeriesAggregate Series = "aggregate"
)

// DefaultLimit is how many records SeriesAuto names at most. docs/performance.md has the
// measurement that it was taken from.
const DefaultLimit = 20000

// ParseSeries returns the Series of the name; SeriesAuto where it is empty.
func ParseSeries(name string) (Series, error) {
	switch s := Series(name); s {
	case "":
		return SeriesAuto, nil
	case SeriesAuto, SeriesRecord, SeriesAggregate:
		return s, nil
	}
	return "", fmt.Errorf("%q is none of %s, %s and %s", name, SeriesAuto, SeriesRecord, SeriesAggregate)
}

// next is what is exported of so many records, after what was exported before; "" before
// the first time. Between four fifths of the limit and the limit SeriesAuto stays with what
// it was, so that a register that grows and shrinks there does not make and end its series
// over and over; one that begins there has series for each record.
func (s Series) next(before Series, records, limit int) Series {
	switch {
	case s != SeriesAuto:
		return s
	case records > limit:
		return SeriesAggregate
	case before == SeriesAggregate && 5*records >= 4*limit:
		return SeriesAggregate
	}
	return SeriesRecord
}

// names reports whether the records of a namespace with so many of them can come to be
// named: not where these alone are too many.
func (s Series) names(records, limit int) bool {
	return s == SeriesRecord || s == SeriesAuto && records <= limit
}
