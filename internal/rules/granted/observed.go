package granted

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docObserved = assess.Doc{
	ID: "P8-18", Point: assess.Allocation, Aspect: assess.Covered, Rights: true, Clause: "A.5.18, A.8.2",
	Requires: "Where rights are to be compared, somebody looks at them, and the register says whose they are and what they are for",
	Fires:    "an ISMS names an observedScope, and nobody looked at all of it, or not since the days that the policy allows (unknown); nobody in the register states an account, and some are granted rights (unknown); or no role says which rights it needs, and people are granted some (unknown)",
	Reasons:  []string{"AccessNotObserved", "AccountsNotStated", "AccessNeedsNotStated"},
	Grades:   []api.Grade{api.GradeUnknown},
	Remedy:   "Have the operator observe roles and bindings in the scope, or bring an observation of a later day; or ask for less in spec.observedScope",
	Policy:   []string{"allocation.observationMaxAgeDays"},
}

func checkObserved(c *assess.Context, a *api.ClauseAssessment) {
	scope := a.Spec.ObservedScope
	if scope == nil {
		return
	}
	if lacks := unseen(c, scope); len(lacks) > 0 {
		c.Report(assess.Finding{
			Reason: "AccessNotObserved", Grade: api.GradeUnknown, Field: scopeField,
			Message: "What the cluster grants is not known: " + assess.Clauses(lacks),
		})
	}
	if facts.ObservedAccess(c) == nil {
		return
	}
	if n := len(bound(c).people()); n > 0 && !accountsStated(c) {
		c.Report(assess.Finding{
			Reason: "AccountsNotStated", Grade: api.GradeUnknown, Field: scopeField,
			Message: fmt.Sprintf("No Person states an account in the cluster, and rights are granted to %s", counted(n, "user or group", "users and groups")),
			Remedy:  "State in spec.accounts of each Person by which subject the cluster knows them",
		})
	}
	if n := granted(c); n > 0 && !facts.NeedsStated(c) {
		c.Report(assess.Finding{
			Reason: "AccessNeedsNotStated", Grade: api.GradeUnknown, Field: scopeField,
			Message: fmt.Sprintf("No SecurityRole says which rights it needs, and the cluster grants rights to %s", counted(n, "person", "people")),
			Remedy:  "State in spec.access of each SecurityRole which rights it needs",
		})
	}
}

// unseen says what of the scope nobody looked at, each as a clause.
func unseen(c *assess.Context, scope *api.ObservedScope) []string {
	seen := c.World.Access()
	if seen == nil || seen.Rights == nil {
		return []string{"nobody looked at its roles and bindings"}
	}
	on := facts.SeenOn(seen)
	switch limit := c.Policy.ObservationMaxAge(); {
	case on.IsZero():
		return []string{"somebody looked on a day that is not stated"}
	case !c.Today.Reached(on):
		return []string{fmt.Sprintf("somebody looked on %s, which says nothing of a day before", on)}
	case !seen.Live && c.Today.Past(on.AddDays(limit)):
		return []string{fmt.Sprintf("somebody looked on %s last, and that counts for %s", on, counted(limit, "day", "days"))}
	}
	return append(unread(c, seen), uncovered(scope, seen)...)
}

// unread says what could not be read of what somebody looked at.
func unread(c *assess.Context, seen *assess.Access) []string {
	lacks := slices.Clone(seen.Unobservable)
	if seen.ClusterWide && !seen.Rights.ClusterRoles() {
		return append(lacks, "nobody saw a single cluster role, and each cluster has some")
	}
	if seen.ClusterWide {
		return lacks
	}
	var bindings []string
	for _, g := range seen.Rights.Dangling() {
		if facts.InScope(c, g.Namespace) && g.Role.Kind == string(api.AccessClusterRole) && !g.OwnByName() {
			bindings = append(bindings, facts.BindingName(&g))
		}
	}
	if len(bindings) > 0 {
		lacks = append(lacks, "nobody read the cluster roles that are bound by "+assess.List(bindings))
	}
	var needed []string
	for role := range assess.All[*api.SecurityRole](c.World) {
		needed = append(needed, facts.NeedsOf(c, role).Unseen...)
	}
	if len(needed) > 0 {
		lacks = append(lacks, "nobody read what roles need: "+assess.List(needed))
	}
	return lacks
}

// uncovered says which parts of the scope nobody looked at.
func uncovered(scope *api.ObservedScope, seen *assess.Access) (lacks []string) {
	if scope.WholeCluster() && !seen.ClusterWide {
		lacks = append(lacks, "nobody looked at what holds in the whole cluster")
	}
	if len(scope.Namespaces) == 0 && scope.WholeCluster() && !seen.AllNamespaces {
		lacks = append(lacks, "nobody looked at all of its namespaces")
	}
	var missing []string
	for _, namespace := range scope.Namespaces {
		if !seen.Covers(namespace) {
			missing = append(missing, namespace)
		}
	}
	if len(missing) > 0 {
		lacks = append(lacks, "nobody looked at "+namespacesNamed(missing))
	}
	return lacks
}

func namespacesNamed(names []string) string {
	if len(names) == 1 {
		return "the namespace " + names[0]
	}
	return "the namespaces " + assess.List(names)
}

// granted is how many people who are engaged are granted something that is judged.
func granted(c *assess.Context) (n int) {
	for p := range assess.All[*api.Person](c.World) {
		if facts.Present(c, p) && len(facts.GrantsOf(c, p)) > 0 {
			n++
		}
	}
	return n
}
