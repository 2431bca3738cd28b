package segregation

import (
	"fmt"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docTwin = assess.Doc{
	ID: "D-10", Point: assess.Segregation, Aspect: assess.Covered, Clause: "A.5.3",
	Requires: "One human is one Person",
	Fires:    "two people who are engaged have the same displayName, and neither says that they are distinct (observation; unknown where the two together hold a conflict of duties that neither holds alone)",
	Reasons:  []string{"SameDisplayName"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeUnknown},
	Remedy:   "If they are two, name the other in spec.distinctFrom of either; if they are one, give all roles and records to one Person and delete the other",
	Alone:    "it is a question about two people, and no lapse",
}

// peopleByDisplayName finds people by what they are called.
var peopleByDisplayName = &assess.Index[*api.Person]{
	Keys: func(p *api.Person, yield func(string)) {
		if name := facts.Normal(p.Spec.DisplayName); name != "" {
			yield(name)
		}
	},
}

// twinLimit is with how many people of the same name somebody is compared: where more are
// called the same, the name is no name.
const twinLimit = 8

type calledKey struct{ name string }

// called are the people who are engaged and called the same, by the name of their record.
func called(c *assess.Context, name string) []*api.Person {
	return assess.Once(c, calledKey{name}, func(c *assess.Context) []*api.Person {
		all := slices.DeleteFunc(slices.Clone(assess.By(c.World, peopleByDisplayName, name)), func(p *api.Person) bool { return !facts.Present(c, p) })
		slices.SortFunc(all, byName)
		return all
	})
}

func byName(a, b *api.Person) int { return strings.Compare(a.Name, b.Name) }

// checkTwin reports on the later of two by name, so that one fact is one finding.
func checkTwin(c *assess.Context, p *api.Person) {
	name := facts.Normal(p.Spec.DisplayName)
	if name == "" || !facts.Present(c, p) {
		return
	}
	var twins, conflicts []string
	all := called(c, name)
	here, _ := slices.BinarySearchFunc(all, p, byName)
	for _, other := range all[max(0, here-twinLimit):here] {
		if distinct(p, other) {
			continue
		}
		twins = append(twins, other.Name)
		conflicts = append(conflicts, together(c, p, other)...)
	}
	if len(twins) == 0 {
		return
	}
	f := assess.Finding{
		Reason: "SameDisplayName", Grade: api.GradeObservation, Field: "spec.displayName",
		Message: fmt.Sprintf("%s is called %s, and so is %s; nobody says that they are somebody else", p.Name, facts.Quote(p.Spec.DisplayName), assess.List(twins)),
	}
	if len(conflicts) > 0 {
		f.Grade = api.GradeUnknown
		f.Message += "; together they hold " + assess.Clauses(conflicts)
	}
	c.Report(f)
}

// distinct reports whether either of two people says that the other is somebody else.
func distinct(a, b *api.Person) bool {
	names := func(p *api.Person, other string) bool {
		return slices.ContainsFunc(p.Spec.DistinctFrom, func(ref api.Reference) bool { return ref.Name == other })
	}
	return names(a, b.Name) || names(b, a.Name)
}

// together returns the conflicts that two people hold together and neither alone.
func together(c *assess.Context, a, b *api.Person) []string {
	alone := map[string]bool{}
	for _, x := range slices.Concat(clashesOf(c, a), clashesOf(c, b)) {
		alone[x.key()] = true
	}
	var all []string
	for _, x := range clashes(c, slices.Concat(facts.HoldingsOf(c, a), facts.HoldingsOf(c, b))) {
		if !alone[x.key()] {
			all = append(all, x.String())
		}
	}
	return all
}
