package granted

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/access"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docOutlives = assess.Doc{
	ID: "P8-14", Point: assess.Allocation, Aspect: assess.Covered, Rights: true, Clause: "A.5.18, A.6.5",
	Requires: "Who leaves, and whose account ends, is granted nothing in the cluster any more",
	Fires:    "an account of somebody who has left, or one that has ended, is still granted rights to read (minor), or to change something or everything (major); whether it is theirs is not known where people of another ISMS claim it too, where somebody who is engaged states it as well, and neither its last day nor a later one since when it is theirs is on record, or where it is a group of which nobody looked who is in it (unknown); or it is bound to a role that does not exist, and is granted it as soon as somebody makes it (observation)",
	Reasons:  []string{"AccessOutlivesEngagement"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeUnknown, api.GradeMinor, api.GradeMajor},
	Alone:    "what is bound to a role that does not exist grants nothing today",
	Remedy:   "Take the subject out of the binding; the account stays on record with its last day",
}

func checkOutlives(c *assess.Context, p *api.Person) { tell(c, outlives(c, p)) }

func outlives(c *assess.Context, p *api.Person) (all []Lapse) {
	if facts.ObservedAccess(c) == nil {
		return nil
	}
	for _, a := range facts.ClusterAccounts(p) {
		if !lapsed(c, p, &a) || handedOn(c, p, &a) {
			continue
		}
		grants := facts.Judged(c, facts.GrantedTo(c, []facts.Account{a}))
		switch group := a.Subject.Kind == access.Group; {
		case group && !mayBeIn(c, p, &a):
		case len(grants) > 0:
			all = append(all, Lapse{outliving(c, p, &a, grants), a.Name, grants})
		case !group && !facts.ClaimedElsewhere(c, a.Subject) && len(facts.UsersOf(c, a.Subject)) == 0:
			if bound := facts.Judged(c, facts.PromisedTo(c, []facts.Account{a})); len(bound) > 0 {
				all = append(all, Lapse{promised(c, p, &a, bound), a.Name, bound})
			}
		}
	}
	return all
}

// handedOn reports whether an account that is over is somebody else's now, or the person's own by
// another entry: that its last day is on record, or that who has it now has it since a later day
// than the last of who left. Else both had it at once, and who left may still be able to sign in.
// A group is nobody's: whoever else is in it says nothing of who left.
func handedOn(c *assess.Context, p *api.Person, a *facts.Account) bool {
	now := facts.UsersOf(c, a.Subject)
	if len(now) == 0 || a.Subject.Kind == access.Group {
		return false
	}
	last := lastDay(c, p, a)
	return c.Today.Past(a.Until) || !last.IsZero() && !slices.ContainsFunc(now, func(u facts.User) bool { return !u.Since.After(last) })
}

// promised tells of a binding that grants nothing, as its role does not exist: it is not
// found by whoever looks for rights, and whoever makes the role gives it to somebody who is gone.
func promised(c *assess.Context, p *api.Person, a *facts.Account, bound []access.Grant) assess.Finding {
	f := assess.Finding{
		Reason: "AccessOutlivesEngagement", Grade: api.GradeObservation, Field: "spec.accounts[" + a.Name + "]",
		Message: fmt.Sprintf("The account %s of %s, %s, is still bound to %s; no such role exists, and whoever makes it grants it",
			facts.Quote(a.Name), p.Name, overSince(c, p, a), facts.GrantNames(bound)),
	}
	if last := lastDay(c, p, a); !last.IsZero() {
		f.Since = last.AddDays(1)
	}
	return f
}

// mayBeIn reports whether somebody who stated that they are in a group may still be: that it
// has no end, and nobody looked. Where somebody did, their user is found in it.
func mayBeIn(c *assess.Context, p *api.Person, group *facts.Account) bool {
	user := slices.ContainsFunc(facts.ClusterAccounts(p), func(a facts.Account) bool { return a.Subject.Kind == access.User })
	return !c.Today.Past(group.Until) && (!user || !facts.MembersSeen(c, group.Subject.Name))
}

func outliving(c *assess.Context, p *api.Person, a *facts.Account, grants []access.Grant) assess.Finding {
	f := assess.Finding{
		Reason: "AccessOutlivesEngagement", Grade: grade(grants), Field: "spec.accounts[" + a.Name + "]",
		Message: fmt.Sprintf("The account %s of %s, %s, is still granted %s", facts.Quote(a.Name), p.Name, overSince(c, p, a), facts.GrantNames(grants)),
	}
	switch {
	case a.Subject.Kind == access.Group:
		f.Grade = api.GradeUnknown
		f.Message += "; it is a group, and nobody looked who is in it"
		f.Remedy = "Take them out of the group and set until of the account to the last day, or have the members observed"
	case len(facts.UsersOf(c, a.Subject)) > 0:
		f.Grade = api.GradeUnknown
		f.Message += fmt.Sprintf("; %s states it as theirs, too, and not from a later day on", facts.UsersOf(c, a.Subject)[0].Person.Name)
		f.Remedy = "Once who left can sign in with it no more, set until of the account here to the last day, or from of theirs to a later one; or take the subject out of the binding"
	case facts.ClaimedElsewhere(c, a.Subject):
		f.Grade = api.GradeUnknown
		f.Message += "; people of another ISMS in the cluster state it as theirs, too"
		f.Remedy = "State until of the account here, and let the other ISMS say from when on it is theirs; or take the subject out of the binding"
	}
	if last := lastDay(c, p, a); !last.IsZero() {
		f.Since = last.AddDays(1)
	}
	return f
}

// lastDay is the last day of an account that is over: its own, or that of the engagement;
// absent where nobody knows it.
func lastDay(c *assess.Context, p *api.Person, a *facts.Account) (last api.Date) {
	for _, end := range []api.Date{p.Spec.EngagedUntil, a.Until} {
		if c.Today.Past(end) && (last.IsZero() || end.Before(last)) {
			last = end
		}
	}
	return last
}

// overSince says why an account is over.
func overSince(c *assess.Context, p *api.Person, a *facts.Account) string {
	if facts.Left(c, p) {
		return "who " + facts.LeftOn(p)
	}
	return "which ended on " + a.Until.String()
}

// lapsed reports whether an account of a person is over though it may still be bound: they
// have left, or it has ended.
func lapsed(c *assess.Context, p *api.Person, a *facts.Account) bool {
	return facts.Left(c, p) || c.Today.Past(a.Until)
}

// grade is that of rights which nobody should have any more: who may change something can do
// harm, and who may do everything can hide it; who may read, can read what is none of theirs.
func grade(grants []access.Grant) api.Grade {
	if facts.Writes(grants) || slices.ContainsFunc(grants, access.Unrestricted) {
		return api.GradeMajor
	}
	return api.GradeMinor
}
