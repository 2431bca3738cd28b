package facts

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// Match is how one holder meets one requirement of a role.
type Match struct {
	Holding
	Required *api.RequiredCompetency
	mastery
}

// mastery is how far a person has a competency.
type mastery struct {
	// Best is how much the best record of the competency proves.
	Best Standing
	// Record is that record; nil if there is none.
	Record *api.CompetencyRecord
	// Level is the highest level that is proven.
	Level api.CompetencyLevel
	// PlanDue is the day by which a plan closes the gap; absent without one.
	PlanDue api.Date
}

type matchesKey struct{ role *api.SecurityRole }

// Matches compares what the role takes with what each of its holders has. For reading.
func Matches(c *assess.Context, r *api.SecurityRole) []Match {
	if len(r.Spec.RequiredCompetencies) == 0 {
		return nil
	}
	return assess.Once(c, matchesKey{r}, func(c *assess.Context) (all []Match) {
		for _, h := range Holders(c, r) {
			all = append(all, MatchesOf(c, h)...)
		}
		return all
	})
}

// MatchesOf compares what a role takes with what one of its holders has.
func MatchesOf(c *assess.Context, h Holding) []Match {
	all := make([]Match, len(h.Role.Spec.RequiredCompetencies))
	for i := range all {
		required := &h.Role.Spec.RequiredCompetencies[i]
		all[i] = Match{h, required, masteryOf(c, h.Person.Name, required)}
	}
	return all
}

type masteryKey struct{ proof, bases string }

// masteryOf is how far a person has a competency, by proof on bases that are accepted.
// Many roles ask the same of one person.
func masteryOf(c *assess.Context, person string, required *api.RequiredCompetency) mastery {
	accepted := required.AcceptedBases
	key := masteryKey{proof: proofKey(person, required.Competency)}
	if len(accepted) > 0 {
		key.bases = fmt.Sprintf("%q", accepted)
	}
	return assess.Once(c, key, func(c *assess.Context) mastery {
		m := mastery{Best: -1}
		for _, record := range assess.By(c.World, recordsByProof, key.proof) {
			m.consider(c, record, accepted)
		}
		return m
	})
}

func (m *mastery) consider(c *assess.Context, r *api.CompetencyRecord, accepted []api.CompetencyBasis) {
	if plan := r.Spec.Plan; plan != nil && plan.DueOn.After(m.PlanDue) {
		m.PlanDue = plan.DueOn
	}
	s := StandingOf(c, r)
	if s >= Undated && len(accepted) > 0 && !slices.Contains(accepted, r.Spec.Basis) {
		s = Unverified
	}
	if s == Proven && (m.Best != Proven || !atLeast(m.Level, r.Spec.Level)) {
		m.Level = r.Spec.Level
	}
	if s > m.Best {
		m.Best, m.Record = s, r
	}
}

// Gap reports whether the holder does not meet the requirement.
func (m *Match) Gap() bool { return m.Reason() != "" }

// Unplanned reports whether nothing is planned that closes a gap in time that a record
// shows. Where no record tells of the competency, nobody knows whether there is one, and the
// missing proof says so (P2-04).
func (m *Match) Unplanned(c *assess.Context) bool {
	return m.Gap() && m.Record != nil && m.Best != Undated && m.Reason() != "CompetenceLevelUnknown" && (c.Today.Past(m.PlanDue) || !InTime(c, m.PlanDue, api.Date{}, Months(c.Policy.ActionHorizon())))
}

// Reason is the reason for which the holder does not meet the requirement; "" where
// they do.
func (m *Match) Reason() string {
	switch {
	case m.Best != Proven:
		return "CompetenceNotEvidenced"
	case m.Level == "" && m.Required.Level != "":
		return "CompetenceLevelUnknown"
	case !atLeast(m.Level, m.Required.Level):
		return "CompetenceGap"
	}
	return ""
}

// ProvesExactly reports whether a role requires exactly what each of its holders has proof
// of, at the level that they have, but for what everybody is trained in; judged is false
// where it requires nothing or nobody holds it.
func ProvesExactly(c *assess.Context, role *api.SecurityRole) (exact, judged bool) {
	exact = true
	for _, m := range Matches(c, role) {
		if m.Assignment.Capacity != api.CapacityDeputy {
			judged = true
			exact = exact && !m.Gap() && m.Level == m.Required.Level
		}
	}
	if !exact || !judged { // most roles; only the others are worth a closer look
		return false, judged
	}
	required := map[string]bool{}
	for i := range role.Spec.RequiredCompetencies {
		required[CompetencyName(role.Spec.RequiredCompetencies[i].Competency)] = true
	}
	for _, h := range Holders(c, role) {
		if h.Assignment.Capacity != api.CapacityDeputy && provesMore(c, h.Person, required) {
			return false, true
		}
	}
	return true, true
}

// provesMore reports whether somebody has proof of what is neither required nor a training
// that everybody needs.
func provesMore(c *assess.Context, p *api.Person, required map[string]bool) bool {
	return slices.ContainsFunc(assess.By(c.World, RecordsByPerson, p.Name), func(r *api.CompetencyRecord) bool {
		return StandingOf(c, r) == Proven && !required[CompetencyName(r.Spec.Competency)] && !OfMandatoryTraining(c, r)
	})
}

// ToldAt is the role at which a competency that its holder has no proof of is told: of all
// roles of the person that take it, the one that weighs most, and the first by name of those.
// The others are named there.
func ToldAt(c *assess.Context, m *Match) (at *api.SecurityRole, others []string) {
	for _, h := range HoldingsOf(c, m.Person) {
		if at == h.Role || slices.Contains(others, h.Role.Name) {
			continue
		}
		for _, other := range MatchesOf(c, h) {
			if CompetencyName(other.Required.Competency) != CompetencyName(m.Required.Competency) || other.Reason() != m.Reason() {
				continue
			}
			switch {
			case at == nil:
				at = h.Role
			case Mandatory(h.Role) && !Mandatory(at) || Mandatory(h.Role) == Mandatory(at) && h.Role.Name < at.Name:
				others = append(others, at.Name)
				at = h.Role
			default:
				others = append(others, h.Role.Name)
			}
			break
		}
	}
	slices.Sort(others)
	return at, others
}
