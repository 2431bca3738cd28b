package every

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docHappened = assess.Doc{
	ID: "X-05", Aspect: assess.Current, Clause: "7.5.3",
	Requires: "What a record says has happened lies in the past",
	Fires:    "a date of something done lies after the day that is judged (minor)",
	Reasons:  []string{"DateInFuture"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Correct the date, or leave it out until it has happened",
}

func checkHappened(c *assess.Context, r api.Record) {
	for _, f := range append(facts.CommonHappened(r.RecordCommon()), c.Happened()...) {
		if !f.On.IsZero() && !c.Today.Reached(f.On) {
			c.Report(assess.Finding{
				Reason: "DateInFuture", Grade: api.GradeMinor, Field: f.Field,
				Message: fmt.Sprintf("%s says that %s on %s, a day that has not come", f.Field, f.What, f.On),
			})
		}
	}
}
