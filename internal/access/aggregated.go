package access

import (
	"cmp"
	"slices"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// Aggregated is a copy in which cluster roles with an aggregationRule have the rules of those
// that it selects, as the controller manager would write them. It is for files, where
// nobody has filled them. Of a cluster it must not be asked: the authoriser looks at the
// stored rules alone, and they are the truth of what is granted. A role whose selectors cannot
// be read keeps its rules.
func (o Objects) Aggregated() Objects {
	o = o.clone()
	members := make([][]int, len(o.ClusterRoles))
	filled := make([]bool, len(o.ClusterRoles))
	for i := range o.ClusterRoles {
		if o.ClusterRoles[i].AggregationRule != nil {
			members[i], filled[i] = selected(o.ClusterRoles, i)
		}
	}
	stored := slices.Clone(o.ClusterRoles)
	for i := range o.ClusterRoles {
		if filled[i] {
			o.ClusterRoles[i].Rules = union(stored, members, filled, i)
		}
	}
	return o
}

// selected are the roles that the aggregationRule of role i selects, itself left out. It is
// false where a selector cannot be read.
func selected(roles []rbacv1.ClusterRole, i int) ([]int, bool) {
	var selectors []labels.Selector
	for k := range roles[i].AggregationRule.ClusterRoleSelectors {
		selector, err := metav1.LabelSelectorAsSelector(&roles[i].AggregationRule.ClusterRoleSelectors[k])
		if err != nil {
			return nil, false
		}
		selectors = append(selectors, selector)
	}
	var all []int
	for k := range roles {
		matches := func(s labels.Selector) bool { return s.Matches(labels.Set(roles[k].Labels)) }
		if k != i && slices.ContainsFunc(selectors, matches) {
			all = append(all, k)
		}
	}
	slices.SortFunc(all, func(a, b int) int { return cmp.Compare(roles[a].Name, roles[b].Name) })
	return all, true
}

// union are the rules of all that role i aggregates, through other aggregated roles too.
// What was stored in those does not count: it would be overwritten.
func union(roles []rbacv1.ClusterRole, members [][]int, filled []bool, i int) []rbacv1.PolicyRule {
	var rules []rbacv1.PolicyRule
	known := map[string]bool{}
	seen := map[int]bool{i: true}
	for queue := slices.Clone(members[i]); len(queue) > 0; queue = queue[1:] {
		role := queue[0]
		if seen[role] {
			continue
		}
		seen[role] = true
		if filled[role] {
			queue = append(queue, members[role]...)
			continue
		}
		for _, rule := range roles[role].Rules {
			if key := rule.String(); !known[key] {
				known[key] = true
				rules = append(rules, rule)
			}
		}
	}
	return rules
}
