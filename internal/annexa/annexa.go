// Package annexa knows the 93 controls of ISO/IEC 27001:2022 Annex A by ID and
// title. It holds no text of the standard.
package annexa

import (
	_ "embed" // for the lists of controls
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Control is one control of Annex A.
type Control struct {
	// ID such as "A.8.13".
	ID string `json:"id"`
	// Title of the control.
	Title string `json:"title"`
}

//go:embed controls.json
var list []byte

// controls are all controls in the order of the standard, and their titles by ID.
var controls = sync.OnceValues(func() ([]Control, map[string]string) {
	var all []Control
	if err := json.Unmarshal(list, &all); err != nil {
		panic(err) // the list is part of the program, and a test reads it
	}
	titles := make(map[string]string, len(all))
	for _, c := range all {
		titles[c.ID] = c.Title
	}
	return all, titles
})

// All returns every control, in the order of the standard.
func All() []Control {
	all, _ := controls()
	return slices.Clone(all)
}

// Title returns the title of the control with the ID, written as "A.8.13", and
// whether there is one.
func Title(id string) (string, bool) {
	_, titles := controls()
	title, ok := titles[id]
	return title, ok
}

//go:embed successors.json
var successorList []byte

var successors = sync.OnceValue(func() map[string]string {
	var all map[string]string
	if err := json.Unmarshal(successorList, &all); err != nil {
		panic(err) // as above
	}
	return all
})

// Successor returns the control into which one of the 2013 edition, written as
// "A.12.4.1", has gone; where it has gone into several, the one that has most of it.
func Successor(id string) (string, bool) {
	successor, ok := successors()[id]
	return successor, ok
}

// Nearest returns the control of the same theme whose number is nearest to one that no
// control has, such as A.5.37 to A.5.38.
func Nearest(id string) (string, bool) {
	theme, digits, ok := cutLast(id, ".")
	number, err := strconv.Atoi(digits)
	if !ok || err != nil {
		return "", false
	}
	last := 0
	for _, c := range All() {
		if of, _, _ := cutLast(c.ID, "."); of == theme {
			last++
		}
	}
	return fmt.Sprintf("%s.%d", theme, min(max(number, 1), last)), last > 0
}

// cutLast is strings.Cut around the last separator.
func cutLast(s, separator string) (before, after string, found bool) {
	if i := strings.LastIndex(s, separator); i >= 0 {
		return s[:i], s[i+len(separator):], true
	}
	return s, "", false
}
