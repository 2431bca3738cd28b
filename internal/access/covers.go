package access

import (
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/component-helpers/auth/rbac/validation"
)

// maxAtoms bounds how many single rights a rule is broken down to. A stored rule can multiply
// to billions, and nothing that is stored may stop us. The largest of Kubernetes' own has
// some two hundred.
const maxAtoms = 2000

// uncovered is what no owner covers of one of the parts of a rule. It is what Covers of
// component-helpers says, in fewer rules and less time: a rule that some owner covers whole is
// not broken down, nor is one that all owners miss, nor one too large; of that, all is
// uncovered unless one owner covers it whole.
func uncovered(owners [][]rbacv1.PolicyRule, rule rbacv1.PolicyRule) []rbacv1.PolicyRule {
	var near []rbacv1.PolicyRule
	for _, list := range owners {
		for i := range list {
			switch part, whole := overlap(&list[i], &rule); {
			case whole:
				return nil
			case part != nil:
				near = append(near, *part)
			}
		}
	}
	if len(near) == 0 || atoms(&rule) > maxAtoms {
		return []rbacv1.PolicyRule{rule}
	}
	_, left := validation.Covers(near, []rbacv1.PolicyRule{rule})
	return left
}

// atoms is how many single rights a rule has, or a number above maxAtoms.
func atoms(rule *rbacv1.PolicyRule) int {
	n := 1
	for _, list := range [][]string{rule.Verbs, rule.APIGroups, rule.Resources, rule.ResourceNames, rule.NonResourceURLs} {
		if n *= max(1, len(list)); n > maxAtoms {
			return n
		}
	}
	return n
}

// overlap is the owner without what does not matter to the rule, nil where it covers none of
// its rights, and whether it covers all of them.
func overlap(owner, rule *rbacv1.PolicyRule) (part *rbacv1.PolicyRule, whole bool) {
	if len(rule.ResourceNames) == 0 && len(owner.ResourceNames) > 0 {
		return nil, false
	}
	part, whole = &rbacv1.PolicyRule{}, true
	for _, list := range []struct {
		owner, rule []string
		within      func(owner, rule []string) ([]string, int)
		to          *[]string
	}{
		{owner.Verbs, rule.Verbs, verbsWithin, &part.Verbs},
		{owner.NonResourceURLs, rule.NonResourceURLs, urlsWithin, &part.NonResourceURLs},
		{owner.APIGroups, rule.APIGroups, verbsWithin, &part.APIGroups},
		{owner.Resources, rule.Resources, resourcesWithin, &part.Resources},
		{owner.ResourceNames, rule.ResourceNames, namesWithin, &part.ResourceNames},
	} {
		// A rule without such words asks for none, and an owner without names has all.
		if len(list.rule) == 0 || len(list.owner) == 0 && list.to == &part.ResourceNames {
			continue
		}
		used, covered := list.within(list.owner, list.rule)
		if covered == 0 {
			return nil, false
		}
		*list.to = used
		whole = whole && covered == len(list.rule)
	}
	return part, whole
}
