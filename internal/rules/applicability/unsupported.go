package applicability

import (
	"fmt"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docUnsupported = assess.Doc{
	ID: "S-08", Aspect: assess.Current, Clause: "6.1.3 d, 7.1",
	Requires: "A control that is said to be implemented has a resource that can be relied on",
	Fires:    "all resources of an implemented control have lapsed, are not filled, have lost support or are out of use (minor; major if the control treats a risk rated High or Critical; once for all controls that lack the same; one grade lower while a SecurityException waives what one of them lacks), or nobody knows of one whether it still counts (unknown)",
	Reasons:  []string{"ImplementedControlUnsupported"}, Grades: []api.Grade{api.GradeObservation, api.GradeUnknown, api.GradeMinor, api.GradeMajor},
	Remedy: "Renew, fill or replace one of the resources, or correct implementation of the control",
}

// checkUnsupported reports what is lacking once, however many controls rest on it.
func checkUnsupported(c *assess.Context, s *facts.Statement) {
	lacks, open := map[string][]string{}, map[string]bool{}
	eachGroup(s, func(e *api.ControlStatement) string {
		if e.Implementation != api.ImplementationImplemented {
			return ""
		}
		refs := facts.Allocated(c, e)
		one, names := facts.Carries(c, facts.AControl, refs)
		if one || len(names) == 0 {
			return "" // of a control without any resource S-03 speaks
		}
		slices.Sort(names)
		key := strings.Join(names, "\n")
		lacks[key], open[key] = names, facts.Unsure(c, refs)
		return key
	}, func(key string, group []*api.ControlStatement) {
		f := assess.Finding{
			Reason: "ImplementedControlUnsupported", Grade: api.GradeMinor, Field: facts.ControlField(group[0], "resourceRefs"),
			Message: unreliable(group, open[key]) + ": " + assess.Clauses(lacks[key]),
		}
		if grave := graveRisks(c, group); len(grave) > 0 {
			f.Grade, f.Message = api.GradeMajor, f.Message+"; at stake is the Risk "+assess.List(grave)
		}
		if open[key] {
			f.Grade = api.GradeUnknown
		}
		c.Report(facts.Softened(c, facts.Allocated(c, group[0]), f))
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
	return fmt.Sprintf("%s %s said to be implemented, and %s", facts.ControlsNamed(idsOf(group)), are, what)
}

// graveRisks names the risks rated High or Critical that controls treat.
func graveRisks(c *assess.Context, group []*api.ControlStatement) []string {
	var names []string
	for _, e := range group {
		for _, r := range risksOf(c, e) {
			if facts.HighRated(r) {
				names = append(names, r.Name)
			}
		}
	}
	return names
}
