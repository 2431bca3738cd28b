package access

import (
	"cmp"
	"fmt"
	"strings"
)

// SubjectKind is what a binding names: a user, a group or a service account.
type SubjectKind string

// The kinds of subjects that RBAC knows.
const (
	User           SubjectKind = "User"
	Group          SubjectKind = "Group"
	ServiceAccount SubjectKind = "ServiceAccount"
)

// Subject is one that rights are granted to. Namespace is set of service accounts alone.
type Subject struct {
	Kind      SubjectKind `json:"kind"`
	Namespace string      `json:"namespace,omitempty"`
	Name      string      `json:"name"`
}

const (
	accountPrefix        = "system:serviceaccount:"
	groupAuthenticated   = "system:authenticated"
	groupUnauthenticated = "system:unauthenticated"
	groupAccounts        = "system:serviceaccounts"
	userAnonymous        = "system:anonymous"
)

// ParseSubject reads what String writes: User/alice, Group/admins,
// ServiceAccount/namespace/name. Names of users and groups may hold slashes. A user
// system:serviceaccount:namespace:name is read as that service account. It fails where the
// kind is another or a part is empty.
func ParseSubject(text string) (Subject, error) {
	kind, name, _ := strings.Cut(text, "/")
	s := Subject{Kind: SubjectKind(kind), Name: name}
	switch s.Kind {
	case User, Group:
	case ServiceAccount:
		s.Namespace, s.Name, _ = strings.Cut(name, "/")
		if s.Namespace == "" || strings.Contains(s.Name, "/") {
			return Subject{}, fmt.Errorf("%q is no service account: write ServiceAccount/namespace/name", text)
		}
	default:
		return Subject{}, fmt.Errorf("%q names no subject: write User/name, Group/name or ServiceAccount/namespace/name", text)
	}
	if s.Name == "" {
		return Subject{}, fmt.Errorf("%q has no name", text)
	}
	return s.canonical(), nil
}

// String is the subject as ParseSubject reads it.
func (s Subject) String() string {
	if s.Kind == ServiceAccount {
		return string(s.Kind) + "/" + s.Namespace + "/" + s.Name
	}
	return string(s.Kind) + "/" + s.Name
}

// Wide says whether people or programs that nobody has named are meant: all who logged in,
// all who did not, all service accounts, of the cluster or of a namespace.
func (s Subject) Wide() bool {
	switch s.Kind {
	case User:
		return s.Name == userAnonymous
	case Group:
		return s.Name == groupAuthenticated || s.Name == groupUnauthenticated ||
			s.Name == groupAccounts || strings.HasPrefix(s.Name, groupAccounts+":")
	}
	return false
}

// canonical gives a service account that is named as a user its own kind: to the authoriser
// both are the same.
func (s Subject) canonical() Subject {
	if s.Kind != User {
		return s
	}
	rest, ok := strings.CutPrefix(s.Name, accountPrefix)
	if !ok {
		return s
	}
	namespace, name, ok := strings.Cut(rest, ":")
	if !ok || namespace == "" || name == "" || strings.Contains(name, ":") {
		return s
	}
	return Subject{Kind: ServiceAccount, Namespace: namespace, Name: name}
}

// groups are those that the API server puts whoever logs in as this subject into, beside
// those that its login names.
func (s Subject) groups() []string {
	switch {
	case s.Kind == ServiceAccount:
		return []string{groupAccounts, groupAccounts + ":" + s.Namespace, groupAuthenticated}
	case s.Kind == User && s.Name == userAnonymous:
		return []string{groupUnauthenticated}
	case s.Kind == User:
		return []string{groupAuthenticated}
	}
	return nil
}

func compareSubjects(a, b Subject) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Name, b.Name))
}
