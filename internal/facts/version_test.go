package facts_test

import (
	"testing"

	"github.com/isms-operator/isms-operator/internal/facts"
)

func TestVersionsDiffer(t *testing.T) {
	for _, row := range []struct {
		why, one, other string
		want            bool
	}{
		{"the same", "1.29.3", "1.29.3", false},
		{"less said", "1.29", "v1.29.3", false},
		{"a distribution's addition", "1.29.3", "v1.29.3-gke.100", false},
		{"a build", "1.29.3", "1.29.3+k3s1", false},
		{"leading zeros of a calendar", "24.04", "24.4", false},
		{"zero itself", "1.0", "1.0.1", false},
		{"zero is a number", "1.0", "1.1", true},
		{"another minor", "1.29", "1.30.1", true},
		{"another patch", "1.29.3", "1.29.4", true},
		{"digits are no prefix", "1.2", "1.29", true},
		{"more digits than a machine counts", "99999999999999999999.1", "99999999999999999999.2", true},
		{"latest", "1.29", "latest", false},
		{"nothing", "1.29", "", false},
		{"both nothing", "", "", false},
		{"a commit that begins with digits", "1.29", "1234abc", false},
		{"a release by name", "RELEASE.2024-05-01", "1.29", false},
		{"words behind", "1.29 LTS", "1.30", true},
		{"an empty part", "1..3", "2", false},
		{"a dot at the end", "1.", "2", false},
	} {
		if facts.VersionsDiffer(row.one, row.other) != row.want || facts.VersionsDiffer(row.other, row.one) != row.want {
			t.Errorf("%s: %q and %q differ: %t", row.why, row.one, row.other, !row.want)
		}
	}
}
