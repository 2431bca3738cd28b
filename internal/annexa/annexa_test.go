package annexa

import (
	"fmt"
	"testing"
)

// TestAll compares the list with the numbers of controls of the four themes.
func TestAll(t *testing.T) {
	var want []string
	for _, theme := range []struct{ number, controls int }{{5, 37}, {6, 8}, {7, 14}, {8, 34}} {
		for n := range theme.controls {
			want = append(want, fmt.Sprintf("A.%d.%d", theme.number, n+1))
		}
	}
	all := All()
	if len(all) != 93 || len(want) != 93 {
		t.Fatalf("got %d controls, want %d", len(all), len(want))
	}
	for i, c := range all {
		if title, ok := Title(c.ID); c.ID != want[i] || c.Title == "" || !ok || title != c.Title {
			t.Errorf("control %d is %+v, want %s; its title is %q", i, c, want[i], title)
		}
	}
}

func TestTitle(t *testing.T) {
	if title, ok := Title("A.8.13"); !ok || title != "Information backup" {
		t.Errorf("A.8.13 is %q, %v", title, ok)
	}
	for _, id := range []string{"", "8.13", "a.8.13", "A.8.35", "A.9.1.1", "A.18"} {
		if title, ok := Title(id); ok {
			t.Errorf("%s is %q", id, title)
		}
	}
}

// TestAllIsACopy changes what All returns; nobody else may see it.
func TestAllIsACopy(t *testing.T) {
	All()[0].ID = "changed"
	if All()[0].ID != "A.5.1" {
		t.Error("the list was changed")
	}
}
