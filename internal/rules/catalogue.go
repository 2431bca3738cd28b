package rules

import (
	"strings"

	"github.com/isms-operator/isms-operator/internal/assess"
)

// Sections of the catalogue beside the points.
const (
	// EveryRecord holds the rules that records of every kind are asked; each finding
	// counts against the point that its record belongs to.
	EveryRecord = "X"
	// RollUp holds the rules of the roll-up.
	RollUp = "G"
)

// Entry is a rule of the catalogue. A rule that fires otherwise for some kinds has an
// entry for each way.
type Entry struct {
	assess.Doc
	// Section of the catalogue: the ID of a point, EveryRecord or RollUp.
	Section string
	// Kinds of the records that the rule is asked of, in the order of the registry.
	Kinds []string
}

// Catalogue returns the rules of the registry and of the roll-up, by section and in
// the order of the registry.
func Catalogue(registry *assess.Registry) map[string][]*Entry {
	all := map[string][]*Entry{}
	add := func(doc assess.Doc, section, kind string) {
		for _, e := range all[section] {
			if e.ID == doc.ID && e.Fires == doc.Fires {
				e.Kinds = append(e.Kinds, kind)
				return
			}
		}
		all[section] = append(all[section], &Entry{doc, section, []string{kind}})
	}
	for i := range registry.Kinds {
		kind := &registry.Kinds[i]
		for _, rule := range kind.Rules {
			section := rule.Point.ID
			if section == "" {
				section = kind.Home.ID
			}
			// What is asked of every kind is told once, not at each kind's point.
			if strings.HasPrefix(rule.ID, "X-") && rule.Point.ID == "" {
				section = EveryRecord
			}
			add(rule.Doc, section, kind.Name)
		}
	}
	for _, doc := range assess.RollupDocs() {
		add(doc, RollUp, "ClauseAssessment")
	}
	return all
}

// Sections returns the sections of the catalogue in their order.
func Sections() []string {
	var ids []string
	for _, p := range assess.Points() {
		ids = append(ids, p.ID)
	}
	return append(ids, EveryRecord, RollUp)
}
