package access

import (
	"slices"
	"strings"

	rbacv1 "k8s.io/api/rbac/v1"
)

// Request is what somebody asks of the API server. With a NonResourceURL, such as /healthz,
// it is about that path and the verb alone. Verb, APIGroup and Resource are matched as they
// are: "*" asks for what only a rule with "*" allows.
type Request struct {
	Verb           string `json:"verb"`
	APIGroup       string `json:"apiGroup,omitempty"`
	Resource       string `json:"resource,omitempty"`
	Subresource    string `json:"subresource,omitempty"`
	Namespace      string `json:"namespace,omitempty"`
	Name           string `json:"name,omitempty"`
	NonResourceURL string `json:"nonResourceURL,omitempty"`
}

// Allowed says whether one of the grants allows the request, and the first that does. It
// decides as the RBAC authoriser does.
func Allowed(grants []Grant, request Request) (Grant, bool) {
	for _, grant := range grants {
		if !grant.reaches(request) {
			continue
		}
		for i := range grant.Rules {
			if allows(&grant.Rules[i], request) {
				return grant, true
			}
		}
	}
	return Grant{}, false
}

// reaches says whether the grant counts where the request is made. Paths are in no namespace.
func (g Grant) reaches(request Request) bool {
	return g.Namespace == "" || request.NonResourceURL == "" && g.Namespace == request.Namespace
}

// allows is RuleAllows of the API server's plugin/pkg/auth/authorizer/rbac, which is in a
// module that others must not depend on.
func allows(rule *rbacv1.PolicyRule, request Request) bool {
	if !hasOr(rule.Verbs, rbacv1.VerbAll, request.Verb) {
		return false
	}
	if request.NonResourceURL != "" {
		return slices.ContainsFunc(rule.NonResourceURLs, func(owned string) bool { return urlCovers(owned, request.NonResourceURL) })
	}
	return hasOr(rule.APIGroups, rbacv1.APIGroupAll, request.APIGroup) &&
		resourceMatches(rule.Resources, request.Resource, request.Subresource) &&
		(len(rule.ResourceNames) == 0 || slices.Contains(rule.ResourceNames, request.Name))
}

func hasOr(list []string, all, one string) bool {
	return slices.ContainsFunc(list, func(s string) bool { return s == all || s == one })
}

func resourceMatches(list []string, resource, subresource string) bool {
	whole := resource
	if subresource != "" {
		whole += "/" + subresource
	}
	return slices.ContainsFunc(list, func(s string) bool {
		return s == rbacv1.ResourceAll || s == whole || subresource != "" && s == "*/"+subresource
	})
}

func urlCovers(owned, path string) bool {
	return owned == path || strings.HasSuffix(owned, "*") && strings.HasPrefix(path, strings.TrimRight(owned, "*"))
}

// Unrestricted says whether the grant allows every verb on every resource, where it is
// granted, as cluster-admin does.
func Unrestricted(grant Grant) bool {
	return slices.ContainsFunc(grant.Rules, func(rule rbacv1.PolicyRule) bool {
		return slices.Contains(rule.Verbs, rbacv1.VerbAll) && slices.Contains(rule.APIGroups, rbacv1.APIGroupAll) &&
			slices.Contains(rule.Resources, rbacv1.ResourceAll) && len(rule.ResourceNames) == 0
	})
}
