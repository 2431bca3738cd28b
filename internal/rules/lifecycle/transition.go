package lifecycle

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docTransition = assess.Doc{
	ID: "L-03", Point: assess.Lifecycle, Aspect: assess.Owned, Clause: "7.1, 7.2",
	Requires: "What consultants have built is run by the organisation's own staff",
	Fires:    "in maintenance, a role of daily operation is held by external people alone, without a hand-over plan that is in time (observation; minor once the certificate is older than the limit); such roles are that of the information security manager and every one with duties, but not that of an auditor",
	Reasons:  []string{"NoTransitionToInternal"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeMinor},
	Remedy:   "Assign the roles to the organisation's own staff, or plan it in spec.handOver of each SecurityRole",
	Policy:   []string{"lifecycle.transitionLimitMonths", "review.actionHorizonMonths"},
	Alone:    "it is a time to act, which becomes a minor when it is over",
}

func checkTransition(c *assess.Context, a *api.ClauseAssessment) {
	if facts.PhaseOf(c) != api.PhaseMaintenance {
		return
	}
	var names []string
	for role := range assess.All[*api.SecurityRole](c.World) {
		if leftOutside(c, role) {
			names = append(names, role.Name)
		}
	}
	if len(names) == 0 {
		return
	}
	f := assess.Finding{
		Reason: "NoTransitionToInternal", Grade: api.GradeObservation, Field: "spec.phase",
		Message: "Roles of daily operation are held by external people alone, without a hand-over plan that is in time: " + assess.List(names),
	}
	if cert := a.Spec.Certificate; cert != nil {
		if limit := cert.IssuedOn.AddMonths(c.Policy.TransitionLimit()); c.Today.Past(limit) {
			f.Grade = api.GradeMinor
			f.Message += fmt.Sprintf("; the limit was %s", limit)
		}
	}
	c.Report(f)
}

// leftOutside reports whether a role of daily operation is held by external people
// alone, and no plan that is in time changes that.
func leftOutside(c *assess.Context, role *api.SecurityRole) bool {
	daily := role.Spec.Mandate == api.MandateInformationSecurityManager || len(role.Spec.Duties) > 0
	if !daily || role.Spec.Mandate == api.MandateInternalAuditor {
		return false
	}
	here := facts.Principals(c, role)
	if len(here) == 0 || slices.ContainsFunc(here, func(h facts.Holding) bool { return !facts.External(h.Person) }) {
		return false
	}
	plan := role.Spec.HandOver
	return plan == nil || !facts.Stated(plan.Plan) || c.Today.Past(plan.DueOn) ||
		!facts.InTime(c, plan.DueOn, api.Date{}, facts.Months(c.Policy.ActionHorizon()))
}
