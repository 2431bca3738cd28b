package applicability

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/annexa"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

const (
	reasonDuplicate = "ControlIdDuplicate"
	reasonUnknown   = "UnknownControlId"
)

var docIDs = assess.Doc{
	ID: "S-11", Aspect: assess.Covered, Clause: "6.1.3 d",
	Requires: "Every entry of the statement is about one control of the 2022 edition, and every control has one entry",
	Fires:    "an ID is unknown, of the 2013 edition or not written as A.5.1, so that nobody knows what is meant (unknown), or a control has a second entry, however it is written (minor)",
	Reasons:  []string{reasonDuplicate, reasonUnknown}, Grades: []api.Grade{api.GradeUnknown, api.GradeMinor},
	Remedy: "Set id of the entry to that of the control in the 2022 edition, written as A.5.1, or take the entry out",
}

func checkIDs(c *assess.Context, s *facts.Statement) {
	first := s.FirstEntries()
	for i := range s.Record.Spec.Controls {
		e := &s.Record.Spec.Controls[i]
		id := facts.NormalControlID(e.ID)
		if other := first[id]; other != e {
			c.Report(assess.Finding{
				Reason: reasonDuplicate, Grade: api.GradeMinor, Field: facts.ControlField(e, "id"),
				Message: fmt.Sprintf("The entries %s and %s are about one control", facts.Quote(other.ID), facts.Quote(e.ID)),
			})
		} else if _, known := annexa.Title(e.ID); !known {
			c.Report(assess.Finding{
				Reason: reasonUnknown, Grade: api.GradeUnknown, Field: facts.ControlField(e, "id"),
				Message: fmt.Sprintf("The entry %s %s", facts.Quote(e.ID), facts.MisreadControl(e.ID)),
			})
		}
	}
}
