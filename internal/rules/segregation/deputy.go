package segregation

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// key tells clashes of one person apart.
func (x *clash) key() string {
	return x.pair.firstKey + "\n" + x.pair.secondKey + "\n" + facts.Normal(x.first.scope)
}

var docDeputy = assess.Doc{
	ID: "D-06", Point: assess.Segregation, Aspect: assess.Owned, Clause: "A.5.3, 5.3",
	Requires: "A deputy is somebody else than the principal, and standing in creates no conflict of duties",
	Fires:    "the deputy is the principal (minor), or has a conflict of duties only because they stand in (observation; D-01 grades the conflict on the Person, or D-02 if it is waived)",
	Reasons:  []string{"DeputyConflict"}, Grades: []api.Grade{api.GradeObservation, api.GradeMinor},
	Remedy: "Appoint a deputy who is somebody else and holds no duty that conflicts with those of the role",
	Alone:  "who is few cannot mend it: it is told, and what is done instead is recorded",
}

func checkDeputy(c *assess.Context, r *api.SecurityRole) {
	here := slices.DeleteFunc(facts.Principals(c, r), func(h facts.Holding) bool { return h.Assignment.Capacity == api.CapacityDeputy })
	for _, h := range facts.Holders(c, r) {
		if h.Assignment.Capacity != api.CapacityDeputy {
			continue
		}
		f := assess.Finding{Reason: "DeputyConflict", Grade: api.GradeMinor, Field: facts.AssignmentField(h.Assignment, "personRef")}
		if slices.ContainsFunc(here, func(p facts.Holding) bool { return p.Person == h.Person }) {
			f.Message = fmt.Sprintf("%s is deputy to themselves in the role %s", h.Person.Name, facts.Quote(r.Spec.Title))
			c.Report(f)
			continue
		}
		if created := standIns(c, h.Person)[h.Assignment]; len(created) > 0 {
			f.Grade = api.GradeObservation // the conflict itself is a finding on the Person
			f.Message = fmt.Sprintf("%s stands in for the role %s, and only so holds %s; it is graded on the Person %s", h.Person.Name, facts.Quote(r.Spec.Title), assess.Clauses(created), h.Person.Name)
			c.Report(f)
		}
	}
}

type standInsKey struct{ person *api.Person }

// standIns returns the conflicts that a person has only by standing in, by the
// assignments that create them. It goes through all that the person holds once, however
// many roles they stand in for.
func standIns(c *assess.Context, p *api.Person) map[*api.Assignment][]string {
	return assess.Once(c, standInsKey{p}, func(c *assess.Context) map[*api.Assignment][]string {
		deputy := func(h facts.Holding) bool { return h.Assignment.Capacity == api.CapacityDeputy }
		own := map[string]bool{}
		for _, x := range clashes(c, slices.DeleteFunc(slices.Clone(facts.HoldingsOf(c, p)), deputy)) {
			own[x.key()] = true
		}
		created := map[*api.Assignment][]string{}
		for _, x := range clashesOf(c, p) {
			if own[x.key()] {
				continue
			}
			text := x.String()
			if e := waiverOf(c, p.Name, &x); e != nil {
				text += fmt.Sprintf("; waived until %s by the SecurityException %s", e.Spec.Validity.ValidUntil, e.Name)
			}
			said := map[*api.Assignment]bool{} // a role may have both duties
			for _, h := range slices.Concat(x.first.via, x.second.via) {
				if deputy(h) && !said[h.Assignment] {
					said[h.Assignment] = true
					created[h.Assignment] = append(created[h.Assignment], text)
				}
			}
		}
		return created
	})
}
