package rules

import (
	"fmt"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

var docSoaOwner = assess.Doc{
	ID: "S-04", Aspect: assess.Owned, Clause: "5.3, A.5.2",
	Requires: "A role answers for each control that is necessary, and a competent person fills it",
	Fires:    "a control has no accountable role, or one that does not exist, is not filled or by a deputy alone, or is filled without the competence that it takes (minor, once for each role and for each control without one)",
	Reasons:  []string{"ControlWithoutOwner"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Set accountableRoleRef of the control to a SecurityRole that a competent person holds, or have the role named filled by one",
}

// eachGroup goes through the necessary controls of the statement, together where
// they have the same key, in the order in which the keys first come. Controls
// without a key are left out.
func eachGroup(s *statement, key func(*api.ControlStatement) string, do func(key string, group []*api.ControlStatement)) {
	groups := map[string][]*api.ControlStatement{}
	var keys []string
	for i := range s.record.Spec.Controls {
		e := &s.record.Spec.Controls[i]
		if s.controls[e.ID] != e || !necessary(e) {
			continue
		}
		k := key(e)
		if k == "" {
			continue
		}
		if groups[k] == nil {
			keys = append(keys, k)
		}
		groups[k] = append(groups[k], e)
	}
	for _, k := range keys {
		do(k, groups[k])
	}
}

// idsOf returns the IDs of controls.
func idsOf(group []*api.ControlStatement) []string {
	ids := make([]string, len(group))
	for i, e := range group {
		ids[i] = e.ID
	}
	return ids
}

// rolePrefix makes the name of a role a key of eachGroup.
const rolePrefix = "role "

// checkSoaOwner reports a role that cannot answer once, however many controls it
// answers for: it is one lack.
func checkSoaOwner(c *assess.Context, s *statement) {
	report := func(e *api.ControlStatement, message string) {
		c.Report(assess.Finding{
			Reason: "ControlWithoutOwner", Grade: api.GradeMinor, Field: controlField(e, "accountableRoleRef"), Message: message,
		})
	}
	eachGroup(s, func(e *api.ControlStatement) string {
		if e.AccountableRoleRef == nil {
			report(e, fmt.Sprintf("No role is accountable for %s", controlName(e.ID)))
			return ""
		}
		return rolePrefix + e.AccountableRoleRef.Name // a name may be empty, a key not
	}, func(key string, group []*api.ControlStatement) {
		ref := api.ResourceReference{Kind: api.ResourceSecurityRole, Name: strings.TrimPrefix(key, rolePrefix)}
		if hop := lackOf(c, ref).text; hop != "" {
			report(group[0], fmt.Sprintf("The %s is accountable for %s and %s", resourceName(ref), controlsNamed(idsOf(group)), hop))
		}
	})
}

var docSoaUnsupported = assess.Doc{
	ID: "S-08", Aspect: assess.Current, Clause: "6.1.3 d, 7.1",
	Requires: "A control that is said to be implemented has a resource that can be relied on",
	Fires:    "all resources of an implemented control have lapsed, are not filled, have lost support or are out of use (minor; major if the control treats a risk rated High or Critical; once for all controls that lack the same; one grade lower while a SecurityException waives what one of them lacks), or nobody knows of one whether it still counts (unknown)",
	Reasons:  []string{"ImplementedControlUnsupported"}, Grades: []api.Grade{api.GradeObservation, api.GradeUnknown, api.GradeMinor, api.GradeMajor},
	Remedy: "Renew, fill or replace one of the resources, or correct implementation of the control",
}

// checkSoaUnsupported reports what is lacking once, however many controls rest on it.
func checkSoaUnsupported(c *assess.Context, s *statement) {
	lacks, open := map[string][]string{}, map[string]bool{}
	eachGroup(s, func(e *api.ControlStatement) string {
		if e.Implementation != api.ImplementationImplemented {
			return ""
		}
		refs := allocated(c, e)
		one, names := reliable(c, refs)
		if one || len(names) == 0 {
			return "" // of a control without any resource S-03 speaks
		}
		slices.Sort(names)
		key := strings.Join(names, "\n")
		lacks[key], open[key] = names, unsure(c, refs)
		return key
	}, func(key string, group []*api.ControlStatement) {
		f := assess.Finding{
			Reason: "ImplementedControlUnsupported", Grade: api.GradeMinor, Field: controlField(group[0], "resources"),
			Message: unreliable(group, open[key]) + ": " + assess.Clauses(lacks[key]),
		}
		if grave := graveRisks(c, group); len(grave) > 0 {
			f.Grade, f.Message = api.GradeMajor, f.Message+"; at stake is the Risk "+assess.List(grave)
		}
		if open[key] {
			f.Grade = api.GradeUnknown
		}
		c.Report(softened(c, allocated(c, group[0]), f))
	})
}

// unreliable says of implemented controls that none of their resources can be
// relied on, or that nobody knows.
func unreliable(group []*api.ControlStatement, open bool) string {
	are, their := "is", "its"
	if len(group) > 1 {
		are, their = "are", "their"
	}
	what := fmt.Sprintf("none of %s resources can be relied on", their)
	if open {
		what = fmt.Sprintf("nobody knows whether one of %s resources can be relied on", their)
	}
	return fmt.Sprintf("%s %s said to be implemented, and %s", controlsNamed(idsOf(group)), are, what)
}

// graveRisks names the risks rated High or Critical that controls treat.
func graveRisks(c *assess.Context, group []*api.ControlStatement) []string {
	var names []string
	for _, e := range group {
		for _, r := range risksOf(c, e) {
			if highRated(r) {
				names = append(names, r.Name)
			}
		}
	}
	return names
}
