package access

import (
	"slices"
	"strings"

	rbacv1 "k8s.io/api/rbac/v1"
)

// Sign is a right that shows that somebody has a duty in fact, such as to approve or to
// deploy.
type Sign struct {
	Name string `json:"name"`
	// Verbs, APIGroups and Resources, such as "pods" or "pods/exec", are asked for in each
	// combination.
	Verbs     []string `json:"verbs"`
	APIGroups []string `json:"apiGroups"`
	Resources []string `json:"resources"`
	// ResourceNames are the objects meant. Empty means any: then a right on one named
	// object shows the sign too.
	ResourceNames []string `json:"resourceNames,omitempty"`
	// Namespaces are where the right is a sign. Empty means anywhere.
	Namespaces []string `json:"namespaces,omitempty"`
	// ClusterScoped is set where the resources are in no namespace, such as nodes: then a
	// role binding cannot show the sign.
	ClusterScoped bool `json:"clusterScoped,omitempty"`
}

// Shown says whether one of the grants allows at least one of the sign's requests, and the
// first that does.
func (s Sign) Shown(grants []Grant) (Grant, bool) {
	for _, grant := range grants {
		if s.counts(grant) && slices.ContainsFunc(grant.Rules, s.shownBy) {
			return grant, true
		}
	}
	return Grant{}, false
}

// counts says whether what is granted where it is can be a sign.
func (s Sign) counts(grant Grant) bool {
	if grant.Namespace == "" {
		return true
	}
	return !s.ClusterScoped && (len(s.Namespaces) == 0 || slices.Contains(s.Namespaces, grant.Namespace))
}

// shownBy may look at each part by itself, as a rule allows all combinations of its parts.
func (s Sign) shownBy(rule rbacv1.PolicyRule) bool {
	named := len(s.ResourceNames) == 0 || len(rule.ResourceNames) == 0 ||
		slices.ContainsFunc(s.ResourceNames, func(name string) bool { return slices.Contains(rule.ResourceNames, name) })
	return named &&
		slices.ContainsFunc(s.Verbs, func(verb string) bool { return hasOr(rule.Verbs, rbacv1.VerbAll, verb) }) &&
		slices.ContainsFunc(s.APIGroups, func(group string) bool { return hasOr(rule.APIGroups, rbacv1.APIGroupAll, group) }) &&
		slices.ContainsFunc(s.Resources, func(whole string) bool {
			resource, subresource, _ := strings.Cut(whole, "/")
			return resourceMatches(rule.Resources, resource, subresource)
		})
}
