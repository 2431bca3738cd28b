package access

import (
	"cmp"
	"maps"
	"slices"

	rbacv1 "k8s.io/api/rbac/v1"
)

// parts are a rule's resources and, where they count, its paths, each by itself, no word
// twice.
func parts(rule *rbacv1.PolicyRule, namespace string) []rbacv1.PolicyRule {
	var all []rbacv1.PolicyRule
	verbs := unique(rule.Verbs)
	if len(verbs) == 0 {
		return nil
	}
	if len(rule.APIGroups) > 0 && len(rule.Resources) > 0 {
		all = append(all, rbacv1.PolicyRule{
			Verbs: verbs, APIGroups: unique(rule.APIGroups), Resources: unique(rule.Resources), ResourceNames: unique(rule.ResourceNames),
		})
	}
	if len(rule.NonResourceURLs) > 0 && namespace == "" {
		all = append(all, rbacv1.PolicyRule{Verbs: verbs, NonResourceURLs: unique(rule.NonResourceURLs)})
	}
	return all
}

// unique is the sorted list, nil if it is empty.
func unique(list []string) []string {
	return slices.Compact(slices.Sorted(slices.Values(list)))
}

// merged puts together rules that differ in one list alone: first in their verbs, then in
// names, resources and groups.
func merged(rules []rbacv1.PolicyRule) []rbacv1.PolicyRule {
	for _, list := range []func(*rbacv1.PolicyRule) *[]string{
		func(r *rbacv1.PolicyRule) *[]string { return &r.Verbs },
		func(r *rbacv1.PolicyRule) *[]string { return &r.ResourceNames },
		func(r *rbacv1.PolicyRule) *[]string { return &r.Resources },
		func(r *rbacv1.PolicyRule) *[]string { return &r.APIGroups },
		func(r *rbacv1.PolicyRule) *[]string { return &r.NonResourceURLs },
	} {
		rules = mergedBy(rules, list)
	}
	return rules
}

func mergedBy(rules []rbacv1.PolicyRule, list func(*rbacv1.PolicyRule) *[]string) []rbacv1.PolicyRule {
	type group struct {
		rule  rbacv1.PolicyRule
		words []string
	}
	groups := map[string]*group{}
	for _, rule := range rules {
		rest := rule
		words := *list(&rest)
		*list(&rest) = nil
		key := rest.String()
		if len(words) == 0 {
			// No names mean all, and must not take in some.
			key += "\x00"
		}
		if groups[key] == nil {
			groups[key] = &group{rule: rule}
		}
		groups[key].words = append(groups[key].words, words...)
	}
	var all []rbacv1.PolicyRule
	for _, key := range slices.Sorted(maps.Keys(groups)) {
		*list(&groups[key].rule) = unique(groups[key].words)
		all = append(all, groups[key].rule)
	}
	slices.SortFunc(all, compareRules)
	return all
}

func compareRules(a, b rbacv1.PolicyRule) int {
	return cmp.Or(
		slices.Compare(a.NonResourceURLs, b.NonResourceURLs), slices.Compare(a.APIGroups, b.APIGroups),
		slices.Compare(a.Resources, b.Resources), slices.Compare(a.ResourceNames, b.ResourceNames), slices.Compare(a.Verbs, b.Verbs),
	)
}
