package table

import "testing"

func TestColumn(t *testing.T) {
	for n, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA", 16383: "XFD"} {
		if got := Column(n); got != want {
			t.Errorf("Column(%d) = %s, want %s", n, got, want)
		}
	}
}

func TestPlace(t *testing.T) {
	row := Row{Number: 12}
	for want, table := range map[string]Table{
		"suppliers.csv:12, column C": {File: "suppliers.csv"},
		"suppliers.xlsx: Sheet1!C12": {File: "suppliers.xlsx", Name: "Sheet1"},
	} {
		if got := table.Place(&row, 2); got != want {
			t.Errorf("Place = %q, want %q", got, want)
		}
	}
}
