package changes

import (
	"cmp"
	"slices"
)

// weakenedBetween returns what got weaker in sign-offs, in the order of weakenings.
func weakenedBetween(before, after Side) []Weakened {
	s := &signOffs{before: before, after: after}
	s.policy()
	was, now := before.read(), after.read()
	s.revocations(was, now)
	for ref, is := range now {
		old := was[ref]
		switch {
		case old == nil && before.There(ref): // nobody knows what it said
			continue
		case old == nil:
		case old.Record == is.Record: // read once, and judged on two days
			continue
		default:
			s.person(ref, old.Record, is.Record)
		}
		s.approvals(ref, old, is)
		s.acts(ref, old, is)
	}
	place := func(reason string) int {
		return slices.IndexFunc(weakenings, func(w struct{ reason, ask string }) bool { return w.reason == reason })
	}
	slices.SortStableFunc(s.found, func(a, b Weakened) int {
		return cmp.Or(cmp.Compare(place(a.Reason), place(b.Reason)), cmp.Compare(a.Record.Kind, b.Record.Kind),
			cmp.Compare(a.Record.Name, b.Record.Name), cmp.Compare(a.Field, b.Field), cmp.Compare(a.Message, b.Message))
	})
	return s.found
}
