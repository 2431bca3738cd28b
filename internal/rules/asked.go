package rules

import (
	"fmt"
	"sync"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// Asked is a rule of the catalogue with the kinds whose records it is asked of.
type Asked struct {
	assess.Doc
	kinds []string
	// always says that it is asked whatever records there are.
	always bool
}

// AllAsked is every rule once, in the order of kinds and their rules, then those
// of the roll-up; and the place of each by its ID.
var AllAsked = sync.OnceValues(func() ([]Asked, map[string]int) {
	var all []Asked
	at := map[string]int{}
	for _, kind := range Registry().Kinds {
		for i := range kind.Rules {
			rule := &kind.Rules[i]
			n, known := at[rule.ID]
			if !known {
				n = len(all)
				at[rule.ID] = n
				all = append(all, Asked{Doc: rule.Doc})
				if rule.Point.ID == "" {
					all[n].Point = kind.Home
				}
			} else if rule.Point.ID == "" && all[n].Point != kind.Home {
				all[n].Point = assess.Point{} // it counts against the point of each kind
			}
			all[n].kinds = append(all[n].kinds, kind.Name)
			all[n].always = all[n].always || rule.OfISMS()
		}
	}
	for _, doc := range assess.RollupDocs() {
		at[doc.ID] = len(all)
		all = append(all, Asked{Doc: doc, always: true})
	}
	return all, at
})

// Unasked says why a rule without findings has not passed: it was asked of no
// record, something could not be judged, or it is about rights and rights says why
// nobody asked of them; "" where it has passed.
func (e *Asked) Unasked(records map[string]int, notJudged int, rights string) string {
	switch {
	case notJudged > 0:
		return wording.Doubt(notJudged)
	case e.Rights && rights != "":
		return rights
	}
	if e.always {
		return ""
	}
	for _, kind := range e.kinds {
		if records[kind] > 0 {
			return ""
		}
	}
	return fmt.Sprintf("There is no %s that it could be asked of", alternatives(e.kinds))
}

// alternatives joins names by "or".
func alternatives(names []string) string {
	text := names[0]
	for i, name := range names[1:] {
		if i == len(names)-2 {
			text += " or " + name
		} else {
			text += ", " + name
		}
	}
	return text
}

// RecordsByKind counts the records of a namespace.
func RecordsByKind(r *assess.Report) map[string]int {
	n := map[string]int{}
	for i := range r.Results {
		n[r.Results[i].Kind.Name]++
	}
	return n
}
