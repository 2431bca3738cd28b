package assess

import (
	"cmp"
	"slices"
)

// Basis is what was asked for the verdict on a point: a verdict that nobody can follow back
// to rules and records is an opinion.
type Basis struct {
	Point Point
	// Rules that were asked, by their IDs. Those of the roll-up are asked of every point
	// and are left out.
	Rules []RuleAsked
	// Kinds of the records that they were asked of, in the order of the registry.
	Kinds []KindAsked
}

// RuleAsked is a rule and how much it was asked of.
type RuleAsked struct {
	ID string
	// Whole says that it was asked once, of the ISMS as a whole.
	Whole bool
	// Records that it was asked of: those that it counts, and else those in use of its kinds.
	// G-01 and G-06 take their shares of the same number.
	Records int
	// Policy names the fields of the policy that steer it.
	Policy []string
}

// KindAsked is a kind and how many of its records were judged.
type KindAsked struct {
	*Kind
	Judged int
	// Whole says that only rules on the ISMS as a whole were asked of them.
	Whole bool
}

// Records is how many records were judged for the point.
func (b *Basis) Records() (n int) {
	for i := range b.Kinds {
		n += b.Kinds[i].Judged
	}
	return n
}

// Bases returns what was asked for each point, in the order of the points. It is made of
// rules and kinds and looks at no record's content, so its size and its cost do not grow
// with what the records say. It changes only when records come or go.
func (r *Report) Bases() []Basis {
	all := make([]Basis, 0, len(Points()))
	at := map[string]int{}
	for i, p := range Points() {
		all, at[p.ID] = append(all, Basis{Point: p}), i
	}
	for _, k := range r.judgedKinds() {
		for i := range k.Rules {
			rule := &k.Rules[i]
			if k.Judged == 0 && !rule.whole || rule.Rights && r.RightsUnasked != "" {
				continue
			}
			point := rule.Point.ID
			if point == "" {
				point = k.Home.ID
			}
			if n, known := at[point]; known {
				all[n].add(r, k, rule)
			}
		}
	}
	for i := range all {
		slices.SortStableFunc(all[i].Rules, func(a, b RuleAsked) int { return cmp.Compare(a.ID, b.ID) })
		all[i].Rules = merged(all[i].Rules)
	}
	return all
}

// add adds a rule that was asked of a kind.
func (b *Basis) add(r *Report, k KindAsked, rule *Rule) {
	asked := RuleAsked{ID: rule.ID, Whole: rule.whole, Policy: rule.Policy}
	judged := k.Judged
	if rule.whole {
		judged = min(judged, 1) // the assessment in force
	} else {
		asked.Records = r.population.askedOf(rule.ID, k.Name)
	}
	b.Rules = append(b.Rules, asked)
	if n := len(b.Kinds) - 1; n < 0 || b.Kinds[n].Kind != k.Kind {
		b.Kinds = append(b.Kinds, KindAsked{Kind: k.Kind, Judged: judged, Whole: rule.whole})
	} else if !rule.whole {
		b.Kinds[n].Judged, b.Kinds[n].Whole = judged, false
	}
}

// merged makes one of a rule that is on several kinds.
func merged(rules []RuleAsked) []RuleAsked {
	all := rules[:0]
	for _, r := range rules {
		if n := len(all) - 1; n >= 0 && all[n].ID == r.ID {
			all[n].Records += r.Records
			all[n].Policy = union(all[n].Policy, r.Policy)
			continue
		}
		all = append(all, r)
	}
	return all
}

// union returns the names of both, each once.
func union(a, b []string) []string {
	for _, name := range b {
		if !slices.Contains(a, name) {
			a = append(slices.Clip(a), name)
		}
	}
	return a
}

// judgedKinds are the kinds of which a record was judged, and that of the ISMS as a whole.
func (r *Report) judgedKinds() []KindAsked {
	var all []KindAsked
	for i := range r.Results {
		result := &r.Results[i]
		if n := len(all) - 1; n < 0 || all[n].Kind != result.Kind {
			all = append(all, KindAsked{Kind: result.Kind})
		}
		if result.Unread == nil {
			all[len(all)-1].Judged++
		}
	}
	if r.whole != nil && !slices.ContainsFunc(all, func(k KindAsked) bool { return k.Kind == r.whole }) {
		all = slices.Insert(all, 0, KindAsked{Kind: r.whole})
	}
	return all
}
