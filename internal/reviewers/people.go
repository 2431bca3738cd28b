package reviewers

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hmarr/codeowners"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// Owner is an owner of files, held against the register.
type Owner struct {
	// Name as CODEOWNERS writes it.
	Name string
	// People of the register who are it, or are in it, and may review on the day.
	People []string
	// Gone says of people who are it, or are in it, why they may not, in their order: "lea (left on
	// 2026-01-31)".
	Gone []string
	// Team says that it is one: who is in it besides, a register need not know.
	Team bool
}

// known reports whether anybody on record is the owner, whether they may review or not.
func (o *Owner) known() bool { return len(o.People)+len(o.Gone) > 0 }

// held is an account and the person who has it.
type held struct {
	person  *api.Person
	account *api.Account
}

// people finds those of a register by what CODEOWNERS calls them.
type people struct {
	on      api.Date
	byOwner map[string][]held
}

// newPeople are the people of a register on a day.
func newPeople(all []*api.Person, on api.Date) *people {
	p := &people{on: on, byOwner: map[string][]held{}}
	for _, person := range all {
		for i := range person.Spec.Accounts {
			a := &person.Spec.Accounts[i]
			if key := keyOf(a); key != "" {
				p.byOwner[key] = append(p.byOwner[key], held{person, a})
			}
		}
	}
	return p
}

// keyOf is what CODEOWNERS calls an account; "" where it calls it nothing. Names of users and
// groups are those of a server of Git, and an address is the same in every system. Neither
// tells capitals from others.
func keyOf(a *api.Account) string {
	system, subject := strings.ToLower(a.System), strings.ToLower(strings.TrimPrefix(a.Subject, "@"))
	hosted := strings.Contains(system, "github") || strings.Contains(system, "gitlab")
	switch {
	case a.Kind == api.SubjectUser && strings.Contains(subject, "@"):
		return codeowners.EmailOwner + " " + subject
	case a.Kind == api.SubjectUser && hosted:
		return codeowners.UsernameOwner + " " + subject
	case a.Kind == api.SubjectGroup && hosted:
		return codeowners.TeamOwner + " " + subject
	}
	return ""
}

// owner holds an owner against the register. GitLab has groups whose names look like users.
func (p *people) owner(o codeowners.Owner) Owner {
	all := p.byOwner[o.Type+" "+strings.ToLower(o.Value)]
	of := Owner{Name: o.String(), Team: o.Type == codeowners.TeamOwner}
	if group := p.byOwner[codeowners.TeamOwner+" "+strings.ToLower(o.Value)]; len(all) == 0 && o.Type == codeowners.UsernameOwner && len(group) > 0 {
		all, of.Team = group, true
	}
	for _, h := range all {
		if why := p.whyNot(h); why != "" {
			of.Gone = append(of.Gone, fmt.Sprintf("%s (%s)", h.person.Name, why))
		} else {
			of.People = append(of.People, h.person.Name)
		}
	}
	slices.Sort(of.People)
	slices.Sort(of.Gone)
	of.People, of.Gone = slices.Compact(of.People), slices.Compact(of.Gone)
	return of
}

// whyNot says why who has an account may not review by it on the day; "" where they may.
func (p *people) whyNot(h held) string {
	s := &h.person.Spec
	switch {
	case facts.HadLeft(h.person, p.on):
		return fmt.Sprintf("left on %s", s.EngagedUntil)
	case s.State == api.StateLeft:
		return "has left"
	case p.on.Before(s.EngagedFrom):
		return fmt.Sprintf("is engaged from %s on", s.EngagedFrom)
	case p.on.Before(h.account.From):
		return fmt.Sprintf("has the account from %s on", h.account.From)
	case !h.account.Until.IsZero() && p.on.After(h.account.Until):
		return fmt.Sprintf("had the account until %s", h.account.Until)
	}
	return ""
}
