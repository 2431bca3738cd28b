package facts

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// CompareDates orders dates; an absent one comes first.
func CompareDates(a, b api.Date) int {
	switch {
	case a.Before(b):
		return -1
	case a.After(b):
		return 1
	}
	return 0
}

// Started reports whether a first day has come; an absent one has.
func Started(c *assess.Context, from api.Date) bool {
	return from.IsZero() || c.Today.Reached(from)
}
