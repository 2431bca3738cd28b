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
	rows, progress := counted(s.Record.Spec.Controls)
	report := func(field string, declared *int32, rows int32, message string) {
		if declared != nil && *declared != rows {
			c.Report(assess.Finding{
				Reason: "SoaTotalsMismatch", Grade: api.GradeObservation, Field: "spec.declaredTotals." + field,
				Message: fmt.Sprintf(message, *declared, rows),
			})
		}
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
		report(total.field, total.declared, rows[total.of], "The statement declares %d controls as "+string(total.of)+", and %d of its entries are")
	}
	report("total", declared.Total, int32(len(s.Record.Spec.Controls)), "The statement declares %d controls, and has %d entries") //nolint:gosec // at most 128
	for _, total := range []struct {
		declared *int32
		of       api.Implementation
		field    string
	}{
		{declared.Implemented, api.ImplementationImplemented, "implemented"},
		{declared.InProgress, api.ImplementationInProgress, "inProgress"},
		{declared.Planned, api.ImplementationPlanned, "planned"},
		{declared.NotStarted, api.ImplementationNotStarted, "notStarted"},
	} {
		report(total.field, total.declared, progress[total.of], "The statement declares %d controls as "+string(total.of)+", and %d of its entries are that are not excluded")
	}
}

// counted are the entries by what was decided of them, and those that are not excluded by how
// far they are.
func counted(entries []api.ControlStatement) (map[api.Applicability]int32, map[api.Implementation]int32) {
	rows, progress := map[api.Applicability]int32{}, map[api.Implementation]int32{}
	for i := range entries {
		a := entries[i].Applicability
		if a == "" {
			a = api.ApplicabilityUndecided
		}
		rows[a]++
		if a != api.ApplicabilityExcluded {
			progress[entries[i].Implementation]++
		}
	}
	return rows, progress
}
