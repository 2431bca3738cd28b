package metrics

import (
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

func TestOver(t *testing.T) {
	for _, r := range []struct{ day, want, why string }{
		{"2026-02-28", "2026-03-01T00:00:00Z", "the first instant after the day"},
		{"0001-01-01", "0001-01-02T00:00:00Z", "the first day is over too"},
		{"9999-12-31", "10000-01-01T00:00:00Z", "an instant may be after the last day: it is a number, and no day"},
	} {
		if got := over(api.MustDate(r.day)).Format("2006-01-02T15:04:05Z07:00"); got != r.want {
			t.Errorf("%s is over at %s, want %s: %s", r.day, got, r.want, r.why)
		}
	}
}
