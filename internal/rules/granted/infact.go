package granted

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/access"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docInFact = assess.Doc{
	ID: "D-13", Point: assess.Segregation, Aspect: assess.Covered, Rights: true, Clause: "A.5.3",
	Requires: "Nobody may do in fact two duties of which one controls the other, whatever the register says",
	Fires:    "somebody who is engaged may do a duty by rights in the cluster, and another that it conflicts with by rights or by a role, in one scope (graded one step below the pair, since who may do something need not do it; a SecurityException for the conflict lowers it by one more). What roles alone say D-01 tells, and of rights to everything D-12",
	Reasons:  []string{"DutiesConflictInFact"},
	Grades:   []api.Grade{api.GradeOpportunity, api.GradeObservation, api.GradeMinor},
	Remedy:   "Take one of the rights away, or record a SecurityException for the conflict with a compensating control",
	Policy:   []string{"segregation.dutyConflicts", "segregation.dutySigns"},
	Alone:    "who is few cannot mend it: it is told, and what is done instead is recorded",
}

// duty is one that somebody has in a scope: in fact, by their roles, or both.
type duty struct {
	fact *facts.DutyInFact
	// role that gives it; "" where none does.
	role string
}

// by says what gives somebody the duty, the right first.
func (d *duty) by() string {
	if d.fact != nil {
		return facts.GrantName(&d.fact.Grant)
	}
	return "the SecurityRole " + d.role
}

type pairsKey struct{}

func checkInFact(c *assess.Context, p *api.Person) { tell(c, conflicts(c, p)) }

func conflicts(c *assess.Context, p *api.Person) (all []Lapse) {
	if facts.ObservedAccess(c) == nil || facts.Left(c, p) {
		return nil
	}
	scopes, names := dutiesOf(c, p)
	if len(scopes) == 0 {
		return nil
	}
	pairs := assess.Once(c, pairsKey{}, func(c *assess.Context) []facts.DutyPair { return facts.DutyPairs(c.Policy) })
	for i := range pairs {
		for _, scope := range names {
			first, second := scopes[scope][facts.DutyKey(pairs[i].First)], scopes[scope][facts.DutyKey(pairs[i].Second)]
			if first != nil && second != nil && (first.role == "" || second.role == "") {
				all = append(all, conflict(c, p, &pairs[i], first, second))
			}
		}
	}
	return all
}

// dutiesOf are the duties of somebody in the scopes in which they may do one in fact, by scope
// and name, and those scopes in order. A duty that neither a right nor a role gives is not in it.
func dutiesOf(c *assess.Context, p *api.Person) (scopes map[string]map[string]*duty, names []string) {
	scopes = map[string]map[string]*duty{}
	of := func(scope, name string) *duty {
		key := facts.DutyKey(name)
		if scopes[scope][key] == nil {
			scopes[scope][key] = &duty{}
		}
		return scopes[scope][key]
	}
	inFact := facts.DutiesInFact(c, p)
	for i := range inFact {
		d := &inFact[i]
		scope := facts.Normal(d.Scope)
		if scopes[scope] == nil {
			scopes[scope] = map[string]*duty{}
			names = append(names, scope)
		}
		of(scope, d.Duty).fact = d
	}
	for _, h := range facts.HoldingsOf(c, p) {
		for _, d := range facts.DutiesOf(c, h.Role) {
			if scope := facts.Normal(d.Scope); scopes[scope] != nil {
				of(scope, d.Duty.Duty).role = h.Role.Name
			}
		}
	}
	return scopes, names
}

func conflict(c *assess.Context, p *api.Person, pair *facts.DutyPair, first, second *duty) Lapse {
	number := "a pair of the policy"
	if pair.Number > 0 {
		number = fmt.Sprintf("pair %d", pair.Number)
	}
	f := assess.Finding{
		Reason: "DutiesConflictInFact", Grade: facts.Lowered(pair.Grade), Field: accountsField,
		Message: fmt.Sprintf("%s may in fact do %s, by %s, and %s, by %s, which conflict (%s); no roles give them both", p.Name, pair.First, first.by(), pair.Second, second.by(), number),
	}
	if pair.Independent() {
		f.Remedy = "Take one of the rights away; the independence of internal audit cannot be waived"
	}
	scope := api.SystemKubernetes
	var grants []access.Grant
	for _, d := range []*duty{first, second} {
		if d.fact != nil {
			scope, grants = d.fact.Scope, append(grants, d.fact.Grant)
		}
	}
	if e := facts.ConflictWaiver(c, p.Name, pair, scope); e != nil {
		f.Grade = facts.Lowered(f.Grade)
		f.Message += fmt.Sprintf("; waived until %s by the SecurityException %s", e.Spec.Validity.ValidUntil, e.Name)
	}
	return Lapse{Finding: f, Grants: grants}
}
