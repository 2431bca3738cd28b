package facts

import (
	"strings"
	"testing"
)

// TestGist: a long sentence must not push what was found out of the message.
func TestGist(t *testing.T) {
	for _, r := range []struct{ in, want string }{
		{"", `""`},
		{strings.Repeat("ä", 120), `"` + strings.Repeat("ä", 120) + `"`},
		{strings.Repeat("ä", 121), `"` + strings.Repeat("ä", 119) + `…"`},
	} {
		if got := Gist(r.in); got != r.want {
			t.Errorf("gist of %q is %q, want %q", r.in, got, r.want)
		}
	}
}
