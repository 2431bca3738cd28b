package access

import (
	"slices"

	rbacv1 "k8s.io/api/rbac/v1"
)

// Excess is what one binding grants and nothing covers.
type Excess struct {
	// Grant is the binding's grant. Its rules are all those of the role.
	Grant Grant `json:"grant"`
	// Subjects are all those held whom the binding names, sorted: to take the right away,
	// each of them must leave it. Of a need there is none.
	Subjects []Subject `json:"subjects,omitempty"`
	// Rules are what is not covered, merged to few rules, sorted. In a namespace, paths are
	// left out, as nobody is granted them there.
	Rules []rbacv1.PolicyRule `json:"rules"`
}

// Beyond is what is held and no need covers, one entry for each binding, in its order. A need
// that is granted everywhere covers each namespace; one in a namespace covers that alone. A
// single rule must cover each verb on each resource, as for the API server when it refuses
// to escalate rights: all verbs by their names do not cover "*".
func Beyond(have, need []Grant) []Excess {
	needs := newCover(need)
	found := map[source]*Excess{}
	checked := map[question][]rbacv1.PolicyRule{}
	for _, grant := range have {
		from := source{grant.Binding, grant.Role, grant.Namespace}
		excess := found[from]
		if excess == nil {
			q := needs.question(grant)
			rules, known := checked[q]
			if !known {
				rules = needs.uncovered(grant)
				if q.rules != nil {
					checked[q] = rules
				}
			}
			excess = &Excess{Grant: grant, Rules: rules}
			found[from] = excess
		}
		if grant.Subject != (Subject{}) {
			excess.Subjects = append(excess.Subjects, grant.Subject)
		}
	}
	var all []Excess
	for _, excess := range found {
		if len(excess.Rules) == 0 {
			continue
		}
		slices.SortFunc(excess.Subjects, compareSubjects)
		excess.Subjects = slices.Compact(excess.Subjects)
		all = append(all, *excess)
	}
	slices.SortFunc(all, func(a, b Excess) int { return compareGrants(a.Grant, b.Grant) })
	return all
}

// Missing is what is needed and nothing held covers: the reverse of Beyond, one entry for each
// role and namespace needed.
func Missing(need, have []Grant) []Excess { return Beyond(need, have) }

// source tells bindings apart, and needs, which have none.
type source struct {
	binding   Object
	role      RoleRef
	namespace string
}
