package rules

import (
	"fmt"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// segregationRules judge which duties a person holds; they are asked of a Person.
func segregationRules() []assess.Rule {
	return []assess.Rule{assess.On(docConflict, checkConflict), assess.On(docMitigated, checkMitigated)}
}

// heldDuty is a duty that a person holds in one scope, and the roles it comes from.
type heldDuty struct {
	scope string
	via   []holding
}

// path names the roles through which a duty is held.
func (d *heldDuty) path() string {
	names := make([]string, len(d.via))
	for i, h := range d.via {
		names[i] = h.role.Name
		if h.assignment.Capacity == api.CapacityDeputy {
			names[i] += " as deputy"
		}
	}
	return assess.List(names)
}

// clash is a pair of duties that conflict and that one person holds in one scope.
type clash struct {
	pair          *pairInForce
	first, second *heldDuty
}

// key tells clashes of one person apart.
func (x *clash) key() string {
	return x.pair.firstKey + "\n" + x.pair.secondKey + "\n" + normal(x.first.scope)
}

// String says what the person holds.
func (x *clash) String() string {
	number := "a pair of the policy"
	if x.pair.number > 0 {
		number = fmt.Sprintf("pair %d", x.pair.number)
	}
	return fmt.Sprintf("%s (role %s) and %s (role %s) in the scope %s, which conflict (%s)",
		x.pair.first, x.first.path(), x.pair.second, x.second.path(), quote(x.first.scope), number)
}

// clashes returns the conflicts among the duties of some holdings of one person, by
// scope and pair.
func clashes(c *assess.Context, holdings []holding) []clash {
	byScope, scopes := dutiesByScope(holdings)
	var all []clash
	for _, scope := range scopes {
		duties := byScope[scope]
		if len(duties) < 2 {
			continue
		}
		pairs := conflictsInForce(c)
		for i := range pairs {
			first, second := duties[pairs[i].firstKey], duties[pairs[i].secondKey]
			if first != nil && second != nil {
				all = append(all, clash{&pairs[i], first, second})
			}
		}
	}
	return all
}

type clashesKey struct{ person *api.Person }

// clashesOf returns the conflicts among all duties of a person, for reading.
func clashesOf(c *assess.Context, p *api.Person) []clash {
	return assess.Once(c, clashesKey{p}, func(c *assess.Context) []clash { return clashes(c, holdingsOf(c, p)) })
}

// dutiesByScope sorts duties by their scope and name; a duty that two roles have is one.
func dutiesByScope(holdings []holding) (byScope map[string]map[string]*heldDuty, scopes []string) {
	byScope = map[string]map[string]*heldDuty{}
	for _, h := range holdings {
		for _, d := range dutiesOf(h.role) {
			scope, name := normal(d.Scope), dutyKey(d.Duty)
			if byScope[scope] == nil {
				byScope[scope] = map[string]*heldDuty{}
				scopes = append(scopes, scope)
			}
			duty := byScope[scope][name]
			if duty == nil {
				duty = &heldDuty{scope: d.Scope}
				byScope[scope][name] = duty
			}
			duty.via = append(duty.via, h)
		}
	}
	slices.Sort(scopes)
	return byScope, scopes
}

// exceptionsByConflict finds exceptions by the pair of duties that they waive, and the
// person whose it is.
var exceptionsByConflict = &assess.Index[*api.SecurityException]{
	Keys: func(r *api.SecurityException, yield func(string)) {
		if w := r.Spec.Conflict; w != nil {
			for i := range r.Spec.PersonRefs {
				yield(conflictKey(w.First, w.Second, r.Spec.PersonRefs[i].Name))
			}
		}
	},
}

func conflictKey(first, second, person string) string { return pairKey(first, second) + "\n" + person }

// waiverOf returns the exception in force that waives the conflict of the person;
// nil if there is none. The independence of internal audit is never waived.
func waiverOf(c *assess.Context, person string, x *clash) *api.SecurityException {
	if x.pair.independent() {
		return nil
	}
	for _, e := range assess.By(c.World, exceptionsByConflict, conflictKey(x.pair.first, x.pair.second, person)) {
		scope := normal(e.Spec.Conflict.Scope)
		if (scope == "" || scope == normal(x.first.scope)) && exceptionHolds(c, e) {
			return e
		}
	}
	return nil
}

var docConflict = assess.Doc{
	ID: "D-01", Point: assess.Segregation, Aspect: assess.Covered, Clause: "A.5.3",
	Requires: "Nobody holds two duties in one scope of which one controls the other",
	Fires:    "a person holds both duties of a conflict in one scope, through any of their roles, as deputy too (graded by the pair)",
	Reasons:  []string{"DutiesConflict"},
	Grades:   []api.Grade{api.GradeOpportunity, api.GradeObservation, api.GradeMinor, api.GradeMajor},
	Remedy:   "Give one of the duties to somebody else, or record a SecurityException for the conflict with a compensating control",
	Policy:   []string{"dutyConflicts"},
}

func checkConflict(c *assess.Context, p *api.Person) {
	for _, x := range clashesOf(c, p) {
		if waiverOf(c, p.Name, &x) != nil {
			continue
		}
		f := assess.Finding{Reason: "DutiesConflict", Grade: x.pair.grade, Message: p.Name + " holds " + x.String()}
		if x.pair.independent() {
			f.Remedy = "Give one of the duties to somebody else; the independence of internal audit cannot be waived, and can be bought in"
		}
		c.Report(f)
	}
}

var docMitigated = assess.Doc{
	ID: "D-02", Point: assess.Segregation, Aspect: assess.Covered, Clause: "A.5.3",
	Requires: "A conflict of duties that cannot be avoided is waived in writing, by somebody else, for a time, with a control that stands in",
	Fires:    "a conflict of duties is waived by a SecurityException in force that names the person (graded one step below the pair)",
	Reasons:  []string{"ConflictMitigated"},
	Grades:   []api.Grade{api.GradeOpportunity, api.GradeObservation, api.GradeMinor},
	Remedy:   "Before the exception ends, give one of the duties to somebody else or have the exception granted again",
	Policy:   []string{"dutyConflicts", "exceptionMaxMonths"},
}

func checkMitigated(c *assess.Context, p *api.Person) {
	for _, x := range clashesOf(c, p) {
		if e := waiverOf(c, p.Name, &x); e != nil {
			c.Report(assess.Finding{
				Reason: "ConflictMitigated", Grade: lowered(x.pair.grade),
				Message: fmt.Sprintf("%s holds %s; waived until %s by the SecurityException %s", p.Name, x.String(), e.Spec.Validity.ValidUntil, e.Name),
			})
		}
	}
}

// deputyRules judge who stands in; they are asked of a SecurityRole.
func deputyRules() []assess.Rule { return []assess.Rule{assess.On(docDeputy, checkDeputy)} }

var docDeputy = assess.Doc{
	ID: "D-06", Point: assess.Segregation, Aspect: assess.Owned, Clause: "A.5.3, 5.3",
	Requires: "A deputy is somebody else than the principal, and standing in creates no conflict of duties",
	Fires:    "the deputy is the principal (minor), or has a conflict of duties only because they stand in (observation; D-01 grades the conflict on the Person, or D-02 if it is waived)",
	Reasons:  []string{"DeputyConflict"}, Grades: []api.Grade{api.GradeObservation, api.GradeMinor},
	Remedy: "Appoint a deputy who is somebody else and holds no duty that conflicts with those of the role",
}

func checkDeputy(c *assess.Context, r *api.SecurityRole) {
	here := principals(c, r)
	for _, h := range holders(c, r) {
		if h.assignment.Capacity != api.CapacityDeputy {
			continue
		}
		f := assess.Finding{Reason: "DeputyConflict", Grade: api.GradeMinor, Field: assignmentField(h.assignment, "personRef")}
		if slices.ContainsFunc(here, func(p holding) bool { return p.person == h.person }) {
			f.Message = fmt.Sprintf("%s is deputy to themselves in the role %s", h.person.Name, quote(r.Spec.Title))
			c.Report(f)
			continue
		}
		if created := standIns(c, h.person)[h.assignment]; len(created) > 0 {
			f.Grade = api.GradeObservation // the conflict itself is a finding on the Person
			f.Message = fmt.Sprintf("%s stands in for the role %s, and only so holds %s; it is graded on the Person %s", h.person.Name, quote(r.Spec.Title), assess.Clauses(created), h.person.Name)
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
		deputy := func(h holding) bool { return h.assignment.Capacity == api.CapacityDeputy }
		own := map[string]bool{}
		for _, x := range clashes(c, slices.DeleteFunc(slices.Clone(holdingsOf(c, p)), deputy)) {
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
				if deputy(h) && !said[h.assignment] {
					said[h.assignment] = true
					created[h.assignment] = append(created[h.assignment], text)
				}
			}
		}
		return created
	})
}

var docIndependence = assess.Doc{
	ID: "D-07", Point: assess.Segregation, Aspect: assess.Covered, Clause: "9.2.2 b, A.5.3",
	Requires: "The independence of internal audit is not given up",
	Fires:    "the policy takes out, or grades lower, a pair of duties on the independence of internal audit, which has no effect (minor)",
	Reasons:  []string{"IndependenceNotWaivable"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Take the pair out of spec.policy.dutyConflicts, and have the audit done by somebody who is independent, if need be from outside",
	Policy: []string{"dutyConflicts"},
}

func checkPolicyIndependence(c *assess.Context, a *api.ClauseAssessment) {
	for i := range a.Spec.Policy.DutyConflicts {
		d := &a.Spec.Policy.DutyConflicts[i]
		p, known := defaultConflict(d.First, d.Second)
		if !known || !weakens(&p, d) {
			continue
		}
		how := "grades it " + string(d.Grade)
		if strings.TrimSpace(d.DisabledBecause) != "" {
			how = "takes it out"
		}
		c.Report(assess.Finding{
			Reason: "IndependenceNotWaivable", Grade: api.GradeMinor,
			Field:   fmt.Sprintf("spec.policy.dutyConflicts[%s/%s]", d.First, d.Second),
			Message: fmt.Sprintf("%s and %s (pair %d) are about the independence of internal audit, and the policy %s without effect", p.first, p.second, p.number, how),
		})
	}
}
