package facts

import (
	"slices"
	"testing"
)

// TestSignsAreOfPairs: a right that shows a duty which conflicts with none would find nothing.
func TestSignsAreOfPairs(t *testing.T) {
	inPair := map[string]bool{}
	for _, p := range defaultPairs {
		inPair[DutyKey(p.First)], inPair[DutyKey(p.Second)] = true, true
	}
	for _, s := range DefaultDutySigns() {
		if !inPair[DutyKey(s.Duty)] {
			t.Errorf("%s is in no pair of the default matrix", s.Duty)
		}
		if len(s.Verbs) == 0 || len(s.APIGroups) == 0 || len(s.Resources) == 0 {
			t.Errorf("a sign of %s shows nothing", s.Duty)
		}
	}
}

// TestEditIsNoSignOfALog: the role "edit" of every cluster deletes events, so that all who deploy
// would be held to have the logs in hand.
func TestEditIsNoSignOfALog(t *testing.T) {
	for _, s := range DefaultDutySigns() {
		if s.Duty != "ImplementChange" && slices.Contains(s.Resources, "events") {
			t.Errorf("events are a sign of %s", s.Duty)
		}
	}
}
