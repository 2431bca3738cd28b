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
	Fires:    "a text that a record cannot be without says nothing, such as \"-\", \"x\" or \"to be defined\" (unknown); one that it can be without counts as absent, and the rule that asks for it reports that",
	Reasons:  []string{"NothingStated"}, Grades: []api.Grade{api.GradeUnknown},
	Remedy: "Write into the field what it asks for",
}

func checkStated(c *assess.Context, r api.Record) {
	fields := c.Kind().Unsaid(r)
	for e := range facts.OnFile(r.RecordCommon().Evidence) {
		if e.URI != "" && !facts.Given(e.URI) {
			fields = append(fields, "spec.evidence["+e.Name+"].uri")
		}
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
