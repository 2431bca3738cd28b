package access

import (
	rbacv1 "k8s.io/api/rbac/v1"
)

// cover are the grants that may cover others, by where they count.
type cover struct {
	everywhere []rbacv1.PolicyRule
	namespaced map[string][]rbacv1.PolicyRule
	// whole are roles and where they are granted: they cover themselves.
	whole map[question]bool
}

// question tells apart what was asked already: the same role, with the same answer. Rules are
// those of a role, which all its grants share, by the first of them.
type question struct {
	rules     *rbacv1.PolicyRule
	namespace string
}

// noNeed stands for all namespaces with no need of their own.
const noNeed = "-"

func newCover(grants []Grant) *cover {
	c := &cover{namespaced: map[string][]rbacv1.PolicyRule{}, whole: map[question]bool{}}
	for _, grant := range grants {
		if len(grant.Rules) == 0 {
			continue
		}
		key := question{&grant.Rules[0], grant.Namespace}
		if c.whole[key] {
			continue
		}
		c.whole[key] = true
		if grant.Namespace == "" {
			c.everywhere = append(c.everywhere, allParts(grant)...)
		} else {
			c.namespaced[grant.Namespace] = append(c.namespaced[grant.Namespace], allParts(grant)...)
		}
	}
	c.everywhere = fewer(c.everywhere)
	for namespace, rules := range c.namespaced {
		c.namespaced[namespace] = fewer(rules)
	}
	return c
}

// manyRules is from where merging takes less time than it saves.
const manyRules = 64

func fewer(rules []rbacv1.PolicyRule) []rbacv1.PolicyRule {
	if len(rules) < manyRules {
		return rules
	}
	return merged(rules)
}

// question names no namespace where nothing is needed in it: all those have one answer.
// Everywhere is a question of its own, since paths count there.
func (c *cover) question(grant Grant) question {
	if len(grant.Rules) == 0 {
		return question{}
	}
	q := question{&grant.Rules[0], grant.Namespace}
	if _, own := c.namespaced[grant.Namespace]; grant.Namespace != "" && !own {
		q.namespace = noNeed
	}
	return q
}

// maxPairs bounds how many rules are compared with how many: two roles as large as can be
// stored would be billions. What is beyond it is taken for uncovered.
const maxPairs = 1_000_000

func (c *cover) uncovered(grant Grant) []rbacv1.PolicyRule {
	if len(grant.Rules) == 0 {
		return nil
	}
	first := &grant.Rules[0]
	if c.whole[question{first, ""}] || c.whole[question{first, grant.Namespace}] {
		return nil
	}
	owners := [][]rbacv1.PolicyRule{c.everywhere}
	if grant.Namespace != "" {
		owners = append(owners, c.namespaced[grant.Namespace])
	}
	size := 0
	for _, list := range owners {
		size += len(list)
	}
	rules := fewer(allParts(grant))
	if size*len(rules) > maxPairs {
		return merged(rules)
	}
	var all []rbacv1.PolicyRule
	for _, rule := range rules {
		all = append(all, uncovered(owners, rule)...)
	}
	return merged(all)
}

func allParts(grant Grant) []rbacv1.PolicyRule {
	var all []rbacv1.PolicyRule
	for i := range grant.Rules {
		all = append(all, parts(&grant.Rules[i], grant.Namespace)...)
	}
	return all
}
