package granted

import (
	"slices"

	"github.com/isms-operator/isms-operator/internal/access"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// boundTo are the subjects of one sort, and what binds them.
type boundTo struct {
	subjects map[access.Subject]bool
	bindings []string
}

func (b *boundTo) add(s access.Subject, grants []access.Grant) {
	if b.subjects == nil {
		b.subjects = map[access.Subject]bool{}
	}
	b.subjects[s] = true
	for i := range grants {
		b.bindings = append(b.bindings, facts.BindingName(&grants[i]))
	}
}

// strangers are the subjects that are granted something and that nobody claims.
type strangers struct{ users, everyone, groups, programs boundTo }

// people are those that may be people.
func (s *strangers) people() map[access.Subject]bool {
	all := map[access.Subject]bool{}
	for subject := range s.users.subjects {
		all[subject] = true
	}
	for subject := range s.groups.subjects {
		all[subject] = true
	}
	return all
}

type boundKey struct{}

// bound are the subjects that are granted something where rights are judged, and that no
// person claims. What a cluster grants to itself is left out. For reading.
func bound(c *assess.Context) *strangers {
	return assess.Once(c, boundKey{}, func(c *assess.Context) *strangers {
		all := &strangers{}
		for _, s := range facts.ObservedAccess(c).Rights.Subjects() {
			all.sort(c, s)
		}
		return all
	})
}

// sort puts a subject where it belongs. Of a group of which somebody looked who is in it each
// one counts: that one of them states the group says nothing of the others.
func (s *strangers) sort(c *assess.Context, subject access.Subject) {
	listed := subject.Kind == access.Group && facts.MembersSeen(c, subject.Name)
	if !listed && facts.Claimed(c, subject) {
		return
	}
	grants := slices.DeleteFunc(facts.Judged(c, facts.ObservedAccess(c).Rights.Of(subject)), func(g access.Grant) bool {
		return g.Subject != subject || g.Own()
	})
	switch {
	case len(grants) == 0:
	case subject.Wide():
		s.everyone.add(subject, grants)
	case subject.Kind == access.ServiceAccount:
		s.programs.add(subject, grants)
	case subject.Kind == access.User:
		s.users.add(subject, grants)
	case !listed:
		s.groups.add(subject, grants)
	default:
		for _, name := range c.World.Access().Members[subject.Name] {
			if user := (access.Subject{Kind: access.User, Name: name}); !facts.Claimed(c, user) {
				s.users.add(user, grants)
			}
		}
	}
}
