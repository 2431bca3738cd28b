package granted

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/access"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docMissing = assess.Doc{
	ID: "P8-17", Point: assess.Allocation, Aspect: assess.Covered, Rights: true, Clause: "5.3, 7.1",
	Requires: "Who holds a role is granted what it needs",
	Fires:    "a role needs rights that the cluster grants to no account of somebody who holds it as principal; not asked of people who state no account, and not where a group may grant them of which nobody looked who is in it (P8-15)",
	Reasons:  []string{"AccessMissing"},
	Grades:   []api.Grade{api.GradeObservation},
	Remedy:   "Bind the subject to the role of the cluster, or take it out of spec.access of the SecurityRole",
	Alone:    "who lacks a right asks for it; what is closed to them lets nobody in",
}

func checkMissing(c *assess.Context, p *api.Person) {
	seen := facts.ObservedAccess(c)
	accounts := facts.AccountsOf(c, p)
	if seen == nil || !seen.ClusterWide || len(accounts) == 0 {
		return // rights in the whole cluster could be what is missing
	}
	have := facts.GrantedTo(c, accounts)
	for _, h := range facts.HoldingsOf(c, p) {
		if h.Assignment.Capacity == api.CapacityDeputy {
			continue
		}
		need := slices.DeleteFunc(facts.Judged(c, facts.NeedsOf(c, h.Role).Grants), func(g access.Grant) bool {
			return g.Namespace != "" && !seen.Covers(g.Namespace)
		})
		if missing := missingOf(c, need, have); len(missing) > 0 {
			c.Report(assess.Finding{
				Reason: "AccessMissing", Grade: api.GradeObservation, Field: accountsField,
				Message: fmt.Sprintf("The SecurityRole %s needs %s, which the cluster does not grant to %s", h.Role.Name, assess.And(missing), p.Name),
			})
		}
	}
}

// missingOf names what is needed, not held, and granted by no group that somebody could be in.
func missingOf(c *assess.Context, need, have []access.Grant) (names []string) {
	for _, m := range access.Missing(need, append(slices.Clone(have), openGroups(c)...)) {
		names = append(names, needName(&m.Grant))
	}
	return names
}

type openKey struct{}

// openGroups is what is granted to groups that nobody claims and of which nobody looked who is
// in them, and to all who log in.
func openGroups(c *assess.Context) []access.Grant {
	return assess.Once(c, openKey{}, func(c *assess.Context) (all []access.Grant) {
		rights := facts.ObservedAccess(c).Rights
		for _, s := range rights.Subjects() {
			if s.Kind != access.Group || !s.Wide() && (facts.Claimed(c, s) || facts.MembersSeen(c, s.Name)) {
				continue
			}
			for _, g := range rights.Of(s) {
				if s.Wide() || !g.Own() { // nobody on record is a part of the control plane
					all = append(all, g)
				}
			}
		}
		return all
	})
}

// needName says what is needed, and where.
func needName(g *access.Grant) string {
	if g.Namespace == "" {
		return fmt.Sprintf("the %s %s in the whole cluster", g.Role.Kind, g.Role.Name)
	}
	return fmt.Sprintf("the %s %s in the namespace %s", g.Role.Kind, g.Role.Name, g.Namespace)
}

var docNeedAbsent = assess.Doc{
	ID: "P8-19", Point: assess.Allocation, Aspect: assess.Covered, Rights: true, Clause: "A.5.15",
	Requires: "What a role needs is there",
	Fires:    "spec.access names a ClusterRole or Role that the cluster does not have, so that nobody can tell which rights the role needs (unknown); while it is so P8-16 is not asked of those who hold it",
	Reasons:  []string{"AccessNeedNotFound"},
	Grades:   []api.Grade{api.GradeUnknown},
	Remedy:   "Correct spec.access, or make the role of the cluster",
}

func checkNeedAbsent(c *assess.Context, r *api.SecurityRole) {
	if facts.ObservedAccess(c) == nil {
		return
	}
	if needs := facts.NeedsOf(c, r); len(needs.Absent) > 0 {
		c.Report(assess.Finding{
			Reason: "AccessNeedNotFound", Grade: api.GradeUnknown, Field: "spec.access",
			Message: fmt.Sprintf("The role %s needs %s, which the cluster does not have", facts.Quote(r.Spec.Title), assess.And(needs.Absent)),
		})
	}
}
