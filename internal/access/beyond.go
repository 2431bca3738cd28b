package access

import (
	rbacv1 "k8s.io/api/rbac/v1"
)

// Excess is what one binding grants and nothing covers.
type Excess struct {
	// Grant is the binding's grant. Its rules are all those of the role.
	Grant Grant `json:"grant"`
	// Subjects are all those given whom the binding names, sorted: to take the right away,
	// each of them must leave it.
	Subjects []Subject `json:"subjects,omitempty"`
	// Rules are what is not covered, merged to few rules, sorted.
	Rules []rbacv1.PolicyRule `json:"rules"`
}

// Beyond is what is held and no need covers, one entry for each binding, in its order. A need
// that is granted everywhere covers each namespace; one in a namespace covers that alone. A
// single rule must cover each verb on each resource, as for the API server when it refuses
// to escalate rights: all verbs by their names do not cover "*".
func Beyond(have, need []Grant) []Excess { return nil }

// Missing is what is needed and nothing held covers: the reverse of Beyond, one entry for each
// role and namespace needed.
func Missing(need, have []Grant) []Excess { return nil }
