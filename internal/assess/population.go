package assess

import (
	"maps"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// question is one rule, asked of the records of one kind.
type question struct{ rule, kind string }

// tally counts what a rule was asked of, where the rule counts.
type tally struct {
	records int
	entries int
	plain   string // of the entries
}

// population is of what rules are asked: the share of what they find is of it.
type population struct {
	asked map[question]*tally
	// inUse counts the records of each kind that are judged and neither replaced nor gone.
	inUse map[string]int
	plain map[string]string
}

// askedOf is how many records of a kind a rule was asked of.
func (p population) askedOf(rule, kind string) int {
	if t := p.asked[question{rule, kind}]; t != nil && t.records > 0 {
		return t.records
	}
	return p.inUse[kind]
}

// of returns how many records the rules were asked of that made the findings, and how
// those are called. Of several rules on one kind, the one counts that was asked most.
func (p population) of(findings []*Finding) (n int, plain string) {
	kinds := map[string]int{}
	for _, f := range findings {
		kinds[f.Record.Kind] = max(kinds[f.Record.Kind], p.askedOf(f.Rule, f.Record.Kind))
	}
	var names []string
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		n += kinds[kind]
		names = append(names, p.plain[kind])
	}
	return n, And(names)
}

// entries returns of how many entries of records the rules were asked that made the
// findings, and how those are called; none where a rule is asked of records.
func (p population) entries(findings []*Finding) (n int, plain string) {
	seen := map[question]bool{}
	for _, f := range findings {
		key := question{f.Rule, f.Record.Kind}
		t := p.asked[key]
		if t == nil || t.entries == 0 {
			return 0, ""
		}
		if !seen[key] {
			seen[key] = true
			n, plain = n+t.entries, t.plain
		}
	}
	return n, plain
}

// reached reports whether some of a population are a share of it.
func reached(some, population, percent int) bool { return some*100 >= population*percent }

// fieldsOf names the fields of findings, each once, in the order in which they come.
func fieldsOf(findings []*Finding) []string {
	var names []string
	seen := map[string]bool{}
	for _, f := range findings {
		if name := f.Record.String() + " " + f.Field; !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	return names
}

// recordsOf names the records of findings, sorted, each once.
func recordsOf(findings []*Finding) []string {
	names := make([]string, len(findings))
	for i, f := range findings {
		names[i] = f.Record.String()
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// reasonsOf groups the findings of one grade by their reason, in the order of the reasons.
func reasonsOf(findings []*Finding, grade api.Grade) (reasons []string, by map[string][]*Finding) {
	by = map[string][]*Finding{}
	for _, f := range findings {
		if f.Grade == grade {
			by[f.Reason] = append(by[f.Reason], f)
		}
	}
	return slices.Sorted(maps.Keys(by)), by
}
