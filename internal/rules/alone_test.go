package rules_test

import (
	"slices"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// addUp are the rules on records whose observations add up to a minor of the whole (G-06).
// Those of every other rule that observes say why they do not (Doc.Alone).
var addUp = []string{
	"P1-04", "P1-05", "P1-10", "P1-12", "P1-13", "P1-14", "P1-16", "P1-17", "P1-19", "P2-10", "P2-17", "P2-19", "P4-04", "P4-06", "P5-03", "P5-07", "P6-05", "P6-09", "P6-13", "P6-16",
	"P7-02", "P7-07", "P7-09", "P7-16", "P8-08", "P6-17", "P6-18", "P8-12", "P8-16", "P10-02", "P10-03", "S-08", "S-10", "S-13", "S-16", "S-17",
}

// TestObservationsAddUpOrSayWhyNot: whoever adds a rule decides.
func TestObservationsAddUpOrSayWhyNot(t *testing.T) {
	seen := map[string]bool{}
	for _, kind := range rules.Registry().Kinds {
		for i := range kind.Rules {
			rule := &kind.Rules[i]
			if rule.OfISMS() || !slices.Contains(rule.Grades, api.GradeObservation) {
				if rule.Alone != "" && !slices.Contains(rule.Grades, api.GradeObservation) {
					t.Errorf("%s says why its observations do not add up, and has none", rule.ID)
				}
				continue // one record is not several
			}
			if adds := slices.Contains(addUp, rule.ID); adds == (rule.Alone != "") {
				t.Errorf("%s: adds up %v, and why it does not: %q", rule.ID, adds, rule.Alone)
			}
			seen[rule.ID] = true
		}
	}
	for _, id := range addUp {
		if !seen[id] {
			t.Errorf("%s is listed, and observes nothing", id)
		}
	}
}
