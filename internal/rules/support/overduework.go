package support

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docOverdueWork = assess.Doc{
	ID: "P5-11", Point: assess.Support, Aspect: assess.Covered, Clause: "5.1 c, 7.1",
	Requires: "Whoever answers for much has the time for it",
	Fires:    "much that one person answers for is overdue, on records of several kinds: that is one sign of time that is lacking, not so many lapses (observation; minor if the latest review calls the resources adequate)",
	Reasons:  []string{"OwnerOverloaded"}, Grades: []api.Grade{api.GradeObservation, api.GradeMinor},
	Remedy: "Give them time or help, or let others answer for some of it, and decide that in a review",
	Policy: []string{"support.overdueWork", "support.overdueKinds"},
}

// overdueSuffix ends the reasons of what was to be done by a day and was not.
const overdueSuffix = "Overdue"

// pile is what is overdue at one person.
type pile struct {
	things []string
	kinds  map[string]bool
}

func checkOverdueWork(c *assess.Context, _ *api.ClauseAssessment) {
	piles := map[string]*pile{}
	seen := map[assess.Ref]bool{}
	for i := range c.Open {
		f := &c.Open[i]
		if !strings.HasSuffix(f.Reason, overdueSuffix) || seen[f.Record] {
			continue
		}
		seen[f.Record] = true // one record is one thing, whatever is overdue on it
		r := c.Record(f.Record)
		if r == nil {
			continue
		}
		for _, name := range answerers(c, r) {
			if piles[name] == nil {
				piles[name] = &pile{kinds: map[string]bool{}}
			}
			piles[name].things = append(piles[name].things, f.Record.String())
			piles[name].kinds[f.Record.Kind] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(piles)) {
		if p := piles[name]; len(p.things) >= c.Policy.OverdueWork() && len(p.kinds) >= c.Policy.OverdueKinds() {
			reportPile(c, name, p)
		}
	}
}

// answerers are the people who answer for a record today, or whose it is.
func answerers(c *assess.Context, r api.Record) []string {
	switch r := r.(type) {
	case *api.Person:
		return []string{r.Name}
	case *api.CompetencyRecord:
		if r.Spec.Coverage == nil {
			return []string{r.Spec.PersonRef.Name}
		}
	}
	owner := facts.Actual(c.World, r.RecordCommon().Owner)
	if role, ok := assess.Get[*api.SecurityRole](c.World, owner.Role()); ok && owner.Role() != "" {
		var names []string
		for _, h := range facts.Principals(c, role) {
			names = append(names, h.Person.Name)
		}
		return names
	}
	if name := owner.Person(); name != "" {
		return []string{name}
	}
	return nil
}

func reportPile(c *assess.Context, name string, p *pile) {
	f := assess.Finding{Reason: "OwnerOverloaded", Grade: api.GradeObservation}
	f.Message = fmt.Sprintf("%d records of %d kinds are overdue at %s, which says that time is lacking: %s", len(p.things), len(p.kinds), name, assess.List(p.things))
	if last := facts.LatestReview(c); last != nil && last.Spec.ResourceAdequacy != nil && last.Spec.ResourceAdequacy.Verdict == api.AdequacyAdequate {
		f.Grade = api.GradeMinor
		f.Message += fmt.Sprintf("; the review %s calls the resources adequate", last.Name)
	}
	c.Report(f)
}
