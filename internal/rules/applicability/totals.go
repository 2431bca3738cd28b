package applicability

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docTotals = assess.Doc{
	ID: "S-10", Aspect: assess.Covered, Clause: "7.5.3",
	Requires: "The totals that the statement declares are those of its entries",
	Fires:    "a declared total differs from the number of entries (observation)",
	Reasons:  []string{"SoaTotalsMismatch"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Correct spec.declaredTotals, or the entries that were counted wrongly",
}

func checkTotals(c *assess.Context, s *facts.Statement) {
	declared := s.Record.Spec.DeclaredTotals
	if declared == nil {
		return
	}
	rows := map[api.Applicability]int32{}
	for i := range s.Record.Spec.Controls {
		a := s.Record.Spec.Controls[i].Applicability
		if a == "" {
			a = api.ApplicabilityUndecided
		}
		rows[a]++
	}
	for _, total := range []struct {
		declared *int32
		of       api.Applicability
		field    string
	}{
		{declared.Applicable, api.ApplicabilityApplicable, "applicable"},
		{declared.Excluded, api.ApplicabilityExcluded, "excluded"},
		{declared.Inherited, api.ApplicabilityInherited, "inherited"},
		{declared.Undecided, api.ApplicabilityUndecided, "undecided"},
	} {
		if total.declared != nil && *total.declared != rows[total.of] {
			c.Report(assess.Finding{
				Reason: "SoaTotalsMismatch", Grade: api.GradeObservation, Field: "spec.declaredTotals." + total.field,
				Message: fmt.Sprintf("The statement declares %d controls as %s, and %d of its entries are", *total.declared, total.of, rows[total.of]),
			})
		}
	}
}
