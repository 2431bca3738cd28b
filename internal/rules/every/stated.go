package every

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docStated = assess.Doc{
	ID: "X-16", Aspect: assess.Covered, Clause: "7.5.2",
	Requires: "What a record rests on is said in it",
	Fires:    "what a record rests on says nothing: a text such as \"-\", \"x\" or \"to be defined\", or an end on a day that never comes (unknown); a text that a rule asks for counts as absent, and the rule reports that",
	Reasons:  []string{"NothingStated"}, Grades: []api.Grade{api.GradeUnknown},
	Remedy: "Write into the field what it asks for",
}

func checkStated(c *assess.Context, r api.Record) {
	fields := c.Kind().Unsaid(r)
	for _, e := range r.RecordCommon().Evidence {
		if e.Withdrawn != nil {
			fields = facts.Unsaid(fields, "spec.evidence["+e.Name+"].withdrawn.reason", e.Withdrawn.Reason)
			continue // nothing rests on it any more
		}
		fields = facts.Ungiven(fields, "spec.evidence["+e.Name+"].uri", e.URI)
	}
	if review := r.RecordCommon().Review; review != nil {
		fields = facts.Unending(fields, "spec.review.nextOn", review.NextOn)
	}
	if len(fields) == 0 {
		return
	}
	names := fields
	if more := len(fields) - 3; more > 0 {
		names = append(fields[:3:3], fmt.Sprintf("%d more", more))
	}
	c.Report(assess.Finding{
		Reason: "NothingStated", Grade: api.GradeUnknown, Field: fields[0],
		Message: fmt.Sprintf("Nothing is said in %s: a placeholder is not an answer", facts.ListAll(names)),
	})
}
