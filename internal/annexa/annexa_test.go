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

// TestSuccessors: each of the 114 controls of the 2013 edition has gone into one of the
// 2022 edition, and all of those but the eleven new ones have one before them.
func TestSuccessors(t *testing.T) {
	old := map[int][]int{5: {2}, 6: {5, 2}, 7: {2, 3, 1}, 8: {4, 3, 3}, 9: {2, 6, 1, 5}, 10: {2}, 11: {6, 9},
		12: {4, 1, 1, 4, 1, 2, 1}, 13: {3, 4}, 14: {3, 9, 1}, 15: {3, 2}, 16: {7}, 17: {3, 1}, 18: {5, 3}}
	had := map[string]bool{"A.5.7": true, "A.5.23": true, "A.5.30": true, "A.7.4": true, "A.8.9": true, "A.8.10": true,
		"A.8.11": true, "A.8.12": true, "A.8.16": true, "A.8.23": true, "A.8.28": true} // new in 2022
	if len(had) != 11 {
		t.Fatalf("%d controls are new", len(had))
	}
	n := 0
	for chapter, categories := range old {
		for category, controls := range categories {
			for control := range controls {
				id := fmt.Sprintf("A.%d.%d.%d", chapter, category+1, control+1)
				successor, ok := Successor(id)
				if _, exists := Title(successor); !ok || !exists {
					t.Errorf("%s has gone into %q", id, successor)
				}
				had[successor] = true
				n++
			}
		}
	}
	if n != 114 || n != len(successors()) {
		t.Errorf("%d numbers are in the list, and %d in the standard", len(successors()), n)
	}
	for _, c := range All() {
		if !had[c.ID] {
			t.Errorf("%s has no predecessor and is not new", c.ID)
		}
	}
	if successor, ok := Successor("A.8.13"); ok {
		t.Errorf("A.8.13 has gone into %s", successor)
	}
}

func TestNearest(t *testing.T) {
	for id, want := range map[string]string{
		"A.5.38": "A.5.37", "A.6.9": "A.6.8", "A.7.15": "A.7.14", "A.8.99": "A.8.34", "A.8.0": "A.8.1", "A.8.07": "A.8.7", "A.5.37": "A.5.37",
		"A.9.1": "", "A.5": "", "A.5.x": "", "A.5.1.1": "", "5": "", "": "", ".": "",
	} {
		if got, ok := Nearest(id); ok != (want != "") || (ok && got != want) {
			t.Errorf("%q: %q, %v, want %q", id, got, ok, want)
		}
	}
}
