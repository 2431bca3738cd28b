package facts

import (
	"fmt"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// groupKey names a training of a group: the holders of roles, or everybody.
func groupKey(training string, roles []api.Reference) string {
	names := Names(roles)
	slices.Sort(names)
	return CompetencyName(training) + "\n" + strings.Join(names, "\n")
}

// countsByGroup finds counts by what was counted, and of whom.
var countsByGroup = &assess.Index[*api.CompetencyRecord]{
	Keys: func(r *api.CompetencyRecord, yield func(string)) {
		if n := r.Spec.Coverage; n != nil {
			yield(groupKey(r.Spec.Competency, n.RoleRefs))
		}
	},
}

// CountDone is how many of a group have attained what was counted.
func CountDone(n *api.Coverage) int {
	if n.Done == nil {
		return 0
	}
	return int(*n.Done)
}

// latestCount is the last count of a training of a group; of one day the one of which fewer
// are done. It is nil where there is none with a day that has come.
func latestCount(c *assess.Context, key string) (last *api.CompetencyRecord) {
	for _, r := range assess.By(c.World, countsByGroup, key) {
		n := r.Spec.Coverage
		if !c.Today.Reached(n.AsOf) {
			continue
		}
		if last == nil || n.AsOf.After(last.Spec.Coverage.AsOf) ||
			n.AsOf == last.Spec.Coverage.AsOf && CountDone(n)*int(last.Spec.Coverage.Of) < CountDone(last.Spec.Coverage)*int(n.Of) {
			last = r
		}
	}
	return last
}

// CountReplaced reports whether a later count of the same training and group was made.
func CountReplaced(c *assess.Context, r *api.CompetencyRecord) bool {
	last := latestCount(c, groupKey(r.Spec.Competency, r.Spec.Coverage.RoleRefs))
	return last != nil && last != r && last.Spec.Coverage.AsOf.After(r.Spec.Coverage.AsOf)
}

type groupCountKey struct{ training *api.MandatoryTraining }

// GroupCount is the count that tells how many of those who need a training have had it; nil
// where there is none, or where it does not count: nobody knows its day, its interval is over,
// or the register knows more people of the group than it counts.
func GroupCount(c *assess.Context, t *api.MandatoryTraining) *api.Coverage {
	return assess.Once(c, groupCountKey{t}, func(c *assess.Context) *api.Coverage {
		r := latestCount(c, groupKey(t.Training, t.RoleRefs))
		if r == nil {
			return nil
		}
		n := r.Spec.Coverage
		if c.Today.Past(n.AsOf.AddMonths(t.TrainingIntervalMonths())) || len(groupOn(c, n)) > int(n.Of) {
			return nil
		}
		return n
	})
}

// groupOn are the people of the register who were of the group on the day of its count.
func groupOn(c *assess.Context, n *api.Coverage) (names []string) {
	if len(n.RoleRefs) == 0 {
		for p := range assess.All[*api.Person](c.World) {
			if wasEngaged(p, n.AsOf) {
				names = append(names, p.Name)
			}
		}
		return names
	}
	for _, ref := range n.RoleRefs {
		names = append(names, PeopleBehind(c, &api.Actor{RoleRef: &ref}, n.AsOf)...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// InCount reports whether somebody is among those whom the count of a group is about, so that
// what it says holds for them, too: they were there when it was made, and no record of their
// own says otherwise.
func InCount(c *assess.Context, p *api.Person, t *api.MandatoryTraining) bool {
	n := GroupCount(c, t)
	if n == nil || p.Spec.EngagedFrom.After(n.AsOf) {
		return false
	}
	return CountDone(n) == int(n.Of) || len(assess.By(c.World, recordsByProof, proofKey(p.Name, t.Training))) == 0
}

// CountContradicted says what the register itself says otherwise than a count, or another
// count of the same day, or an objective that is said to be reached; "" where nothing does.
func CountContradicted(c *assess.Context, r *api.CompetencyRecord) string {
	n := r.Spec.Coverage
	group := groupOn(c, n)
	if len(group) > int(n.Of) {
		return fmt.Sprintf("%d people of the register were of the group on that day", len(group))
	}
	had, lacked := 0, 0
	for _, name := range group {
		records := assess.By(c.World, recordsByProof, proofKey(name, r.Spec.Competency))
		switch {
		case slices.ContainsFunc(records, func(own *api.CompetencyRecord) bool { return attainedBy(own, n.AsOf) }):
			had++
		case len(records) > 0:
			lacked++
		}
	}
	switch done := CountDone(n); {
	case had > done:
		return fmt.Sprintf("%d people have records of their own that they had it by then", had)
	case lacked > int(n.Of)-done:
		return fmt.Sprintf("%d people have records of their own that they had not", lacked)
	}
	for _, other := range assess.By(c.World, countsByGroup, groupKey(r.Spec.Competency, n.RoleRefs)) {
		if o := other.Spec.Coverage; other != r && o.AsOf == n.AsOf && (o.Of != n.Of || CountDone(o) != CountDone(n)) {
			return fmt.Sprintf("%s counts %d of %d on the same day", other.Name, CountDone(o), o.Of)
		}
	}
	return objectiveContradicts(c, r)
}

// attainedBy reports whether a record of a person says that they had it by a day, and that it
// still counted on it.
func attainedBy(own *api.CompetencyRecord, on api.Date) bool {
	s := &own.Spec
	ended := s.Validity != nil && !s.Validity.ValidUntil.IsZero() && s.Validity.ValidUntil.Before(on)
	return !s.AchievedOn.IsZero() && !s.AchievedOn.After(on) && !ended && (s.RevokedOn.IsZero() || s.RevokedOn.After(on))
}

// objectiveContradicts names an objective that is about the training, is said to be reached
// within a month of a count, and asks for a greater share than was counted.
func objectiveContradicts(c *assess.Context, r *api.CompetencyRecord) string {
	n, name := r.Spec.Coverage, Normal(r.Spec.Competency)
	for o := range assess.All[*api.SecurityObjective](c.World) {
		on := o.Spec.AchievedOn
		if !c.Today.Reached(on) || n.AsOf.After(on.AddMonths(1)) || on.After(n.AsOf.AddMonths(1)) ||
			!strings.Contains(Normal(o.Spec.Objective+" "+o.Spec.Target), name) {
			continue
		}
		if met, known := TargetMet(o.Spec.Target, fmt.Sprintf("%d %%", CountDone(n)*100/int(n.Of))); known && !met {
			return fmt.Sprintf("the objective %s, with the target %s, is said to be reached on %s", o.Name, Quote(o.Spec.Target), on)
		}
	}
	return ""
}
