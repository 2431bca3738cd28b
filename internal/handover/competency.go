package handover

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// need is a competency that roles take at a level.
type need struct {
	competency string
	level      api.CompetencyLevel
}

// competencies adds what roles take and nobody else has proof of at the level that is asked.
func (l *Leaving) competencies(c *assess.Context, p *api.Person) {
	roles, proofs := map[need][]string{}, map[need]*api.CompetencyRecord{}
	for role := range assess.All[*api.SecurityRole](c.World) {
		for i, match := range facts.MatchesOf(c, facts.Holding{Role: role, Person: p}) {
			if match.Gap() || othersMaster(c, role, i, p) {
				continue
			}
			key := need{facts.CompetencyName(match.Required.Competency), match.Required.Level}
			roles[key] = append(roles[key], role.Name)
			proofs[key] = match.Record
		}
	}
	for _, key := range slices.SortedFunc(maps.Keys(roles), func(a, b need) int {
		return strings.Compare(a.competency+string(a.level), b.competency+string(b.level))
	}) {
		proof, level := proofs[key], ""
		if key.level != "" {
			level = fmt.Sprintf(" at the level %s", key.level)
		}
		l.Items = append(l.Items, Item{
			Do: Train, Record: assess.Ref{Kind: "CompetencyRecord", Name: proof.Name}, Field: "spec.competency", On: l.Person.Spec.EngagedUntil,
			What: fmt.Sprintf("is the only one with proof of %s%s, which is required of: %s", facts.Quote(proof.Spec.Competency), level, strings.Join(roles[key], ", ")),
		})
	}
}

// othersMaster reports whether somebody else who is present has what a role takes.
func othersMaster(c *assess.Context, role *api.SecurityRole, required int, than *api.Person) bool {
	for q := range assess.All[*api.Person](c.World) {
		if q == than || !facts.Present(c, q) {
			continue
		}
		if match := facts.MatchesOf(c, facts.Holding{Role: role, Person: q})[required]; !match.Gap() {
			return true
		}
	}
	return false
}
