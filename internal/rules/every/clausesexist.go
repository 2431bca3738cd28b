package every

import (
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docClausesExist = assess.Doc{
	ID: "X-17", Aspect: assess.Covered, Clause: "9.2.2, 5.3",
	Requires: "A clause that is named is one of the standard",
	Fires:    "a text that is to name clauses has the number of none from 4 to 10, so that nobody knows what is meant; it counts for nothing (unknown)",
	Reasons:  []string{"ClauseNotFound"}, Grades: []api.Grade{api.GradeUnknown},
	Remedy: "Name clauses by their numbers, from 4.1 to 10.2",
}

func checkClauses(c *assess.Context, field string, texts ...string) {
	var lacks []string
	for _, text := range texts {
		if len(facts.ClausesIn(text))+len(facts.ControlsIn(text)) == 0 {
			lacks = append(lacks, facts.Quote(text))
		}
	}
	if len(lacks) > 0 {
		c.Report(assess.Finding{
			Reason: "ClauseNotFound", Grade: api.GradeUnknown, Field: field,
			Message: field + " names " + strings.Join(lacks, ", ") + ", in which there is no clause of ISO/IEC 27001:2022",
		})
	}
}

func checkAuditClauses(c *assess.Context, r *api.InternalAudit) {
	if r.Spec.Scope != nil {
		checkClauses(c, "spec.scope.clauses", r.Spec.Scope.Clauses...)
	}
}

func checkRowClauses(c *assess.Context, r *api.AccountabilityMatrix) {
	for i := range r.Spec.Rows {
		if row := &r.Spec.Rows[i]; row.Clause != "" {
			checkClauses(c, facts.RowField(row, "clause"), row.Clause)
		}
	}
}
