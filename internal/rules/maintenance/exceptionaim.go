package maintenance

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docExceptionReason = assess.Doc{
	ID: "P6-14", Point: assess.Maintenance, Aspect: assess.Covered, Clause: "7.1, A.5.3",
	Requires: "An exception names a lapse that there is",
	Fires:    "an exception that is not closed or over waives a reason that no rule gives on records of the kind, such as one with a slip of the pen (unknown)",
	Reasons:  []string{"WaivedReasonUnknown"}, Grades: []api.Grade{api.GradeUnknown},
	Remedy: "Name the reason of the finding as the report does, and have the exception approved as it is then; until then it waives nothing",
}

func checkExceptionReason(c *assess.Context, e *api.SecurityException) {
	l := e.Spec.Lapse
	if l == nil || exceptionOver(c, e) || c.Today.Reached(e.Spec.ClosedOn) {
		return
	}
	known := c.Reasons(string(l.RecordRef.Kind))
	if _, ok := known[l.Reason]; ok || len(known) == 0 { // X-04 says that there is no such kind
		return
	}
	f := assess.Finding{
		Reason: "WaivedReasonUnknown", Grade: api.GradeUnknown, Field: "spec.lapse.reason",
		Message: fmt.Sprintf("No rule gives the reason %s on records of the kind %s, so the exception waives nothing", facts.Quote(l.Reason), l.RecordRef.Kind),
	}
	if near, ok := facts.Like(l.Reason, known); ok {
		f.Message += "; the nearest is " + near
	}
	c.Report(f)
}

var docExceptionIdle = assess.Doc{
	ID: "P6-15", Point: assess.Maintenance, Aspect: assess.Current, Clause: "7.1, A.5.3",
	Requires: "An exception is closed once what it waives is mended",
	Fires:    "exceptions in force waive nothing that is open: it is mended, or no exception can waive it (observation)",
	Reasons:  []string{"ExceptionWaivesNothing"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Set spec.closedOn of the SecurityExceptions whose lapse or conflict is mended; what no exception can waive is to be mended",
}

func checkExceptionIdle(c *assess.Context, _ *api.ClauseAssessment) {
	var idle []string
	for e := range assess.All[*api.SecurityException](c.World) {
		if e.Spec.Deviation != nil {
			continue // no rule finds what it is an exception from
		}
		what := api.SignException
		if e.Spec.Lapse != nil {
			what = facts.LapseAct(c, e)
			if _, ok := c.Reasons(string(e.Spec.Lapse.RecordRef.Kind))[e.Spec.Lapse.Reason]; !ok {
				continue // P6-14 says so
			}
		}
		if !c.Waiving(e.Name) && facts.ExceptionHolds(c, e, what) {
			idle = append(idle, e.Name)
		}
	}
	if len(idle) > 0 {
		c.Report(assess.Finding{
			Reason: "ExceptionWaivesNothing", Grade: api.GradeObservation,
			Message: "These SecurityExceptions are in force, and nothing that is open is what they waive: " + assess.List(idle),
		})
	}
}
