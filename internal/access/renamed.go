package access

import (
	"slices"
	"strings"

	rbacv1 "k8s.io/api/rbac/v1"
)

// Renamed is a copy in which each user, group and service account has the name that rename
// gives, in bindings and in rules on users, groups and service accounts by name. A service
// account of a cluster role's rule has no namespace. The kind and number of subjects stay, so
// rename must give the kind that it is asked for. Names of roles and bindings stay too, even
// where they hold a person's name.
func (o Objects) Renamed(rename func(Subject) Subject) Objects {
	o = o.clone()
	for i := range o.ClusterRoles {
		o.ClusterRoles[i].Rules = renamedRules(o.ClusterRoles[i].Rules, "", rename)
	}
	for i := range o.Roles {
		o.Roles[i].Rules = renamedRules(o.Roles[i].Rules, o.Roles[i].Namespace, rename)
	}
	for i := range o.ClusterRoleBindings {
		o.ClusterRoleBindings[i].Subjects = renamedSubjects(o.ClusterRoleBindings[i].Subjects, "", rename)
	}
	for i := range o.RoleBindings {
		o.RoleBindings[i].Subjects = renamedSubjects(o.RoleBindings[i].Subjects, o.RoleBindings[i].Namespace, rename)
	}
	return o
}

func renamedSubjects(subjects []rbacv1.Subject, namespace string, rename func(Subject) Subject) []rbacv1.Subject {
	subjects = slices.Clone(subjects)
	for i := range subjects {
		s, ok := fromBinding(subjects[i], namespace)
		if !ok {
			// Kinds that RBAC does not know grant nothing, and may name somebody.
			s = Subject{Kind: User, Name: subjects[i].Name}
		}
		s = rename(s)
		if subjects[i].Kind == rbacv1.ServiceAccountKind {
			subjects[i].Namespace = s.Namespace
		} else if s.Kind == ServiceAccount {
			s.Name = accountPrefix + s.Namespace + ":" + s.Name
		}
		subjects[i].Name = s.Name
	}
	return subjects
}

func renamedRules(rules []rbacv1.PolicyRule, namespace string, rename func(Subject) Subject) []rbacv1.PolicyRule {
	rules = slices.Clone(rules)
	for i := range rules {
		kind, ok := namedKind(rules[i].Resources)
		if !ok {
			continue
		}
		rules[i].ResourceNames = slices.Clone(rules[i].ResourceNames)
		for k, name := range rules[i].ResourceNames {
			s := Subject{Kind: kind, Name: name}
			if kind == ServiceAccount {
				s.Namespace = namespace
			}
			rules[i].ResourceNames[k] = rename(s).Name
		}
	}
	return rules
}

// namedKind is what the names in a rule on these resources stand for. Of several, a person
// goes first.
func namedKind(resources []string) (SubjectKind, bool) {
	for _, kind := range []struct {
		resource string
		kind     SubjectKind
	}{{"users", User}, {"groups", Group}, {"serviceaccounts", ServiceAccount}} {
		on := func(resource string) bool {
			resource, _, _ = strings.Cut(resource, "/")
			return resource == kind.resource
		}
		if slices.ContainsFunc(resources, on) {
			return kind.kind, true
		}
	}
	return "", false
}
