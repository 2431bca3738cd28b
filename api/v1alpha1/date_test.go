package v1alpha1

import (
	"encoding/json"
	"testing"
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
