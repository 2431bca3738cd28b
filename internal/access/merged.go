package access

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

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

// unique is the sorted list without repetitions, nil if it is empty. It may be the list itself.
func unique(list []string) []string {
	if len(list) == 0 {
		return nil
	}
	for i := 1; i < len(list); i++ {
		if list[i-1] >= list[i] {
			list = slices.Clone(list)
			slices.Sort(list)
			return slices.Compact(list)
		}
	}
	return list
}

// merged puts together rules that differ in one list alone: first in their verbs, then in
// names, resources and groups.
func merged(rules []rbacv1.PolicyRule) []rbacv1.PolicyRule {
	if len(rules) == 0 {
		return nil
	}
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
		// No names mean all, and must not take in some.
		key := key(&rest, len(words) == 0)
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

// key is equal where the rules are. Lengths keep words apart, whatever is in them.
func key(r *rbacv1.PolicyRule, empty bool) string {
	buffer := strconv.AppendBool(make([]byte, 0, 128), empty)
	for _, list := range [][]string{r.Verbs, r.APIGroups, r.Resources, r.ResourceNames, r.NonResourceURLs} {
		buffer = strconv.AppendInt(append(buffer, 0), int64(len(list)), 10)
		for _, word := range list {
			buffer = strconv.AppendInt(append(buffer, 0), int64(len(word)), 10)
			buffer = append(append(buffer, 0), word...)
		}
	}
	return string(buffer)
}

func compareRules(a, b rbacv1.PolicyRule) int {
	return cmp.Or(
		slices.Compare(a.NonResourceURLs, b.NonResourceURLs), slices.Compare(a.APIGroups, b.APIGroups),
		slices.Compare(a.Resources, b.Resources), slices.Compare(a.ResourceNames, b.ResourceNames), slices.Compare(a.Verbs, b.Verbs),
	)
}
