// Package annexa knows the 93 controls of ISO/IEC 27001:2022 Annex A by ID and
// title. It holds no text of the standard.
package annexa

import (
	_ "embed" // for the list of controls
	"encoding/json"
	"slices"
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
