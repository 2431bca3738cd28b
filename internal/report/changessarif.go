package report

import "strings"

// changes says of each namespace what a change weakens and takes out of sight. It is no result: what is
// removed has no line to annotate.
func (s *sarif) changes() (all [][2]string) {
	for _, r := range s.a.Namespaces {
		c := s.a.changed(r)
		if !c.Any() {
			continue
		}
		level := "note"
		if c.Findings() > 0 || len(c.Weakened) > 0 {
			level = "warning"
		}
		notes := changeNotes(s.a, r)
		if len(notes) > maxChanges {
			notes = append(notes[:maxChanges:maxChanges], "and more, all with: kubectl isms assess -o json")
		}
		if all = append(all, [2]string{level, r.Namespace + ": " + changedText(c) + ": " + strings.Join(notes, "; ")}); len(all) == maxPolicies {
			break
		}
	}
	return all
}
