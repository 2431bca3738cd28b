package pseudonym

import (
	"strings"

	"github.com/isms-operator/isms-operator/internal/access"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// accountPrefix begins the names by which service accounts log in.
const accountPrefix = "system:serviceaccount:"

// account is what stands for the name by which a cluster knows somebody. What Kubernetes calls
// itself names nobody; a service account that is named as a user goes on to be that one.
func (n *Names) account(name string) string {
	rest, program := strings.CutPrefix(name, accountPrefix)
	namespace, own, named := strings.Cut(rest, ":")
	switch {
	case program && named:
		return accountPrefix + n.Text(namespace) + ":" + n.account(own)
	case strings.HasPrefix(name, "system:"), name == "":
		return name
	}
	return n.issue(sortAccount, name)
}

// subject is a subject of the cluster without names of people.
func (n *Names) subject(s access.Subject) access.Subject {
	s.Namespace, s.Name = n.Text(s.Namespace), n.account(s.Name)
	return s
}

// access replaces names in what was seen of rights.
func (n *Names) access(from *assess.Access) *assess.Access {
	if from == nil {
		return nil
	}
	to := *from
	to.Source, to.Namespaces, to.Unobservable = n.Text(from.Source), n.texts(from.Namespaces), n.texts(from.Unobservable)
	if from.Rights != nil {
		to.Rights = from.Rights.Renamed(n.subject, n.Text)
	}
	if from.Members != nil {
		to.Members = map[string][]string{}
	}
	for group, users := range from.Members {
		members := make([]string, len(users))
		for i, user := range users {
			members[i] = n.account(user)
		}
		to.Members[n.account(group)] = members
	}
	if from.Elsewhere != nil {
		to.Elsewhere = map[access.Subject]bool{}
	}
	for s, claimed := range from.Elsewhere {
		to.Elsewhere[n.subject(s)] = claimed
	}
	return &to
}

func (n *Names) texts(from []string) []string {
	if from == nil {
		return nil
	}
	to := make([]string, len(from))
	for i, text := range from {
		to[i] = n.Text(text)
	}
	return to
}
